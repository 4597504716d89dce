import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.enums import Level, Tree
from coso.organizations.models import CatalogueArea, NestingRule, Term, Unit, UnitType
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db

PROVINCE = {
    "regime": "R1",
    "party": {"name": "Đảng bộ tỉnh Thái Nguyên", "level": "province"},
    "area": {"code": "19", "name": "Tỉnh Thái Nguyên"},
}
COMMUNE = {
    "regime": "R2",
    "party": {"name": "Đảng bộ xã Chợ Mới", "level": "xã", "superior": "Đảng bộ tỉnh Thái Nguyên"},
    "area": {
        "code": "02086",
        "name": "Xã Chợ Mới",
        "parent_code": "19",
        "parent_name": "Tỉnh Thái Nguyên",
    },
    "terms": [{"name": "2025-2030", "from": dt.date(2025, 7, 15)}],
}
WARD = {
    "regime": "R0",
    "party": {
        "name": "Đảng bộ phường Sông Cầu",
        "level": "commune",
        "superior": "Đảng bộ thành phố Bắc Kạn",
    },
    "area": {
        "code": "01837",
        "name": "Phường Sông Cầu",
        "parent_code": "058",
        "parent_name": "Thành phố Bắc Kạn",
    },
}


def kinds(roots):
    above = [unit.parent.type_id if unit.parent else None for unit in (roots.party, roots.area)]
    return [roots.party.type_id, roots.area.type_id, roots.agencies.type_id, *above]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (make.DISTRICT, ["DISTRICT", "AREA_DISTRICT", "AGENCY_GROUP", "PROVINCE", "AREA_PROVINCE"]),
        (PROVINCE, ["PROVINCE", "AREA_PROVINCE", "AGENCY_GROUP", None, None]),
        (
            COMMUNE,
            ["GRASSROOTS_COMMITTEE_ORG", "COMMUNE", "AGENCY_GROUP", "PROVINCE", "AREA_PROVINCE"],
        ),
        (
            WARD,
            ["GRASSROOTS_COMMITTEE_ORG", "WARD", "AGENCY_GROUP", "DISTRICT", "AREA_DISTRICT"],
        ),
    ],
    ids=["district", "province", "commune", "ward"],
)
def test_each_level_has_its_kinds(file, expected):
    roots = make.roots(file)

    assert kinds(roots) == expected
    assert roots.party == queries.root(Tree.PARTY)
    assert roots.party.versions.get().host_area == roots.area
    assert roots.agencies.versions.get().host_area == roots.area
    assert {unit.overseer for unit in (roots.party, roots.area, roots.agencies)} == {roots.party}


def test_level_of_the_root_is_that_of_its_agencies():
    roots = make.roots(COMMUNE)

    assert roots.agencies.versions.get().level == Level.COMMUNE
    assert roots.party.versions.get().level == Level.COMMUNE


def test_term_runs_to_its_last_day():
    roots = make.roots()

    assert queries.term_on(roots.party, dt.date(2020, 9, 30)) is None
    assert queries.term_on(roots.party, dt.date(2020, 10, 1)).name == "2020-2025"
    assert queries.term_on(roots.party, dt.date(2025, 6, 30)).name == "2020-2025"
    assert queries.term_on(roots.party, dt.date(2025, 7, 1)) is None


def test_same_root_again_changes_nothing():
    first = make.roots()

    assert make.roots() == first
    assert (Unit.objects.count(), Term.objects.count()) == (5, 1)


def test_same_root_with_a_new_term_adds_the_term():
    make.roots()
    terms = [*make.DISTRICT["terms"], {"name": "2025-2030", "from": dt.date(2025, 7, 1)}]

    roots = make.roots(make.DISTRICT | {"terms": terms})

    assert queries.term_on(roots.party, dt.date(2026, 1, 1)).name == "2025-2030"


def test_another_root_is_refused_and_says_what_to_do():
    make.roots()

    with pytest.raises(organizations.UnableToInitRoot) as refusal:
        make.roots(COMMUNE)

    assert refusal.value.code == "root_differs"
    assert "Đảng bộ huyện Chợ Mới" in refusal.value.message
    assert "cơ sở dữ liệu trống" in refusal.value.message


@pytest.mark.parametrize(
    ("tree", "name", "code"),
    [
        ("party", "  ", "term_without_name"),
        ("party", "2020-2025", "term_known"),
        ("area", "2026-2031", "term_without_committee"),
    ],
)
def test_term_without_name_or_committee_or_a_second_time_is_refused(tree, name, code):
    unit = getattr(make.roots(), tree)
    during = Period(dt.date(2026, 1, 1), None)

    with pytest.raises(organizations.UnableToAddTerm) as refusal:
        organizations.add_term(unit=unit, name=name, during=during, actor=SYSTEM)

    assert refusal.value.code == code


def test_term_that_ends_before_it_begins_is_refused():
    terms = [{"name": "2024-2029", "from": dt.date(2024, 1, 1), "to": dt.date(2023, 1, 1)}]

    with pytest.raises(organizations.UnableToReadRoot, match="“to” trước “from”"):
        make.roots(make.DISTRICT | {"terms": terms})


