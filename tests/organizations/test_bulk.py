import datetime as dt

import polars as pl
import pytest
from django.db import connection, transaction

from coso.core import db, text
from coso.organizations import bulk, queries
from coso.organizations.enums import Tree
from coso.organizations.models import (
    CatalogueArea,
    Unit,
    UnitCode,
    UnitPlacement,
    UnitVersion,
)
from coso.organizations.services import refresh_overseers
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db

LISTED = dt.date(2023, 6, 30)
LATER = dt.date(2024, 6, 30)
TEXTS = (
    *("code", "name", "type_code", "host_type", "parent", "parent_code", "village", "commune"),
    *("decision", "agency", "block"),
)
SCHEMA = {
    "origin": pl.Int64,
    "left_out": pl.Boolean,
    "listed_on": pl.Date,
    "founded_on": pl.Date,
    "closed_on": pl.Date,
    "is_closed": pl.Boolean,
    **dict.fromkeys(TEXTS, pl.String),
}


def staged(cursor, rows, listed_on):
    blank = dict.fromkeys(SCHEMA) | {"left_out": False, "listed_on": listed_on}
    filled = [blank | {"origin": place} | row for place, row in enumerate(rows, 1)]
    db.copy_frame(cursor, "staging", pl.DataFrame(filled, SCHEMA))


def take_in(function, *rows, listed_on=LISTED):
    """Return the findings of a list and what it wrote, as (table, kind) of each record."""
    with transaction.atomic(), connection.cursor() as cursor:
        staged(cursor, rows, listed_on)
        db.open_log(cursor)
        findings = function(cursor, "staging")
        return findings, db.rows(cursor, "SELECT target, kind FROM merge_log ORDER BY id")


def areas(*rows, **options):
    return take_in(bulk.merge_areas, *rows, **options)


def parties(*rows, **options):
    return take_in(bulk.merge_party_organizations, *rows, **options)


def agencies(*names, **options):
    return take_in(bulk.ensure_agencies, *({"agency": name} for name in names), **options)


COMMUNE = {"code": "02089", "name": "Xã Tân Sơn", "parent": "Huyện Chợ Mới"}
VILLAGE = {"code": "02089.01", "name": "Bản Ẻn", "parent": "Xã Tân Sơn", "parent_code": "02089"}
COMMITTEE = {
    "code": "06.065.002.000.000",
    "name": "Đảng bộ xã Tân Sơn",
    "type_code": "GRASSROOTS_COMMITTEE_ORG",
    "host_type": "COMMUNE",
    "parent": "Đảng bộ huyện Chợ Mới",
    "commune": "Xã Tân Sơn",
    "decision": "1134-QĐ/HU",
    "founded_on": dt.date(2008, 11, 11),
}
BRANCH = {
    "code": "06.065.002.000.001",
    "name": "Chi bộ Bản Ẻn",
    "type_code": "BRANCH",
    "host_type": "VILLAGE",
    "parent": "Đảng bộ xã Tân Sơn",
    "village": "Bản Ẻn",
    "commune": "Xã Tân Sơn",
    "founded_on": dt.date(2005, 1, 2),
}
SCHOOL_BRANCH = {
    "code": "06.065.002.000.015",
    "name": "Chi bộ Trường Mầm non Tân Sơn",
    "type_code": "BRANCH",
    "host_type": "PUBLIC_SERVICE_UNIT",
    "parent": "Đảng bộ xã Tân Sơn",
    "commune": "Xã Tân Sơn",
}


def find(name, on=LISTED):
    return queries.find_unit(name, on)


@pytest.mark.usefixtures("district")
def test_areas_stand_under_the_code_or_the_name_of_their_parent():
    findings, _ = areas(VILLAGE, COMMUNE)

    commune, village = find("02089"), find("02089.01")
    assert findings == []
    assert (commune.type_id, village.type_id) == ("COMMUNE", "VILLAGE")
    assert village.parent == commune
    assert commune.parent == queries.root(Tree.AREA)
    assert commune.founded_on is None
    assert commune.recorded_from == LISTED


@pytest.mark.usefixtures("district")
def test_same_list_again_changes_nothing():
    first = (areas(COMMUNE, VILLAGE), parties(COMMITTEE, BRANCH), agencies("UBND xã Tân Sơn"))
    assert all(changes for _, changes in first)

    again = (areas(COMMUNE, VILLAGE), parties(COMMITTEE, BRANCH), agencies("UBND xã Tân Sơn"))

    assert [changes for _, changes in again] == [[], [], []]
    assert [findings for findings, _ in again] == [[], [], []]


