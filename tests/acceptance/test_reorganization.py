"""The reorganization of 1 July 2025 on the sample: 14 communes become 5, the district ends."""

import datetime as dt
import json
from pathlib import Path

import pytest
import yaml
from django.core.cache import caches

from coso.accounts import queries as accounts
from coso.core.types import SYSTEM
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureRequest
from coso.importing import services as importing
from coso.ops.commands.sample import SAMPLE
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reorganizations import services
from tests.acceptance.asking import ask, parts, root, values
from tests.acceptance.installations import Installation
from tests.factories.dumps import registers
from tests.web.conftest import Browser

EXPECTED = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text(encoding="utf-8"))
PLAN = SAMPLE / "plans" / "14_sap_nhap_2025.xlsx"
CLOSED, NEW = dt.date(2023, 6, 30), dt.date(2025, 7, 1)
TODAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def reorganized(sample_accounts, sample_installation, django_db_blocker, tmp_path_factory):
    """Carry the plan out in a copy of the sample; return it with what was before."""
    original, _ = sample_installation
    with django_db_blocker.unblock():
        with original.opened():
            before, records = _figures(), _records()
            copy = Installation.copied("reorganized", tmp_path_factory.mktemp("reorganized"))
        with copy.opened():
            root = organizations.root(Tree.PARTY)
            details = importing.read_plan(PLAN)
            plan = services.draft_plan(details=details, unit=root, actor=SYSTEM)
            plan, rehearsal = services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)
    yield copy, (plan, rehearsal, before, records)
    with django_db_blocker.unblock():
        copy.drop()


@pytest.fixture
def opened(reorganized, django_db_blocker):
    """Work in the reorganized copy."""
    copy, found = reorganized
    with django_db_blocker.unblock(), copy.opened():
        yield found


def _figures(day=CLOSED):
    district = Unit.objects.get(name="Đảng bộ huyện Chợ Mới")
    return {name: value.text for name, value in ask(as_of=day, unit=district.pk).items()}


def _records():
    kept = registers()
    return {table: rows for table, rows in kept.items() if not table.startswith("reorganizations_")}


def test_no_figure_of_a_closed_period_changes(opened):
    _plan, _rehearsal, before, _records = opened

    assert len(before) == len(FIGURES)
    assert _figures() == before


def test_every_member_arrives_where_the_papers_say(opened):
    received = EXPECTED["received"]

    assert parts("member.total", "children", as_of=NEW) == received
    assert values("member.total", as_of=NEW) == {"member.total": sum(received.values())}
    assert sum(received.values()) == EXPECTED["received_total"]


def test_nothing_is_lost_and_nothing_stands_against_it(opened):
    _plan, rehearsal, _before, _records = opened

    assert [problem for problem in rehearsal.problems if problem.severity == "error"] == []
    assert rehearsal.members_before == rehearsal.members_after == 3707
    assert not [problem for problem in rehearsal.problems if problem.kind == "count_differs"]
    assert organizations.findings() == []


def test_areas_follow(opened):
    assert values("area.communes", "area.villages", as_of=NEW) == {
        "area.communes": 5,
        "area.villages": 153,
    }


BALANCE = ("member.opening", "member.in", "member.out", "member.closing")


def test_by_the_tree_of_today_members_are_followed_one_by_one(opened):
    now = parts("member.total", "children", as_of=CLOSED, tree="now")

    # Who left one of the dissolved branches before its end went nowhere by name.
    left = now.pop("Đảng bộ huyện Chợ Mới (đã kết thúc)")
    assert set(now) == set(EXPECTED["received"])
    assert sum(now.values()) + left == EXPECTED["figures"]["member.total"]["value"]
    assert 0 < left < 20


@pytest.mark.parametrize("figure", ["meeting.regular.held", "staff.total"])
def test_nothing_of_the_past_is_lost_under_the_tree_of_today(opened, figure):
    district = Unit.objects.get(name="Đảng bộ huyện Chợ Mới").pk
    then = values(figure, as_of=CLOSED, unit=district)

    assert values(figure, as_of=CLOSED, tree="now") == then
    assert sum(parts(figure, "children", as_of=CLOSED, tree="now").values()) == then[figure]


@pytest.mark.parametrize("tree", ["then", "now"])
@pytest.mark.parametrize("name", EXPECTED["received"])
def test_what_came_and_went_adds_up_under_either_tree(opened, tree, name):
    unit = Unit.objects.get(name=name, closed_on=None, tree=Tree.PARTY)
    day = dt.date(2025, 12, 31)
    found = values(*BALANCE, as_of=day, since=dt.date(2025, 1, 1), unit=unit.pk, tree=tree)

    opening, came, went, closing = (found[name] for name in BALANCE)
    assert opening + came - went == closing == EXPECTED["received"][name]
    assert (opening == 0) == (tree == "then" and unit.founded_on == NEW)


