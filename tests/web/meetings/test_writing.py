"""Meetings written by hand: what the forms ask, refuse and leave behind."""

import datetime as dt

import pytest

from coso.access.enums import Reach, Role
from coso.audit.models import AuditEntry
from coso.meetings.models import Meeting
from coso.organizations.models import UnitType
from coso.rules import services as rules
from tests.factories.access import make_actor
from tests.factories.registers import meeting, member

ADD = "/sinh-hoat/ghi/"


@pytest.fixture(autouse=True)
def branch(party_tree, a_day):
    rules.load_seeds()
    UnitType.objects.filter(versions__unit=party_tree.below).update(is_branch=True)
    for _ in range(3):
        member(party_tree.below, since=dt.date(2020, 1, 1))
    return party_tree.below


@pytest.fixture
def secretary(party_tree, browse_as):
    """Return the browser of the secretary of the branch, for it alone."""
    return browse_as(make_actor(party_tree.below, Role.BRANCH_SECRETARY, Reach.UNIT))


def new(**values):
    counts = {"required": "3", "present": "2", "excused": "1", "unexcused": "0"}
    return {
        "unit": "Chi bộ Bản Mới",
        "kind": "REGULAR",
        "session": "6/2023",
        "held_on": "05/06/2023",
        "started_at": "14:00",
        "minutes": "95",
        "self_score": "86,5",
        **counts,
        **values,
    }


def test_secretary_records_the_meeting_of_the_own_branch(secretary, branch):
    page = secretary.get("/sinh-hoat/")
    assert "Ghi cuộc sinh hoạt" in page.words

    done = secretary.post(ADD, **new())

    made = Meeting.objects.get()
    assert done.response.url.startswith(f"/sinh-hoat/{made.pk}/")
    assert (made.unit, f"{made.started_at:%H:%M}", made.self_score) == (branch, "14:00", 86.5)
    assert "Đã ghi sinh hoạt thường kỳ tháng 6/2023" in secretary.get(done.response.url).words


def test_branch_out_of_reach_is_not_found(secretary):
    page = secretary.post(ADD, **new(unit="Đảng bộ xã Quảng Chu"))

    assert page.status == 422
    assert "Không tìm thấy đơn vị" in page.words


def test_refused_fields_say_why_and_keep_what_was_written(secretary):
    page = secretary.post(ADD, **new(session="mùa hè", self_score="nhiều", excused=""))

    assert page.status == 422
    assert set(page.response.context["form"].errors) == {"session", "self_score", "excused"}
    assert 'value="mùa hè"' in page.text


def test_numbers_beyond_what_a_register_holds_are_refused_at_their_fields(secretary):
    counts = ("minutes", "required", "present", "excused", "unexcused")

    page = secretary.post(ADD, **new(**dict.fromkeys(counts, "9" * 20)))

    assert page.status == 422
    assert set(counts) <= set(page.response.context["form"].errors)
    assert "Giá trị phải nhỏ hơn hoặc bằng 1440." in page.words


def test_short_meeting_asks_for_the_reason(secretary):
    asked = secretary.post(ADD, **new(minutes="40"))
    kept = dict(asked.response.context["kept"])
    secretary.post(ADD, **kept, confirmed="on", reason="Họp đột xuất")

    assert "Họp 40 phút, quy định ít nhất 90 phút" in asked.words
    assert AuditEntry.objects.get(action="meeting.recorded").reason == "Họp đột xuất"


def test_meeting_is_corrected_and_removed_with_a_reason(secretary, branch):
    made = meeting(branch, 2023, 2, dt.date(2023, 5, 4), kind="THEMATIC", self_score="88.50")
    path = f"/sinh-hoat/{made.pk}/"
    form = secretary.get(f"{path}sua/", on=None)
    assert 'value="quý II/2023"' in form.text
    assert 'value="88,5"' in form.text
    values = new(kind="THEMATIC", session="quý II/2023", held_on="04/05/2023")

    assert secretary.post(f"{path}sua/", **values).status == 422
    secretary.post(f"{path}sua/", **values, reason="Thiếu số người")
    made.refresh_from_db()
    assert made.present == 2
    done = secretary.post(f"{path}bo/", reason="Nhầm chi bộ")

    assert done.response.url.startswith("/sinh-hoat/")
    assert not Meeting.objects.exists()


def test_readers_see_nothing_to_write(branch, party_tree, browse_as):
    made = meeting(branch, 2023, 5, dt.date(2023, 5, 4))
    inspector = browse_as(make_actor(party_tree.own, Role.INSPECTOR))

    page = inspector.get(f"/sinh-hoat/{made.pk}/")

    assert "Ghi vào sổ" not in page.words
    assert "Nhật ký thay đổi" in page.words
    assert "Ghi cuộc sinh hoạt" not in inspector.get("/sinh-hoat/").words
