import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.documents.enums import DocumentType
from coso.documents.models import Document
from coso.importing.services import import_workbooks
from tests.factories import organizations
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

HEADER = [
    *("STT", "Số, ký hiệu", "Ngày ban hành", "Loại văn bản", "Loại nghị quyết"),
    *("Cơ quan ban hành", "Nhiệm kỳ", "Trích yếu", "Giai đoạn", "Ghi chú"),
]


@pytest.fixture
def tree():
    roots = organizations.roots()
    organizations.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn", under=roots.party)
    return roots.party


def document(number="03-NQ/HU", day=dt.date(2020, 12, 15), **cells):
    row = {
        "type": "Nghị quyết",
        "thematic": "Chuyên đề",
        "issuer": "Huyện ủy",
        "term": "2020-2025",
        "summary": "công tác tổ chức bộ máy",
        "years": "2021-2025",
    } | cells
    return [
        *(1, number, day, row["type"], row["thematic"], row["issuer"], row["term"]),
        *(row["summary"], row["years"], None),
    ]


def imported(tmp_path, *rows, header=HEADER):
    path = workbook(tmp_path / "12.xlsx", Văn_bản=(["DANH MỤC VĂN BẢN"], header, rows))
    return import_workbooks(paths=[path], actor=SYSTEM)


def problems(report):
    return [(p.row, p.column, p.kind, p.severity) for p in report.problems]


def test_document_is_written_with_all_that_the_row_says(tree, tmp_path):
    report = imported(tmp_path, document())

    assert problems(report) == []
    made = Document.objects.get()
    assert (made.number, made.sequence, made.organ, made.type) == (
        "03-NQ/HU",
        3,
        "HU",
        DocumentType.RESOLUTION,
    )
    assert (made.issuer, made.issuer_name, made.is_thematic) == (tree, "Huyện ủy", True)
    assert (made.term.name, made.term_name) == ("2020-2025", "2020-2025")
    assert (made.first_year, made.last_year) == (2021, 2025)


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("Huyện uỷ", "Đảng bộ huyện Chợ Mới"),
        ("Huyện ủy Chợ Mới", "Đảng bộ huyện Chợ Mới"),
        ("Ban Thường vụ Huyện ủy", "Đảng bộ huyện Chợ Mới"),
        ("Ban Chấp hành Đảng bộ huyện", "Đảng bộ huyện Chợ Mới"),
        ("Tỉnh ủy Bắc Kạn", "Đảng bộ tỉnh Bắc Kạn"),
        ("Tỉnh ủy", "Đảng bộ tỉnh Bắc Kạn"),
        ("Đảng ủy xã Tân Sơn", "Đảng bộ xã Tân Sơn"),
        ("Đảng ủy", None),
        ("Bộ Nội vụ", None),
    ],
)
def test_issuer_is_the_organization_that_the_committee_leads(tree, tmp_path, issuer, expected):
    imported(tmp_path, document(issuer=issuer))

    made = Document.objects.select_related("issuer").get()
    assert (made.issuer.name if made.issuer else None) == expected


def test_bare_committee_is_the_root_of_a_commune(tmp_path):
    organizations.roots(
        {
            "regime": "R1",
            "party": {"name": "Đảng bộ xã Chợ Mới", "level": "commune"},
            "area": {"code": "01234", "name": "Xã Chợ Mới"},
        }
    )

    imported(tmp_path, document("01-NQ/ĐU", issuer="Đảng ủy xã"), document(issuer="Đảng ủy"))

    issuers = Document.objects.values_list("issuer__name", flat=True)
    assert set(issuers) == {"Đảng bộ xã Chợ Mới"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"term": "NK 2020 - 2025"}, "2020-2025"),
        ({"term": "Khóa XXII, nhiệm kỳ 2020-2025"}, "2020-2025"),
        ({"term": None}, "2020-2025"),
        ({"term": "2015-2020", "day": dt.date(2018, 4, 16)}, None),
        ({"term": None, "day": dt.date(2018, 4, 16)}, None),
    ],
)
def test_term_is_named_or_that_of_the_day(tree, tmp_path, cells, expected):
    imported(tmp_path, document(**cells))

    made = Document.objects.select_related("term").get()
    assert (made.term.name if made.term else None) == expected


