"""Decisions on personnel written by hand: what the services write and refuse."""

import datetime as dt

import attrs
import pytest
from django.db import IntegrityError, transaction

from coso.access import scoping
from coso.access.enums import Permission, Reach, Role
from coso.appointments import queries
from coso.appointments import services as keeping
from coso.appointments.models import Decision
from coso.appointments.services import DecisionDetails, UnableToKeepDecision
from coso.appointments.validators import Term
from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.organizations.enums import Tree
from coso.organizations.models import UnitVersion
from coso.personnel import queries as personnel
from tests.factories.access import make_actor, make_unit
from tests.factories.people import person
from tests.factories.registers import decision, employee

DECIDED, EFFECTIVE, TODAY = dt.date(2020, 10, 2), dt.date(2020, 10, 3), dt.date(2023, 6, 30)
WHY = Basis(reason="Theo bản gốc quyết định")


@pytest.fixture
def school(party_tree):
    return make_unit("Trường Tiểu học Bản Mới", tree=Tree.AGENCY, overseer=party_tree.own)


@pytest.fixture
def office(party_tree):
    return make_unit(
        "UBND xã Quảng Chu", tree=Tree.AGENCY, overseer=party_tree.sibling, is_root=False
    )


@pytest.fixture
def details(school):
    return DecisionDetails(
        kind="APPOINT",
        number="1651/QĐ-UBND",
        decided_on=DECIDED,
        effective_on=EFFECTIVE,
        old_post="Giáo viên, Trường Tiểu học Bản Mới",
        new_post="Hiệu trưởng, Trường Tiểu học Bản Mới",
        new_unit=school,
        issuer="UBND huyện",
        term=Term(60),
    )


def record(details, who=None, *, basis=Basis(), **changes):  # noqa: B008 — never changed
    return keeping.record_decision(
        person=who or person(),
        details=attrs.evolve(details, **changes),
        today=TODAY,
        basis=basis,
        actor=SYSTEM,
    )


def test_decision_is_written_with_the_end_of_its_term_and_one_entry(details, school):
    made = record(details)

    assert (made.term_months, made.term_ends_on) == (60, dt.date(2025, 10, 3))
    entry = AuditEntry.objects.get(action="decision.recorded")
    assert (entry.object_id, entry.unit_id) == (made.pk, school.pk)
    new = entry.detail.values["new"]
    assert (new["Thời hạn"], new["Hết thời hạn"]) == ("5 năm", "03/10/2025")


def test_post_until_retirement_has_no_day_of_its_end(details):
    made = record(details, term=Term(until_retirement=True))

    assert (made.term_months, made.until_retirement, made.term_ends_on) == (None, True, None)


def test_decision_changes_no_assignment(details, school):
    held = employee(school)
    record(details, held.person)

    held.refresh_from_db()
    assert (held.during.upper, held.person.assignments.count()) == (None, 1)
    shown = queries.post_held(queries.assignment_of(held.person, TODAY))
    assert shown == f"{held.post.title}, Trường Tiểu học Bản Mới"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decided_on": dt.date(2023, 7, 1)}, "Ngày quyết định 01/07/2023 chưa đến"),
        ({"old_post": "", "new_post": ""}, "Chưa ghi chức vụ, đơn vị"),
    ],
)
def test_decision_that_cannot_be_is_refused(details, changes, words):
    with pytest.raises(UnableToKeepDecision, match=words):
        record(details, **changes)

    assert not Decision.objects.exists()


def test_units_are_of_the_day_on_which_the_decision_takes_effect(details, school, office):
    UnitVersion.objects.filter(unit=school).update(during=(EFFECTIVE, None))
    UnitVersion.objects.filter(unit=office).update(during=(None, EFFECTIVE))
    record(details, old_unit=office)

    with pytest.raises(UnableToKeepDecision, match="không có trong sổ vào ngày 03/10/2020"):
        record(details, new_unit=office)
    with pytest.raises(UnableToKeepDecision, match="không có trong sổ vào ngày 02/10/2020"):
        record(details, old_unit=school)


