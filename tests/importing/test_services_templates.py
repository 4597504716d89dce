"""Blank forms: known to the importer, empty until filled in, and every value to choose is read."""

import datetime as dt
import functools
import io

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coso.core.types import SYSTEM
from coso.importing import rows
from coso.importing.columns import Kind
from coso.importing.services import (
    UnableToWriteTemplate,
    import_workbooks,
    list_templates,
    write_template,
)
from coso.importing.sheets import REGISTERS
from coso.importing.sheets.plans import PlanBook
from coso.importing.workbook import (
    CHOICES_SHEET,
    GUIDE_SHEET,
    PATH_SEPARATOR,
    SAMPLE_MARK,
    Cells,
    find_table,
    read_grids,
)
from tests.factories import organizations, people
from tests.importing.conftest import counts

A3, A4 = 8, 9
LAYOUTS = [(register, layout) for register in REGISTERS for layout in register.layouts]
each_layout = pytest.mark.parametrize(
    ("register", "layout"), LAYOUTS, ids=[f"{r.kind}-{one.sheet}" for r, one in LAYOUTS]
)
each_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.kind)

DATING = {
    "(Tính đến ngày …/…/…)": "(Tính đến ngày 30/06/2023)",
    "(Năm …)": "(Năm 2022)",
    "(Nhiệm kỳ …-…)": "(Nhiệm kỳ 2020-2025)",
}
# Whoever comes must not be in the book yet; all else happens to a member.
ARRIVALS = ("Kết nạp", "Chuyển đến")
# What must be in the books before a row of a list can be true.
PRESUMED = {
    "agencies": ("areas", "staff"),
    "movements": ("members",),
    "decisions": ("members",),
    "enrollments": ("members", "staff", "courses"),
    "planning": ("members", "staff"),
    "targets": ("documents",),
    "work_items": ("documents",),
}
STANDING_ALONE = [
    (register, layout)
    for register, layout in LAYOUTS
    if layout.sheet in ARRIVALS or register.kind not in PRESUMED
]
SYLLABLES = ("An", "Bình", "Đạt", "Hoà", "Huệ", "Khuê", "Mỹ", "Ngưỡng", "Thuý", "Ươm")


@pytest.fixture(scope="module")
def units_of_the_module(lasting):
    """Set up a root above the committee and the branches that the examples name."""
    root = organizations.roots().party
    people.seeds()
    committee = organizations.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Bình Minh", under=root)
    organizations.unit("BRANCH", "Chi bộ thôn Đồng Tâm", under=committee)
    organizations.unit("BRANCH", "Chi bộ Trạm Y tế", under=committee)


@pytest.fixture
def installation(units_of_the_module, db):
    """Have the units that the examples name."""


@functools.cache
def blank(kind):
    """Return the blank form of a kind, written once: every test has the same choices."""
    return write_template(kind)


@functools.cache
def opened(kind):
    """Return the blank form of a kind, to be looked at only."""
    return openpyxl.load_workbook(io.BytesIO(blank(kind)))


@pytest.fixture
def template(tmp_path, installation):
    """Return a function that writes the blank form of a kind to a file."""

    def write(kind):
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(blank(kind))
        return path

    return write


def sample_row(sheet):
    """Return the number of the sample row."""
    return next(
        row[1].row for row in sheet.iter_rows() if str(row[1].value).startswith(SAMPLE_MARK)
    )


def fill(path, layout, cells=None):
    """Put cells, else the sample as a true row, into one sheet of a form."""
    book = openpyxl.load_workbook(path)
    sheet = book[layout.sheet]
    sheet["A3"] = DATING.get(sheet["A3"].value)
    row = sample_row(sheet)
    written = [cell.value for cell in sheet[row][1:]]
    written[0] = written[0].removeprefix(SAMPLE_MARK).strip()
    for column, value in enumerate(written if cells is None else cells, start=2):
        sheet.cell(row if cells is None else row + 1, column).value = value
    book.save(path)