@pytest.mark.usefixtures("district")
def test_organizations_begin_when_founded_and_are_placed_when_their_superior_is():
    areas(COMMUNE, VILLAGE)
    findings, _ = parties(BRANCH, COMMITTEE)

    branch, committee = find("06.065.002.000.001"), find("06.065.002.000.000")
    assert findings == []
    assert branch.versions.get().during.lower == dt.date(2005, 1, 2)
    assert branch.placements.get().during.lower == dt.date(2008, 11, 11)
    assert branch.versions.get().host_area == find("02089.01")
    assert committee.versions.get().host_area == find("02089")
    assert committee.founding_decision == "1134-QĐ/HU"
    assert committee.recorded_from == LISTED
    assert branch.parent == committee
    assert str(branch.path).startswith(str(committee.path))


@pytest.mark.usefixtures("district")
def test_unknown_founding_day_is_an_open_beginning():
    areas(COMMUNE)
    parties(COMMITTEE | {"founded_on": None}, SCHOOL_BRANCH)

    branch = find("06.065.002.000.015")
    assert branch.versions.get().during.lower is None
    assert branch.placements.get().during.lower is None


@pytest.mark.usefixtures("district")
def test_later_list_with_another_name_begins_a_new_period():
    areas(COMMUNE, VILLAGE)
    parties(COMMITTEE, BRANCH)
    findings, changes = parties(BRANCH | {"name": "Chi bộ thôn Bản Ẻn"}, COMMITTEE, listed_on=LATER)

    branch = find("06.065.002.000.001", LATER)
    assert findings == []
    assert [version.name for version in branch.versions.in_order()] == [
        "Chi bộ Bản Ẻn",
        "Chi bộ thôn Bản Ẻn",
    ]
    assert branch.name == "Chi bộ thôn Bản Ẻn"
    assert branch.recorded_from == LISTED
    assert {target for target, _ in changes} == {"organizations_unitversion"}


@pytest.mark.usefixtures("district")
def test_another_spelling_or_a_blank_is_no_change():
    areas(COMMUNE)
    parties(COMMITTEE)

    _, changes = parties(
        COMMITTEE | {"name": "ĐẢNG BỘ XÃ TÂN SƠN", "host_type": None, "commune": None},
        listed_on=LATER,
    )

    assert changes == []


@pytest.mark.usefixtures("district")
def test_list_of_the_same_day_amends_in_place():
    areas(COMMUNE)
    parties(COMMITTEE)
    parties(COMMITTEE | {"host_type": "STATE_AGENCY"}, listed_on=LATER)
    parties(COMMITTEE | {"host_type": "PARTY_AGENCY"}, listed_on=LATER)

    versions = find("06.065.002.000.000").versions.in_order()
    assert [version.host_type for version in versions] == ["COMMUNE", "PARTY_AGENCY"]


@pytest.mark.usefixtures("district")
def test_later_list_with_another_superior_is_a_move():
    areas(COMMUNE)
    other = COMMITTEE | {"code": "06.065.003.000.000", "name": "Đảng bộ xã Thanh Vận"}
    parties(COMMITTEE, other, SCHOOL_BRANCH)
    parties(SCHOOL_BRANCH | {"parent": "Đảng bộ xã Thanh Vận"}, listed_on=LATER)

    branch = find("06.065.002.000.015")
    parents = [placement.parent.name for placement in branch.placements.in_order()]
    assert parents == ["Đảng bộ xã Tân Sơn", "Đảng bộ xã Thanh Vận"]
    assert branch.placements.in_order().last().during.lower == LATER


@pytest.mark.usefixtures("district")
def test_superior_that_no_row_is_about_is_created_and_told():
    findings, _ = parties(SCHOOL_BRANCH | {"commune": None})

    committee = find("Đảng bộ xã Tân Sơn")
    assert [(finding.kind, finding.severity) for finding in findings] == [("created_unit", "info")]
    assert committee.type_id == "GRASSROOTS_COMMITTEE_ORG"
    assert find("06.065.002.000.015").parent == committee


