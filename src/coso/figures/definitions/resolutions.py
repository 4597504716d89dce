"""Figures of what thematic resolutions demand."""

from __future__ import annotations

from typing import Any, Final

import ibis
from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import CHILDREN, TYPE, column, year_of
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.rows import asked, stock
from coso.resolutions.enums import ItemState

_GROUP: Final = "Chỉ tiêu, nhiệm vụ của nghị quyết"
_SOURCE: Final = "Sổ chỉ tiêu, nhiệm vụ nghị quyết"


def _work_items() -> Table:
    """Return the work items of the day, each with where it stands."""
    rows = stock("work_items")
    is_done = rows.done_on <= asked("s_day")
    done = ibis.ifelse(rows.done_on <= rows.due_on, _literal(ItemState.DONE), _LATE)
    open_yet = ibis.ifelse(rows.due_on < asked("s_day"), _literal(ItemState.OVERDUE), _OPEN)
    return rows.mutate(state=ibis.ifelse(is_done, done, open_yet))


def _literal(state: ItemState) -> Any:
    return ibis.literal(state.value)


_LATE: Final = _literal(ItemState.DONE_LATE)
_OPEN: Final = _literal(ItemState.OPEN)
_STATE: Final = column("state", "Tình trạng", "state", dict(ItemState.choices))
_DUE: Final = year_of("due_on")

TARGETS: Final = Fact(
    "targets", "resolutions.Target", _SOURCE, lambda: stock("targets"), (CHILDREN, TYPE)
)
WORK_ITEMS: Final = Fact(
    "work_items", "resolutions.WorkItem", _SOURCE, _work_items, (_STATE, CHILDREN, _DUE, TYPE)
)


def _item(name: str, label: str, definition: str, *states: ItemState) -> Figure:
    values = [state.value for state in states]
    return Figure(
        id=f"work_item.{name}",
        label=label,
        definition=definition,
        group=_GROUP,
        fact=WORK_ITEMS,
        permission=Permission.RESOLUTIONS_VIEW,
        available="work_items",
        measure=Measure((lambda rows: rows.state.isin(values)) if states else None),
    )


FIGURES: Final = (
    Figure(
        id="target.total",
        label="Chỉ tiêu của nghị quyết",
        definition="Số chỉ tiêu của các nghị quyết chuyên đề do cấp ủy của đơn vị và các tổ chức "
        "bên dưới ban hành đến ngày xem.",
        group=_GROUP,
        fact=TARGETS,
        permission=Permission.RESOLUTIONS_VIEW,
        available="targets",
    ),
    _item(
        "total",
        "Nhiệm vụ của nghị quyết",
        "Số nhiệm vụ của các nghị quyết chuyên đề ban hành đến ngày xem, ở đơn vị thực hiện; đơn "
        "vị thực hiện không có trong sổ thì ở cấp ủy ban hành nghị quyết.",
    ),
    _item(
        "done",
        "Nhiệm vụ đã xong",
        "Số nhiệm vụ có ngày hoàn thành không sau ngày xem, kể cả xong sau hạn.",
        ItemState.DONE,
        ItemState.DONE_LATE,
    ),
    _item(
        "done_late",
        "Trong đó: xong sau hạn",
        "Số nhiệm vụ đã xong vào ngày xem mà ngày hoàn thành sau thời hạn.",
        ItemState.DONE_LATE,
    ),
    _item(
        "overdue",
        "Nhiệm vụ quá hạn",
        "Số nhiệm vụ chưa xong vào ngày xem mà thời hạn trước ngày xem.",
        ItemState.OVERDUE,
    ),
    _item(
        "open",
        "Nhiệm vụ đang thực hiện",
        "Số nhiệm vụ chưa xong và chưa hết thời hạn vào ngày xem.",
        ItemState.OPEN,
    ),
)
