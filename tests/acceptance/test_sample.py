"""The workbooks of the sample give every figure of the article, as numbers and as text.

What they add up to stands in `expected.yaml`; it was counted when the workbooks were made.
"""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from django.apps import apps
from django.db.models import Sum

from coso.appointments import queries as appointments
from coso.core.types import SYSTEM
from coso.evaluations import queries as evaluations
from coso.evaluations.enums import Capacity
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureRequest
from coso.importing import services as importing
from coso.ops.cli import coso
from coso.ops.commands.sample import SAMPLE
from coso.organizations.enums import Tree
from coso.resolutions import queries as resolutions
from tests.acceptance.asking import additive, ask, changed, keyed, parts, root, shown, values

pytestmark = pytest.mark.django_db

EXPECTED = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text(encoding="utf-8"))
AS_OF = EXPECTED["as_of"]
MEETINGS_FROM = EXPECTED["meetings_from"]
TRAINING_FROM = EXPECTED["training_from"]
# The registers whose rows change one another; of other offices all are imported again.
UNITS_AND_HISTORY = [
    SAMPLE / name
    for name in (
        "01_to_chuc_dang.xlsx",
        "02_don_vi_hanh_chinh.xlsx",
        "06_bien_dong.xlsx",
        "08_to_du_sinh_hoat.xlsx",
        "09_quy_hoach.xlsx",
        "10_dao_tao.xlsx",
        "11_dieu_dong_bo_nhiem.xlsx",
        "12_van_ban_nghi_quyet.xlsx",
        "13_danh_gia_dang_vien_to_chuc.xlsx",
    )
]
SUMMED = {
    "staff.quota": "quantity",
    "meeting.attendance.required": "required",
    "meeting.attendance.present": "present",
    "meeting.attendance.excused": "excused",
    "meeting.attendance.unexcused": "unexcused",
    "meeting.attendance.rate": "present",
}


@pytest.fixture(scope="module", autouse=True)
def sample(sample_installation, work_in):
    """Work in the sample installation and return what its import said."""
    installation, report = sample_installation
    with work_in(installation):
        yield report


@pytest.fixture(scope="module")
def on_the_day(sample):
    return ask(as_of=AS_OF)


@pytest.fixture(scope="module")
def of_meetings(sample):
    return ask(*EXPECTED["meetings"], as_of=AS_OF, since=MEETINGS_FROM)


