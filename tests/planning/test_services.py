"""People in the plan written by hand: what the services write and refuse."""

import datetime as dt

import attrs
import pytest
from django.db import IntegrityError, transaction

from coso.access import scoping
from coso.access.enums import Permission, Reach, Role
from coso.audit.models import AuditEntry
from coso.core.dates import PartialDate
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.organizations.enums import Tree
from coso.planning import queries
from coso.planning import services as keeping
from coso.planning.models import PlanningCandidate, PlanningCycle, PlanningPosition
from coso.planning.services import CandidateDetails, UnableToKeepPlan
from coso.planning.validators import Removal
from coso.rules.services import load_seeds
from tests.factories.access import make_actor, make_unit
from tests.factories.people import person
from tests.factories.registers import planned

DECIDED, TODAY = dt.date(2023, 5, 25), dt.date(2023, 6, 30)
WHY = Basis(reason="Theo kết quả rà soát")
TITLE = "Chủ tịch UBND xã Quảng Chu"


@pytest.fixture(autouse=True)
def _rules(db):
    load_seeds()


@pytest.fixture
def office(party_tree):
    return make_unit("UBND xã Quảng Chu", tree=Tree.AGENCY, overseer=party_tree.own, is_root=False)


@pytest.fixture
def details(office):
    return CandidateDetails(
        first_year=2026,
        last_year=2031,
        title=TITLE,
        decision="1637-QĐ/HU",
        decided_on=DECIDED,
    )


def record(details, who=None, *, basis=Basis(), **changes):  # noqa: B008 — never changed
    return keeping.record_candidate(
        person=who or person(),
        details=attrs.evolve(details, **changes),
        today=TODAY,
        basis=basis,
        actor=SYSTEM,
    )


def correct(candidate, details, *, basis=WHY, **changes):
    return keeping.correct_candidate(
        candidate=candidate,
        details=attrs.evolve(details, **changes),
        today=TODAY,
        basis=basis,
        actor=SYSTEM,
    )


def test_first_person_brings_the_plan_and_the_title(details, office, party_tree):
    made = record(details)

    position = made.position
    assert (position.title, position.unit, position.cycle.name) == (TITLE, office, "2026–2031")
    assert position.cycle.organization == party_tree.above
    assert (made.during.lower, made.during.upper, made.left) == (DECIDED, None, None)
    entry = AuditEntry.objects.get(action="candidate.recorded")
    assert (entry.object_id, entry.unit_id) == (made.pk, party_tree.above.pk)


def test_title_is_the_same_wherever_its_tone_marks_stand(details):
    record(details, title="Bí thư Đảng ủy xã Hoà Mục")
    record(details, title="Bí thư  Đảng ủy xã Hòa Mục")

    assert PlanningPosition.objects.get().candidates.count() == 2
    assert PlanningCycle.objects.count() == 1


def test_removal_of_a_year_counts_once_the_year_is_over(details):
    made = record(details, decided_on=dt.date(2021, 9, 14))
    removal = Removal("PROMOTED", PartialDate(dt.date(2022, 1, 1), "YEAR"))

    correct(made, details, decided_on=dt.date(2021, 9, 14), removal=removal)

    made.refresh_from_db()
    assert (made.left_for, str(made.left)) == ("PROMOTED", "2022")
    assert made.during.upper == dt.date(2023, 1, 1)
    values = AuditEntry.objects.get(action="candidate.corrected").detail.values
    assert (values["old"]["Đưa ra từ"], values["new"]["Đưa ra từ"]) == ("", "2022")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_year": 2026}, "không có năm nào"),
        ({"decided_on": dt.date(2023, 7, 1)}, "01/07/2023 chưa đến"),
        ({"removal": Removal("OTHER", PartialDate(DECIDED))}, "trước ngày quyết định"),
        ({"removal": Removal("OTHER", PartialDate(dt.date(2023, 7, 1)))}, "chưa đến"),
    ],
)
def test_what_cannot_be_is_refused(details, changes, words):
    with pytest.raises(UnableToKeepPlan, match=words):
        record(details, **changes)

    assert not PlanningCandidate.objects.exists()


