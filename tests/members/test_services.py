"""Positions and corrections by hand; movements are compared with lists in `tests/importing`."""

import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.dates import PartialDate
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.members import queries
from coso.members import services as members
from coso.members.enums import Leaving, Position
from coso.members.models import Membership, MembershipPeriod
from coso.members.services import MembershipDetails, Papers, PositionDetails
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.people.services import PersonDetails
from tests.factories import organizations as make
from tests.factories import people, registers

pytestmark = pytest.mark.django_db

BORN, DAY, NEXT = dt.date(1980, 5, 20), dt.date(2023, 6, 30), dt.date(2024, 1, 1)
REASON = Basis(reason="theo lý lịch")


@pytest.fixture
def root(db):
    return make.roots().party


@pytest.fixture
def committee(root):
    return make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn", under=root)


@pytest.fixture
def branch(committee):
    return make.unit("BRANCH", "Chi bộ Bản Mới", under=committee)


@pytest.fixture
def other(committee):
    return make.unit("BRANCH", "Chi bộ Bản Cũ", under=committee)


def member(unit, name="Lò Văn An", **facts):
    who = people.person(name, born_on=BORN)
    membership = Membership.objects.create(person=who, **facts)
    MembershipPeriod.objects.create(
        membership=membership, unit=unit, during=(DAY, None), entry="ROSTER"
    )
    return who


def details(name="Lò Văn An", born=BORN):
    return PersonDetails(full_name=name, born=PartialDate(born))


def admit(unit, on=NEXT, who=None, basis=Basis()):  # noqa: B008 — it cannot change
    return members.admit_member(
        person=who or details(), unit=unit, on=on, papers=Papers(), basis=basis, actor=SYSTEM
    )


def hold(who, unit, position=Position.SECRETARY, on=NEXT, **options):
    return members.hold_position(
        person=who, unit=unit, position=position, on=on, actor=SYSTEM, **options
    )


# --- arriving


def test_admitted_person_is_the_one_in_the_book_of_the_name_and_date(branch):
    known = people.person("Lò Văn An", born_on=BORN)

    assert admit(branch) == known
    assert Person.objects.get() == known
    entry = AuditEntry.objects.get(action="member.admitted")
    assert (entry.object_id, entry.unit_id, entry.summary) == (
        *(known.pk, branch.pk, "Kết nạp, ngày 01/01/2024"),
    )


def test_namesake_whose_date_is_not_whole_needs_a_reason(branch):
    people.person("Lò Văn An", born_on=dt.date(1980, 1, 1), born_precision="YEAR")

    with pytest.raises(ReasonMissing) as refusal:
        admit(branch)
    admit(branch, basis=REASON)

    assert "cùng họ tên Lò Văn An" in refusal.value.warnings[0]
    assert Person.objects.count() == 2


def test_staff_whose_date_is_not_whole_is_known_by_the_day_of_joining(branch):
    school = make.unit("SCHOOL", "Trường Tiểu học Tân Sơn")
    known = people.person("Lò Văn An", born_on=dt.date(1980, 1, 1), born_precision="YEAR")
    registers.employee(school, holder=known, party_admitted_on=NEXT)

    assert admit(branch) == known


def test_too_young_needs_a_reason(branch):
    with pytest.raises(ReasonMissing) as refusal:
        admit(branch, who=details(born=dt.date(2007, 1, 1)))

    assert "chưa đủ 18 tuổi" in refusal.value.warnings[0]


def test_nobody_is_admitted_before_being_born(branch):
    with pytest.raises(members.UnableToRecordMovement) as refusal:
        admit(branch, who=details(born=dt.date(2030, 1, 1)), basis=REASON)

    assert refusal.value.code == "admitted_too_young"
    assert "trước ngày sinh 01/01/2030" in refusal.value.message


@pytest.mark.parametrize(
    ("life", "code"), [({"since": DAY, "until": NEXT}, "unit_not_alive"), ({}, "unit_closed")]
)
def test_branch_must_go_on(committee, life, code):
    ended = make.unit("BRANCH", under=committee, **(life or {"until": dt.date(2024, 7, 1)}))

    with pytest.raises(members.UnableToRecordMovement) as refusal:
        admit(ended)

    assert refusal.value.code == code


# --- moving on


def test_official_other_than_after_the_probation_needs_a_reason(branch):
    who = member(branch, admitted_on=DAY)
    official = {"person": who, "papers": Papers(), "actor": SYSTEM}

    with pytest.raises(ReasonMissing) as refusal:
        members.make_official(**official, on=NEXT)
    members.make_official(**official, on=dt.date(2024, 6, 30))

    assert "ngày chính thức là 30/06/2024, đủ 12 tháng" in refusal.value.warnings[0]
    assert Membership.objects.get().official_on == dt.date(2024, 6, 30)


