"""Tables of a Word document, written as one piece of XML: rosters have thousands of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from coso.reporting.paper import Cell, Table, words_of

_PAGE: Final = 9354  # twentieths of a point: 165 mm between the margins
_HALF_POINTS: Final = 20
_PADDING: Final = 45  # narrower than usual: rosters have nine columns
_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES
)
_MARGINS: Final = (
    f'<w:tblCellMar><w:left w:w="{_PADDING}" w:type="dxa"/>'
    f'<w:right w:w="{_PADDING}" w:type="dxa"/></w:tblCellMar>'
)
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def put_before(paragraph: Any, tables: Sequence[Table]) -> None:
    """Put tables before the element of a paragraph, each under its title."""
    for table in tables:
        paragraph.addprevious(_element(_paragraph(table.title, is_bold=True)))
        widths = [_PAGE * share // sum(table.widths) for share in table.widths]
        grid = _element(_frame(widths))
        paragraph.addprevious(grid)
        grid.append(_element(_row(table.header, widths, is_head=True)))
        # One by one: a large table as a whole takes minutes to go into another document.
        for row in table.rows:
            grid.append(_element(_row(row, widths)))
        paragraph.addprevious(_element(_paragraph("")))


def _element(xml: str) -> Any:
    return parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))


def _frame(widths: Sequence[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid></w:tbl>"
    )


def _row(cells: Sequence[Cell], widths: Sequence[int], *, is_head: bool = False) -> str:
    written = "".join(
        _cell(cell, width, "center" if is_head or not at else _side(cell), is_head=is_head)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{written}</w:tr>"


def _side(cell: Cell) -> str:
    return "right" if isinstance(cell, int | Decimal) else "left"


def _cell(cell: Cell, width: int, side: str, *, is_head: bool) -> str:
    middle = '<w:vAlign w:val="center"/>' if is_head else ""
    lines = "".join(
        _paragraph(line, side, is_bold=is_head) for line in (words_of(cell).split("\n") or [""])
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{middle}</w:tcPr>{lines}</w:tc>'


def _paragraph(text: str, side: str = "left", *, is_bold: bool = False) -> str:
    kept = "<w:keepNext/>" if is_bold else ""
    look = f'<w:rPr>{"<w:b/>" if is_bold else ""}<w:sz w:val="{_HALF_POINTS}"/></w:rPr>'
    words = escape(_NOT_IN_XML.sub("", text), quote=False)
    return (
        f'<w:p><w:pPr>{kept}<w:spacing w:before="20" w:after="20"/><w:jc w:val="{side}"/>{look}'
        f'</w:pPr><w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    )
