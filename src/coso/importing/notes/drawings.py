"""The boxes of the notes of a sheet: an old kind of drawing (VML) that Excel still wants.

Excel's own is not always XML, so nothing here parses it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Final

from coso.importing.notes.geometry import Geometry
from coso.importing.notes.sheets import Cell
from coso.importing.notes.splicing import Edit, encoded, spliced

_SPACES: Final = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY: Final = encoded(
    f'<xml{_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    "</o:shapelayout></xml>"
)
_KIND: Final = (
    '<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    '<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_STORED: Final = re.compile(rb"<((?:\w+:)?)shape\b.*?</\1shape>", re.DOTALL)
_NOTE: Final = re.compile(rb"ObjectType=[\"']Note[\"'].*?Row>\s*(\d+).*?Column>\s*(\d+)", re.DOTALL)
_ANCHOR: Final = re.compile(rb"<((?:\w+:)?)Anchor>[^<]*</\1Anchor>")
_ROW: Final = re.compile(rb"<((?:\w+:)?)Row>")
_NUMBER: Final = re.compile(rb"_x0000_s(\d+)")
_HAS_KIND: Final = re.compile(rb"shapetype\b[^>]*\bid=[\"']_x0000_t202[\"']")
_FIRST_NUMBER: Final = 1025  # below are Excel's own
# In pixels: boxes, their lines, and how many letters go into one.
_WIDTH: Final = 300
_HIGHEST: Final = 600
_LINE: Final = 16
_LETTERS: Final = 44


def with_boxes(
    drawing: bytes, texts: Mapping[Cell, str], geometry: Geometry, *, without: Set[Cell]
) -> bytes:
    """Return a drawing with a box for each text, and without those of some cells.

    A box that is there already only gets the place that the text needs.
    """
    edits, rest = [], dict(texts)
    for match in _STORED.finditer(drawing):
        cell = _cell(match.group())
        if cell in without:
            edits.append(Edit(match.start(), match.end()))
        elif cell in rest:
            moved = _moved(match.group(), _anchor(cell, rest.pop(cell), geometry))
            edits.append(Edit(match.start(), match.end(), moved))
    end = drawing.rindex(b"</xml>")
    return spliced(drawing, [*edits, Edit(end, end, encoded(_added(drawing, rest, geometry)))])


def _added(drawing: bytes, texts: Mapping[Cell, str], geometry: Geometry) -> str:
    spaces = "" if b"xmlns:v=" in drawing else _SPACES
    kind = "" if _HAS_KIND.search(drawing) else _KIND.format(spaces=spaces)
    first = max([_FIRST_NUMBER - 1, *map(int, _NUMBER.findall(drawing))]) + 1
    boxes = [
        _SHAPE.format(
            spaces=spaces,
            number=number,
            anchor=_anchor(cell, text, geometry),
            row=cell[0],
            column=cell[1],
        )
        for number, (cell, text) in enumerate(texts.items(), start=first)
    ]
    return "".join([kind, *boxes])


def _cell(shape: bytes) -> Cell | None:
    """Return about which cell a shape is, if it is the box of a note."""
    said = _NOTE.search(shape)
    return None if said is None else (int(said[1]), int(said[2]))


def _moved(shape: bytes, anchor: str) -> bytes:
    said = rb"<\1Anchor>%b</\1Anchor>\g<0>" % anchor.encode()
    return _ROW.sub(said, _ANCHOR.sub(b"", shape), count=1)


def _anchor(cell: Cell, text: str, geometry: Geometry) -> str:
    return ", ".join(map(str, geometry.beside(cell, _WIDTH, _height(text))))


def _height(text: str) -> int:
    lines = sum(1 + len(line) // _LETTERS for line in text.splitlines())
    return min(_LINE * (lines + 1), _HIGHEST)
