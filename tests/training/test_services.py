"""Courses and learners written by hand: what the services write and refuse."""

import datetime as dt

import attrs
import pytest
from django.db import IntegrityError, transaction

from coso.access import scoping
from coso.access.enums import Permission, Reach, Role
from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.organizations.enums import Tree
from coso.organizations.models import UnitVersion
from coso.training import queries
from coso.training import services as keeping
from coso.training.models import Course, Enrollment
from coso.training.services import CourseDetails, EnrollmentDetails, UnableToKeepTraining
from tests.factories.access import make_actor, make_unit
from tests.factories.people import person
from tests.factories.registers import course, employee, learner, member

START, END, TODAY = dt.date(2023, 4, 24), dt.date(2023, 4, 26), dt.date(2023, 6, 30)
WHY = Basis(reason="Theo sổ của trung tâm chính trị")
DONE = EnrollmentDetails(result="COMPLETED", grade="GOOD")


@pytest.fixture
def details(party_tree):
    return CourseDetails(
        organizer=party_tree.above,
        code="l 13",
        name="Bồi dưỡng nghiệp vụ công tác đảng",
        kind="PARTY_WORK",
        starts_on=START,
        ends_on=END,
        decided_on=dt.date(2023, 4, 6),
        learners_stated=159,
    )


@pytest.fixture
def held(party_tree):
    return course(party_tree.above, START, END, code="L13")


def record(details, *, basis=Basis(), **changes):  # noqa: B008 — never changed
    written = attrs.evolve(details, **changes)
    return keeping.record_course(details=written, basis=basis, actor=SYSTEM)


def enroll(held, who, details=DONE, *, basis=Basis()):  # noqa: B008 — never changed
    return keeping.enroll(
        course=held, person=who, details=details, today=TODAY, basis=basis, actor=SYSTEM
    )


def test_course_is_written_with_its_code_in_one_form_and_one_entry(details, party_tree):
    made = record(details)

    made.refresh_from_db()
    assert (made.code, made.year, made.learners_stated) == ("L13", 2023, 159)
    entry = AuditEntry.objects.get(action="course.recorded")
    assert (entry.object_id, entry.unit_id) == (made.pk, party_tree.above.pk)
    assert entry.detail.values["new"]["Từ ngày"] == "24/04/2023"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": dt.date(2023, 4, 23)}, "kết thúc ngày 23/04/2023, trước ngày mở 24/04/2023"),
        ({"code": "L13"}, "Sổ đã có lớp mã L13 năm 2023"),
    ],
)
def test_course_that_cannot_be_is_refused(details, changes, words):
    record(details)

    with pytest.raises(UnableToKeepTraining, match=words):
        record(details, **changes)

    assert Course.objects.count() == 1


def test_codes_begin_anew_with_a_year(details):
    record(details)
    record(details, starts_on=dt.date(2022, 4, 24), ends_on=None, decided_on=None)

    assert set(Course.objects.values_list("code", "year")) == {("L13", 2023), ("L13", 2022)}


def test_organizer_is_one_of_the_day(details, party_tree):
    UnitVersion.objects.filter(unit=party_tree.above).update(during=(TODAY, None))

    with pytest.raises(UnableToKeepTraining, match="không có trong sổ vào ngày 24/04/2023"):
        record(details)


def test_decision_after_the_first_day_needs_a_reason(details):
    late = {"decided_on": dt.date(2023, 4, 25)}

    with pytest.raises(ReasonMissing) as refused:
        record(details, **late)
    assert refused.value.warnings == ("Quyết định ngày 25/04/2023, sau ngày mở lớp 24/04/2023.",)
    record(details, **late, basis=WHY)

    assert AuditEntry.objects.get().reason == WHY.reason


def test_correction_of_a_course_says_what_was_before(details):
    made = record(details)
    correct = {"course": made, "actor": SYSTEM}

    with pytest.raises(RecordUnchanged):
        keeping.correct_course(details=details, basis=WHY, **correct)
    with pytest.raises(ReasonMissing):
        keeping.correct_course(details=details, basis=Basis(), **correct)
    moved = attrs.evolve(details, starts_on=dt.date(2022, 4, 24), ends_on=None)
    keeping.correct_course(details=moved, basis=WHY, **correct)

    assert Course.objects.get().year == 2022
    values = AuditEntry.objects.get(action="course.corrected").detail.values
    assert (values["old"]["Đến ngày"], values["new"]["Đến ngày"]) == ("26/04/2023", "")