def take_in(*paths, **options):
    return import_workbooks(paths=paths, actor=SYSTEM, **options)


def take_in_sample(template, register, layout):
    """Import the sample as a true row, after the lists with the member whom it is about."""
    before = () if layout.sheet in ARRIVALS else PRESUMED.get(register.kind, ())
    for presumed in (r for r in REGISTERS if r.kind in before):
        lists = template(presumed.kind)
        fill(lists, presumed.layouts[0])
        take_in(lists)
    path = template(register.kind)
    fill(path, layout)
    return take_in(path)


@each_register
def test_untouched_form_is_known_and_changes_nothing(template, register):
    report = take_in(template(register.kind))

    assert [(sheet.kind, sheet.sheet) for sheet in report.sheets] == [
        (register.kind, layout.sheet) for layout in register.layouts
    ]
    assert report.problems == ()
    assert counts(report) == [(0, 0, 0)] * len(register.layouts)
    assert (report.applied, report.import_id) == (True, None)


@each_layout
def test_every_column_of_a_form_is_that_field(template, register, layout):
    grid = next(g for g in read_grids(template(register.kind)) if g.sheet == layout.sheet)
    table = find_table("", grid, lambda text: text in _headers(layout))

    found = register.recognize(table)

    assert {name: column.header for name, column in found.items()} == {
        field.name: field.label for field in layout.fields
    }
    assert [column.header for column in table.columns] == [
        "STT",
        *(field.label for field in layout.fields),
    ]


def _headers(layout):
    return {part for field in layout.fields for part in field.label.split(PATH_SEPARATOR)}


@each_layout
def test_sample_is_a_row_that_could_be_true(template, register, layout):
    report = take_in_sample(template, register, layout)

    assert [p for p in report.problems if p.severity in ("error", "doubt")] == []
    done = {sheet.sheet: (sheet.rows, sheet.created, sheet.updated) for sheet in report.sheets}
    assert done.pop(layout.sheet) in ((1, 1, 0), (1, 0, 1))
    assert set(done.values()) <= {(0, 0, 0)}


WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5).map(" ".join)
BIRTHS = st.dates(dt.date(1940, 1, 1), dt.date(1985, 12, 31)).map("{:%d/%m/%Y}".format)
# Cells that may be anything of their kind without regard to the other cells.
DRAWN = {
    "full_name": WORDS,
    "born": BIRTHS,
    "born_male": BIRTHS,
    "name": WORDS.map("Chi bộ {}".format),
    "code": st.integers(0, 99_999).map("{:05d}".format),
    "rank_code": st.integers(0, 99_999).map("{:05d}".format),
}
CHOSEN = ("ethnicity", "general", "professional", "theory", "management", "category_said")


def generated(field, draw):
    """Return a cell: drawn where it stands alone, else as in the sample."""
    if field.name in CHOSEN:
        return draw(st.sampled_from(field.offered()))
    return draw(DRAWN[field.name]) if field.name in DRAWN else field.example


