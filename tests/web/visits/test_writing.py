"""Visits written by hand: what the forms ask, refuse and leave behind."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.visits.models import Visit
from tests.factories.access import make_actor
from tests.factories.registers import visit

ADD = "/du-sinh-hoat/ghi/"


@pytest.fixture(autouse=True)
def today(a_day):
    return a_day


@pytest.fixture
def visitor(party_tree, browse_as):
    """Return the browser of a member of an attending team."""
    return browse_as(make_actor(party_tree.own, Role.VISIT_TEAM_MEMBER))


def new(**values):
    return {
        "unit": "Chi bộ Bản Mới",
        "visited_on": "05/06/2023",
        "team_number": "2",
        "visitor_title": "Tổ trưởng",
        "meeting_kind": "REGULAR",
        "meeting_period": "6/2023",
        "score": "88,5",
        "remark": "Đúng trình tự",
        **values,
    }


def test_member_of_a_team_records_a_visit(visitor, party_tree):
    assert "Ghi lượt dự" in visitor.get("/du-sinh-hoat/").words

    done = visitor.post(ADD, **new())

    made = Visit.objects.get()
    assert done.response.url.startswith(f"/du-sinh-hoat/{made.pk}/")
    assert (made.unit, made.score) == (party_tree.below, 88.5)
    page = visitor.get(done.response.url)
    assert "Đã ghi lượt Tổ số 2 dự Chi bộ Bản Mới ngày 05/06/2023" in page.words
    assert "Thường kỳ tháng 6/2023" in page.words


def test_refused_fields_say_why_and_keep_what_was_written(visitor):
    page = visitor.post(ADD, **new(meeting_period="hè", unit="Đảng bộ xã Quảng Chu", score="cao"))

    assert page.status == 422
    assert set(page.response.context["form"].errors) == {"meeting_period", "unit", "score"}
    assert 'value="hè"' in page.text


def test_visit_is_corrected_and_removed_with_a_reason(visitor, party_tree):
    made = visit(party_tree.below, dt.date(2023, 5, 4), party_tree.above)
    path = f"/du-sinh-hoat/{made.pk}/"

    assert visitor.post(f"{path}sua/", **new()).status == 422
    visitor.post(f"{path}sua/", **new(), reason="Nhầm ngày")
    made.refresh_from_db()
    assert made.visited_on == dt.date(2023, 6, 5)
    done = visitor.post(f"{path}bo/", reason="Ghi hai lần")

    assert done.response.url.startswith("/du-sinh-hoat/")
    assert not Visit.objects.exists()


def test_readers_see_nothing_to_write(party_tree, browse_as):
    made = visit(party_tree.below, dt.date(2023, 5, 4), party_tree.above)
    inspector = browse_as(make_actor(party_tree.own, Role.INSPECTOR))

    page = inspector.get(f"/du-sinh-hoat/{made.pk}/")

    assert "Ghi vào sổ" not in page.words
    assert "Nhật ký thay đổi" in page.words
    assert "Ghi lượt dự" not in inspector.get("/du-sinh-hoat/").words