def test_person_is_planned_for_a_title_once(details):
    who = person()
    record(details, who)

    with pytest.raises(UnableToKeepPlan, match="đã có trong quy hoạch"):
        record(details, who)
    with pytest.raises(UnableToKeepPlan, match="đã có trong quy hoạch"):
        record(details, who, decided_on=dt.date(2023, 6, 1))


def test_fourth_title_of_a_person_needs_a_reason(details):
    who = person()
    for title in ("Phó Chủ tịch HĐND huyện", "Trưởng Phòng Y tế", "Trưởng Phòng Nội vụ"):
        record(details, who, title=title)

    with pytest.raises(ReasonMissing) as refused:
        record(details, who)
    assert refused.value.warnings == (f"{who} có 4 chức danh quy hoạch, quá 3 chức danh.",)
    record(details, who, basis=WHY)

    assert AuditEntry.objects.filter(reason=WHY.reason).count() == 1


def test_fourth_person_for_a_post_warns_but_not_where_there_are_several(details):
    for _ in range(3):
        record(details)
        record(details, title="Ủy viên Ban Chấp hành Đảng bộ huyện")
        record(details, title="Phó Chủ tịch UBND huyện")
    record(details, title="Ủy viên Ban Chấp hành Đảng bộ huyện")
    record(details, title="Phó Chủ tịch UBND huyện")

    with pytest.raises(ReasonMissing) as refused:
        record(details)
    assert refused.value.warnings == ("Chức danh này có 4 người, quá 3 người.",)


def test_limits_are_those_of_the_day_of_the_decision(details):
    early = {"decided_on": dt.date(2021, 9, 14)}
    for _ in range(4):
        record(details, **early)

    assert PlanningCandidate.objects.count() == 4


def test_correction_and_removal_ask_for_a_reason_and_the_state_that_was_seen(details):
    made = record(details)

    with pytest.raises(ReasonMissing):
        correct(made, details, decision="1638-QĐ/HU", basis=Basis())
    with pytest.raises(RecordChanged):
        correct(made, details, basis=Basis(seen="other", reason="Sửa"))
    with pytest.raises(RecordUnchanged):
        correct(made, details)
    keeping.remove_candidate(candidate=made, actor=SYSTEM, basis=WHY)

    assert not PlanningCandidate.objects.exists()
    old = AuditEntry.objects.get(action="candidate.removed").detail.values["old"]
    assert old["Chức danh quy hoạch"] == TITLE


@pytest.mark.parametrize(
    "broken",
    [
        {"left_for": "PROMOTED", "left_on": DECIDED},
        {"decision": ""},
        {"during": (dt.date(2023, 5, 26), None)},
        {"during": (DECIDED, dt.date(2024, 1, 1))},
    ],
)
def test_database_keeps_what_must_hold(party_tree, broken):
    made = planned(party_tree.above, TITLE, DECIDED)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanningCandidate.objects.filter(pk=made.pk).update(**broken)


def test_unit_of_a_title_reads_who_is_planned_and_the_plan_is_kept_by_its_committee(
    party_tree, office
):
    made = planned(party_tree.above, TITLE, DECIDED, unit=office)
    planned(party_tree.above, "Trưởng Phòng Y tế", DECIDED)
    officer = make_actor(party_tree.own, Role.OFFICER, Reach.UNIT_AND_BELOW)
    keeper = make_actor(party_tree.above, Role.OFFICER, Reach.UNIT_AND_BELOW)
    every = queries.candidates()

    assert list(scoping.visible(every, officer, Permission.PLANNING_VIEW)) == [made]
    assert list(scoping.visible(every, officer, Permission.PLANNING_KEEP)) == []
    assert scoping.visible(every, keeper, Permission.PLANNING_KEEP).count() == 2
