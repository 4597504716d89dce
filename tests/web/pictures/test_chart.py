"""Pictures: the drawing, the table and the sentence say the same numbers."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from django.template import Context, Template

from coso.web.pictures import drawn, wording
from coso.web.pictures.chart import Cell, Chart, Row, Series
from coso.web.pictures.layouts import columns, treemap
from coso.web.pictures.layouts.treemap import Tile

WIDTHS = (drawn.NARROW, drawn.HALF, drawn.FULL)
KINDS = ("treemap", "pyramid", "shares", "columns", "bars")
TWO = {"pyramid", "shares"}


def chart(values, kind="treemap", series=("Đảng viên",), **more):
    """Return a picture with a row for each tuple of numbers."""
    rows = tuple(
        Row(f"Chi bộ số {index}", tuple(Cell(value, f"/{index}/") for value in cells))
        for index, cells in enumerate(values)
    )
    fills = ("seq-5", "seq-2", "seq-1") if kind == "shares" else ("data-1", "data-3")
    return Chart(
        name="thu",
        kind=kind,
        title="Đơn vị & số <đảng viên>",
        what="đảng viên",
        row_word="đơn vị",
        series=tuple(Series(label, fill) for label, fill in zip(series, fills, strict=False)),
        rows=rows,
        day=dt.date(2023, 6, 30),
        place="Đảng bộ xã, tính đến ngày 30/06/2023",
        source="Nguồn: Sổ đảng viên.",
        all_url="/tat-ca/",
        **more,
    )


def of_kind(kind, values):
    two = kind in TWO
    return chart(
        [(value, value + 1) if two else (value,) for value in values],
        kind,
        ("Nam", "Nữ") if two else ("Đảng viên",),
    )


def marks(made, width):
    """Return what the marks of a drawing say."""
    drawing = ET.fromstring(drawn.drawing(made, width))  # noqa: S314 -- our own
    return [each.get("aria-label") for each in drawing.iter() if each.get("aria-label")][1:]


def numbers_in(said):
    return [int(re.search(r": ([\d.]+) ", each)[1].replace(".", "")) for each in said]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [[7], [7, 40, 12], list(range(1, 12))])
def test_marks_add_up_to_the_table(kind, values, width):
    made = of_kind(kind, values)

    table = wording.table(made)
    listed = [int(cell.text.replace(".", "")) for row in table.rows for cell in row.cells]

    assert sum(numbers_in(marks(made, width))) == made.total
    assert sum(listed) == made.total * (2 if kind in TWO else 1)  # with the sum of each row


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_and_not_drawn(kind):
    empty = of_kind(kind, [0, 0]) if kind not in TWO else chart([(0, 0)], kind, ("Nam", "Nữ"))

    page = render(empty)

    assert "Không có đảng viên nào để vẽ" in page
    assert "<svg" not in page.replace("ui-icon", "")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["treemap", "bars"])
def test_six_hundred_units_stay_readable(kind, width):
    made = chart([(value,) for value in range(1, 601)], kind)

    said = marks(made, width)

    assert len(said) <= 40
    assert sum(numbers_in(said)) == made.total
    assert any(each.startswith(f"Khác ({601 - len(said)}): ") for each in said)
    assert len(wording.table(made).rows) == 600


def test_grouped_twice_counts_every_unit():
    made = chart([(value,) for value in range(1, 101)]).grouped(50).grouped(10)

    assert made.rows[-1].label == "Khác (91)"
    assert made.rows[-1].cells == (Cell(sum(range(1, 92)), "/tat-ca/"),)
    assert made.total == 5050


@pytest.mark.parametrize("values", [[1], [5, 5], [100, 60, 30, 10, 1], list(range(1, 40))])
def test_tiles_fill_the_room_in_proportion(values):
    room = Tile(0, 0, 880, 440)

    tiles = treemap.squarified(sorted(values, reverse=True), room)

    for value, tile in zip(sorted(values, reverse=True), tiles, strict=True):
        assert tile.width * tile.height == pytest.approx(880 * 440 * value / sum(values))
        assert tile.x >= -1e-6
        assert tile.x + tile.width <= 880 + 1e-6
        assert tile.y + tile.height <= 440 + 1e-6


@pytest.mark.parametrize("width", WIDTHS)
def test_each_of_a_few_units_has_its_own_tile(width):
    made = chart([(value,) for value in (1156, 713, 637, 585, 453, 5)])

    said = marks(made, width)

    assert numbers_in(said) == [1156, 713, 637, 585, 453, 5]
    assert not any(each.startswith("Khác") for each in said)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_tile_is_too_small_to_be_pressed(width):
    made = chart([(value,) for value in (900, 80, 9, 8, 7, 3, 2, 1)])
    drawing = ET.fromstring(drawn.drawing(made, width))  # noqa: S314

    boxes = [(float(box.get("width")), float(box.get("height"))) for box in drawing.iter("rect")]
    assert len(boxes) > 1
    assert min(min(box) for box in boxes) >= 24


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (17, [0, 5, 10, 15, 20]),
        (242, [0, 50, 100, 150, 200, 250]),
    ],
)
def test_axis_begins_at_zero_with_round_steps(largest, ticks):
    assert columns.ticks_to(largest) == ticks


def test_columns_are_as_high_as_their_numbers():
    drawing = ET.fromstring(drawn.drawing(chart([(10,), (5,), (20,)], "columns"), drawn.HALF))  # noqa: S314

    ten, five, twenty = [float(box.get("height")) for box in drawing.iter("rect")]
    assert twenty + 1 == pytest.approx(2 * (ten + 1))
    assert ten + 1 == pytest.approx(2 * (five + 1))


def test_columns_turn_to_years_where_months_have_no_room():
    years = chart([(30,), (31,)], "columns")
    made = evolve(chart([(1,)] * 61, "columns"), coarser=years)

    assert marks(made, drawn.NARROW) == marks(years, drawn.NARROW)
    assert len(marks(evolve(made, rows=made.rows[:12]), drawn.HALF)) == 12


def test_sentence_names_the_largest_and_the_smallest():
    made = chart([(1500,), (200,), (300,)])

    assert wording.sentence(made) == (
        "2.000 đảng viên ở 3 đơn vị; nhiều nhất là Chi bộ số 0: 1.500 (75,0%), "
        "ít nhất là Chi bộ số 1: 200 (10,0%)."
    )
    assert wording.sentence(chart([(9,)])) == "9 đảng viên ở 1 đơn vị: Chi bộ số 0."
    assert wording.sentence(chart([(3,), (3,)])) == "6 đảng viên ở 2 đơn vị, mỗi đơn vị 3."


def test_sentence_of_ages_shares_and_months():
    ages = chart([(30, 10), (5, 5)], "pyramid", ("Nam", "Nữ"))
    shares = chart([(3, 1), (0, 0)], "shares", ("Đại học", "Sơ cấp"))
    months = chart([(3, 1), (4, 0)], "columns", ("Đã họp", "Chưa họp"))

    assert wording.sentence(ages) == (
        "Nhóm đông nhất là Chi bộ số 0: 30 nam và 10 nữ; nữ chiếm 30,0% của 50 đảng viên."
    )
    assert wording.sentence(shares) == "Chi bộ số 0: nhiều nhất là đại học, 75,0%."
    assert wording.sentence(months) == (
        "8 đảng viên trong 2 đơn vị: đã họp 7, nhiều nhất vào Chi bộ số 1 (4); "
        "chưa họp 1, nhiều nhất vào Chi bộ số 0 (1)."
    )


def test_share_of_a_share_is_of_its_own_base():
    made = chart([(3,), (1,)], "bars")
    made = evolve(made, rows=tuple(evolve(row, base=4) for row in made.rows))

    assert marks(made, drawn.HALF) == [
        "Chi bộ số 0: 3 đảng viên (75,0%)",
        "Chi bộ số 1: 1 đảng viên (25,0%)",
    ]


def render(made):
    return Template("{% load ui %}{% picture chart=made %}").render(Context({"made": made}))


def test_page_shows_what_a_user_typed_and_never_runs_it():
    made = chart([(1,)])
    hostile = evolve(made, rows=(Row("<script>alert(1)</script>", (Cell(1, '/"><b>'),)),))

    page = render(hostile)

    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_sheet_carries_title_day_sentence_and_source_and_no_address():
    sheet = drawn.sheet(of_kind("treemap", [1, 2]))
    words = " ".join(each.text or "" for each in ET.fromstring(sheet).iter())  # noqa: S314

    assert sheet.startswith("<svg")
    assert "href" not in sheet
    for part in ("Đơn vị & số <đảng viên>", "30/06/2023", "3 đảng viên ở 2 đơn vị", "Nguồn: Sổ"):
        assert part in words
