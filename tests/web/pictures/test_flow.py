"""Who goes where: every band says its number, and no bar hides another's name."""

import datetime as dt
import itertools
import re
from xml.etree import ElementTree as ET

import pytest
from attrs import frozen

from coso.reorganizations.services import Flow
from coso.web.pictures import drawn, wording
from coso.web.reorganizations.pictures import flow_of

WIDTHS = (drawn.NARROW, drawn.FULL)


@frozen
class Plan:
    """What the picture tells of a plan."""

    name: str = "Sắp xếp"
    effective_on: dt.date = dt.date(2025, 7, 1)


def flows(sources, targets):
    """Return flows from each source to each target."""
    return [
        Flow(f"Đảng bộ xã Cũ {source}", f"Đảng bộ xã Mới {target}", 10 * source + target)
        for source in range(1, sources + 1)
        for target in range(1, targets + 1)
    ]


def drawing(made, width):
    return ET.fromstring(drawn.drawing(made, width))  # noqa: S314 -- our own


def bands(made, width):
    return [each.get("aria-label") for each in drawing(made, width).iter() if each.get("role")][1:]


@pytest.mark.parametrize("width", WIDTHS)
def test_each_band_says_from_where_to_where_and_how_many(width):
    made = flow_of(Plan(), flows(2, 2))

    assert sorted(bands(made, width)) == [
        "Đảng bộ xã Cũ 1 về Đảng bộ xã Mới 1: 11 đảng viên (16,7%)",
        "Đảng bộ xã Cũ 1 về Đảng bộ xã Mới 2: 12 đảng viên (18,2%)",
        "Đảng bộ xã Cũ 2 về Đảng bộ xã Mới 1: 21 đảng viên (31,8%)",
        "Đảng bộ xã Cũ 2 về Đảng bộ xã Mới 2: 22 đảng viên (33,3%)",
    ]


def test_sentence_and_table_say_the_same_numbers():
    made = flow_of(Plan(), flows(2, 2))

    assert wording.sentence(made) == (
        "66 đảng viên từ 2 nơi đi về 2 nơi đến; đông nhất là từ Đảng bộ xã Cũ 2 về Đảng bộ xã "
        "Mới 2: 22."
    )
    table = wording.table(made)
    assert table.headings == ("Đảng bộ xã Mới 2", "Đảng bộ xã Mới 1", "Cộng")
    assert [[cell.text for cell in row.cells] for row in (*table.rows, table.foot)] == [
        ["22", "21", "43"],
        ["12", "11", "23"],
        ["34", "32", "66"],
    ]


def test_sentence_tells_by_itself_who_stays():
    stay, go = Flow("Chi bộ A", "Chi bộ A", 30), Flow("Chi bộ B", "Chi bộ A", 5)
    made = flow_of(Plan(), [stay, go])

    assert wording.sentence(made) == (
        "5 đảng viên từ 1 nơi đi về 1 nơi đến; đông nhất là từ Chi bộ B về Chi bộ A: 5; 30 người "
        "vẫn ở nơi cùng tên."
    )
    assert "Chi bộ A vẫn ở Chi bộ A: 30 đảng viên (85,7%)" in bands(made, WIDTHS[0])


@pytest.mark.parametrize("width", WIDTHS)
def test_small_sources_and_targets_beyond_the_colours_are_put_together(width):
    made = flow_of(Plan(), flows(40, 12))

    said = bands(made, width)

    assert made.series[-1].label == "Nơi khác (6)"
    assert sum(row.total for row in made.rows) == sum(flow.members for flow in flows(40, 12))
    assert any(each.startswith("Khác (25)") for each in said)
    numbers = [int(re.search(r": ([\d.]+) ", each)[1].replace(".", "")) for each in said]
    assert sum(numbers) == made.total


@pytest.mark.parametrize("width", WIDTHS)
def test_names_stand_one_below_the_other_within_the_drawing(width):
    whole = drawing(flow_of(Plan(), flows(20, 3)), width)

    for anchor in ("end", None):
        lines = [t for t in whole.iter("text") if t.get("text-anchor") == anchor]
        heights = [float(each.get("y")) for each in lines]
        assert all(low - high >= 15 for high, low in itertools.pairwise(heights))
        assert max(heights) <= float(whole.get("height"))
