"""The figures that targets of resolutions ask for, over a few records written by hand."""

import datetime as dt

import pytest

from coso.core.periods import Period
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest
from coso.members.models import PositionHolding
from coso.rules.services import load_seeds
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.people import person

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 6, 30)
ISSUED = dt.date(2020, 12, 15)


@pytest.fixture(autouse=True)
def _rules(db):
    load_seeds()


@pytest.fixture
def roots():
    return make.roots()


@pytest.fixture
def committee(roots):
    return make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Yên Hân", under=roots.party)


@pytest.fixture
def branches(committee):
    return [make.unit("BRANCH", f"Chi bộ {name}", under=committee) for name in "AB"]


def asked(unit, figure, day=DAY, **more):
    [value] = figures.evaluate(FigureRequest(unit.pk, day, (figure,), **more))
    return value


def text(unit, figure, day=DAY, **more):
    return asked(unit, figure, day, **more).text


def parts(unit, figure, by, day=DAY, **more):
    found = asked(unit, figure, day, by=by, **more).breakdown
    return {part.label: part.text for part in found if part.value or part.base}


def test_grassroots_organizations_are_rated_apart(roots, committee, branches):
    registers.unit_rating(committee, 2022, "GOOD", roots.party)
    cell = make.unit("GRASSROOTS_BRANCH", "Chi bộ Tòa án", under=roots.party)
    registers.unit_rating(cell, 2022, "COMPLETED", roots.party)
    for branch in branches:
        registers.unit_rating(branch, 2022, "EXCELLENT", committee)

    assert text(roots.party, "rating.grassroots.good") == "1/2 (50,0%)"
    assert text(roots.party, "rating.organization.good") == "3/4 (75,0%)"


def admitted(branch, on, **more):
    membership = registers.member(branch, **more)
    membership.admitted_on = on
    membership.save()
    return membership


def test_admissions_are_counted_by_their_day_before_the_roster_too(roots, branches):
    admitted(branches[0], dt.date(2021, 2, 3))
    admitted(branches[1], dt.date(2022, 5, 19))
    admitted(branches[1], dt.date(2023, 2, 3), since=dt.date(2023, 2, 3), entry="ADMITTED")
    admitted(branches[1], dt.date(2023, 3, 3), entry="TRANSFERRED_IN")
    mover = admitted(branches[0], dt.date(2023, 7, 5), since=dt.date(2023, 7, 5), entry="ADMITTED")
    first_stay = Period(dt.date(2023, 7, 5), dt.date(2023, 8, 1)).to_range()
    mover.periods.update(during=first_stay, leaving="MOVED")
    registers.stay(mover, branches[1], dt.date(2023, 8, 1))
    year = {"day": dt.date(2023, 12, 31), "since": dt.date(2023, 1, 1)}

    assert text(roots.party, "member.admissions", dt.date(2021, 12, 31)) == "1"
    assert text(roots.party, "member.admissions", **year) == "2"
    assert text(branches[0], "member.admissions", **year) == "1"


def test_branch_has_met_if_no_period_of_the_year_is_without_a_meeting(roots, committee, branches):
    for month in range(1, 7):
        registers.meeting(branches[0], 2023, month, dt.date(2023, month, 5))
        if month != 3:
            registers.meeting(branches[1], 2023, month, dt.date(2023, month, 5))
    registers.meeting(branches[0], 2022, 12, dt.date(2023, 1, 9))

    assert text(roots.party, "meeting.regular.complete") == "1/2 (50,0%)"
    assert text(branches[0], "meeting.regular.complete") == "1/1 (100,0%)"
    assert parts(roots.party, "meeting.regular.complete", "year", since=dt.date(2022, 1, 1)) == {
        "Năm 2022": "1/2 (50,0%)",
        "Năm 2023": "1/2 (50,0%)",
    }
    assert text(roots.party, "meeting.thematic.complete") == "–"


def test_branch_whose_secretary_was_trained_counts_once(roots, branches):
    first, second = (person() for _ in branches)
    for holder, branch in zip((first, second), branches, strict=True):
        PositionHolding.objects.create(
            person=holder, unit=branch, position="SECRETARY", during=Period(DAY, None).to_range()
        )
    day = dt.date(2023, 4, 24)
    for kind, result, who in (
        ("PARTY_WORK", "COMPLETED", first),
        ("PARTY_WORK", "COMPLETED", first),
        ("PARTY_WORK", "FAILED", second),
        ("NEW_MEMBERS", "COMPLETED", second),
    ):
        course = registers.course(roots.party, day, kind=kind)
        branch = branches[0] if who is first else branches[1]
        registers.learner(course, branch, holder=who, result=result)
    another = registers.course(roots.party, day, kind="PARTY_WORK")
    registers.learner(another, branches[1], result="COMPLETED")

    assert text(roots.party, "training.secretaries") == "1/2 (50,0%)"
    assert text(branches[0], "training.secretaries") == "1/1 (100,0%)"
    assert text(roots.party, "training.secretaries", dt.date(2024, 6, 30)) == "0/2 (0,0%)"


def test_nothing_is_said_of_secretaries_whom_nobody_named(roots, branches):
    value = asked(roots.party, "training.secretaries")

    assert value.value is None
    assert value.reason == "Chưa có bí thư chi bộ nào trong sổ: hãy nhập danh sách đảng viên."


def test_village_has_a_branch_if_one_has_it_as_its_place(roots, committee):
    commune = make.unit("COMMUNE", "Xã Yên Hân", under=roots.area)
    villages = [make.unit("VILLAGE", f"Thôn {name}", under=commune) for name in "ABC"]
    for village in villages[:2]:
        make.unit("BRANCH", f"Chi bộ {village}", under=committee, host_area=village)

    assert text(roots.area, "area.villages.with_branch") == "2/3 (66,7%)"
    assert text(roots.party, "area.villages.with_branch") == "2/3 (66,7%)"
    assert text(commune, "area.villages.with_branch") == "2/3 (66,7%)"


def test_work_items_stand_where_they_are_done_and_as_they_were_on_the_day(roots, branches):
    issued = registers.resolution(roots.party, ISSUED)
    due = dt.date(2023, 5, 1)
    registers.work_item(issued, due, responsible=branches[0])
    registers.work_item(issued, due, due, responsible=branches[1])
    registers.work_item(issued, due, dt.date(2023, 5, 9))
    registers.work_item(issued, dt.date(2023, 7, 1))

    assert parts(roots.party, "work_item.total", "state") == {
        "Đang thực hiện": "1",
        "Quá hạn": "1",
        "Xong đúng hạn": "1",
        "Xong sau hạn": "1",
    }
    assert parts(roots.party, "work_item.total", "state", dt.date(2023, 5, 2)) == {
        "Đang thực hiện": "1",
        "Quá hạn": "2",
        "Xong đúng hạn": "1",
    }
    assert text(branches[0], "work_item.overdue") == "1"
    assert text(branches[1], "work_item.done") == "1"
    assert text(roots.party, "work_item.done_late") == "1"
    assert asked(roots.party, "work_item.total", ISSUED - dt.timedelta(days=1)).value is None


def test_targets_are_those_of_resolutions_issued_by_the_day(roots, committee):
    registers.target(registers.resolution(roots.party, ISSUED))
    registers.target(registers.resolution(committee, dt.date(2022, 3, 1)))

    assert text(roots.party, "target.total") == "2"
    assert text(roots.party, "target.total", dt.date(2021, 12, 31)) == "1"
    assert text(committee, "target.total") == "1"
