"""Visits written by hand: what the services write and refuse."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from coso.audit.models import AuditEntry
from coso.core.dates import month_period
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.organizations.enums import Tree
from coso.organizations.models import FormerRoot, Unit, UnitVersion
from coso.visits import queries
from coso.visits import services as keeping
from coso.visits.models import Visit, VisitTeam
from coso.visits.services import UnableToKeepVisit, VisitDetails

DAY, TODAY = dt.date(2023, 6, 5), dt.date(2023, 6, 30)
WHY = Basis(reason="Theo sổ của tổ")


@pytest.fixture
def details(party_tree):
    return VisitDetails(
        unit=party_tree.below,
        team_number=2,
        visited_on=DAY,
        visitor_title="Tổ trưởng",
        meeting_kind="REGULAR",
        meeting_period=month_period(2023, 6),
        score=Decimal("88.5"),
        remark="Đúng trình tự",
    )


def record(details, **changes):
    written = attrs.evolve(details, **changes)
    return keeping.record_visit(details=written, today=TODAY, actor=SYSTEM)


def correct(visit, details, *, basis=WHY, **changes):
    written = attrs.evolve(details, **changes)
    return keeping.correct_visit(
        visit=visit, details=written, today=TODAY, basis=basis, actor=SYSTEM
    )


def test_visit_is_written_with_one_entry_and_its_team(details, party_tree):
    made = record(details)

    made.refresh_from_db()
    assert (made.unit, made.visited_on, made.score) == (party_tree.below, DAY, 88.5)
    assert (made.team.committee, made.team.number) == (party_tree.above, 2)
    entry = AuditEntry.objects.get(action="visit.recorded")
    assert (entry.object_id, entry.unit_id) == (made.pk, party_tree.below.pk)
    assert entry.detail.values["new"]["Kỳ sinh hoạt"] == "Thường kỳ tháng 6/2023"


def test_team_in_the_book_is_the_same(details):
    record(details)
    record(details, visitor_title="Thành viên")

    assert (VisitTeam.objects.count(), Visit.objects.count()) == (1, 2)


def test_team_is_one_of_the_root_of_that_day(details, party_tree):
    former, after = party_tree.above, party_tree.sibling
    FormerRoot.objects.create(tree=Tree.PARTY, unit=former, during=Period(None, DAY).to_range())
    Unit.objects.filter(pk=former.pk).update(is_root=False)
    Unit.objects.filter(pk=after.pk).update(is_root=True)

    last_day, first_day = record(details, visited_on=DAY - dt.timedelta(days=1)), record(details)

    assert last_day.team.committee == former
    assert first_day.team.committee == after
    correct(first_day, details, visited_on=DAY - dt.timedelta(days=2))
    assert Visit.objects.get(pk=first_day.pk).team == last_day.team


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"visited_on": dt.date(2023, 7, 1)}, "Ngày 01/07/2023 chưa đến"),
        ({"score": Decimal(101)}, "Không thể có điểm chấm “101”"),
    ],
)
def test_what_cannot_have_been_so_is_refused(details, changes, words):
    with pytest.raises(UnableToKeepVisit, match=words):
        record(details, **changes)

    assert not Visit.objects.exists()
    assert not VisitTeam.objects.exists()


def test_unit_is_one_of_the_day(details, party_tree):
    UnitVersion.objects.filter(unit=party_tree.below).update(during=(TODAY, None))

    with pytest.raises(UnableToKeepVisit, match="không có trong sổ vào ngày 05/06/2023"):
        record(details)


def test_visit_stands_in_the_register_once(details):
    record(details)

    with pytest.raises(UnableToKeepVisit, match="Sổ đã có lượt Tổ số 2 dự"):
        record(details, remark="Khác")

    assert Visit.objects.count() == 1


def test_correction_writes_what_was_before_and_why(details):
    made = record(details)

    with pytest.raises(RecordUnchanged):
        correct(made, details)
    with pytest.raises(ReasonMissing):
        correct(made, details, team_number=3, basis=Basis())
    correct(made, details, team_number=3)

    entry = AuditEntry.objects.get(action="visit.corrected")
    assert entry.detail.values["old"]["Tổ dự sinh hoạt"] == "Tổ số 2"
    assert Visit.objects.get().team.number == 3


def test_second_of_two_writers_is_told(details):
    made = record(details)
    seen = Basis(seen=queries.state_of(made), reason="Cùng sửa")
    correct(made, details, remark="Của người thứ nhất", basis=seen)

    with pytest.raises(RecordChanged):
        keeping.remove_visit(visit=made, basis=seen, actor=SYSTEM)

    assert Visit.objects.get().remark == "Của người thứ nhất"


def test_removed_visit_stays_in_the_trail(details):
    made = record(details)

    with pytest.raises(ReasonMissing):
        keeping.remove_visit(visit=made, basis=Basis(), actor=SYSTEM)
    keeping.remove_visit(visit=made, basis=WHY, actor=SYSTEM)

    assert not Visit.objects.exists()
    entry = AuditEntry.objects.get(action="visit.removed")
    assert (entry.reason, entry.detail.values["old"]["Người dự"]) == (WHY.reason, "Tổ trưởng")