def test_decision_effective_before_it_was_taken_needs_a_reason(details):
    early = {"effective_on": dt.date(2020, 10, 1)}

    with pytest.raises(ReasonMissing) as refused:
        record(details, **early)
    assert refused.value.warnings == (
        "Có hiệu lực ngày 01/10/2020, trước ngày quyết định 02/10/2020.",
    )
    record(details, **early, basis=WHY)

    assert AuditEntry.objects.get().reason == WHY.reason


def test_decision_of_one_kind_on_a_person_is_written_once(details):
    who = person("Lò Văn An")
    record(details, who)
    record(details, who, kind="TRANSFER")

    with pytest.raises(UnableToKeepDecision, match="Sổ đã có quyết định số 1651/QĐ-UBND"):
        record(details, who)

    assert Decision.objects.count() == 2


def test_correction_says_what_was_before(details):
    made = record(details)
    correct = {"decision": made, "today": TODAY, "actor": SYSTEM}

    with pytest.raises(RecordUnchanged):
        keeping.correct_decision(details=details, basis=WHY, **correct)
    with pytest.raises(ReasonMissing):
        keeping.correct_decision(details=details, basis=Basis(), **correct)
    shorter = attrs.evolve(details, term=Term(36))
    keeping.correct_decision(details=shorter, basis=WHY, **correct)

    values = AuditEntry.objects.get(action="decision.corrected").detail.values
    assert (values["old"]["Hết thời hạn"], values["new"]["Hết thời hạn"]) == (
        "03/10/2025",
        "03/10/2023",
    )


def test_second_of_two_writers_is_told(details):
    made = record(details)
    seen = Basis(seen=queries.state_of(made), reason="Cùng sửa")
    changed = attrs.evolve(details, issuer="Ban Thường vụ Huyện ủy")
    keeping.correct_decision(decision=made, details=changed, today=TODAY, basis=seen, actor=SYSTEM)

    with pytest.raises(RecordChanged):
        keeping.remove_decision(decision=made, basis=seen, actor=SYSTEM)

    assert Decision.objects.get().issuer == "Ban Thường vụ Huyện ủy"


def test_decision_written_by_mistake_is_taken_out(details):
    keeping.remove_decision(decision=record(details), basis=WHY, actor=SYSTEM)

    assert not Decision.objects.exists()
    old = AuditEntry.objects.get(action="decision.removed").detail.values["old"]
    assert old["Số quyết định"] == "1651/QĐ-UBND"


@pytest.mark.parametrize(
    "wrong",
    [
        {"term_months": 0},
        {"term_months": 60, "until_retirement": True},
        {"new_post": "", "old_post": ""},
        {"number": ""},
    ],
)
def test_database_keeps_what_a_decision_is(school, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        decision(school, EFFECTIVE, **wrong)


def test_terms_that_end_within_some_days_come_in_their_order(school):
    later = decision(school, dt.date(2021, 1, 31), term_months=25)
    sooner = decision(school, dt.date(2018, 2, 1), term_months=60)
    decision(school, dt.date(2018, 3, 1), term_months=60, until_retirement=False)
    decision(school, dt.date(2018, 2, 1), until_retirement=True)

    within = (dt.date(2023, 2, 1), dt.date(2023, 2, 28))
    every = queries.with_ends(queries.decisions(), personnel.roadmap_on(within[0]))
    found = queries.ending_within(every, *within)

    assert list(found) == [sooner, later]
    assert later.term_ends_on == dt.date(2023, 2, 28)


def test_unit_that_somebody_leaves_reads_and_the_new_one_keeps(school, office, party_tree):
    left = decision(office, EFFECTIVE, kind="TRANSFER", old_unit=school)
    came = decision(school, EFFECTIVE)
    gone = decision(None, EFFECTIVE, kind="RELIEVE", old_unit=school)
    officer = make_actor(party_tree.own, Role.OFFICER, Reach.UNIT_AND_BELOW)
    above = make_actor(party_tree.above, Role.OFFICER, Reach.UNIT_AND_BELOW)
    every = queries.decisions()

    seen = scoping.visible(every, officer, Permission.APPOINTMENTS_VIEW)
    assert set(seen) == {left, came, gone}
    # Who leaves the books stays with those who keep the unit that is left.
    assert set(scoping.visible(every, officer, Permission.APPOINTMENTS_KEEP)) == {came, gone}
    kept = scoping.visible(every, above, Permission.APPOINTMENTS_KEEP)
    assert set(kept) == {left, came, gone}
