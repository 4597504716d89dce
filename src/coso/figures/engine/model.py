"""What a definition is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
from attrs import frozen
from ibis.expr.types import BooleanValue, Table

from coso.access.enums import Permission

Predicate = Callable[[Table], BooleanValue]


def _as_text(key: Any) -> Any:
    return key.cast("string")


@frozen(eq=False)
class Dimension:
    """A way to break a figure down into buckets that exclude one another.

    `extend` adds the column `key` to the rows of a fact; a missing key is “Chưa rõ”. Rows are
    put together by it, and only then is it written as `text`, in which a bucket is asked for.
    The label of a key is its entry in `labels`, else its name in the catalogue of names
    `names_of`.
    """

    id: str
    label: str
    extend: Callable[[Table], Table]
    labels: dict[str, str] | None = None
    names_of: str = ""
    text: Callable[[Any], Any] = _as_text


@frozen(eq=False)
class Fact:
    """Rows of one kind in the unit in view: what figures count, and the records behind them.

    The rows that `rows` yields have the columns of their table, those of the scope, `child_id`
    (the next step down; none for the unit's own) and `on_day` (the day whose attributes count).

    :ivar root: what the rows stand below: the unit in view, or its Party organization
    """

    name: str
    model: str
    source: str
    rows: Callable[[], Table]
    dimensions: tuple[Dimension, ...] = ()
    record: str = "id"
    details: tuple[str, ...] = ()
    root: str = "s_unit"


@frozen
class Measure:
    """The number of rows that satisfy `where`, or the sum of a column of theirs."""

    where: Predicate | None = None
    column: str = ""


@frozen(eq=False)
class Figure:
    """What a number means and how it is counted; written once.

    :ivar additive: the figure of a unit is the sum of those of its children and its own
    :ivar since: which start the figure asks for: "" (none), "since" or "term_since"
    :ivar also_from: a second register that the figure is read from
    :ivar available: the rule that says whether the register can answer (see `queries`)
    """

    id: str
    label: str
    definition: str
    group: str
    fact: Fact
    permission: Permission
    available: str
    measure: Measure = Measure()
    base: Measure | None = None
    base_label: str = ""
    additive: bool = True
    since: str = ""
    also_from: str = ""

    @property
    def dimensions(self) -> dict[str, Dimension]:
        """The dimensions by which the figure may be broken down."""
        return {dimension.id: dimension for dimension in self.fact.dimensions}

    def keeps(self, rows: Table) -> Any:
        """Return the condition of the rows that the figure counts."""
        where = self.measure.where
        return ibis.literal(value=True) if where is None else where(rows)
