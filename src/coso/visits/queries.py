"""Reading the register of visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db.models import Case, QuerySet, Value, When

from coso.core import text, writing
from coso.core.dates import format_date
from coso.core.numbers import format_decimal
from coso.meetings import queries as meetings
from coso.visits.models import Visit, VisitTeam

# What the organization visited is called.
PLACE: Final = "Nơi dự"


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


def in_words(visit: Visit) -> dict[str, str]:
    """Return what the register says of a visit, as it is called and written there."""
    period = visit.meeting_period
    session = "" if period is None else meetings.period_name(period.lower, period.upper)
    return {
        PLACE: visit.unit.name,
        "Ngày dự": format_date(visit.visited_on),
        "Tổ dự sinh hoạt": str(visit.team),
        "Người dự": visit.visitor_title,
        "Kỳ sinh hoạt": " ".join(filter(None, [visit.get_meeting_kind_display(), session])),
        "Điểm chấm": "" if visit.score is None else format_decimal(visit.score, 1),
        "Nhận xét về cuộc họp": visit.remark,
    }


def state_of(visit: Visit) -> str:
    """Return a token of what the register says of a visit."""
    return writing.state_of(in_words(visit).items())


def teams() -> QuerySet[VisitTeam]:
    """Return the attending teams by number."""
    return VisitTeam.objects.order_by("number", "pk")


def visits_to(unit_ids: Collection[int], until: dt.date) -> QuerySet[Visit]:
    """Return the visits to organizations up to a day, the latest first."""
    return made_until(visits().filter(unit_id__in=unit_ids), until)
