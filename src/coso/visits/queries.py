"""Reading the register of visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Case, QuerySet, Value, When

from coso.core import text
from coso.visits.models import Visit, VisitTeam


def visits() -> QuerySet[Visit]:
    """Return all visits with organization and team, the latest first."""
    return Visit.objects.select_related("unit", "team").order_by("-visited_on", "pk")


def made_until(found: QuerySet[Visit], day: dt.date) -> QuerySet[Visit]:
    """Keep the visits up to a day."""
    return found.filter(visited_on__lte=day)


def matching(found: QuerySet[Visit], words: str) -> QuerySet[Visit]:
    """Keep the visits to organizations whose name holds the words, exact accents first."""
    exact = When(unit__match_name__contains=text.match_key(words), then=Value(0))
    return (
        found.filter(unit__search_name__contains=text.search_key(words))
        .annotate(is_exact=Case(exact, default=Value(1)))
        .order_by("is_exact", "-visited_on", "pk")
    )


def teams() -> QuerySet[VisitTeam]:
    """Return the attending teams by number."""
    return VisitTeam.objects.order_by("number", "pk")


def visits_to(unit_ids: Collection[int], until: dt.date) -> QuerySet[Visit]:
    """Return the visits to organizations up to a day, the latest first."""
    return made_until(visits().filter(unit_id__in=unit_ids), until)