@pytest.mark.usefixtures("district")
def test_superior_created_from_a_name_is_the_unit_that_its_own_row_describes():
    parties(SCHOOL_BRANCH | {"commune": None})
    created = find("Đảng bộ xã Tân Sơn")
    parties(COMMITTEE | {"commune": None}, listed_on=LATER)

    committee = find("06.065.002.000.000", LATER)
    assert committee == created
    assert committee.founded_on == dt.date(2008, 11, 11)
    assert committee.versions.in_order().first().during.lower == dt.date(2008, 11, 11)


@pytest.mark.usefixtures("district")
def test_committee_named_as_superior_means_its_organization():
    findings, _ = parties(
        COMMITTEE | {"parent": "Huyện ủy Chợ Mới", "commune": None},
        SCHOOL_BRANCH | {"parent": "Đảng ủy xã Tân Sơn", "commune": None},
    )

    assert findings == []
    assert find("06.065.002.000.015").parent == find("06.065.002.000.000")
    assert find("06.065.002.000.000").parent == queries.root(Tree.PARTY)


@pytest.mark.usefixtures("district")
def test_commune_that_no_list_has_is_created_with_the_code_of_the_catalogue():
    CatalogueArea.objects.create(
        code="02089",
        name="Xã Tân Sơn",
        match_name=text.match_key("Xã Tân Sơn"),
        level="COMMUNE",
        parent_code="065",
        during=(None, dt.date(2025, 7, 1)),
    )
    findings, _ = parties(COMMITTEE)

    commune = find("Xã Tân Sơn")
    assert [finding.kind for finding in findings] == ["created_area"]
    assert commune.code == "02089"
    assert areas(COMMUNE)[1] == []


@pytest.mark.usefixtures("district")
def test_kind_that_the_list_does_not_say_follows_from_name_and_place():
    areas(COMMUNE)
    untyped = {"type_code": None}
    parties(COMMITTEE | untyped, SCHOOL_BRANCH | untyped, {"name": "Chi bộ Kho bạc Nhà nước huyện"})

    assert find("Đảng bộ xã Tân Sơn").type_id == "GRASSROOTS_COMMITTEE_ORG"
    assert find("Chi bộ Trường Mầm non Tân Sơn").type_id == "BRANCH"
    assert find("Chi bộ Kho bạc Nhà nước huyện").type_id == "GRASSROOTS_BRANCH"


@pytest.mark.usefixtures("district")
def test_check_tells_both_rows_of_a_code_and_what_may_not_stand_there():
    findings, changes = take_in(
        bulk.check_party_organizations,
        COMMITTEE,
        COMMITTEE | {"name": "Đảng bộ xã Thanh Vận"},
        SCHOOL_BRANCH | {"parent": None, "founded_on": dt.date(2033, 1, 1)},
    )

    told = [(finding.origin, finding.kind, finding.severity) for finding in findings]
    assert told == [
        (1, "duplicate_code", "doubt"),
        (2, "duplicate_code", "doubt"),
        (3, "founded_after_list", "doubt"),
        (3, "nesting", "warning"),
    ]
    assert changes == []


@pytest.mark.usefixtures("district")
def test_superior_of_which_there_are_two_is_doubtful():
    committees = [
        COMMITTEE | {"code": f"06.065.00{place}.000.000", "commune": None} for place in (2, 3)
    ]
    findings, _ = take_in(
        bulk.check_party_organizations, *committees, SCHOOL_BRANCH | {"commune": None}
    )

    assert [(f.origin, f.kind) for f in findings] == [(3, "ambiguous_unit")]


def test_code_of_an_ended_organization_is_doubtful(district):
    make.unit("GRASSROOTS_BRANCH", under=district.party, code=BRANCH["code"], until=LISTED)

    findings, _ = take_in(bulk.check_party_organizations, BRANCH | {"parent": None})

    assert "ended_unit" in {finding.kind for finding in findings}


@pytest.mark.usefixtures("district")
def test_organization_that_the_list_says_has_ended_does_not_count_that_day():
    areas(COMMUNE)
    parties(COMMITTEE | {"is_closed": True}, SCHOOL_BRANCH | {"closed_on": dt.date(2020, 1, 1)})

    closed = Unit.objects.get(name="Đảng bộ xã Tân Sơn")
    assert (closed.closed_on, closed.is_active) == (LISTED, False)
    names = set(queries.units_on(Tree.PARTY, LISTED).values_list("name_on", flat=True))
    assert names == {"Đảng bộ huyện Chợ Mới", "Đảng bộ tỉnh Bắc Kạn"}


