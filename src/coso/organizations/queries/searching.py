"""Searching units by their codes and by every name that they have had."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from coso.core import searching, text
from coso.core.searching import Found
from coso.organizations import validators
from coso.organizations.models import Unit, UnitCode, UnitVersion


def search(words: str, within: QuerySet[Unit]) -> Found[Any]:
    """Return the units within reach that words name or number, today or before; nearest first.

    Codes come first, then the name with equal accents, the name, names that begin so, and names
    that hold the words somewhere or once did; of these those of today, and what still exists.
    Each carries the names of its type and parent, and `called`: the last name with the words.
    """
    letters = text.search_key(words)
    once_called = UnitVersion.objects.filter(search_name__contains=letters)
    tiers = (
        Q(pk__in=_coded(text.normalize(words)).values("unit")),
        Q(search_name=letters),
        Q(search_name__startswith=letters),
        Q(pk__in=once_called.values("unit")),
    )
    called = once_called.filter(unit=OuterRef("pk")).order_by("-during").values("name")
    described = within.annotate(
        called=Subquery(called[:1]), type_name=F("type__name"), parent_name=F("parent__name")
    )
    found = searching.nearest(Unit.objects.all(), tiers, described)
    return evolve(found, rows=sorted(found.rows, key=lambda unit: _place(unit, words)))


def _coded(written: str) -> QuerySet[UnitCode]:
    """Return the codes, of all times, that begin as written; words are no code."""
    if not written[:1].isdigit():
        return UnitCode.objects.none()
    begins = Q(code__startswith=written)
    return UnitCode.objects.filter(begins | Q(code=validators.dotted_party_code(written)))


def _place(unit: Any, words: str) -> tuple[Any, ...]:
    return (
        unit.tier,
        unit.match_name != text.match_key(words),
        text.search_key(words) not in unit.search_name,
        not unit.is_active,
        unit.order_key,
        unit.pk,
    )
