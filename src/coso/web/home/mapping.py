"""The members of the communes on a map, where boundaries are known."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.text import match_key
from coso.core.types import Actor
from coso.figures import queries as figures
from coso.figures.queries import FigureValue, Slice
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.organizations.queries import Boundary
from coso.web.frame import Frame
from coso.web.pictures import making
from coso.web.pictures.chart import Chart
from coso.web.pictures.making import Part
from coso.web.shared.figures import Doors, asked_of

_FIGURE = "member.total"
_FEWEST = 2


def map_of(frame: Frame, actor: Actor) -> Chart | None:
    """Return the members by commune of the area in view; none without two known boundaries.

    The area is a unit of its own, shown only to who may see all its figures.
    """
    known = organizations.boundaries_on(frame.tree_day)
    area = _area_of(frame) if known else None
    if area is None or not scoping.covers(actor, Permission.FIGURES_VIEW, area):
        return None
    asked = asked_of(evolve(frame, unit=area), (_FIGURE,))
    [value] = figures.evaluate(evolve(asked, by="children"))
    outlines = {part.key: known[part.key] for part in value.breakdown if _is_known(part, known)}
    return _chart(value, outlines, evolve(frame, unit=area)) if len(outlines) >= _FEWEST else None


def _area_of(frame: Frame) -> Unit | None:
    """Return the area of the unit in view: itself, the root's, or what it is hosted by."""
    unit = frame.unit
    if unit is None or unit.tree == Tree.AREA:
        return unit
    if unit.is_root:
        return organizations.root(Tree.AREA)
    version = organizations.version_on(unit, frame.tree_day)
    return None if version is None else version.host_area


def _is_known(part: Slice, known: Mapping[str, Boundary]) -> bool:
    """Tell whether a boundary is that of a part: a code alone may be that of a former area."""
    boundary = known.get(part.key)
    return boundary is not None and match_key(boundary.name) == match_key(part.label)


def _chart(value: FigureValue, outlines: dict[str, Boundary], frame: Frame) -> Chart:
    drawn = tuple(part for part in value.breakdown if part.key in outlines)
    part, doors = Part(value, "children", drawn), Doors(frame)
    chart = making.chart_of(part, doors)
    left = sum(each.unit_id is not None for each in value.breakdown) - len(drawn)
    return evolve(
        chart,
        kind="map",
        title="Đảng viên theo địa bàn",
        place=f"{chart.place}; {left} đơn vị chưa có ranh giới" if left else chart.place,
        rows=tuple(
            evolve(making.row(part, each, doors), rings=outlines[each.key].rings) for each in drawn
        ),
    ).by_size()