@pytest.mark.usefixtures("district")
def test_agency_gets_a_kind_a_level_a_code_and_an_area():
    areas(COMMUNE)
    findings, _ = agencies(
        "UBND xã Tân Sơn", "Trường THCS Tân Sơn", "Phòng Nội vụ", "Ban Tổ chức Huyện ủy"
    )

    facts = {
        unit.name: (unit.type_id, version.level, version.host_area.name)
        for unit in Unit.objects.filter(tree=Tree.AGENCY, is_root=False)
        for version in unit.versions.all()
    }
    assert facts == {
        "UBND xã Tân Sơn": ("COMMUNE_AUTHORITY", "COMMUNE", "Xã Tân Sơn"),
        "Trường THCS Tân Sơn": ("SCHOOL", "DISTRICT", "Xã Tân Sơn"),
        "Phòng Nội vụ": ("STATE_AGENCY", "DISTRICT", "Huyện Chợ Mới"),
        "Ban Tổ chức Huyện ủy": ("PARTY_AGENCY", "DISTRICT", "Huyện Chợ Mới"),
    }
    assert find("UBND xã Tân Sơn").code == "CQ.0001"
    assert [finding.kind for finding in findings] == ["created_agency"] * 4


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("agencies_first", [True, False])
def test_branch_and_its_school_find_each_other_whichever_list_comes_first(agencies_first):
    areas(COMMUNE)
    lists = [lambda: agencies("Trường Mầm non Tân Sơn"), lambda: parties(COMMITTEE, SCHOOL_BRANCH)]
    for take in lists if agencies_first else reversed(lists):
        take()
    refresh_overseers()

    school = find("Trường Mầm non Tân Sơn")
    branch = find("Chi bộ Trường Mầm non Tân Sơn")
    assert branch.versions.get().host_agency == school
    assert school.versions.get().host_area == find("02089")
    assert Unit.objects.get(pk=school.pk).overseer == branch


@pytest.mark.usefixtures("district")
def test_earlier_list_moves_the_day_from_which_the_register_knows_a_unit():
    agencies("Phòng Nội vụ", listed_on=LATER)
    agencies("Phòng Nội vụ")

    assert find("Phòng Nội vụ").recorded_from == LISTED


def test_commune_as_root_takes_its_own_name_as_the_area_of_its_organizations():
    file = {
        "regime": "R1",
        "party": {"name": "Đảng bộ xã Chợ Mới", "level": "commune", "superior": "Đảng bộ tỉnh X"},
        "area": {
            "code": "02086",
            "name": "Xã Chợ Mới",
            "parent_code": "19",
            "parent_name": "Tỉnh X",
        },
    }
    roots = make.roots(file)
    listed = dt.date(2025, 12, 31)
    areas({"code": "02086.01", "name": "Tổ 1", "parent": "Xã Chợ Mới"}, listed_on=listed)
    findings, _ = parties(
        {
            "name": "Chi bộ Tổ 1",
            "type_code": "BRANCH",
            "village": "Tổ 1",
            "commune": "Xã Chợ Mới",
            "parent": "Đảng bộ xã Chợ Mới",
        },
        listed_on=listed,
    )
    agencies("UBND xã Chợ Mới", listed_on=listed)

    assert findings == []
    branch = find("Chi bộ Tổ 1", listed)
    assert branch.parent == roots.party
    assert branch.versions.get().host_area.name == "Tổ 1"
    assert branch.versions.get().host_area.parent == roots.area
    assert find("UBND xã Chợ Mới", listed).versions.get().host_area == roots.area
    assert Unit.objects.filter(tree=Tree.AREA).count() == 3


def test_tables_hold_one_row_for_each_unit_of_a_first_list(district):
    areas(COMMUNE, VILLAGE)
    parties(COMMITTEE, BRANCH, SCHOOL_BRANCH)

    units = Unit.objects.filter(recorded_from=LISTED)
    assert units.count() == 5
    for model in (UnitVersion, UnitPlacement, UnitCode):
        assert model.objects.filter(unit__in=units).count() == 5


@pytest.mark.usefixtures("district")
def test_root_in_a_list_stays_what_it_is():
    _, changed_areas = areas({"code": "065", "name": "Huyện Chợ Mới", "parent": "Tỉnh Bắc Kạn"})
    _, changed_parties = parties(
        {"name": "Đảng bộ huyện Chợ Mới", "parent": "Đảng bộ tỉnh Bắc Kạn", "code": "06.065"}
    )

    assert (changed_areas, changed_parties) == ([], [])