def run(*arguments):
    """Run the command in this process and return what it printed as JSON."""
    result = CliRunner().invoke(coso, [*arguments, "--as-of", f"{AS_OF}", "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_nothing_stands_against_the_import(sample):
    problems = [problem for problem in sample.problems if problem.severity != "info"]
    assert [(p.file, p.sheet, p.row, p.kind, p.message) for p in problems] == []
    assert sample.applied


@pytest.mark.parametrize("figure", EXPECTED["figures"])
def test_figure(on_the_day, figure):
    assert shown(on_the_day[figure]) == EXPECTED["figures"][figure]


@pytest.mark.parametrize("figure", EXPECTED["meetings"])
def test_figure_of_meetings(of_meetings, figure):
    assert shown(of_meetings[figure]) == EXPECTED["meetings"][figure]


def test_decisions_on_personnel_by_kind():
    period = {"as_of": AS_OF, "since": EXPECTED["decisions_from"]}
    assert keyed("decision.total", "kind", **period) == EXPECTED["decisions"]
    number = sum(EXPECTED["decisions"].values())
    assert values("decision.total", "decision.people", **period) == {
        "decision.total": number,
        "decision.people": number,
    }
    # Those for five years and for 36 months from 03/10/2020 on run beyond the day.
    assert values("decision.terms_ended", **period) == {"decision.terms_ended": 0}


def test_every_decision_on_personnel_has_its_units():
    placed = appointments.decisions().filter(old_unit__isnull=False, new_unit__isnull=False)
    assert placed.count() == sum(EXPECTED["decisions"].values())


def test_every_figure_has_a_definition_and_says_where_it_comes_from(on_the_day):
    assert all(value.definition and value.passport.text for value in on_the_day.values())


@pytest.mark.parametrize("day", EXPECTED["reported_late"])
def test_reports_count_once_they_are_received(day):
    found = values("meeting.reported_late", as_of=dt.date.fromisoformat(day), since=MEETINGS_FROM)
    assert found == {"meeting.reported_late": EXPECTED["reported_late"][day]}


@pytest.mark.parametrize("half_year", EXPECTED["balance"], ids=lambda period: period["to"])
def test_balance_of_members(half_year):
    first, last = (dt.date.fromisoformat(half_year[end]) for end in ("from", "to"))
    found = values(as_of=last, since=first)
    expected = half_year["values"]
    assert {name: found[name] for name in expected} == expected
    assert found["member.in"] == _total(expected, "member.in.")
    assert found["member.out"] == _total(expected, "member.out.")
    standing = ("member.official", "member.probationary", "member.status_unknown")
    assert sum(found[name] for name in standing) == expected["member.closing"]


def _total(expected, group):
    return sum(value for name, value in expected.items() if name.startswith(group))


def test_members_of_each_organization():
    assert parts("member.total", "children", as_of=AS_OF) == EXPECTED["members_by_direct_org"]


@pytest.mark.parametrize("figure", EXPECTED["levels"])
def test_levels_of_the_ratings(figure):
    assert parts(figure, "level", as_of=AS_OF) == EXPECTED["levels"][figure]


@pytest.mark.parametrize("year", EXPECTED["ratings_of_members"])
def test_ratings_of_members_and_organizations(year):
    members = evaluations.given_as(Capacity.MEMBER).filter(year=year)
    assert Counter(rating.rating for rating in members) == EXPECTED["ratings_of_members"][year]
    units = evaluations.given_as("").filter(year=year).select_related("unit__type")
    for is_grassroots, kind in ((True, "grassroots"), (False, "branches")):
        found = [each.rating for each in units if each.unit.type.is_grassroots is is_grassroots]
        assert Counter(found) == EXPECTED[f"ratings_of_{kind}"][year]


def test_whoever_left_before_the_roster_keeps_the_rating():
    rated = evaluations.given_as(Capacity.MEMBER).filter(year=2021)
    assert rated.filter(person__membership=None).count() == EXPECTED["rated_before_the_roster"]


def test_themes_of_the_meetings():
    found = keyed("meeting.thematic.held", "theme", as_of=AS_OF, since=MEETINGS_FROM)
    assert found == EXPECTED["thematic_held_by_theme"]


@pytest.mark.parametrize("figure", EXPECTED["meetings_by_year"])
def test_meetings_of_each_year(figure):
    found = keyed(figure, "year", as_of=AS_OF, since=MEETINGS_FROM)
    assert found == EXPECTED["meetings_by_year"][figure]


@pytest.mark.parametrize("figure", EXPECTED["contracts_by_group"])
def test_contract_staff_of_each_group(figure):
    found = keyed(figure, "category", as_of=AS_OF)
    assert found["CONTRACT_WORKER"] == EXPECTED["contracts_by_group"][figure]


def test_visits_of_each_team():
    both = [keyed(figure, "team", as_of=AS_OF) for figure in ("visit.direct", "visit.branches")]
    teams = EXPECTED["visits_by_team"]
    assert {team: sum(found.get(team, 0) for found in both) for team in teams} == teams


def test_training_of_the_term():
    period = {"as_of": AS_OF, "since": TRAINING_FROM}
    found = values("training.courses", "training.enrollments", **period)
    learners = EXPECTED["learners"]
    assert found == {
        "training.courses": EXPECTED["courses"],
        "training.enrollments": sum(learners.values()),
    }
    assert parts("training.enrollments", "result", **period) == learners


@pytest.mark.parametrize("name", ["rows", "people", "titles", "removed"])
def test_plan_of_each_period(name):
    found = parts(f"planning.{name}", "cycle", as_of=AS_OF)
    expected = {cycle: counts[name] for cycle, counts in EXPECTED["planning"].items()}
    assert {cycle: found.get(cycle, 0) for cycle in expected} == expected


def test_women_in_each_plan():
    found = parts("planning.people.women", "cycle", as_of=AS_OF)
    assert found == {cycle: counts["women"] for cycle, counts in EXPECTED["planning"].items()}


def test_visits_after_the_day_are_left_out():
    names = ("visit.direct", "visit.branches")
    then, later = (values(*names, as_of=day) for day in (AS_OF, dt.date(2023, 12, 31)))
    assert sum(later.values()) - sum(then.values()) == EXPECTED["visits_after_as_of"]


def test_registers_that_begin_later_give_no_number_but_a_reason():
    found = ask(as_of=dt.date(2021, 12, 31))
    without = {name for name, value in found.items() if value.value is None}
    stocks = {
        name for name in EXPECTED["figures"] if name.startswith(("member.", "staff.", "org."))
    }
    assert stocks <= without
    assert all(found[name].reason and found[name].text == "–" for name in without)
    assert "30/06/2023" in found["member.total"].reason
    assert found["visit.direct"].value is not None


@pytest.mark.parametrize("tree", Tree, ids=str)
def test_the_parts_of_a_figure_add_up_to_it(tree):
    found = ask(as_of=AS_OF, unit=root(tree), by="children")
    broken = {
        name: (found[name].value, [part.value for part in found[name].breakdown])
        for name in additive()
        if found[name].value is not None
        and "children" in FIGURES[name].dimensions
        and sum(part.value for part in found[name].breakdown) != found[name].value
    }
    assert broken == {}


@pytest.mark.parametrize("figure", FIGURES)
def test_the_list_behind_a_figure_counts_to_it(on_the_day, figure):
    request = FigureRequest(unit_id=root(), as_of=AS_OF)
    ids, model, total = figures.listing(request, figure)
    assert len(ids) == total
    value = on_the_day[figure].value or 0
    if figure in SUMMED:
        records = apps.get_model(model)._default_manager.filter(pk__in=ids)
        total = records.aggregate(total=Sum(SUMMED[figure]))["total"]
    assert total == value


def test_the_command_line_prints_the_same():
    printed = run("figures", *EXPECTED["figures"])
    assert printed["as_of"] == f"{AS_OF}"
    found = {figure.pop("id"): figure for figure in printed["figures"]}
    expected = EXPECTED["figures"]
    assert {
        name: {part: found[name][part] for part in expected[name]} for name in expected
    } == expected


def test_the_command_line_breaks_figures_down():
    [figure] = run("figures", "member.total", "--by", "children")["figures"]
    found = {part["label"]: part["value"] for part in figure["breakdown"]}
    assert found == EXPECTED["members_by_direct_org"]
    assert all(part["key"] for part in figure["breakdown"])


@pytest.mark.parametrize("figure", ["org.branches", "rating.commune.excellent", "visit.direct"])
def test_the_command_line_lists_the_records(figure):
    printed = run("list", figure)
    expected = EXPECTED["figures"][figure]
    assert printed["count"] == len(printed["rows"]) == expected["value"]
    assert printed["figure"]["text"] == expected["text"]


def test_a_script_gets_the_figures_from_a_process_of_its_own(sample_installation):
    installation, _ = sample_installation
    printed = installation.run("figures", "member.total", "--as-of", f"{AS_OF}", "--json")
    [figure] = printed["figures"]
    assert (figure["value"], figure["text"]) == (3549, "3.549")


def test_importing_again_changes_nothing(on_the_day):
    again = importing.import_workbooks(paths=UNITS_AND_HISTORY, actor=SYSTEM)
    assert changed(again) == []
    assert again.import_id is None
    assert {name: shown(value) for name, value in ask(as_of=AS_OF).items()} == {
        name: shown(value) for name, value in on_the_day.items()
    }


@pytest.fixture(scope="module")
def courses(sample):
    """Return how each target of the sample has gone up to the day, by its code."""
    found = figures.courses_of(list(resolutions.targets()), AS_OF)
    return {course.target.code: course for course in found}


def test_every_target_is_counted_by_a_figure(courses):
    assert {code: course.target.figure in FIGURES for code, course in courses.items()} == (
        dict.fromkeys(EXPECTED["targets"], True)
    )


@pytest.mark.parametrize("code", EXPECTED["targets"])
def test_results_of_a_target_are_those_of_the_registers(courses, code):
    found = {
        outcome.span.label: outcome.counted.result.text.replace(".", "")
        for outcome in courses[code].outcomes
        if outcome.is_counted
    }

    assert found == EXPECTED["targets"][code]


def test_what_was_reported_of_the_targets_is_what_the_registers_say(courses):
    outcomes = [outcome for course in courses.values() for outcome in course.outcomes]

    assert [each for each in outcomes if each.reported and not each.is_counted] == []
    assert [each for each in outcomes if each.differs] == []


def test_each_counted_result_opens_to_its_records(courses):
    for course in courses.values():
        counted = course.latest.counted
        listing = figures.listing(counted.request, counted.value.id)
        assert listing.total == counted.value.value, course.target.code


def test_work_items_of_the_resolution():
    expected = EXPECTED["work_items"]
    assert values(*expected, as_of=AS_OF) == expected
    in_time = expected["work_item.done"] - expected["work_item.done_late"]
    goes_on = expected["work_item.total"] - expected["work_item.done"]
    assert keyed("work_item.total", "state", as_of=AS_OF) == {
        "DONE": in_time,
        "DONE_LATE": expected["work_item.done_late"],
        "OPEN": goes_on,
    }