def test_only_a_course_without_learners_is_taken_out(held):
    enrolled = learner(held)

    with pytest.raises(UnableToKeepTraining, match="Lớp có 1 học viên trong sổ"):
        keeping.remove_course(course=held, basis=WHY, actor=SYSTEM)
    keeping.remove_enrollment(enrollment=enrolled, basis=WHY, actor=SYSTEM)
    keeping.remove_course(course=held, basis=WHY, actor=SYSTEM)

    assert not Course.objects.exists()
    assert AuditEntry.objects.get(action="course.removed").detail.values["old"]["Mã lớp"] == "L13"


def test_learner_stands_where_they_stood_on_the_first_day(held, party_tree):
    who = member(party_tree.below, dt.date(2020, 1, 1), END).person
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.own)
    employee(agency, since=START, holder=who)

    made = enroll(held, who)

    assert (made.branch, made.agency, made.grade) == (party_tree.below, agency, "GOOD")
    entry = AuditEntry.objects.get(action="enrollment.recorded")
    assert (entry.unit_id, entry.summary) == (party_tree.above.pk, f"{who}: lớp L13 năm 2023")


def test_whoever_came_into_the_books_later_stands_where_they_came(held, party_tree):
    assert enroll(held, member(party_tree.below, TODAY).person).branch == party_tree.below
    assert enroll(held, person()).branch is None


def test_person_is_in_a_course_once(held):
    who = person("Lò Văn An")
    enroll(held, who)

    with pytest.raises(UnableToKeepTraining, match="Lò Văn An đã có trong danh sách của lớp"):
        enroll(held, who)

    assert Enrollment.objects.count() == 1


def test_grade_is_of_who_has_completed(held):
    failed = EnrollmentDetails(result="FAILED", grade="GOOD")

    with pytest.raises(UnableToKeepTraining, match="Chỉ học viên hoàn thành"):
        enroll(held, person(), failed)
    with pytest.raises(IntegrityError), transaction.atomic():
        learner(held, result="FAILED", grade="GOOD")


def test_studying_at_a_course_that_is_over_needs_a_reason(held):
    studying = EnrollmentDetails(result="STUDYING")

    with pytest.raises(ReasonMissing):
        enroll(held, person(), studying)

    assert enroll(held, person(), studying, basis=WHY).result == "STUDYING"


def test_second_of_two_writers_is_told(held):
    made = enroll(held, person())
    seen = Basis(seen=queries.state_of_enrollment(made), reason="Cùng sửa")
    failed = EnrollmentDetails(result="FAILED")
    keeping.correct_enrollment(enrollment=made, details=failed, basis=seen, actor=SYSTEM)

    with pytest.raises(RecordChanged):
        keeping.remove_enrollment(enrollment=made, basis=seen, actor=SYSTEM)

    assert Enrollment.objects.get().result == "FAILED"
    values = AuditEntry.objects.get(action="enrollment.corrected").detail.values
    assert (values["old"]["Xếp loại"], values["new"]["Kết quả"]) == ("Khá", "Không đạt")


@pytest.mark.parametrize(
    "wrong", [{"year": 2022}, {"ends_on": dt.date(2023, 4, 23)}, {"code": "L13"}]
)
def test_database_keeps_what_a_course_is(held, wrong):
    same = {"code": "L14", "year": 2023} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.create(
            organizer=held.organizer, starts_on=START, name="Lớp", kind="OTHER", **same
        )


def test_committee_reads_the_learners_of_its_branches_and_keeps_only_its_own_courses(
    held, party_tree
):
    own, other = learner(held, party_tree.below), learner(held, party_tree.sibling)
    officer = make_actor(party_tree.own, Role.OFFICER, Reach.UNIT_AND_BELOW)
    within = course(party_tree.own, START)
    every = queries.enrollments()

    assert list(scoping.visible(every, officer, Permission.TRAINING_VIEW)) == [own]
    assert not scoping.visible(every, officer, Permission.TRAINING_KEEP).exists()
    seen = scoping.visible(queries.courses(), officer, Permission.TRAINING_VIEW)
    assert set(seen) == {held, within}
    kept = scoping.visible(queries.courses(), officer, Permission.TRAINING_KEEP)
    assert list(kept) == [within]
    above = make_actor(party_tree.above, Role.OFFICER, Reach.UNIT_AND_BELOW)
    assert set(scoping.visible(every, above, Permission.TRAINING_KEEP)) == {own, other}
