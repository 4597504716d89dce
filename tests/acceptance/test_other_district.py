"""Workbooks of invented offices, laid out otherwise, give what their makers counted.

A district with a term that began amid the data, and a commune without a district above it.
"""

import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.importing import services as importing
from tests.acceptance.asking import ask, changed, keyed, parts, shown, values
from tests.workbooks import commune_layout, counting, district_layout, generator
from tests.workbooks.world import DAY, Level

pytestmark = pytest.mark.django_db

OFFICES = {
    "district": (generator.district, district_layout.write_all),
    "commune": (generator.commune, commune_layout.write_all),
}


@pytest.fixture(scope="session", params=list(OFFICES))
def office(request, make_installation, tmp_path_factory):
    """Return an invented office, and the installation made of its workbooks."""
    make_world, write_all = OFFICES[request.param]
    world = make_world()
    folder = tmp_path_factory.mktemp(f"{request.param}-workbooks")
    root = folder / "root.toml"
    root.write_text(world.root_file, encoding="utf-8")
    workbooks = write_all(world, folder)
    return world, *make_installation(request.param, root, [folder]), workbooks


@pytest.fixture(scope="module")
def world(office, work_in):
    world, installation, *_ = office
    with work_in(installation):
        yield world


@pytest.fixture(scope="module")
def since(world):
    """Return the first day of the meetings' register."""
    return min(meeting.first for meeting in world.meetings)


def compare(world, expected, **more):
    found = ask(*expected, as_of=world.as_of, **more)
    assert {
        name: {part: shown(found[name]).get(part) for part in facts}
        for name, facts in expected.items()
    } == expected


def test_nothing_stands_against_the_import(office):
    problems = [problem for problem in office[2].problems if problem.severity != "info"]
    assert [(p.file, p.sheet, p.row, p.kind, p.message) for p in problems] == []
    assert office[2].applied


def test_every_sheet_is_recognized(office):
    unknown = [p for p in office[2].problems if p.kind == "unrecognized_sheet"]
    assert [(p.file, p.sheet) for p in unknown] == []


def test_importing_again_changes_nothing(office, world):
    again = importing.import_workbooks(paths=office[3], actor=SYSTEM)
    assert changed(again) == []
    assert again.import_id is None


def test_organizations_and_areas(world):
    compare(world, counting.organizations(world))


def test_members(world):
    compare(world, counting.members(world, world.as_of))


def test_members_of_each_organization(world):
    day = world.as_of + dt.timedelta(days=100)
    for each in (world.as_of, day):
        found = parts("member.total", "children", as_of=each)
        assert found == counting.members_by_organization(world, each)


def test_balance_of_members(world):
    middle, last = (world.as_of + dt.timedelta(days=days) for days in (60, 300))
    for first, until in ((world.as_of + DAY, middle), (middle + DAY, last)):
        expected = counting.balance(world, first, until)
        assert values(*expected, as_of=until, since=first) == expected
        later = counting.members(world, until)
        found = ask(*later, as_of=until)
        assert {name: shown(value) for name, value in found.items()} == later


def test_staff(world):
    compare(world, counting.staff(world))


@pytest.mark.parametrize("level", Level, ids=lambda level: level.value)
def test_ratings(world, level):
    expected = counting.ratings(world, level)
    rated = f"rating.{level.value}.rated"
    if not expected[rated]["value"]:
        found = ask(*expected, as_of=world.as_of)
        assert all(value.value is None and value.reason for value in found.values())
        return
    compare(world, expected)
    assert parts(rated, "level", as_of=world.as_of) == counting.levels(world, level)


def test_visits_of_the_term(world):
    compare(world, counting.visits(world))


def test_visits_of_a_period_that_is_asked_for(world):
    first = min(visit.day for visit in world.visits)
    found = values("visit.direct", "visit.branches", as_of=world.as_of, since=first)
    assert sum(found.values()) == sum(visit.day <= world.as_of for visit in world.visits)


def test_resolutions_and_themes(world):
    compare(world, counting.papers(world))


def test_meetings(world, since):
    compare(world, counting.meetings(world, since), since=since)


def test_meetings_of_this_year(world):
    compare(world, counting.meetings(world, dt.date(world.as_of.year, 1, 1)))


def test_themes_of_the_meetings(world, since):
    found = keyed("meeting.thematic.held", "theme", as_of=world.as_of, since=since)
    expected = counting.by_theme(world, since)
    assert found == {f"{code[:2]}{int(code[2:]):02d}": n for code, n in expected.items()}


def test_nothing_is_known_of_members_before_the_roster(world):
    [value] = ask("member.total", as_of=world.as_of - DAY).values()
    assert value.value is None
    assert value.reason
