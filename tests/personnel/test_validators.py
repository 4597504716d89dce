import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.personnel import validators
from coso.personnel.enums import Category, PostGroup

DAY = dt.date(2023, 6, 30)


@pytest.mark.parametrize(
    ("title", "agency_type", "expected"),
    [
        ("Chuyên viên", "STATE_AGENCY", PostGroup.OFFICE),
        ("CHUYÊN VIÊN", "PUBLIC_SERVICE_UNIT", PostGroup.OFFICE),
        ("Phó Trưởng phòng", "STATE_AGENCY", PostGroup.MANAGING),
        ("Phó Bí thư Huyện uỷ, Chủ tịch UBND huyện", "STATE_AGENCY", PostGroup.MANAGING),
        ("Hiệu trưởng", "SCHOOL", PostGroup.MANAGING),
        ("Giám đốc", "PUBLIC_SERVICE_UNIT", PostGroup.MANAGING),
        ("Giáo viên", "SCHOOL", PostGroup.PROFESSIONAL),
        ("Viên chức chuyên môn", "PUBLIC_SERVICE_UNIT", PostGroup.PROFESSIONAL),
        ("Tổ trưởng chuyên môn", "SCHOOL", PostGroup.PROFESSIONAL),
        ("Phó Tổ trưởng", "SCHOOL", PostGroup.PROFESSIONAL),
        ("Kế toán", "SCHOOL", PostGroup.PROFESSIONAL),
        ("Kế toán", "STATE_AGENCY", PostGroup.OFFICE),
        ("Tài chính - kế toán", "COMMUNE_AUTHORITY", PostGroup.OFFICE),
        ("", "SCHOOL", PostGroup.PROFESSIONAL),
    ],
)
def test_post_group_follows_the_title_and_then_the_agency(title, agency_type, expected):
    assert validators.post_group(title, agency_type) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Cán bộ", Category.CADRE),
        ("CB", Category.CADRE),
        ("Viên chức quản lý", Category.PUBLIC_EMPLOYEE),
        ("Hợp đồng làm việc", Category.PUBLIC_EMPLOYEE),
        ("HĐLĐ", Category.CONTRACT_WORKER),
        ("Hợp đồng LĐ", Category.CONTRACT_WORKER),
        ("Hợp đồng theo Nghị định 111", Category.CONTRACT_WORKER),
        ("Cán bộ, công chức", None),
        ("", None),
    ],
)
def test_category_is_read_as_offices_write_it(written, expected):
    assert validators.category_spellings().get(written) == expected


@pytest.mark.parametrize("written", ["01.003", "1.003", "01003", "1003"])
def test_rank_code_gets_back_what_excel_took(written):
    assert validators.parse_rank_code(written) == "01.003"


@given(st.integers(1, 99), st.integers(1, 999))
def test_rank_code_survives_being_a_number(group, rank):
    code = f"{group:02d}.{rank:03d}"

    assert validators.parse_rank_code(code) == code
    assert validators.parse_rank_code(str(float(code))) == code
    assert validators.parse_rank_code(str(int(code.replace(".", "")))) == code


@pytest.mark.parametrize("written", ["V.07.04.31", "", "Chuyên viên"])
def test_other_code_of_a_rank_stays_as_it_is(written):
    assert validators.parse_rank_code(written) == written


def test_categories_named_are_those_in_the_heading():
    heading = "DANH SÁCH CÁN BỘ, CÔNG CHỨC CẤP XÃ"

    assert validators.categories_named(heading) == {Category.CADRE, Category.CIVIL_SERVANT}


@pytest.mark.parametrize(
    ("title", "agency_type", "on", "expected"),
    [
        ("Bí thư Đảng ủy", "COMMUNE_AUTHORITY", DAY, Category.CADRE),
        ("Văn hoá - xã hội", "COMMUNE_AUTHORITY", DAY, Category.CIVIL_SERVANT),
        ("Bí thư Đảng ủy", "COMMUNE_AUTHORITY", dt.date(2025, 7, 1), None),
        ("Trưởng phòng", "STATE_AGENCY", dt.date(2026, 1, 1), Category.CIVIL_SERVANT),
        ("Hiệu trưởng", "SCHOOL", DAY, Category.PUBLIC_EMPLOYEE),
        ("Giáo viên", "SCHOOL", DAY, None),
        ("Chuyên viên", "STATE_AGENCY", DAY, None),
    ],
)
def test_certain_category_is_told_only_where_no_other_is_possible(title, agency_type, on, expected):
    assert validators.certain_category(title, agency_type, on) == expected
