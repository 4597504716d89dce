"""Posts given, left and set right by hand; each rule is one of the lists."""

import datetime as dt

import pytest
from attrs import evolve

from coso.audit.models import AuditEntry
from coso.core.dates import PartialDate
from coso.core.types import SYSTEM
from coso.core.writing import FRESH, Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.members.models import Membership, MembershipPeriod
from coso.people.models import Person
from coso.people.services import PersonDetails
from coso.personnel import queries, services
from coso.personnel.enums import AssignmentBasis, Category, Ending
from coso.personnel.models import Assignment, Post
from coso.personnel.services import AssignmentDetails, UnableToAssign, UnableToEndAssignment
from tests.factories import organizations as make
from tests.factories import people, registers

pytestmark = pytest.mark.django_db

BORN, DAY, NEXT = dt.date(1980, 5, 20), dt.date(2023, 6, 30), dt.date(2024, 1, 1)
REASON = Basis(reason="Theo quyết định của huyện")


@pytest.fixture
def office(db):
    make.roots()
    return make.unit("STATE_AGENCY", "Phòng Nội vụ")


@pytest.fixture
def school(office):
    return make.unit("SCHOOL", "Trường Tiểu học Tân Sơn")


@pytest.fixture
def who(db):
    return people.person("Lò Văn An", born_on=BORN)


def post(agency, title="Chuyên viên", on=DAY, **facts):
    return AssignmentDetails(
        **{"agency": agency, "title": title, "on": on, "category": Category.CIVIL_SERVANT, **facts}
    )


def assign(who, details, basis=FRESH):
    return services.assign(person=who, details=details, basis=basis, actor=SYSTEM)


def end(held, on=NEXT, ending=Ending.RELIEVED, **options):
    return services.end_assignment(assignment=held, on=on, ending=ending, actor=SYSTEM, **options)


def transfer(held, details, basis=FRESH):
    return services.transfer(assignment=held, details=details, basis=basis, actor=SYSTEM)


def correct(held, details, basis=REASON):
    return services.correct_assignment(assignment=held, details=details, basis=basis, actor=SYSTEM)


def refusal_of(service, *arguments, **options):
    with pytest.raises(UnableToAssign) as refusal:
        service(*arguments, **options)
    return refusal.value


# --- assigning


def test_assignment_is_written_with_its_post_and_in_the_trail(who, office):
    held = assign(
        who,
        post(
            office,
            "Phó Trưởng phòng",
            basis=AssignmentBasis.APPOINTED,
            decision="12-QĐ/UBND",
            decided_on=DAY,
        ),
    )

    assert (held.post.title, held.post.group, held.basis) == (
        *("Phó Trưởng phòng", "MANAGING", "APPOINTED"),
    )
    assert (held.during.lower, held.during.upper, held.decision) == (DAY, None, "12-QĐ/UBND")
    [entry] = AuditEntry.objects.filter(action="assignment.begun")
    assert (entry.object_id, entry.unit_id) == (who.pk, office.pk)
    assert entry.summary == "Phó Trưởng phòng, Phòng Nội vụ, từ 30/06/2023"


def test_post_of_the_title_is_used_again(who, office):
    assign(who, post(office, "Chuyên viên"))

    assign(people.person("Hà Thị Bình"), post(office, "chuyên  viên"))

    assert Post.objects.get().title == "Chuyên viên"


def test_second_post_must_be_a_concurrent_one(who, office, school):
    assign(who, post(office))

    refusal = refusal_of(assign, who, post(school, on=NEXT))
    assign(who, post(school, on=NEXT, is_primary=False))

    assert refusal.code == "second_primary"
    assert "vị trí chính: Chuyên viên, Phòng Nội vụ, từ 30/06/2023" in str(refusal)
    assert queries.staff_on(NEXT).count() == 1


def test_same_post_is_held_once_a_day(who, office):
    assign(who, post(office))

    assert refusal_of(assign, who, post(office, on=NEXT, is_primary=False)).code == (
        "assignment_known"
    )


@pytest.mark.parametrize(
    ("life", "code"), [({"since": NEXT}, "unit_not_alive"), ({"until": NEXT}, "unit_closed")]
)
def test_agency_must_live_as_long(who, office, life, code):
    agency = make.unit("SCHOOL", **life)

    assert refusal_of(assign, who, post(agency)).code == code


