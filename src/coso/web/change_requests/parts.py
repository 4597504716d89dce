"""The parts of a request as its reader sees them: now against asked for, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import frozen
from django.urls import reverse
from django.utils import timezone

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts.models import User
from coso.core.dates import format_date
from coso.reorganizations import queries
from coso.reorganizations.enums import FieldKind, RequestStatus, Side, Verdict
from coso.reorganizations.models import PlannedUnit, ReorganizationStep, RequestField
from coso.reorganizations.queries import Recorded
from coso.web.shared.records import Status

_STATES: Final = {
    RequestStatus.PROPOSED: "soon",
    RequestStatus.DECIDED: "good",
    RequestStatus.WITHDRAWN: "none",
}
_VERDICTS: Final = {Verdict.OPEN: "soon", Verdict.ACCEPTED: "good", Verdict.REJECTED: "late"}
_NOTHING: Final = "Chưa có"
_GONE: Final = "Phương án đã bỏ, hoặc bước này đã gỡ khỏi phương án: sổ không đổi."
_HOLDING_GONE: Final = "Chức vụ đã ghi nay không còn trong sổ."


@frozen
class Outcome:
    """What became of an accepted field; `url` leads there if the reader may see it.

    `restated`: what the step says by now, where that is something else than was asked for.
    """

    text: str
    label: str = ""
    url: str = ""
    restated: str = ""


@frozen(kw_only=True)
class FieldLine:
    """One field of a request: what was, what is asked for, what was said.

    `now` is what the register says by now where that is something else than `before`.
    """

    pk: int
    label: str
    before: str
    now: str
    asked: str
    verdict: Status
    comment: str
    answered: str
    outcome: Outcome | None

    @property
    def is_changed(self) -> bool:
        return bool(self.now)


def status(request: Any) -> Status:
    """Return where a request stands, by colour and word."""
    where = RequestStatus(request.status)
    return Status(_STATES[where], str(where.label))


def answers_in_words(request: Any) -> str:
    """Return how many fields were accepted and rejected, empty before any was."""
    verdicts = [field.verdict for field in request.fields.all()]
    said = ((Verdict.ACCEPTED, "chấp nhận"), (Verdict.REJECTED, "không"))
    counts = [(verdicts.count(verdict), word) for verdict, word in said]
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def kinds_in_words(request: Any) -> str:
    """Return what is asked for, in short."""
    return ", ".join(label_of(field) for field in request.fields.all())


def label_of(field: RequestField) -> str:
    """Return what a field is about; of a position, which."""
    return field.get_position_display() if field.position else field.get_kind_display()


def lines(
    fields: Iterable[RequestField], recorded: Recorded, reader: User, place: str
) -> list[FieldLine]:
    """Return the fields of a request with what the register says by now."""
    return [
        FieldLine(
            pk=field.pk,
            label=label_of(field),
            before=_before(field),
            now=_now(field, recorded),
            asked=_asked(field),
            verdict=Status(_VERDICTS[Verdict(field.verdict)], field.get_verdict_display()),
            comment=field.comment,
            answered=_answered(field),
            outcome=_outcome(field, reader, place),
        )
        for field in fields
    ]


def is_open(field: RequestField) -> bool:
    """Tell whether a field waits for its answer."""
    return field.verdict == Verdict.OPEN


def _before(field: RequestField) -> str:
    if field.kind in (FieldKind.MERGE_INTO, FieldKind.DISSOLVE):
        return "Đang hoạt động"
    return _shown(queries.recorded_then(field))


def _now(field: RequestField, recorded: Recorded) -> str:
    now = recorded.value(field)
    is_changed = is_open(field) and now != queries.recorded_then(field)
    return _shown(now) if is_changed else ""


def _asked(field: RequestField) -> str:
    return (
        "Kết thúc hoạt động"
        if field.kind == FieldKind.DISSOLVE
        else _shown(queries.asked_of(field))
    )


def _shown(value: Any) -> str:
    return str(value) if value else _NOTHING


def _answered(field: RequestField) -> str:
    if field.decided_by is None or field.decided_at is None:
        return ""
    paper = f", theo {field.decision}" if field.decision else ""
    on = format_date(timezone.localtime(field.decided_at))
    return f"{field.decided_by}, ngày {on}{paper}"


def _outcome(field: RequestField, reader: User, place: str) -> Outcome | None:
    if field.verdict != Verdict.ACCEPTED:
        return None
    return (
        _held(field, place) if field.kind == FieldKind.POSITION else _planned(field, reader, place)
    )


def _held(field: RequestField, place: str) -> Outcome:
    if field.holding is None:
        return Outcome(_HOLDING_GONE)
    url = f"{reverse('people:detail', args=[field.holding.person_id])}?{place}"
    return Outcome("Đã ghi vào sổ:", str(field.holding.person), url)


def _planned(field: RequestField, reader: User, place: str) -> Outcome:
    if field.step is None:
        return Outcome(_GONE)
    plan = field.step.plan
    where = f"{plan.get_status_display()}, trong phương án"
    if not scoping.reaches(reader, Permission.UNITS_VIEW, plan.unit):
        return Outcome(f"{where} “{plan.name}”.", restated=_restated(field, field.step))
    url = f"{reverse('reorganizations:detail', args=[plan.pk])}?{place}"
    return Outcome(where, plan.name, url, _restated(field, field.step))


def _restated(field: RequestField, step: ReorganizationStep) -> str:
    if not queries.is_restated(field, step):
        return ""
    targets = [part.unit for part in step.parts.all() if part.side == Side.TARGET]
    said = "; ".join(", ".join(_said_of(unit)) for unit in targets)
    return f"{step.get_event_display()}: {said}" if said else step.get_event_display()


def _said_of(unit: PlannedUnit) -> Iterator[str]:
    yield str(unit)
    if unit.type is not None:
        yield unit.type.name
    if unit.parent is not None:
        yield f"trực thuộc {unit.parent}"
