"""The records behind a figure as rows: what each is called, and where it opens.

The engine says which records; here they are read from the registers, within the reader's reach.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from coso.access import scoping
from coso.core.dates import format_date
from coso.core.types import Actor
from coso.figures.catalogue import Figure
from coso.organizations import queries as organizations
from coso.organizations.queries import UnitNames
from coso.web.figures.cells import Cells, Counted, Details
from coso.web.figures.shapes import SHAPES, Shape
from coso.web.shared.tables import exported


@frozen
class Row:
    """A record: its address, and its cells in the order of the headings."""

    url: str
    cells: Cells

    @property
    def shown(self) -> tuple[str, ...]:
        """The cells as a page shows them."""
        return tuple(map(_written, self.cells))

    @property
    def values(self) -> Cells:
        """The cells as a workbook holds them."""
        return tuple(map(exported, self.cells))


def _written(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return format_date(cell)
    return "" if cell is None else str(cell)


@frozen
class RowTable:
    """Headings, and the rows in the order of the figure's list."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(
    figure: Figure, listed: Sequence[Details], reader: Actor, on: dt.date, place: str
) -> RowTable | None:
    """Return the records that the engine listed, in its order, as a table.

    `None` if one of them is out of reach: a list never counts less than its figure.

    :param on: the day whose names and places are shown
    """
    shape = SHAPES.get(figure.fact.name) or SHAPES[figure.fact.model]
    ids = [int(details[figure.fact.record]) for details in listed]
    found = shape.read(on).filter(pk__in=set(ids))
    records = {record.pk: record for record in scoping.visible(found, reader, shape.permission)}
    if not records.keys() >= set(ids):
        return None
    names = _names(shape, records, on)
    rows = (
        Row(
            f"{shape.address(records[pk])}?{place}",
            shape.cells(Counted(records[pk], details, names[pk])),
        )
        for pk, details in zip(ids, listed, strict=True)
    )
    return RowTable(shape.headings, tuple(rows))


def _names(shape: Shape, records: Mapping[int, Any], on: dt.date) -> dict[int, UnitNames]:
    if shape.stands is None:
        return dict.fromkeys(records, UnitNames())
    places = {pk: shape.stands(record, on) for pk, record in records.items()}
    known = organizations.names_on(places.values())
    return {pk: known.get(place) or UnitNames() for pk, place in places.items()}