def test_closed_agency_takes_what_ended_in_time(who, office):
    agency = make.unit("SCHOOL", until=NEXT)

    assert assign(who, post(agency, until=NEXT)).during.upper == NEXT


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"until": DAY}, "assignment_empty"),
        ({"ending": Ending.RETIRED}, "ending_without_day"),
    ],
)
def test_days_must_make_sense(who, office, facts, code):
    assert refusal_of(assign, who, post(office, **facts)).code == code


def test_too_young_needs_a_reason_and_unborn_is_refused(who, office):
    early = post(office, recruited_on=dt.date(1998, 5, 19))

    with pytest.raises(ReasonMissing) as asked:
        assign(who, early)
    assert not Assignment.objects.exists()
    assign(who, early, REASON)
    unborn = evolve(early, is_primary=False, title="Văn thư", recruited_on=dt.date(1979, 1, 1))

    assert "Ngày 19/05/1998, Lò Văn An chưa đủ 18 tuổi" in asked.value.warnings[0]
    assert refusal_of(assign, who, unborn, REASON).code == "recruited_too_young"


def test_day_of_coming_of_age_is_no_warning(who, office):
    assert assign(who, post(office, recruited_on=dt.date(1998, 5, 20)))


def test_nobody_works_after_death(who, office, school):
    branch = make.unit("BRANCH")
    MembershipPeriod.objects.create(
        membership=Membership.objects.create(person=who),
        unit=branch,
        during=(DAY, NEXT),
        entry="ROSTER",
        leaving="DECEASED",
    )
    other = people.person("Hà Thị Bình")
    end(assign(other, post(school)), ending=Ending.DECEASED)

    assert refusal_of(assign, who, post(office, on=NEXT)).code == "assigned_after_death"
    assert refusal_of(assign, other, post(office, on=NEXT)).code == "assigned_after_death"
    assert assign(who, post(office, on=DAY, until=NEXT))


def test_two_heads_of_an_agency_need_a_reason(who, office, school):
    head = people.person("Hà Thị Bình")
    assign(head, post(office, "Trưởng phòng"))
    assign(people.person("Vi Văn Cao"), post(school, "Hiệu trưởng"))

    with pytest.raises(ReasonMissing) as asked:
        assign(who, post(office, "Trưởng phòng", on=NEXT))
    assign(who, post(office, "Trưởng phòng", on=NEXT), REASON)

    [warning] = asked.value.warnings
    assert warning.startswith(
        "Ngày 01/01/2024, Phòng Nội vụ có hai Trưởng phòng: Lò Văn An và Hà Thị Bình."
    )


def test_staff_beyond_the_quota_need_a_reason(who, office):
    registers.quota(office, 2023, 1)
    assign(people.person("Hà Thị Bình"), post(office))
    assign(people.person("Vi Văn Cao"), post(office, category=Category.CONTRACT_WORKER))

    with pytest.raises(ReasonMissing) as asked:
        assign(who, post(office))
    assert queries.staff_on(DAY).count() == 2
    assign(who, post(office), REASON)

    assert asked.value.warnings == (
        "Phòng Nội vụ có mặt 2 người ngày 30/06/2023, biên chế giao năm 2023 là 1: vượt 1.",
    )


def test_who_comes_second_is_refused(who, office, school):
    seen = Basis(seen=queries.state_of(who), reason="x")
    held = assign(who, post(office), seen)

    with pytest.raises(RecordChanged):
        assign(who, post(school, is_primary=False), seen)
    with pytest.raises(RecordChanged):
        services.remove_assignment(assignment=held, basis=seen, actor=SYSTEM)


# --- coming into the book


def described(name="Lò Văn An", born=BORN):
    return PersonDetails(full_name=name, born=PartialDate(born), gender="MALE")


def employ(person, details, basis=FRESH):
    return services.employ(person=person, details=details, basis=basis, actor=SYSTEM)


def test_employed_person_is_the_one_in_the_book_of_the_name_and_date(who, office):
    held = employ(described(), post(office))
    new = employ(described("Hà Thị Bình"), post(office))

    assert held.person == who
    assert new.person.full_name == "Hà Thị Bình"
    assert Person.objects.count() == 2
    assert AuditEntry.objects.filter(action="assignment.begun").count() == 2


