"""Workbooks as a real office types them: only what needs a person is reported, the rest is read.

`messy/expected.yaml` says where somebody has to look, and what the workbooks add up to once the
safe suggestions are taken.
"""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from coso.core.types import SYSTEM
from coso.importing import services as importing
from coso.importing.models import Import, ImportProblem
from tests.acceptance.asking import ask, changed, parts, values

MESSY = Path(__file__).parent / "messy"
EXPECTED = yaml.safe_load((MESSY / "expected.yaml").read_text(encoding="utf-8"))
AS_OF = EXPECTED["as_of"]
PLANTED = {
    kind: {tuple(place) for place in places} for kind, places in EXPECTED["problems"].items()
}
# A person may be found twice by two sheets, or twice on one: either name of the doubt is right.
TWICE = ("duplicate_person", "duplicate_row")


@pytest.fixture(scope="module")
def office(make_installation, work_in, tmp_path_factory):
    """Return what was said of the workbooks, and what became of them with the suggestions."""
    installation, _ = make_installation(
        "messy", MESSY / "root.toml", [tmp_path_factory.mktemp("no-workbooks")]
    )
    with work_in(installation):
        stopped = importing.import_workbooks(paths=[MESSY], actor=SYSTEM)
        yield stopped, importing.import_workbooks(paths=[MESSY], actor=SYSTEM, mode="suggest")


@pytest.fixture(scope="module")
def stopped(office):
    return office[0]


@pytest.fixture(scope="module", autouse=True)
def suggested(office):
    return office[1]


def places(report, *kinds):
    return {(p.file, p.sheet, p.row, p.column) for p in report.problems if p.kind in kinds}


def test_nothing_is_written_while_somebody_has_to_decide(stopped):
    assert not stopped.applied
    assert not stopped.has_errors
    assert stopped.has_doubts


@pytest.mark.parametrize("kind", sorted(set(PLANTED) - {*TWICE, "wrong_subtotal"}))
def test_what_needs_a_person_is_reported_in_its_place_and_nothing_else(stopped, kind):
    assert places(stopped, kind) == PLANTED[kind]


def test_wrong_subtotals_are_pointed_out_and_right_ones_are_not(stopped):
    rows = {place[:3] for place in places(stopped, "wrong_subtotal")}
    assert rows == {place[:3] for place in PLANTED["wrong_subtotal"]}


def test_people_found_twice_are_reported_on_both_rows(stopped):
    found = places(stopped, *TWICE)

    assert found >= PLANTED["duplicate_person"]
    assert len(found) == 2 * len(PLANTED["duplicate_person"])


def test_all_other_typing_is_read_without_a_word(stopped):
    said = Counter(p.kind for p in stopped.problems if p.severity in ("error", "doubt"))

    assert set(said) - set(PLANTED) - set(TWICE) == set()


def test_suggestions_are_taken_and_every_place_stays_on_the_work_list(suggested):
    assert suggested.applied
    settled = {p.kind: p.action for p in suggested.problems if p.severity == "doubt"}
    assert settled == dict.fromkeys(settled, "accept")
    kept = ImportProblem.objects.filter(source=suggested.import_id, severity="doubt")
    assert kept.count() == sum(p.severity == "doubt" for p in suggested.problems)


def test_figures_are_right_once_the_suggestions_are_taken():
    assert values(*EXPECTED["figures"], as_of=AS_OF) == EXPECTED["figures"]


def test_degrees_are_right():
    found = ask(*EXPECTED["degrees"], as_of=AS_OF)
    shares = {name: {"value": v.value, "base": v.base} for name, v in found.items()}
    assert shares == EXPECTED["degrees"]


def test_members_of_each_organization():
    assert parts("member.total", "children", as_of=AS_OF) == EXPECTED["members_by_direct_org"]


def test_importing_the_same_again_changes_nothing(suggested):
    again = importing.import_workbooks(paths=[MESSY], actor=SYSTEM, mode="suggest")

    assert (changed(again), again.import_id) == ([], None)
    assert Import.objects.count() == 1