def test_move_to_the_own_branch_is_refused(branch):
    who = member(branch)

    with pytest.raises(members.UnableToRecordMovement) as refusal:
        members.move_member(person=who, to_unit=branch, on=NEXT, papers=Papers(), actor=SYSTEM)

    assert refusal.value.code == "member_already_there"


def test_who_saw_an_older_state_writes_nothing(branch, other):
    who = member(branch)
    seen = Basis(seen=queries.state_of(who), reason="x")
    holding = hold(who, branch)
    facts = {"person": who, "on": NEXT, "papers": Papers(), "basis": seen, "actor": SYSTEM}

    for write in (
        lambda: members.move_member(to_unit=other, **facts),
        lambda: members.end_membership(leaving=Leaving.RESIGNED, **facts),
        lambda: hold(who, branch, Position.GROUP_LEADER, basis=seen),
        lambda: members.end_position(holding=holding, on=NEXT, basis=seen, actor=SYSTEM),
        lambda: members.correct_membership(
            membership=who.membership,
            details=MembershipDetails(admitted_on=DAY),
            unit_id=None,
            basis=seen,
            actor=SYSTEM,
        ),
    ):
        with pytest.raises(RecordChanged):
            write()


def test_leaving_ends_the_positions_outside_the_new_home(committee, branch, other):
    who = member(branch)
    for unit, position in ((branch, "SECRETARY"), (committee, "COMMITTEE_MEMBER")):
        hold(who, unit, Position(position), on=DAY)

    members.move_member(person=who, to_unit=other, on=NEXT, papers=Papers(), actor=SYSTEM)

    held = {row.position: row.during.upper for row in queries.positions_of(who)}
    assert held == {"SECRETARY": NEXT, "COMMITTEE_MEMBER": None}


# --- positions


def test_position_is_held_and_given_up(committee, branch):
    who = member(branch)

    holding = hold(who, committee, Position.COMMITTEE_MEMBER, decision="3-QĐ/HU")
    members.end_position(holding=holding, on=dt.date(2024, 7, 1), actor=SYSTEM)

    [held] = queries.positions_of(who)
    assert (held.during.lower, held.during.upper) == (NEXT, dt.date(2024, 7, 1))
    entries = AuditEntry.objects.filter(action__startswith="position.")
    assert set(entries.values_list("action", "unit_id")) == {
        ("position.begun", committee.pk),
        ("position.ended", committee.pk),
    }


def test_a_deputy_who_becomes_secretary_is_deputy_no_longer(committee, branch):
    who = member(branch)
    hold(who, committee, Position.DEPUTY_SECRETARY, on=DAY)
    hold(who, committee, Position.COMMITTEE_MEMBER, on=DAY)
    hold(who, branch, Position.DEPUTY_SECRETARY, on=DAY)

    hold(who, committee, Position.SECRETARY, on=NEXT)

    ends = {(row.unit, row.position): row.during.upper for row in queries.positions_of(who)}
    assert ends == {
        (committee, "DEPUTY_SECRETARY"): NEXT,
        (committee, "COMMITTEE_MEMBER"): None,
        (committee, "SECRETARY"): None,
        (branch, "DEPUTY_SECRETARY"): None,
    }
    ended = AuditEntry.objects.get(action="position.ended")
    assert ended.summary.startswith("Phó Bí thư")


def test_position_is_refused_where_it_cannot_be(branch, other):
    who, second = member(branch), member(branch, "Lò Văn Bình")
    holding = hold(who, branch)
    refusals = []

    for attempt in (
        lambda: hold(who, other),
        lambda: hold(who, branch),
        lambda: hold(second, branch),
        lambda: members.end_position(holding=holding, on=NEXT, actor=SYSTEM),
    ):
        with pytest.raises((members.UnableToHoldPosition, members.UnableToEndPosition)) as refusal:
            attempt()
        refusals.append(refusal.value.code)

    assert refusals == [
        *("not_a_member_there", "position_held", "two_secretaries", "position_not_held"),
    ]


def set_right(holding, basis=REASON, **details):
    return members.correct_position(
        holding=holding, details=PositionDetails(**details), basis=basis, actor=SYSTEM
    )


def test_position_is_corrected_and_the_trail_keeps_what_it_said(branch):
    holding = hold(member(branch), branch, decision="3-QĐ/HU")

    set_right(holding, on=DAY, until_on=NEXT, decision="4-QĐ/HU")

    [held] = queries.positions_of(holding.person)
    assert (held.during.lower, held.during.upper, held.decision) == (DAY, NEXT, "4-QĐ/HU")
    entry = AuditEntry.objects.get(action="position.corrected")
    values = entry.detail.values
    assert (entry.reason, entry.unit_id) == ("theo lý lịch", branch.pk)
    assert (values["old"]["on"], values["new"]["until_on"]) == (str(NEXT), str(NEXT))