def test_term_that_overlaps_is_refused():
    make.roots()
    terms = [{"name": "2024-2029", "from": dt.date(2024, 1, 1)}]

    with pytest.raises(organizations.UnableToInitRoot, match="trùng ngày"):
        make.roots(make.DISTRICT | {"terms": terms})


def test_district_does_not_exist_after_the_reform():
    with pytest.raises(organizations.UnableToInitRoot, match="R1"):
        make.roots(make.DISTRICT | {"regime": "R1"})


def test_file_is_read(tmp_path):
    path = tmp_path / "root.toml"
    path.write_text(
        '[party]\nname = "Đảng bộ xã A"\nlevel = "commune"\n'
        '[area]\ncode = "00001"\nname = "Xã A"\n'
        '[[terms]]\nname = "2020-2025"\nfrom = 2020-10-01\nto = 2025-06-30\n',
        encoding="utf-8",
    )

    root = organizations.read_root(path)

    assert (root.party_name, root.level, root.area_code) == ("Đảng bộ xã A", "COMMUNE", "00001")
    assert root.agencies_name == "Các cơ quan, đơn vị Xã A"
    assert root.terms == (
        organizations.RootTerm("2020-2025", dt.date(2020, 10, 1), dt.date(2025, 6, 30)),
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[party", "root_unreadable"),
        ('[party]\nname = "A"', "root_incomplete"),
        ('[party]\nname = "A"\nlevel = "planet"\n[area]\nname = "B"', "root_level_unknown"),
        (
            '[party]\nname = "A"\nlevel = "district"\n[area]\nname = "B"\ncode = "1"\n[[terms]]',
            "term_incomplete",
        ),
    ],
)
def test_file_that_cannot_be_used_says_what_is_wrong(tmp_path, content, code):
    path = tmp_path / "root.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(organizations.UnableToReadRoot) as refusal:
        organizations.read_root(path)

    assert refusal.value.code == code
    assert "Hãy" in refusal.value.message


def test_missing_file_is_told(tmp_path):
    with pytest.raises(organizations.UnableToReadRoot, match="khong-co"):
        organizations.read_root(tmp_path / "khong-co.toml")


def test_catalogue_knows_codes_that_mean_another_area_after_the_reform():
    organizations.load_catalogue()
    codes = CatalogueArea.objects.filter(code="02086", level="COMMUNE")

    assert codes.get(during__contains=dt.date(2025, 6, 30)).name == "Thị trấn Đồng Tâm"
    assert codes.get(during__contains=dt.date(2025, 7, 1)).name == "Xã Chợ Mới"
    counts = [
        CatalogueArea.objects.filter(during__contains=day, level=level).count()
        for day in (dt.date(2025, 6, 30), dt.date(2025, 7, 1))
        for level in ("PROVINCE", "DISTRICT", "COMMUNE")
    ]
    assert counts == [63, 696, 10035, 34, 0, 3321]
    before = CatalogueArea.objects.order_by("-pk").first().pk

    organizations.load_catalogue()

    assert CatalogueArea.objects.order_by("-pk").first().pk == before


def test_kinds_and_nesting_load_again_without_change():
    make.seeds()
    before = [list(model.objects.order_by("pk").values()) for model in (UnitType, NestingRule)]

    organizations.load_types()

    after = [list(model.objects.order_by("pk").values()) for model in (UnitType, NestingRule)]
    assert after == before


@pytest.mark.parametrize(
    ("day", "parent", "child", "allowed"),
    [
        (dt.date(2023, 6, 30), "DISTRICT", "GRASSROOTS_BRANCH", True),
        (dt.date(2023, 6, 30), "DISTRICT", "BRANCH", False),
        (dt.date(2025, 7, 1), "PROVINCE", "DISTRICT", False),
        (dt.date(2025, 7, 1), "UPPER_GRASSROOTS", "BRANCH", True),
        (dt.date(2026, 7, 26), "PROVINCE", "GRASSROOTS_COMMITTEE_ORG", True),
        (dt.date(2026, 7, 26), "GRASSROOTS_COMMITTEE_ORG", "SUB_GRASSROOTS_ORG", True),
        (dt.date(2026, 7, 26), "GRASSROOTS_COMMITTEE_ORG", "GRASSROOTS_BRANCH", False),
        (dt.date(2025, 6, 30), "AREA_PROVINCE", "COMMUNE", False),
        (dt.date(2025, 7, 1), "AREA_PROVINCE", "COMMUNE", True),
    ],
)
def test_nesting_follows_the_regime_of_the_day(day, parent, child, allowed):
    make.seeds()

    rule = queries.nesting_rule_on(parent_type=parent, child_type=child, day=day)

    assert (rule is not None) == allowed


def test_setting_up_is_in_the_trail():
    make.roots()

    entry = AuditEntry.objects.get(action="root.initialized")
    assert (entry.actor_label, entry.summary) == (SYSTEM.label, "Đảng bộ huyện Chợ Mới")