@pytest.mark.parametrize("tree", ["then", "now"])
@pytest.mark.parametrize("name", ["Đảng bộ xã Yên Bình", "Đảng bộ xã Yên Cư", None])
def test_every_list_counts_to_its_figure_under_either_tree(opened, tree, name):
    unit = Unit.objects.get(name=name, tree=Tree.PARTY).pk if name else root()
    found = ask(as_of=CLOSED, unit=unit, tree=tree)

    for figure, value in found.items():
        request = FigureRequest(unit_id=unit, as_of=CLOSED, ids=(figure,), tree=tree)
        if value.value is not None and not FIGURES[figure].measure.column:
            assert figures.listing(request, figure).total == value.value, figure


@pytest.mark.parametrize("name", EXPECTED["received"])
def test_members_below_a_unit_today_are_those_of_its_figure(opened, name):
    unit = Unit.objects.get(name=name, closed_on=None, tree=Tree.PARTY).pk

    below = figures.members_below(unit, CLOSED)
    assert len(below) == values("member.total", as_of=CLOSED, unit=unit, tree="now")["member.total"]
    homes = figures.homes_today(below)
    assert set(homes) == below
    assert set(homes.values()) <= figures.units_below(unit, TODAY)


@pytest.mark.parametrize(
    ("name", "day"),
    [("Đảng bộ huyện Chợ Mới", CLOSED), ("Đảng bộ xã Tân Sơn", CLOSED), ("Đảng bộ xã Tân Kỳ", NEW)],
)
def test_agencies_of_a_committee_are_those_of_its_figures(opened, name, day):
    unit = Unit.objects.get(name=name, tree=Tree.PARTY)
    agencies = set(organizations.units_on(Tree.AGENCY, day).values_list("pk", flat=True))

    found = figures.units_below(unit.pk, day) & agencies

    assert found
    assert found == organizations.seen_from(unit, Tree.AGENCY, day) & agencies


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/so-lieu/",
        "/so-lieu/member.total/",
        "/dang-vien/",
        "/sinh-hoat/",
        "/du-sinh-hoat/",
        "/van-ban/",
    ],
)
@pytest.mark.parametrize("tree", ["nay", "ca-hai"])
def test_pages_under_another_tree_cost_few_queries(opened, path, tree):
    caches["process"].clear()
    browser = Browser(accounts.user_named("tochuc"))
    query = {"theo": "children", "cay-ngay": tree}
    browser.get(path, on=CLOSED, **query)

    page = browser.get(path, on=CLOSED, **query)

    assert page.status == 200
    assert len(page.queries) <= 15


def test_side_without_boundaries_says_so_beside_the_map(opened):
    page = Browser(accounts.user_named("tochuc")).get("/", on=CLOSED, **{"cay-ngay": "ca-hai"})

    assert "Chưa có ranh giới các đơn vị theo tổ chức này nên không vẽ được bản đồ." in page.words
    assert "các số đều bằng 0" not in page.words
    assert page.words.count("Đảng viên theo địa bàn") >= 2


@pytest.mark.parametrize("name", ["Đảng bộ xã Yên Bình", "Đảng bộ xã Yên Cư"])
def test_record_of_a_unit_with_a_lineage_costs_few_queries(opened, name):
    unit = Unit.objects.filter(name=name, tree=Tree.PARTY).latest("pk")
    browser = Browser(accounts.user_named("tochuc"))

    browser.get(f"/to-chuc/{unit.pk}/", on=NEW)
    page = browser.get(f"/to-chuc/{unit.pk}/", on=NEW)

    assert page.status == 200
    assert len(page.queries) <= 15


def test_old_codes_and_names_still_find_the_unit(opened):
    found = organizations.find_unit("06.065.001.000.001", NEW)

    assert found.name == "Chi bộ Tổ 1"
    assert found == organizations.find_unit("19.901.000.000.001", NEW)
    assert organizations.find_unit("Đảng bộ thị trấn Đồng Tâm", CLOSED).closed_on == NEW


def test_taken_back_the_registers_are_as_before(opened, django_db_blocker, tmp_path):
    plan, _rehearsal, _before, records = opened
    copy = Installation.copied("undone_plan", tmp_path)
    with copy.opened():
        services.undo_plan(plan=plan, actor=SYSTEM)

        assert _records() == records
        assert organizations.findings() == []
    copy.drop()


def test_the_command_line_tries_without_writing(sample_installation, django_db_blocker):
    installation, _ = sample_installation
    with django_db_blocker.unblock(), installation.opened():
        before = registers()
        told = installation.run("reorganize", str(PLAN), "--dry-run", "--json")

        assert registers() == before
    assert (told["applied"], told["reorganization_id"]) == (False, None)
    assert told["members"] == {"before": 3707, "after": 3707}
    assert told["steps"] == 271
    assert json.dumps(told["flows"][0])
