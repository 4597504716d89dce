"""Answering what a unit below asks for, field by field, and doing what was accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from attrs import frozen
from django.db import transaction

from coso.access import queries as access
from coso.access import scoping
from coso.access.enums import Permission
from coso.audit import services as audit
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.members import services as members
from coso.members.enums import Position
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reorganizations import queries
from coso.reorganizations.enums import FieldKind, RequestStatus, Verdict
from coso.reorganizations.models import ChangeRequest, Reorganization, RequestField
from coso.reorganizations.queries import Recorded
from coso.reorganizations.services import drafting, editing
from coso.reorganizations.services.drafting import PlanDetails
from coso.reorganizations.services.stating import StepDetails, UnitDetails
from coso.reorganizations.validators import EVENTS, SHAPES


class UnableToAnswer(DomainError):
    """The request cannot be answered like that."""


@frozen
class Answer:
    """What is said to one field.

    `has_seen_change`: whoever accepts saw that the register has another value than when the
    request was made.
    """

    verdict: Verdict
    comment: str = ""
    has_seen_change: bool = False


@frozen(kw_only=True)
class Ruling:
    """The answers by the key of their field (those left out stay open), and what they rest on.

    Accepted changes of the unit become steps of `plan`, or of a new draft.
    """

    answers: Mapping[int, Answer]
    decision: str = ""
    decided_on: dt.date | None = None
    plan: Reorganization | None = None


@transaction.atomic
def answer_request(
    *,
    request: ChangeRequest,
    ruling: Ruling,
    on: dt.date,
    at: dt.datetime,
    actor: Actor,
    basis: Basis = FRESH,
) -> ChangeRequest:
    """Accept or reject fields of a request; what is accepted is planned, or written at once.

    :raises UnableToAnswer: if it is answered or withdrawn, is the actor's own, or the answers do
        not go together
    :raises RecordChanged: if the request or the register is not what the actor saw
    """
    request = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    fields = _answered(request, ruling)
    recorded = Recorded.of(request.unit, on)
    basis.check_seen(queries.state_of_request(request, recorded))
    _check_not_ones_own(request, actor, on)
    _check_comments(fields, ruling)
    accepted = [f for f in fields if ruling.answers[f.pk].verdict == Verdict.ACCEPTED]
    _check_together(accepted)
    _check_seen_changes(accepted, ruling, recorded)
    _plan([f for f in accepted if f.kind in EVENTS], ruling, request, actor)
    for field in accepted:
        if field.kind == FieldKind.POSITION:
            _write_position(field, ruling, request, actor)
    for field in fields:
        _write_answer(field, ruling, at, actor)
    _record(request, fields, ruling, actor)
    return request


def _answered(request: ChangeRequest, ruling: Ruling) -> list[RequestField]:
    """Return the fields that are answered now.

    :raises UnableToAnswer: if there are none, or one of them was answered before
    """
    if queries.requests().get(pk=request.pk).status != RequestStatus.PROPOSED:
        how = "đã được rút" if request.withdrawn_at else "đã có người trả lời"
        message = f"{request} {how} trong lúc này. Hãy mở lại trang để xem."
        raise UnableToAnswer("request_closed", message)
    said = {pk for pk, each in ruling.answers.items() if each.verdict != Verdict.OPEN}
    fields = [field for field in queries.fields().filter(request=request) if field.pk in said]
    if not fields:
        message = "Chưa trả lời mục nào. Hãy chọn chấp nhận hoặc không chấp nhận ít nhất một mục."
        raise UnableToAnswer("nothing_answered", message)
    for field in fields:
        if field.verdict != Verdict.OPEN:
            message = f"Mục “{field}” đã được {field.decided_by} trả lời. Hãy mở lại trang để xem."
            raise UnableToAnswer("field_answered", message)
    return fields


def _check_not_ones_own(request: ChangeRequest, actor: Actor, on: dt.date) -> None:
    if request.proposed_by_id != actor.pk:
        return
    others = access.holders_above(Permission.CHANGES_DECIDE, _answering_for(request), on)
    other = others.exclude(pk=actor.pk).first()
    if other is not None:
        raise UnableToAnswer(
            "own_request",
            f"Đề nghị này do chính bạn gửi. Hãy để người khác trả lời, ví dụ {other.full_name}.",
        )


def _check_comments(fields: Iterable[RequestField], ruling: Ruling) -> None:
    for field in fields:
        answer = ruling.answers[field.pk]
        if answer.verdict == Verdict.REJECTED and not answer.comment:
            message = f"Mục “{field}” không được chấp nhận: hãy ghi ý kiến để bên dưới biết vì sao."
            raise UnableToAnswer("comment_missing", message)


def _check_together(accepted: Iterable[RequestField]) -> None:
    changes = [field for field in accepted if field.kind in EVENTS]
    ending = [field for field in changes if SHAPES[EVENTS[FieldKind(field.kind)]].ends]
    if ending and len(changes) > 1:
        other = next(field for field in changes if field is not ending[0])
        raise UnableToAnswer(
            "ends_and_changes",
            f"Đã chấp nhận “{ending[0]}” thì đơn vị này kết thúc, không còn gì để thay đổi ở mục "
            f"“{other}”. Hãy chỉ chấp nhận một trong hai.",
        )


def _check_seen_changes(
    accepted: Iterable[RequestField], ruling: Ruling, recorded: Recorded
) -> None:
    for field in accepted:
        now = recorded.value(field)
        is_changed = now != queries.recorded_then(field)
        if is_changed and not ruling.answers[field.pk].has_seen_change:
            raise UnableToAnswer(
                "value_changed",
                f"Mục “{field}”: từ khi gửi đề nghị sổ đã đổi, nay ghi {now or 'trống'}. Hãy đánh "
                "dấu đã xem giá trị mới rồi mới chấp nhận.",
            )


def _plan(fields: list[RequestField], ruling: Ruling, request: ChangeRequest, actor: Actor) -> None:
    """Make steps of accepted changes of a unit."""
    if not fields:
        return
    plan = ruling.plan or drafting.draft_plan(
        details=PlanDetails(
            name=f"Theo đề nghị của {request.unit}",
            effective_on=request.effective_on,
            decision=ruling.decision,
            decided_on=ruling.decided_on,
        ),
        unit=_deciding_unit(request, actor),
        actor=actor,
    )
    steps = editing.add_steps(plan=plan, steps=_steps(fields, ruling, request), actor=actor)
    for field, step in zip(fields, steps, strict=True):
        field.step = step


def _steps(
    fields: Iterable[RequestField], ruling: Ruling, request: ChangeRequest
) -> list[StepDetails]:
    unit = _details_of(request.unit)
    return [
        StepDetails(
            event=EVENTS[FieldKind(field.kind)],
            sources=(unit,),
            targets=_targets(field, unit),
            decision=ruling.decision,
            decided_on=ruling.decided_on,
            note=str(request),
        )
        for field in fields
    ]


def _targets(field: RequestField, unit: UnitDetails) -> tuple[UnitDetails, ...]:
    """Return what a step leaves: the unit as it shall be, the one it joins, or nothing."""
    other = [] if field.unit is None else [_details_of(field.unit)]
    match FieldKind(field.kind):
        case FieldKind.DISSOLVE | FieldKind.MERGE_INTO:
            return tuple(other)
        case FieldKind.NAME:
            unit.name = field.name
        case FieldKind.TYPE:
            unit.type = field.type
        case FieldKind.PARENT:
            unit.parent = other[0]
    return (unit,)


def _details_of(unit: Unit) -> UnitDetails:
    return UnitDetails(tree=Tree(unit.tree), unit=unit)


def _deciding_unit(request: ChangeRequest, actor: Actor) -> Unit:
    """Return the unit through which the actor answers, whose plan it will be."""
    paths = scoping.granted_paths(actor, Permission.CHANGES_DECIDE)
    below = f"{_answering_for(request).path}."
    above = [path for path in paths if below.startswith(f"{path}.")]
    return Unit.objects.get(path=above[0], tree=Tree.PARTY)


def _answering_for(request: ChangeRequest) -> Unit:
    """Return the Party organization that answers for what the request is about."""
    return request.unit.overseer or request.unit


def _write_position(
    field: RequestField, ruling: Ruling, request: ChangeRequest, actor: Actor
) -> None:
    if not ruling.decision or ruling.decided_on is None or field.person is None:
        raise UnableToAnswer(
            "decision_missing",
            "Chức vụ đảng được ghi theo quyết định. Hãy ghi số và ngày quyết định.",
        )
    on = request.effective_on
    ended = Recorded.of(request.unit, on).given_up(field)
    if ended is not None and ended.person_id != field.person_id:
        members.end_position(holding=ended, on=on, actor=actor)
    field.holding = members.hold_position(
        person=field.person,
        unit=request.unit,
        position=Position(field.position),
        on=on,
        decision=ruling.decision,
        actor=actor,
    )


def _write_answer(field: RequestField, ruling: Ruling, at: dt.datetime, actor: Actor) -> None:
    answer = ruling.answers[field.pk]
    field.verdict, field.comment = answer.verdict, answer.comment
    field.decision, field.decision_on = ruling.decision, ruling.decided_on
    field.decided_by_id, field.decided_at = actor.pk, at
    field.save()


def _record(
    request: ChangeRequest, fields: Iterable[RequestField], ruling: Ruling, actor: Actor
) -> None:
    said = [f"{field}: {ruling.answers[field.pk].verdict.label.lower()}" for field in fields]
    audit.record(
        actor=actor,
        action="change_request.answered",
        subject=request,
        unit_id=request.unit_id,
        summary=f"Trả lời {request.unit}: {'; '.join(said)}",
        values={"decision": ruling.decision, "decided_on": ruling.decided_on},
    )