@pytest.mark.usefixtures("district")
def test_commune_that_only_its_village_names_is_created_and_then_completed():
    findings, _ = areas(VILLAGE)
    created = find("Xã Tân Sơn")

    assert [finding.kind for finding in findings] == ["created_area"]
    assert (created.type_id, created.code) == ("COMMUNE", "02089")
    assert find("02089.01").parent == created
    assert areas(COMMUNE)[1] == []


@pytest.mark.usefixtures("district")
def test_area_with_a_new_code_is_the_same_area():
    areas(COMMUNE)
    areas(COMMUNE | {"code": "02104"}, listed_on=LATER)

    commune = find("02104", LATER)
    assert commune == find("02089")
    assert [row.code for row in commune.codes.in_order()] == ["02089", "02104"]


@pytest.mark.usefixtures("district")
def test_commune_of_which_there_are_two_is_left_open():
    areas(COMMUNE, {"code": "02090", "name": "Thị trấn Tân Sơn", "parent": "Huyện Chợ Mới"})
    findings, _ = parties(COMMITTEE | {"commune": "Tân Sơn"})

    assert findings == []
    assert find(COMMITTEE["code"]).versions.get().host_area is None


@pytest.mark.usefixtures("district")
def test_village_without_a_commune_is_looked_for_in_that_of_the_superior():
    other = {"code": "02090", "name": "Xã Thanh Vận", "parent": "Huyện Chợ Mới"}
    twin = {"code": "02090.01", "name": "Bản Ẻn", "parent_code": "02090"}
    areas(COMMUNE, VILLAGE, other, twin)
    parties(COMMITTEE, BRANCH | {"commune": None})

    assert find(BRANCH["code"]).versions.get().host_area == find("02089.01")


@pytest.mark.usefixtures("district")
def test_village_that_no_list_has_is_created_below_the_commune():
    areas(COMMUNE)
    findings, _ = parties(
        COMMITTEE, BRANCH, BRANCH | {"code": None, "name": "Chi bộ Tổ 5", "village": "Tổ 5"}
    )

    assert [finding.kind for finding in findings] == ["created_area", "created_area"]
    assert find("Bản Ẻn").parent == find("Tổ 5").parent == find("02089")
    assert find("Tổ 5").type_id == "RESIDENTIAL_GROUP"


@pytest.mark.usefixtures("district")
def test_superior_is_not_the_branch_of_the_same_name():
    committee = {"code": "1", "name": "Công an huyện", "type_code": "GRASSROOTS_COMMITTEE_ORG"}
    branch = {
        "code": "2",
        "name": "Công an huyện",
        "type_code": "BRANCH",
        "parent": "Công an huyện",
    }
    parties(committee, branch)

    assert find("2").parent == find("1")


@pytest.mark.usefixtures("district")
def test_organization_below_a_superior_without_an_area_of_its_own_inherits_it():
    areas(COMMUNE, VILLAGE)
    section = {
        "code": "3",
        "name": "Đảng bộ bộ phận trường học",
        "type_code": "SECTION_ORG",
        "parent": "Đảng bộ xã Tân Sơn",
    }
    parties(COMMITTEE, section, BRANCH | {"commune": None, "parent": section["name"]})

    assert find(BRANCH["code"]).versions.get().host_area == find("02089.01")
    findings, _ = parties(
        BRANCH | {"commune": None, "parent": section["name"]}, section, listed_on=LATER
    )
    assert findings == []


def test_lists_need_an_installation_that_is_set_up():
    make.seeds()

    for take in (parties, agencies):
        with pytest.raises(LookupError):
            take("A") if take is agencies else take(COMMITTEE)


@pytest.mark.usefixtures("district")
def test_block_of_the_list_tells_the_kind_where_the_name_does_not():
    take_in(
        bulk.ensure_agencies,
        {"agency": "Khối Mầm non", "block": "trường học"},
        {"agency": "Tổ giúp việc", "block": None},
        {"agency": None},
    )

    assert find("Khối Mầm non").type_id == "SCHOOL"
    assert find("Tổ giúp việc").type_id == "STATE_AGENCY"
    assert Unit.objects.filter(tree=Tree.AGENCY, is_root=False).count() == 2
