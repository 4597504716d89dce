import datetime as dt

import pytest

from coso.organizations import queries
from coso.organizations.enums import Tree
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db

REFORM = dt.date(2025, 7, 1)
BEFORE = dt.date(2023, 6, 30)


@pytest.fixture
def district():
    return make.roots()


@pytest.fixture
def reformed(district):
    old = make.unit(
        "TOWNSHIP", "Thị trấn Đồng Tâm", under=district.area, code="02086", until=REFORM
    )
    new = make.unit("COMMUNE", "Xã Chợ Mới", under=district.area, code="02086", since=REFORM)
    return old, new


def test_code_means_the_unit_of_the_day(reformed):
    old, new = reformed

    assert queries.find_unit("02086", BEFORE) == old
    assert queries.find_unit("02086", REFORM) == new


def test_code_of_another_period_finds_the_unit(district):
    unit = make.unit("GRASSROOTS_BRANCH", under=district.party)
    unit.codes.create(tree="PARTY", code="06.065.021.000.000", during=(None, REFORM))

    assert queries.find_unit("06.065.021.000.000", dt.date(2026, 1, 1)) == unit
    assert queries.find_unit("06065021000000", dt.date(2026, 1, 1)) == unit


def test_name_is_found_in_any_spelling(district):
    unit = make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Hoà Mục", under=district.party)

    assert queries.find_unit("  đảng bộ xã  HÒA MỤC ", BEFORE) == unit


def test_name_is_that_of_the_day(reformed):
    with pytest.raises(queries.UnitNotFound):
        queries.find_unit("Xã Chợ Mới", BEFORE)


def test_unknown_unit_says_what_to_do(district):
    with pytest.raises(queries.UnitNotFound) as refusal:
        queries.find_unit("Đảng bộ xã Đâu Đó", BEFORE)

    assert "Đảng bộ xã Đâu Đó" in refusal.value.message
    assert "Hãy ghi mã" in refusal.value.message


def test_name_of_two_units_names_both(district):
    communes = [
        make.unit("GRASSROOTS_COMMITTEE_ORG", name, under=district.party)
        for name in ("Đảng bộ xã Tân Sơn", "Đảng bộ thị trấn Đồng Tâm")
    ]
    branches = {
        make.unit("BRANCH", "Chi bộ Tổ 1", under=commune, code=f"06.065.00{place}.000.001")
        for place, commune in enumerate(communes, 1)
    }

    with pytest.raises(queries.AmbiguousUnit) as refusal:
        queries.find_unit("Chi bộ Tổ 1", BEFORE)

    assert set(refusal.value.candidates) == branches
    assert "06.065.002.000.001, Đảng bộ thị trấn Đồng Tâm" in refusal.value.message


def test_name_in_two_trees_is_settled_by_the_tree(district):
    area = make.unit("COMMUNE", "Đồng Tâm", under=district.area)
    make.unit("SCHOOL", "Đồng Tâm", under=district.agencies)

    assert queries.find_unit("Đồng Tâm", BEFORE, tree=Tree.AREA) == area
    with pytest.raises(queries.AmbiguousUnit):
        queries.find_unit("Đồng Tâm", BEFORE)


def test_name_of_two_units_is_settled_by_the_name_of_the_one_above(district):
    communes = [
        make.unit("GRASSROOTS_COMMITTEE_ORG", name, under=district.party)
        for name in ("Đảng bộ xã Tân Sơn", "Đảng bộ các cơ quan Đảng, đoàn thể")
    ]
    branches = [make.unit("BRANCH", "Chi bộ Đảng, đoàn thể", under=commune) for commune in communes]

    found = [
        queries.find_unit(f"Chi bộ Đảng, đoàn thể, {commune.name}", BEFORE) for commune in communes
    ]

    assert found == branches
    with pytest.raises(queries.UnitNotFound):
        queries.find_unit("Chi bộ Đảng, đoàn thể, Đảng bộ xã Yên Cư", BEFORE)
