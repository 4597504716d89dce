"""What is still in a unit on a day: it may not end before that has left.

A register above says at the end of its `models.py` which of its dated rows live in a unit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import frozen
from django.db.models import Q

from coso.core.models import PeriodModel
from coso.core.periods import Period
from coso.organizations.models import Unit, UnitPlacement, UnitVersion


@frozen
class _Occupants:
    model: type[PeriodModel]
    field: str
    noun: str


_OCCUPANTS: Final[list[_Occupants]] = []


def register_occupants(model: type[PeriodModel], field: str, noun: str) -> None:
    """Let dated rows that reach a unit by a field keep it from ending."""
    _OCCUPANTS.append(_Occupants(model, field, noun))


def occupants_from(unit: Unit, day: dt.date) -> dict[str, int]:
    """Return how many of each stay in a unit on a day or later, by what they are called."""
    later = Period(day).to_range()
    counts = {
        kind.noun: kind.model._default_manager.filter(
            Q(**{kind.field: unit, "during__overlap": later})
        ).count()
        for kind in _OCCUPANTS
    }
    return {noun: count for noun, count in counts.items() if count}


register_occupants(UnitPlacement, "parent", "đơn vị trực thuộc")
register_occupants(UnitVersion, "host_area", "đơn vị lấy đây làm địa bàn")
register_occupants(UnitVersion, "host_agency", "tổ chức đảng lấy đây làm cơ quan chủ quản")
