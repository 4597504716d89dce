"""The buckets of a breakdown, with their labels and in their order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final, NamedTuple

from attrs import frozen

from coso.figures.engine import Dimension, Figure
from coso.figures.queries.asking import Asked
from coso.figures.queries.values import Slice

OWN: Final = "(trực thuộc trực tiếp)"
UNKNOWN: Final = "Chưa rõ"
_CHILDREN: Final = "children"

# By the tree of today, what ended without one heir has a bucket of its own, and is named so.
_LABELS: Final = """
SELECT l.unit_id, coalesce(l.code, ''),
       l.name || if(u.ends <= $tree_day, ' (đã kết thúc)', ''), l.position
  FROM labels l
  LEFT JOIN (SELECT unit_id, max(ends) AS ends FROM units GROUP BY unit_id) u
    ON u.unit_id = l.unit_id
 WHERE l.starts <= $tree_day AND l.ends > $tree_day AND list_contains($units, l.unit_id)"""

_CHILDREN_OF: Final = """
SELECT DISTINCT c.unit_id FROM closure c
  JOIN units u ON u.unit_id = c.unit_id AND u.starts <= $tree_day AND u.ends > $tree_day
 WHERE c.ancestor_id = $unit AND c.depth = 1 AND c.starts <= $tree_day AND c.ends > $tree_day"""


@frozen
class Bucket:
    """A bucket before its numbers: key and label as shown, and what it is ordered by."""

    key: str
    label: str
    order: tuple[Any, ...]
    unit_id: int | None = None


class Number(NamedTuple):
    """A figure of some rows, with its base where it has one."""

    value: int
    base: int | None

    @classmethod
    def of(cls, row: dict[str, Any], index: int) -> Number:
        """Return that of one of the figures of a query."""
        base = row.get(f"base_{index}")
        return cls(int(row[f"value_{index}"]), None if base is None else int(base))

    @classmethod
    def sum_of(cls, figure: Figure, numbers: Collection[Number]) -> Number:
        """Return what the numbers of some rows are together; 0 for no rows."""
        base = None if figure.base is None else sum(number.base or 0 for number in numbers)
        return cls(sum(number.value for number in numbers), base)


class Buckets:
    """Makes the buckets of one answer; what the units are called is asked once."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._called: dict[int, Bucket] = {}
        self._below: dict[int, set[int]] = {}

    def slices(self, figure: Figure, by: str, numbers: dict[Any, Number]) -> tuple[Slice, ...]:
        """Return the buckets of one figure in their order, from the number of each key."""
        buckets = self._buckets(figure, by, set(numbers))
        empty = Number.sum_of(figure, ())
        made = [
            (bucket, *numbers.get(key, empty))
            for key, bucket in sorted(buckets.items(), key=lambda item: item[1].order)
        ]
        return tuple(
            Slice(bucket.key, bucket.label, value, base, bucket.unit_id)
            for bucket, value, base in made
            if value or base or bucket.unit_id is not None
        )

    def _buckets(self, figure: Figure, by: str, keys: set[Any]) -> dict[Any, Bucket]:
        if by == _CHILDREN:
            return self._units(keys, getattr(self._asked.scope, figure.fact.root))
        dimension = figure.dimensions[by]
        labels = self._asked.store.names.get(dimension.names_of) or dimension.labels or {}
        order = {key: place for place, key in enumerate(labels)}
        buckets = {
            key: Bucket(key, _label(dimension, key, labels), (0, order.get(key, len(order)), key))
            for key in keys
            if key not in {None, ""}
        }
        unknown = {key: Bucket("", UNKNOWN, (1, 0, "")) for key in keys if key in {None, ""}}
        return buckets | unknown

    def _units(self, keys: set[Any], root: int) -> dict[Any, Bucket]:
        wanted = (keys - {None}) | self._children(root)
        missing = wanted - set(self._called)
        if missing:
            scope = self._asked.scope
            labels = self._asked.store.ask(_LABELS, tree_day=scope.s_tree_day, units=[*missing])
            self._called |= {
                unit_id: Bucket(code or name, name, (0, position), unit_id)
                for unit_id, code, name, position in labels
            }
        buckets: dict[Any, Bucket] = {key: self._called[key] for key in wanted}
        if None in keys:
            buckets[None] = Bucket("", OWN, (1, 0))
        return buckets

    def _children(self, root: int) -> set[int]:
        """Return the units that stand directly below one; each has a bucket, even of 0."""
        if root not in self._below:
            scope = self._asked.scope
            found = self._asked.store.ask(_CHILDREN_OF, unit=root, tree_day=scope.s_tree_day)
            self._below[root] = {unit_id for (unit_id,) in found}
        return self._below[root]


def _label(dimension: Dimension, key: str, labels: dict[str, str]) -> str:
    shaped = _SHAPES.get(dimension.id)
    return labels.get(key) or (key if shaped is None else shaped(key))


def _age(band: str) -> str:
    if band.endswith("+"):
        return f"Từ {band[:-1]} tuổi"
    return f"Đến {band[1:]} tuổi" if band.startswith("-") else f"{band.replace('-', '–')} tuổi"


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{number}/{year}"


_SHAPES: Final[dict[str, Callable[[str], str]]] = {
    "age_band": _age,
    "month": _month,
    "year": "Năm {}".format,
    "team": "Tổ số {}".format,
}
