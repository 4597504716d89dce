"""Finding one unit by what somebody wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from coso.core import text
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.periods import ONE_DAY
from coso.organizations import validators
from coso.organizations.enums import Tree
from coso.organizations.models import CatalogueArea, Unit, UnitCode
from coso.organizations.queries.trees import units_on

_SHOWN = 5


class UnitNotFound(DomainError):
    """No unit has the code or the name."""

    def __init__(self, written: str, on: dt.date) -> None:
        super().__init__(
            "unit_not_found",
            f"Không tìm thấy đơn vị “{written}” vào ngày {format_date(on)}. "
            "Hãy ghi mã, hoặc tên đầy đủ đúng như trong sổ đơn vị của ngày đó.",
            written=written,
        )


class AmbiguousUnit(DomainError):
    """Several units have the name; `candidates` are the units it could mean."""

    def __init__(self, written: str, on: dt.date, candidates: Sequence[Unit]) -> None:
        shown = "; ".join(_described(unit) for unit in candidates[:_SHOWN])
        more = "; …" if len(candidates) > _SHOWN else ""
        super().__init__(
            "unit_ambiguous",
            f"Có {len(candidates)} đơn vị là “{written}” vào ngày {format_date(on)}: "
            f"{shown}{more}. Hãy ghi mã, hoặc ghi kèm cấp trên: “Chi bộ …, Đảng bộ …”.",
            written=written,
        )
        self.candidates = tuple(candidates)


def find_unit(written: str, on: dt.date, tree: Tree | None = None) -> Unit:
    """Return the unit with a code of any period, else with the full name on the day.

    A code that has meant several units means the one of the day. After the name may stand that
    of the unit above, as lists write it: “Chi bộ …, Đảng bộ …”.

    :raises UnitNotFound: if no unit has it
    :raises AmbiguousUnit: if several have it
    """
    candidates = (
        _by_code(text.normalize(written), on, tree)
        or _by_name(written, on, tree)
        or _by_name_and_parent(written, on, tree)
    )
    if not candidates:
        raise UnitNotFound(written, on)
    if len(candidates) > 1:
        raise AmbiguousUnit(written, on, candidates)
    return candidates[0]


def is_in_catalogue(code: str, on: dt.date) -> bool:
    """Tell whether the national catalogue has an area of the code, on a day or the day before."""
    days = Q(during__contains=on) | Q(during__contains=on - ONE_DAY)
    return CatalogueArea.objects.filter(days, code=code).exists()


def _by_code(code: str, on: dt.date, tree: Tree | None) -> list[Unit]:
    codes = UnitCode.objects.filter(code__in={code, validators.dotted_party_code(code)})
    if tree is not None:
        codes = codes.filter(tree=tree)
    of_the_day = codes.filter(during__contains=on)
    ids = set(of_the_day.values_list("unit", flat=True)) or set(
        codes.values_list("unit", flat=True)
    )
    return list(Unit.objects.filter(pk__in=ids).select_related("type", "parent").order_by("pk"))


def _by_name(name: str, on: dt.date, tree: Tree | None) -> list[Any]:
    return list(
        units_on(tree, on)
        .filter(Q(match_name_on=text.match_key(name)))
        .select_related("type", "parent")
    )


def _by_name_and_parent(written: str, on: dt.date, tree: Tree | None) -> list[Unit]:
    """Return the units of a name below one of another name; either may hold commas itself."""
    words = written.split(",")
    for place in range(1, len(words)):
        above = {unit.pk for unit in _by_name(",".join(words[place:]), on, tree)}
        found = _by_name(",".join(words[:place]), on, tree) if above else []
        below = [unit for unit in found if unit.parent_on in above]
        if below:
            return below
    return []


def _described(unit: Unit) -> str:
    facts = [fact for fact in (unit.code, str(unit.parent or "")) if fact]
    return f"{unit} ({', '.join(facts)})" if facts else str(unit)
