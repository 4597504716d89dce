"""Codes of agencies: their lists name none, so the installation gives them, once and for all."""

from __future__ import annotations

from typing import Final

from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from coso.organizations.enums import Tree
from coso.organizations.models import UnitCode

PREFIX: Final = "CQ."


def next_agency_codes(count: int) -> list[str]:
    """Return the next free codes of agencies, in order, from CQ.0001 on."""
    numbers = UnitCode.objects.filter(tree=Tree.AGENCY, code__regex=r"^CQ\.\d+$").annotate(
        number=Cast(Substr("code", len(PREFIX) + 1), IntegerField())
    )
    last = numbers.aggregate(last=Max("number"))["last"] or 0
    return [f"{PREFIX}{number:04d}" for number in range(last + 1, last + count + 1)]
