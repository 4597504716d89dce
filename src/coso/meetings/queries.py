"""Reading the register of meetings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from django.db.models import Case, F, Q, QuerySet, Value, When

from coso.core import searching, text, writing
from coso.core.dates import format_date
from coso.core.searching import Found
from coso.meetings.models import Meeting, Theme
from coso.organizations.models import Unit

_LONGEST_MONTH: Final = dt.timedelta(days=31)
_ROMAN: Final = ("I", "II", "III", "IV")

HELD, LATE, MISSED = "da-hop", "hop-muon", "khong-hop"
# What became of a meeting, in words.
OUTCOMES: Final = (
    (HELD, "Đã họp trong kỳ"),
    (LATE, "Họp sau khi hết kỳ"),
    (MISSED, "Không họp"),
)


def meetings() -> QuerySet[Meeting]:
    """Return all meetings with branch and theme, the latest period first."""
    return Meeting.objects.select_related("unit", "theme").order_by("-period", "kind", "pk")


def meetings_of(unit: Unit, until: dt.date) -> QuerySet[Meeting]:
    """Return the meetings of a branch for periods that began by a day, the latest first."""
    return held_until(meetings().filter(unit=unit), until)


def held_until(found: QuerySet[Meeting], day: dt.date) -> QuerySet[Meeting]:
    """Keep the meetings for periods that began by a day."""
    return found.filter(period__startswith__lte=day)


def matching(found: QuerySet[Meeting], words: str) -> QuerySet[Meeting]:
    """Keep the meetings of branches whose name holds the words, exact accents first."""
    exact = When(unit__match_name__contains=text.match_key(words), then=Value(0))
    return (
        found.filter(unit__search_name__contains=text.search_key(words))
        .annotate(is_exact=Case(exact, default=Value(1)))
        .order_by("is_exact", "-period", "kind", "pk")
    )


def with_outcome(found: QuerySet[Meeting], outcome: str) -> QuerySet[Meeting]:
    """Keep the meetings of one of the `OUTCOMES`."""
    if outcome == MISSED:
        return found.filter(held_on__isnull=True)
    if outcome == LATE:
        return found.filter(held_on__gte=F("period__endswith"))
    return found.filter(held_on__lt=F("period__endswith"))


def in_words(meeting: Meeting) -> dict[str, str]:
    """Return what the register says of a meeting, as it is called and written there."""
    numbers = {
        "Thời lượng (phút)": meeting.minutes,
        "Phải dự": meeting.required,
        "Có mặt": meeting.present,
        "Vắng có lý do": meeting.excused,
        "Vắng không lý do": meeting.unexcused,
        "Điểm tự chấm": meeting.self_score,
        "Điểm cấp trên chấm": meeting.upper_score,
    }
    return {
        "Chi bộ": meeting.unit.name,
        "Kỳ": name_of(meeting),
        "Ngày họp": _day(meeting.held_on),
        "Bắt đầu": f"{meeting.started_at:%H:%M}" if meeting.started_at else "",
        **{label: _number(value) for label, value in numbers.items()},
        "Chuyên đề": str(meeting.theme or ""),
        "Ngày báo cáo": _day(meeting.reported_on),
        "Ghi chú": meeting.note,
    }


def state_of(meeting: Meeting) -> str:
    """Return a token of what the register says of a meeting."""
    return writing.state_of(in_words(meeting).items())


def _day(day: dt.date | None) -> str:
    return "" if day is None else format_date(day)


def _number(value: Decimal | int | None) -> str:
    # However many noughts the database puts behind it.
    return "" if value is None else f"{Decimal(value).normalize():f}".replace(".", ",")


def themes() -> QuerySet[Theme]:
    """Return the catalogue of themes in the order of the codes."""
    return Theme.objects.order_by("code", "during", "pk")


def search_themes(words: str, within: QuerySet[Theme]) -> Found[Theme]:
    """Return the themes that words number or describe, the nearest first, then by code."""
    wanted = text.normalize(words)
    tiers = (
        Q(code__iexact=wanted),
        Q(title__icontains=wanted),
        searching.holds_all("title", wanted) | searching.holds_all("basis", wanted),
    )
    return searching.nearest_of_few(within, tiers, "code")


def period_name(start: dt.date, end: dt.date) -> str:
    """Return a period as it is spoken of: “tháng 6/2023”, “quý II/2023”."""
    if end - start <= _LONGEST_MONTH:
        return f"tháng {start.month}/{start.year}"
    return f"quý {_ROMAN[(start.month - 1) // 3]}/{start.year}"


def when_of(meeting: Meeting) -> str:
    """Return the period that a meeting is for, as it is spoken of."""
    return period_name(meeting.period.lower, meeting.period.upper)


def name_of(meeting: Meeting) -> str:
    """Return what a meeting is called: “Thường kỳ tháng 6/2023”."""
    return f"{meeting.get_kind_display()} {when_of(meeting)}"
