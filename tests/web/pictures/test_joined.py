"""Boxes and the lines between them, at the width of a phone and of a desk."""

import datetime as dt
import itertools

import pytest

from coso.web.pictures import drawn
from coso.web.pictures.diagram import Box, Diagram, Join
from coso.web.pictures.layouts import joined


def diagram(*columns, label="Đảng bộ xã"):
    """Return a diagram of columns of so many boxes, each joined with all of the next column."""
    boxes, key = [], 0
    for count in columns:
        boxes.append(tuple(Box(key + each, f"{label} {key + each}") for each in range(count)))
        key += count
    joins = [
        Join(one.key, other.key, f"{one.label} sang {other.label}", 0.5)
        for before, after in itertools.pairwise(boxes)
        for one in before
        for other in after
    ]
    return Diagram(
        name="thu",
        title="Lai lịch",
        columns=tuple(boxes),
        joins=tuple(joins),
        headings=(),
        rows=(),
        sentence="",
        day=dt.date(2025, 7, 1),
        place="",
        source="",
    )


def boxes_of(drawing):
    return [
        tuple(float(each.attrib[name]) for name in ("x", "y", "width", "height"))
        for each in drawing.iter("rect")
    ]


def overlap(one, other):
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


@pytest.mark.parametrize("width", [drawn.NARROW, drawn.FULL])
@pytest.mark.parametrize("columns", [(1, 1), (3, 1), (1, 5), (2, 1, 4), (1, 1, 1, 1, 1, 1)])
def test_boxes_stand_apart_and_within(columns, width):
    drawing = joined.draw(diagram(*columns), width)

    found = boxes_of(drawing)
    assert len(found) == sum(columns)
    for index, box in enumerate(found):
        assert box[0] >= 0
        assert box[0] + box[2] <= width + 0.1
        assert box[1] + box[3] <= float(drawing.attrib["height"]) + 0.1
        assert not any(overlap(box, other) for other in found[:index])


def test_every_join_is_drawn_and_said():
    drawing = joined.draw(diagram(2, 1, 2), drawn.FULL)

    said = [mark.attrib["aria-label"] for mark in drawing.iter("g") if "aria-label" in mark.attrib]
    assert sum(" sang " in each for each in said) == 4


def test_long_name_takes_two_lines_and_is_cut_after():
    name = "Chi bộ Cơ quan Ủy ban nhân dân xã Chợ Mới thuộc Đảng bộ xã Chợ Mới số"
    drawing = joined.draw(diagram(1, 1, label=name), drawn.NARROW)

    texts = [text.text for text in drawing.iter("text")]
    assert len(texts) == 4
    assert texts[0] == "Chi bộ Cơ quan Ủy ban nhân dân xã"
    assert texts[1].endswith("…")
