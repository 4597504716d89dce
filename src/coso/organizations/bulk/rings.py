"""Lists by which a unit would come to stand under itself, on their day or later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen
from django.db.models import Q
from django.db.models.functions import Lower, Upper

from coso.core.db import Finding
from coso.organizations.bulk.known import Known
from coso.organizations.bulk.rows import Wanted
from coso.organizations.models import UnitPlacement

_Parents: TypeAlias = Mapping[int, int | None]


def rings(known: Known, wanted: Sequence[Wanted]) -> Iterator[Finding]:
    """Yield the rows that put a unit under one that stands below it."""
    moved = {w.unit: w for w in wanted if w.parent not in (None, w.unit, known.parent(w.unit))}
    found = {
        unit
        for parents in _parents_from(known, moved)
        for unit in moved
        if _is_under_itself(unit, parents)
    }
    for unit in sorted(found):
        if (origin := moved[unit].origin) is not None:
            message = (
                f"“{moved[unit].name}” thành ra trực thuộc chính mình: cấp trên ghi ở đây nằm dưới "
                "nó theo danh sách này hoặc theo sổ. Hãy sửa cấp trên."
            )
            yield Finding(origin, "parent", "under_itself", "doubt", message)


@frozen
class _Placement:
    unit: int
    parent: int
    start: dt.date | None
    end: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return (self.start or dt.date.min) <= day and (self.end is None or day < self.end)


def _parents_from(known: Known, moved: Mapping[int, Wanted]) -> Iterator[_Parents]:
    """Yield what stands above each unit on the day and whenever that changes afterwards."""
    if not moved:
        return
    placed = _placed_from(known)
    later = {row.start for row in placed if row.start is not None and row.start > known.day}
    for day in (known.day, *sorted(later)):
        stored = {row.unit: row.parent for row in placed if row.holds_on(day)}
        lasting = {unit: w.parent for unit, w in moved.items() if _lasts(known, unit, day)}
        yield {**stored, **lasting}


def _placed_from(known: Known) -> list[_Placement]:
    rows = UnitPlacement.objects.filter(
        Q(during__endswith__gt=known.day) | Q(during__upper_inf=True), unit__tree=known.tree
    )
    spans = Lower("during"), Upper("during")
    return [_Placement(*row) for row in rows.values_list("unit", "parent", *spans)]


def _lasts(known: Known, unit: int, day: dt.date) -> bool:
    """Tell whether what a list says of a unit's place still holds on a later day."""
    stored = known.placements.get(unit)
    return stored is None or stored.period.end is None or day < stored.period.end


def _is_under_itself(unit: int, parents: _Parents) -> bool:
    seen: set[int] = set()
    above = parents.get(unit)
    while above is not None and above not in seen:
        if above == unit:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