def test_term_that_the_day_lies_outside_is_a_warning(tree, tmp_path):
    report = imported(tmp_path, document(day=dt.date(2018, 4, 16)))

    assert problems(report) == [(5, "C", "outside_term", "warning")]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "cells", "expected"),
    [
        ("65-QĐ/HU", {"type": "Quyết định"}, DocumentType.DECISION),
        ("65-QĐ/HU", {"type": None}, DocumentType.DECISION),
        ("65-QĐ/HU", {"type": None, "summary": "Quy định về thi đua"}, DocumentType.REGULATION),
        ("30/2020/NĐ-CP", {"type": None}, DocumentType.DECREE),
        ("12-PA/HU", {"type": None}, DocumentType.OTHER),
        ("65-QĐ/HU", {"type": "Văn kiện"}, DocumentType.OTHER),
    ],
)
def test_type_is_the_one_written_else_that_of_the_number(tree, tmp_path, number, cells, expected):
    imported(tmp_path, document(number, **cells))

    assert Document.objects.get().type == expected


def test_number_is_kept_in_the_form_of_its_rules(tree, tmp_path):
    imported(tmp_path, document("Số 3 - NQ/HU"))

    assert Document.objects.get().number == "03-NQ/HU"


def test_number_of_no_known_form_is_kept_with_a_warning(tree, tmp_path):
    report = imported(tmp_path, document("Công văn hỏa tốc"))

    assert problems(report) == [(5, "B", "unreadable_document_number", "warning")]
    assert Document.objects.get().number == "Công văn hỏa tốc"


def test_import_again_changes_nothing_whatever_the_tone_placement(tree, tmp_path):
    imported(tmp_path, document())

    report = imported(tmp_path, document("3-NQ/HU", issuer="Huyện uỷ"))

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 1)]
    assert Document.objects.get().issuer_name == "Huyện ủy"


def test_document_listed_twice_is_a_doubt_on_both_rows(tree, tmp_path):
    report = imported(tmp_path, document(), document())

    assert problems(report) == [
        (5, "B", "duplicate_row", "doubt"),
        (6, "B", "duplicate_row", "doubt"),
    ]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("2018", (2018, 2018)),
        ("2021-2025, định hướng đến năm 2030", (2021, 2025)),
        (None, (None, None)),
    ],
)
def test_years_are_those_of_the_period(tree, tmp_path, years, expected):
    imported(tmp_path, document(years=years))

    made = Document.objects.get()
    assert (made.first_year, made.last_year) == expected


def without(row, *columns):
    """Return the header and a row without some columns."""
    kept = [place for place, column in enumerate(HEADER) if column not in columns]
    return [HEADER[place] for place in kept], [row[place] for place in kept]


@pytest.mark.parametrize("column", ["Loại văn bản", "Loại nghị quyết", "Nhiệm kỳ", "Giai đoạn"])
def test_list_without_a_column_says_nothing_about_it(tree, tmp_path, column):
    # Of another type than its number tells, and issued outside the term that was written.
    row = document("03-KL/HU", dt.date(2019, 12, 15), type="Nghị quyết")
    imported(tmp_path, row)
    header, shorter = without(row, column)

    report = imported(tmp_path, shorter, header=header)

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 1)]


def test_new_document_without_these_columns_is_read_from_its_number_and_day(tree, tmp_path):
    header, row = without(document(), "Loại văn bản", "Loại nghị quyết", "Nhiệm kỳ")

    imported(tmp_path, row, header=header)

    made = Document.objects.get()
    assert (made.type, made.is_thematic, made.term_name) == ("NQ", False, "2020-2025")


def test_blank_where_the_list_has_the_column_takes_thematic_back(tree, tmp_path):
    imported(tmp_path, document())

    imported(tmp_path, document(thematic=None))

    assert not Document.objects.get().is_thematic


def test_list_with_a_secret_document_is_refused(tree, tmp_path):
    report = imported(tmp_path, document("12-BC/HU (Mật)"), document())

    assert problems(report) == [(5, "B", "secret_document", "error")]
    assert not Document.objects.exists()


def test_number_used_again_in_a_year_of_the_term_is_a_warning(tree, tmp_path):
    imported(tmp_path, document(day=dt.date(2021, 3, 1)))

    again = imported(tmp_path, document(day=dt.date(2021, 9, 1)))
    next_year = imported(tmp_path, document(day=dt.date(2022, 9, 1)))

    assert problems(again) == [(5, "B", "number_used_again", "warning")]
    assert "ngày 01/03/2021" in again.problems[0].message
    assert problems(next_year) == []
