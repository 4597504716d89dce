"""Meetings of branches written by hand, by the checks that lists are imported by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from attrs import asdict, frozen
from django.db import connection, transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected, saved
from coso.meetings import bulk, queries
from coso.meetings.models import Meeting, Theme
from coso.members import queries as members
from coso.organizations.models import Unit
from coso.rules import queries as rules

_OF_HELD: Final = (
    *("started_at", "minutes", "required", "present", "excused", "unexcused"),
    *("self_score", "upper_score", "theme", "reported_on"),
)


class UnableToKeepMeeting(DomainError):
    """The meeting cannot have been so."""


@frozen(kw_only=True)
class MeetingDetails:
    """What the register says of a meeting; without `held_on` that there was none."""

    unit: Unit
    kind: str
    period: Period
    held_on: dt.date | None
    started_at: dt.time | None = None
    minutes: int | None = None
    required: int | None = None
    present: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    self_score: Decimal | None = None
    upper_score: Decimal | None = None
    theme: Theme | None = None
    reported_on: dt.date | None = None
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the meeting."""
        return asdict(self, recurse=False) | {"period": self.period.to_range()}


@transaction.atomic
def record_meeting(
    *, details: MeetingDetails, today: dt.date, actor: Actor, basis: Basis = FRESH
) -> Meeting:
    """Record that a branch met for a period, or that it did not.

    :raises UnableToKeepMeeting: if it cannot have been so, or the register has it already
    :raises ReasonMissing: if it is far from the rules of the day, and no reason is given
    """
    meeting = Meeting(**details.columns())
    _check(details, meeting, today, basis)
    _save(meeting)
    _record(meeting, "meeting.recorded", {"new": queries.in_words(meeting)}, actor, basis)
    return meeting


@transaction.atomic
def correct_meeting(
    *, meeting: Meeting, details: MeetingDetails, today: dt.date, actor: Actor, basis: Basis
) -> Meeting:
    """Correct what the register says of a meeting.

    :raises UnableToKeepMeeting: as `record_meeting`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the meeting is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    meeting = basis.locked(queries.meetings(), meeting, queries.state_of)
    before = queries.in_words(meeting)
    for name, value in details.columns().items():
        setattr(meeting, name, value)
    values = corrected(before, queries.in_words(meeting))
    _check(details, meeting, today, basis)
    _save(meeting)
    _record(meeting, "meeting.corrected", values, actor, basis)
    return meeting


@transaction.atomic
def remove_meeting(*, meeting: Meeting, actor: Actor, basis: Basis) -> None:
    """Take a meeting out of the register; the trail keeps what was written.

    :raises RecordChanged: if the meeting is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    meeting = basis.locked(queries.meetings(), meeting, queries.state_of)
    _record(meeting, "meeting.removed", {"old": queries.in_words(meeting)}, actor, basis)
    meeting.delete()


def _check(details: MeetingDetails, meeting: Meeting, today: dt.date, basis: Basis) -> None:
    _check_days(details, today)
    _check_not_held(details, meeting)
    _check_as_listed(details)
    basis.check_reason(list(_warnings(details)))


def _check_days(details: MeetingDetails, today: dt.date) -> None:
    days = (details.period.start, details.held_on, details.reported_on)
    late = [day for day in days if day is not None and day > today]
    if late:
        message = f"Ngày {format_date(late[0])} chưa đến. Hãy ghi khi chi bộ đã họp."
        raise UnableToKeepMeeting("meeting_to_come", message)


def _check_not_held(details: MeetingDetails, meeting: Meeting) -> None:
    """Refuse details of no meeting, and a meeting beside the word that there was none."""
    if details.held_on is None:
        if any(getattr(details, name) is not None for name in _OF_HELD):
            message = "Không họp thì không có giờ, số người, điểm, chuyên đề, ngày báo cáo."
            raise UnableToKeepMeeting(
                "not_held_details", f"{message} Hãy ghi ngày họp, hoặc để trống các mục ấy."
            )
        return
    missed = Meeting.objects.filter(
        unit=details.unit,
        kind=details.kind,
        period=details.period.to_range(),
        held_on__isnull=True,
    )
    if missed.exclude(pk=meeting.pk).exists():
        message = f"Sổ đã ghi {details.unit} không họp kỳ này."
        raise UnableToKeepMeeting("meeting_missed", f"{message} Hãy mở kỳ ấy và sửa lại.")


def _check_as_listed(details: MeetingDetails) -> None:
    """Refuse what keeps a row of a list out: by hand there is no other row."""
    staged = asdict(details, recurse=False) | {
        "unit_id": details.unit.pk,
        "unit_name": details.unit.name,
        "place_on": details.held_on or details.period.start,
        "session_from": details.period.start,
        "session_until": details.period.end,
        "theme_id": None if details.theme is None else details.theme.pk,
    }
    with connection.cursor() as cursor:
        bulk.stage_meeting(cursor, staged)
        found = bulk.check_meetings(cursor, bulk.STAGING)
    if found:
        raise UnableToKeepMeeting(found[0].kind, found[0].message)


def _warnings(details: MeetingDetails) -> list[str]:
    if details.held_on is None:
        return []
    warnings = []
    shortest = rules.parameter("meetings", "min_minutes", details.held_on)
    if details.minutes is not None and details.minutes < shortest:
        warnings.append(f"Họp {details.minutes} phút, quy định ít nhất {shortest} phút.")
    roll = members.roll_on(details.held_on, unit_ids=[details.unit.pk]).count()
    if details.required is not None and details.required > roll:
        warnings.append(f"Phải dự {details.required} nhưng ngày họp sổ có {roll} đảng viên.")
    return warnings


def _save(meeting: Meeting) -> None:
    message = f"Sổ đã có cuộc sinh hoạt {queries.name_of(meeting).lower()} của {meeting.unit}."
    twin = UnableToKeepMeeting("meeting_known", f"{message} Hãy mở cuộc ấy để sửa.")
    saved(meeting, twin=twin)


def _record(
    meeting: Meeting, action: str, values: dict[str, Any], actor: Actor, basis: Basis
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=meeting,
        unit_id=meeting.unit_id,
        summary=f"Sinh hoạt {queries.name_of(meeting).lower()}",
        reason=basis.reason,
        values=values,
    )
