"""Courses, their learners, and the courses of a person, as readers see them."""

import datetime as dt

import pytest

from coso.access.enums import Role
from tests.factories.access import make_actor
from tests.factories.people import person
from tests.factories.registers import course, learner, member

COURSES, LEARNERS = "/dao-tao/", "/dao-tao/hoc-vien/"
DAY = dt.date(2023, 4, 24)


@pytest.fixture
def held(party_tree):
    return course(party_tree.above, DAY, name="Nghiệp vụ công tác đảng", code="L13")


def test_lists_of_the_sample_count_to_the_figures(officer_of_sample):
    assert officer_of_sample.get(COURSES).count == 19
    assert officer_of_sample.get(LEARNERS).count == 1253
    absent = officer_of_sample.get(LEARNERS, ket_qua="ABSENT")
    assert absent.count == 36
    figure = officer_of_sample.get("/so-lieu/training.enrollments.absent/", tu="2021-01-01")
    assert figure.response.context["records"]["total"] == 36


def test_courses_are_narrowed_by_words_year_and_kind(officer_of_sample):
    found = officer_of_sample.get(COURSES, tim="trung cap", nam=2022)

    assert found.rows == ["Trung cấp lý luận chính trị khóa 2022"]
    assert officer_of_sample.get(COURSES, tim="l07").count == 1
    assert officer_of_sample.get(COURSES, loai="POLITICAL_THEORY").count == 4


def test_course_shows_its_learners_paged(officer_of_sample):
    first = officer_of_sample.get(COURSES, tim="L07").response.context["table"].data[0]

    page = officer_of_sample.get(f"/dao-tao/{first.pk}/", trang=4)

    assert "Danh sách đủ số học viên" in page.words
    assert "151–171 trong 171" in page.words
    assert len(page.rows) == 21


def test_number_stated_that_differs_is_shown(party_tree, browse_as):
    held = course(party_tree.above, DAY, learners_stated=3)
    learner(held, party_tree.below)
    browser = browse_as(make_actor(party_tree.above))

    assert "Danh mục ghi 3 học viên, sổ có 1" in browser.get(f"/dao-tao/{held.pk}/").words


def test_committee_sees_only_its_own_learners_of_a_course(held, party_tree, browse_as):
    learner(held, party_tree.below, holder=person("Lò Văn An"))
    outside = learner(held, party_tree.sibling, holder=person("Ma Thị Ươm"))
    browser = browse_as(make_actor(party_tree.own))

    page = browser.get(f"/dao-tao/{held.pk}/")

    assert page.rows == ["Lò Văn An"]
    assert "Thêm học viên" not in page.words
    assert browser.get(LEARNERS).rows == ["Lò Văn An"]
    assert browser.get(f"/dao-tao/hoc-vien/{outside.pk}/").status == 404


def test_course_of_others_is_not_found(party_tree, browse_as):
    made = course(party_tree.sibling, DAY)

    assert browse_as(make_actor(party_tree.own)).get(f"/dao-tao/{made.pk}/").status == 404


def test_empty_register_says_what_to_do(party_tree, browse_as):
    browser = browse_as(make_actor(party_tree.above))

    assert "nhập danh mục lớp đào tạo, bồi dưỡng" in browser.get(COURSES).words
    assert "nhập danh sách học viên" in browser.get(LEARNERS).words


def test_person_shows_the_courses_that_the_reader_may_see(held, party_tree, browse_as):
    who = member(party_tree.below).person
    made = learner(held, party_tree.below, holder=who, grade="GOOD")
    path = f"/nguoi/{who.pk}/"

    page = browse_as(make_actor(party_tree.own)).get(path)

    assert "Nghiệp vụ công tác đảng: Hoàn thành, loại khá" in page.words
    assert any(link.startswith(f"/dao-tao/hoc-vien/{made.pk}/") for link in page.links)
    secretary = browse_as(make_actor(party_tree.below, Role.BRANCH_SECRETARY))
    assert "Nghiệp vụ công tác đảng" not in secretary.get(path).words


@pytest.mark.parametrize("path", [COURSES, LEARNERS, "/dao-tao/{}/"])
def test_pages_cost_the_same_for_one_and_three_rows(held, party_tree, browse_as, path):
    browser = browse_as(make_actor(party_tree.above))
    asked = []
    for more in (1, 2):
        for _ in range(more):
            learner(held, party_tree.below)
            learner(course(party_tree.above, DAY), party_tree.below)
        browser.get(path.format(held.pk))
        page = browser.get(path.format(held.pk))
        asked.append((page.count, len(page.queries)))

    [(few, cost_of_few), (many, cost_of_many)] = asked
    assert few < many
    assert cost_of_few == cost_of_many <= 14