def test_namesake_whose_date_is_not_whole_needs_a_reason(office):
    people.person("Lò Văn An", born_on=dt.date(1980, 1, 1), born_precision="YEAR")

    with pytest.raises(ReasonMissing) as asked:
        employ(described(), post(office))
    employ(described(), post(office), REASON)

    assert "cùng họ tên Lò Văn An" in asked.value.warnings[0]
    assert Person.objects.count() == 2


def test_refused_employment_leaves_no_person(office):
    agency = make.unit("SCHOOL", until=NEXT)

    refusal_of(employ, described(), post(agency))

    assert not Person.objects.exists()


# --- leaving


def test_ended_assignment_keeps_its_days_and_how_it_came(who, office):
    held = assign(who, post(office))

    end(held, ending=Ending.RETIRED, decision="3-QĐ/UBND")

    [row] = queries.assignments_of(who)
    assert (row.during.upper, row.ending, row.ending_decision) == (NEXT, "RETIRED", "3-QĐ/UBND")
    assert not queries.staff_on(NEXT).exists()
    assert queries.staff_on(NEXT - dt.timedelta(days=1)).count() == 1


@pytest.mark.parametrize("on", [DAY, DAY - dt.timedelta(days=1)])
def test_assignment_ends_after_it_began_and_once(who, office, on):
    held = assign(who, post(office))

    with pytest.raises(UnableToEndAssignment):
        end(held, on=on)
    end(held)
    with pytest.raises(UnableToEndAssignment):
        end(held)


def test_transfer_ends_one_post_and_begins_the_next_on_one_day(who, office, school):
    held = assign(who, post(office, rank_code="01.003", recruited_on=dt.date(2005, 5, 4)))
    Assignment.objects.update(party_admitted_on=dt.date(2010, 2, 3))

    made = transfer(held, post(school, "Hiệu trưởng", on=NEXT, category=Category.PUBLIC_EMPLOYEE))

    before, after = queries.assignments_of(who)
    assert (before.during.upper, before.ending, after) == (NEXT, "TRANSFERRED", made)
    assert (after.during.lower, after.during.upper) == (NEXT, None)
    assert (after.rank_code, after.recruited_on) == ("01.003", dt.date(2005, 5, 4))
    assert after.party_admitted_on == dt.date(2010, 2, 3)
    entries = AuditEntry.objects.filter(action__startswith="assignment.").order_by("pk")
    assert [*entries.values_list("action", flat=True)] == [
        "assignment.begun",
        "assignment.transferred",
    ]


def test_refused_transfer_changes_nothing(who, office):
    held = assign(who, post(office))
    closed = make.unit("SCHOOL", until=NEXT)

    refusal_of(transfer, held, post(closed, on=NEXT))

    assert queries.assignments_of(who).get().during.upper is None


# --- what is wrong in the book


def test_correction_changes_the_row_and_keeps_the_old_in_the_trail(who, office, school):
    held = assign(who, post(office))

    corrected = correct(held, post(school, "Giáo viên", on=NEXT, category="PUBLIC_EMPLOYEE"))

    assert (corrected.pk, corrected.post.title, corrected.during.lower) == (
        *(held.pk, "Giáo viên", NEXT),
    )
    entry = AuditEntry.objects.get(action="assignment.corrected")
    assert entry.reason == REASON.reason
    assert [entry.detail.values[side]["title"] for side in ("old", "new")] == [
        *("Chuyên viên", "Giáo viên"),
    ]


def test_correction_is_refused_when_it_cannot_be(who, office, school):
    held = assign(who, post(office, until=NEXT))
    assign(who, post(school, on=NEXT))

    with pytest.raises(ReasonMissing):
        correct(held, post(office), FRESH)

    with pytest.raises(RecordUnchanged):
        correct(held, post(office, until=NEXT))
    assert refusal_of(correct, held, post(office)).code == "second_primary"


def test_removed_assignment_is_gone_from_the_book_alone(who, office):
    held = assign(who, post(office))

    with pytest.raises(ReasonMissing):
        services.remove_assignment(assignment=held, basis=FRESH, actor=SYSTEM)
    services.remove_assignment(assignment=held, basis=REASON, actor=SYSTEM)

    assert not queries.assignments_of(who).exists()
    entry = AuditEntry.objects.get(action="assignment.removed")
    assert entry.detail.values["old"]["on"] == "2023-06-30"
    assert refusal_of(end, held).code == "assignment_gone"