def test_position_is_not_corrected_to_what_cannot_be(branch):
    who, second = member(branch), member(branch, "Lò Văn Bình")
    members.end_position(
        holding=(holding := hold(who, branch, on=DAY)), on=dt.date(2023, 12, 1), actor=SYSTEM
    )
    hold(second, branch)
    refusals = []

    for details in (
        {"on": DAY, "until_on": dt.date(2023, 12, 1)},
        {"on": NEXT, "until_on": DAY},
        {"on": dt.date(2020, 1, 1), "until_on": NEXT},
        {"on": DAY, "until_on": None},
    ):
        with pytest.raises(
            (RecordUnchanged, members.UnableToHoldPosition, members.UnableToCorrectPosition)
        ) as refusal:
            set_right(holding, **details)
        refusals.append(refusal.value.code)

    assert refusals == [
        *("record_unchanged", "position_reversed", "not_a_member_there", "two_secretaries"),
    ]


def test_position_that_never_was_is_gone_and_the_trail_keeps_it(branch):
    holding = hold(who := member(branch), branch)

    members.remove_position(holding=holding, basis=REASON, actor=SYSTEM)
    with pytest.raises(members.UnableToCorrectPosition) as gone:
        members.remove_position(holding=holding, basis=REASON, actor=SYSTEM)

    assert not queries.positions_of(who).exists()
    assert gone.value.code == "position_gone"
    entry = AuditEntry.objects.get(action="position.removed")
    assert entry.detail.values["old"]["on"] == str(NEXT)


@pytest.mark.parametrize("write", [set_right, members.remove_position])
def test_what_is_put_right_about_a_position_needs_a_reason(branch, write):
    holding = hold(member(branch), branch)
    facts = {"on": DAY} if write is set_right else {"actor": SYSTEM}

    with pytest.raises(ReasonMissing):
        write(holding=holding, basis=Basis(), **facts)


# --- corrections


def correct(who, basis=REASON, **facts):
    return members.correct_membership(
        membership=who.membership,
        details=MembershipDetails(**facts),
        unit_id=None,
        basis=basis,
        actor=SYSTEM,
    )


def test_known_official_day_replaces_the_latest_one(branch):
    who = member(branch, admitted_on=DAY, official_by=NEXT)

    correct(who, admitted_on=DAY, official_on=dt.date(2023, 12, 1))

    membership = Membership.objects.get()
    assert (membership.official_on, membership.official_by) == (dt.date(2023, 12, 1), None)
    entry = AuditEntry.objects.get(action="member.corrected")
    assert (entry.reason, entry.detail.values["old"]["official_on"]) == ("theo lý lịch", None)


def test_correction_of_a_membership_is_refused_when_it_cannot_be(branch):
    who = member(branch, admitted_on=DAY)

    with pytest.raises(ReasonMissing):
        correct(who, basis=Basis(), admitted_on=NEXT)
    with pytest.raises(RecordUnchanged):
        correct(who, admitted_on=DAY)
    with pytest.raises(members.UnableToCorrectMembership) as early:
        correct(who, admitted_on=DAY, official_on=BORN)

    assert early.value.code == "official_before_admission"


# --- taking back


def take_back(who, basis=REASON):
    return members.take_back_movement(person=who, basis=basis, actor=SYSTEM)


def stays_of(who):
    return list(
        MembershipPeriod.objects.filter(membership__person=who)
        .order_by("during")
        .values("unit", "during", "entry", "leaving", "leaving_reason", "leaving_decision")
    )


def test_move_or_leaving_that_never_was_leaves_no_stay_behind(branch, other):
    who = member(branch)
    before = stays_of(who)
    papers = Papers(decision="5-QĐ/ĐU", reason="x")

    members.move_member(person=who, to_unit=other, on=NEXT, papers=papers, actor=SYSTEM)
    take_back(who)
    after_move = stays_of(who)
    members.end_membership(
        person=who, leaving=Leaving.DECEASED, on=NEXT, papers=papers, actor=SYSTEM
    )
    take_back(who)

    assert after_move == stays_of(who) == before
    entries = AuditEntry.objects.filter(action="member.movement_taken_back")
    assert set(entries.values_list("reason", "unit_id")) == {("theo lý lịch", branch.pk)}


def test_what_is_no_movement_is_not_taken_back(branch, other):
    who = member(branch)
    with pytest.raises(members.UnableToTakeBack) as nothing:
        take_back(who)
    members.move_member(person=who, to_unit=other, on=NEXT, papers=Papers(), actor=SYSTEM)
    with pytest.raises(ReasonMissing):
        take_back(who, Basis())
    with pytest.raises(RecordChanged):
        take_back(who, Basis(seen="older", reason="x"))
    Unit.objects.filter(pk=branch.pk).update(closed_on=NEXT)
    with pytest.raises(members.UnableToTakeBack) as closed:
        take_back(who)

    assert (nothing.value.code, closed.value.code) == ("nothing_to_take_back", "unit_closed")
    assert len(stays_of(who)) == 2
