"""The buckets of a breakdown, with their labels and in their order."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from coso.figures.engine import Dimension
from coso.figures.queries.asking import Asked
from coso.figures.queries.values import Slice

OWN: Final = "(trực thuộc trực tiếp)"
UNKNOWN: Final = "Chưa rõ"
_CHILDREN: Final = "children"

_LABELS: Final = """
SELECT unit_id, coalesce(code, ''), name, position FROM labels
 WHERE starts <= $day AND ends > $day AND list_contains($units, unit_id)"""

_CHILDREN_OF: Final = """
SELECT DISTINCT c.unit_id FROM closure c
  JOIN units u ON u.unit_id = c.unit_id AND u.starts <= $day AND u.ends > $day
 WHERE c.ancestor_id = $unit AND c.depth = 1 AND c.starts <= $tree_day AND c.ends > $tree_day"""


@frozen
class Bucket:
    """A bucket before its numbers: key and label as shown, and what it is ordered by."""

    key: str
    label: str
    order: tuple[Any, ...]
    unit_id: int | None = None


def slices(
    asked: Asked, dimension: Dimension, found: list[dict[str, Any]], index: int
) -> tuple[Slice, ...]:
    """Return the buckets of one figure from the rows of its query.

    :param index: which of the figures of the query
    """
    numbers = {row["key"]: (int(row[f"value_{index}"]), row.get(f"base_{index}")) for row in found}
    buckets = _buckets(asked, dimension, set(numbers))
    has_base = f"base_{index}" in found[0] if found else False
    empty = (0, 0 if has_base else None)
    made = [
        (bucket, *numbers.get(key, empty))
        for key, bucket in sorted(buckets.items(), key=lambda item: item[1].order)
    ]
    return tuple(
        Slice(bucket.key, bucket.label, value, None if base is None else int(base), bucket.unit_id)
        for bucket, value, base in made
        if value or base or bucket.unit_id is not None
    )


def _buckets(asked: Asked, dimension: Dimension, keys: set[Any]) -> dict[Any, Bucket]:
    if dimension.id == _CHILDREN:
        return _units(asked, keys)
    labels = asked.store.names.get(dimension.names_of) or dimension.labels or {}
    order = {key: place for place, key in enumerate(labels)}
    return {
        key: Bucket(key, _label(dimension, key, labels), (0, order.get(key, len(order)), key))
        if key not in (None, "")
        else Bucket("", UNKNOWN, (1, 0, ""))
        for key in keys
    }


def _label(dimension: Dimension, key: str, labels: dict[str, str]) -> str:
    if dimension.id == "age_band" and key not in labels:
        return _age_label(key)
    if dimension.id == "month":
        year, month = key.split("-")
        return f"{month}/{year}"
    if dimension.id == "team":
        return f"Tổ số {key}"
    if dimension.id == "year":
        return f"Năm {key}"
    return labels.get(key, key)


def _age_label(band: str) -> str:
    if band.endswith("+"):
        return f"Từ {band[:-1]} tuổi"
    if band.startswith("-"):
        return f"Đến {band[1:]} tuổi"
    return f"{band.replace('-', '–')} tuổi"


def _units(asked: Asked, keys: set[Any]) -> dict[Any, Bucket]:
    scope = asked.scope
    root = scope.s_unit if asked.unit_tree != "PARTY" else scope.s_party
    children = asked.store.ask(
        _CHILDREN_OF, {"unit": root, "day": scope.s_day, "tree_day": scope.s_tree_day}
    )
    wanted = [*{child for (child,) in children} | {key for key in keys if key is not None}]
    labels = asked.store.ask(_LABELS, {"day": scope.s_day, "units": wanted})
    buckets: dict[Any, Bucket] = {
        unit_id: Bucket(code or name, name, (0, position), unit_id)
        for unit_id, code, name, position in labels
    }
    if None in keys:
        buckets[None] = Bucket("", OWN, (1, 0))
    return buckets
