"""What a paper is asked for: whose, until which day, for which reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal

from attrs import frozen
from django.db.models import QuerySet

from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.documents.models import Document
from coso.figures.queries import FigureRequest
from coso.organizations.models import Unit

Readable = Callable[[QuerySet[Any], Permission], QuerySet[Any]]


def _nothing(_permission: Permission) -> bool:
    return False


def _everything(rows: QuerySet[Any], _permission: Permission) -> QuerySet[Any]:
    return rows


@frozen(kw_only=True)
class Request:
    """A paper about a unit as of a day.

    :ivar since: the first day of figures over a period; each has a start of its own otherwise
    :ivar tree: “then”: units as placed on the day of each record; “now”: as placed today
    :ivar placed_on: the day whose tree says what the unit is, if it is not that of the data
    :ivar beside: the same under the tree of today, for tables that have a column for each
    :ivar resolution: the resolution that is reported on
    :ivar may_list: whether the reader may see the records behind figures that ask for a right
    :ivar readable: which of some records those are
    """

    unit: Unit
    as_of: dt.date
    since: dt.date | None = None
    tree: Literal["then", "now"] = "then"
    placed_on: dt.date | None = None
    beside: Request | None = None
    resolution: Document | None = None
    may_list: Callable[[Permission], bool] = _nothing
    readable: Readable = _everything

    def figures(self, *ids: str, by: str | None = None) -> FigureRequest:
        """Return the question for some figures of this paper."""
        return FigureRequest(
            unit_id=self.unit.pk,
            as_of=self.as_of,
            ids=ids,
            since=self.since,
            tree=self.tree,
            by=by,
        )

    @property
    def tree_day(self) -> dt.date:
        """The day as of whose tree the unit reports."""
        return self.placed_on or self.as_of

    @property
    def when(self) -> str:
        """The day, and the tree unless it is that of the day, in words."""
        tree = "theo tổ chức hôm nay" if self.tree == "now" else ""
        if self.beside is not None:
            tree = "theo tổ chức lúc đó và hôm nay"
        return ", ".join(filter(None, (format_date(self.as_of), tree)))
