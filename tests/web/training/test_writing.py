"""Courses and learners written by hand: what the forms ask, refuse and leave behind."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.training.models import Course, Enrollment
from tests.factories.access import make_actor
from tests.factories.people import person
from tests.factories.registers import course, learner, member

ADD = "/dao-tao/ghi/"
START = dt.date(2023, 4, 24)


@pytest.fixture(autouse=True)
def today(a_day):
    return a_day


@pytest.fixture
def officer_at_the_root(party_tree, browse_as):
    return browse_as(make_actor(party_tree.above))


@pytest.fixture
def held(party_tree):
    return course(party_tree.above, START, dt.date(2023, 4, 26), code="L13")


def new(**values):
    return {
        "organizer": "Đảng bộ huyện Bình An",
        "code": "l13",
        "name": "Nghiệp vụ công tác đảng",
        "kind": "PARTY_WORK",
        "starts_on": "24/04/2023",
        "ends_on": "26/04/2023",
        **values,
    }


def test_course_is_recorded_and_learners_are_added_to_it(officer_at_the_root, party_tree):
    who = member(party_tree.below, full_name="Lò Văn An", born_on=dt.date(1982, 11, 3)).person
    assert "Ghi lớp" in officer_at_the_root.get("/dao-tao/").words

    done = officer_at_the_root.post(ADD, **new())

    made = Course.objects.get()
    assert done.response.url.startswith(f"/dao-tao/{made.pk}/")
    page = officer_at_the_root.get(done.response.url)
    assert "Đã ghi lớp L13 năm 2023" in page.words
    assert "Chưa có học viên nào" in page.words

    offered = officer_at_the_root.get("/dao-tao/goi-y-nguoi/", muc="person", person="lo van")
    assert 'value="Lò Văn An, 03/11/1982"' in offered.text
    done = officer_at_the_root.post(
        f"/dao-tao/{made.pk}/them-hoc-vien/",
        person="Lò Văn An, 03/11/1982",
        result="COMPLETED",
        grade="GOOD",
    )

    enrolled = Enrollment.objects.get()
    assert (enrolled.person, enrolled.branch, enrolled.grade) == (who, party_tree.below, "GOOD")
    assert "Đã thêm Lò Văn An vào lớp L13" in officer_at_the_root.get(done.response.url).words


def test_rule_that_warns_asks_for_a_reason(officer_at_the_root):
    late = new(decided_on="25/04/2023")

    page = officer_at_the_root.post(ADD, **late)

    assert "Quyết định ngày 25/04/2023, sau ngày mở lớp 24/04/2023." in page.words
    assert not Course.objects.exists()
    officer_at_the_root.post(ADD, **late, confirmed="1", reason="Quyết định bổ sung")
    assert Course.objects.count() == 1


def test_refused_fields_say_why_and_keep_what_was_written(officer_at_the_root, held):
    page = officer_at_the_root.post(ADD, **new(ends_on="20/04/2023", organizer="Đảng bộ Lạ"))
    assert page.status == 422
    assert set(page.response.context["form"].errors) == {"organizer"}

    known = officer_at_the_root.post(ADD, **new())
    assert "Sổ đã có lớp mã L13 năm 2023" in known.words
    assert 'value="Nghiệp vụ công tác đảng"' in known.text


def test_person_is_one_of_the_book_within_reach(officer_at_the_root, held, party_tree):
    for year in (1980, 1985):
        member(party_tree.below, full_name="Lò Văn An", born_on=dt.date(year, 1, 1))
    person("Ma Thị Ươm")  # of no register
    path = f"/dao-tao/{held.pk}/them-hoc-vien/"

    for written, words in (
        ("Lò Văn An", "Có 2 người như vậy: Lò Văn An, 01/01/1980; Lò Văn An, 01/01/1985"),
        ("Ma Thị Ươm", "Không có “Ma Thị Ươm” trong số người bạn được xem"),
    ):
        page = officer_at_the_root.post(path, person=written, result="COMPLETED")
        assert page.status == 422
        assert words in page.words
    assert not Enrollment.objects.exists()


def test_course_and_learner_are_corrected_and_removed_with_a_reason(
    officer_at_the_root, held, party_tree
):
    made = learner(held, party_tree.below, "STUDYING")
    of_course, of_learner = f"/dao-tao/{held.pk}/", f"/dao-tao/hoc-vien/{made.pk}/"
    result = {"result": "FAILED", "branch": "Đảng bộ xã Quảng Chu"}

    assert officer_at_the_root.post(f"{of_learner}sua/", **result).status == 422
    officer_at_the_root.post(f"{of_learner}sua/", **result, reason="Ghi nhầm")
    made.refresh_from_db()
    assert (made.result, made.branch) == ("FAILED", party_tree.sibling)
    officer_at_the_root.post(f"{of_course}sua/", **new(code="L14"), reason="Nhầm mã")
    assert Course.objects.get().code == "L14"

    refused = officer_at_the_root.post(f"{of_course}bo/", reason="Ghi hai lần")
    assert "Lớp có 1 học viên trong sổ nên chưa bỏ được" in refused.words
    done = officer_at_the_root.post(f"{of_learner}bo/", reason="Nhầm người")
    assert done.response.url.startswith(of_course)
    officer_at_the_root.post(f"{of_course}bo/", reason="Ghi hai lần")
    assert not Course.objects.exists()


def test_readers_see_nothing_to_write(held, party_tree, browse_as):
    inspector = browse_as(make_actor(party_tree.above, Role.INSPECTOR))

    page = inspector.get(f"/dao-tao/{held.pk}/")

    assert "Ghi vào sổ" not in page.words
    assert "Nhật ký thay đổi" in page.words
    assert "Ghi lớp" not in inspector.get("/dao-tao/").words
    assert inspector.get(ADD).status == 403