@pytest.mark.parametrize(
    ("register", "layout"), STANDING_ALONE, ids=[one.sheet for _, one in STANDING_ALONE]
)
@settings(
    max_examples=3,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_filled_row_is_taken_in(template, register, layout, data):
    cells = [generated(field, data.draw) for field in layout.fields]
    path = template(register.kind)
    fill(path, layout, cells)

    report = take_in(path, dry_run=True)

    assert [p for p in report.problems if p.severity in ("error", "doubt")] == []
    assert [s.created for s in report.sheets if s.sheet == layout.sheet] == [1]


@each_layout
def test_every_value_to_choose_is_read(installation, register, layout):
    book = opened(register.kind)
    sheet = book[layout.sheet]

    offered = {
        column: values_at(book, rule.formula1)
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for column in range(area.min_col, area.max_col + 1)
    }

    for column, field in enumerate(layout.fields, start=2):
        values = offered.get(column, [])
        assert values == field.offered()
        if values:
            cells = Cells(pl.Series(values), pl.Series([False] * len(values)))
            assert rows.clean(field, cells).refusals == ()


def values_at(book, formula):
    name, _, area = formula.lstrip("=").replace("'", "").partition("!")
    return [cell.value for (cell,) in book[name][area.replace("$", "")]]


def test_lists_to_choose_from_are_those_of_the_register(installation):
    book = opened("members")
    labels = [cell.value for cell in book[CHOICES_SHEET][1]]

    assert labels == ["Dân tộc", "Trình độ › GDPT", "Trình độ › Chuyên môn", "Trình độ › LLCT"]
    assert book[CHOICES_SHEET].max_row == 55
    assert book[CHOICES_SHEET].sheet_state == "hidden"


@each_layout
def test_cells_keep_zeros_and_are_not_made_dates(installation, register, layout):
    sheet = opened(register.kind)[layout.sheet]
    first = sample_row(sheet)

    for column, field in enumerate(layout.fields, start=2):
        kept = "General" if field.kind in (Kind.INTEGER, Kind.DECIMAL) else "@"
        (whole,) = [d for d in sheet.column_dimensions.values() if d.min <= column <= d.max]
        assert {sheet.cell(first + 1, column).number_format, whole.number_format} == {kept}


@each_layout
def test_form_is_ready_to_fill_in_and_print(installation, register, layout):
    sheet = opened(register.kind)[layout.sheet]
    first = sample_row(sheet)

    assert sheet["A2"].value == layout.title.upper()
    assert sheet.freeze_panes == f"C{first}"
    assert sheet.print_title_rows == f"${5}:${first - 1}"
    paper = A3 if len(layout.fields) > 20 else A4
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", paper)
    assert sheet.cell(first, 2).font.i
    assert sheet.cell(first, 2).font.color.rgb == "FF7F7F7F"


@each_register
def test_guidance_names_every_column_and_what_must_be_filled(installation, register):
    guide = opened(register.kind)[GUIDE_SHEET]
    said = {}
    for row in guide.iter_rows():
        said.setdefault(row[0].value, [cell.value for cell in row[1:5]])

    for layout in register.layouts:
        for field in layout.fields:
            how, others, _example, need = said[field.label]
            assert (need == "Bắt buộc") == field.filled
            assert how
            assert field.hint in how
            assert f"“{field.label}”" not in (others or "")


def test_guidance_names_other_spellings_of_a_value(installation):
    guide = opened("members")[GUIDE_SHEET]
    said = [tuple(cell.value for cell in row[:3]) for row in guide.iter_rows()]

    assert ("Dân tộc", "Kinh", "Việt") in said


def test_guidance_names_the_values_of_each_list_of_a_register(installation):
    guide = opened("movements")[GUIDE_SHEET]
    said = [tuple(cell.value for cell in row[:2]) for row in guide.iter_rows()]

    values = [value for column, value in said[said.index(("Cột", "Giá trị để chọn")) :]]
    assert values[1:] == ["Chính thức", "Tạm thời", "Xóa tên", "Khai trừ"]


def test_plan_asks_once_when_somebody_was_born():
    names = [field.name for layout in PlanBook().layouts for field in layout.fields]

    assert ("born_male" in names, "born" in names) == (True, False)


def test_forms_hold_no_macro_and_have_plain_names(installation):
    names = [form.file_name for form in list_templates()]
    content = write_template("members")

    assert len(set(names)) == len(REGISTERS)
    assert all(name.isascii() and name.endswith(".xlsx") for name in names)
    assert "mau-danh-sach-dang-vien.xlsx" in names
    assert openpyxl.load_workbook(io.BytesIO(content)).vba_archive is None


def test_form_of_an_unknown_register_is_refused_with_those_there_are(db):
    with pytest.raises(UnableToWriteTemplate, match=r"“đảng viên”.*members"):
        write_template("đảng viên")
