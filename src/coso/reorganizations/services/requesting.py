"""Asking the level above for changes of a unit, and taking the request back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen
from django.db import transaction

from coso.accounts.models import User
from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.members import queries as members
from coso.members.enums import Position
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitType
from coso.people.models import Person
from coso.reorganizations import queries
from coso.reorganizations.enums import FieldKind, RequestStatus, Verdict
from coso.reorganizations.models import ChangeRequest, RequestField
from coso.reorganizations.queries import Recorded


class UnableToPropose(DomainError):
    """The unit cannot ask for this."""


class UnableToWithdraw(DomainError):
    """The request cannot be taken back any more."""


@frozen
class Appointment:
    """Who shall hold a position, and who gives it up; of a secretary the register tells that."""

    position: Position
    person: Person
    replaced: Person | None = None


@frozen(kw_only=True)
class RequestDetails:
    """What a unit asks for; what is left empty stays as it is."""

    effective_on: dt.date
    reason: str
    basis: str = ""
    name: str = ""
    type: UnitType | None = None
    parent: Unit | None = None
    merge_into: Unit | None = None
    is_dissolved: bool = False
    appointment: Appointment | None = None


@transaction.atomic
def propose_changes(
    *, unit: Unit, details: RequestDetails, on: dt.date, actor: User
) -> ChangeRequest:
    """Write down which changes of a unit the level above is asked for; nothing else changes.

    :raises UnableToPropose: if the unit has ended, nothing would change, the same is asked for
        already, or what is asked for cannot be of this unit
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    _check_lives(unit, details, on)
    fields = list(_fields_of(details))
    _check_asked(unit, fields)
    _check_trees(unit, fields)
    _fill_in_what_is_now(fields, Recorded.of(unit, on))
    _check_units(unit, fields, on)
    _check_people(unit, fields, on)
    request = ChangeRequest.objects.create(
        unit=unit,
        proposed_by=actor,
        proposed_on=on,
        effective_on=details.effective_on,
        reason=details.reason,
        basis=details.basis,
    )
    for field in fields:
        field.request = request
    RequestField.objects.bulk_create(fields)
    asked = ", ".join(field.get_kind_display().lower() for field in fields)
    _record(request, actor, "change_request.proposed", f"{unit} đề nghị thay đổi: {asked}")
    return request


@transaction.atomic
def withdraw_request(*, request: ChangeRequest, at: dt.datetime, actor: Actor) -> ChangeRequest:
    """Take a request back that nothing was answered to yet.

    :raises UnableToWithdraw: if somebody else made it, a field was answered, or it was taken back
        before
    """
    request = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.proposed_by_id != actor.pk:
        message = f"{request} do {request.proposed_by} gửi, chỉ người gửi rút được."
        raise UnableToWithdraw("not_ones_own", f"{message} Cấp trên thì trả lời từng mục.")
    status = queries.requests().get(pk=request.pk).status
    is_answered = request.fields.exclude(verdict=Verdict.OPEN).exists()
    if status != RequestStatus.PROPOSED or is_answered:
        how = "đã được rút" if status == RequestStatus.WITHDRAWN else "đã có trả lời"
        raise UnableToWithdraw(
            "request_closed",
            f"{request} {how} nên không rút được. Cần thay đổi khác thì gửi đề nghị mới.",
        )
    request.withdrawn_at = at
    request.save(update_fields=["withdrawn_at"])
    summary = f"{request.unit} rút đề nghị gửi ngày {format_date(request.proposed_on)}"
    _record(request, actor, "change_request.withdrawn", summary)
    return request


def _fields_of(details: RequestDetails) -> Iterator[RequestField]:
    if details.name:
        yield RequestField(kind=FieldKind.NAME, name=details.name)
    if details.type is not None:
        yield RequestField(kind=FieldKind.TYPE, type=details.type)
    if details.parent is not None:
        yield RequestField(kind=FieldKind.PARENT, unit=details.parent)
    if details.merge_into is not None:
        yield RequestField(kind=FieldKind.MERGE_INTO, unit=details.merge_into)
    if details.is_dissolved:
        yield RequestField(kind=FieldKind.DISSOLVE)
    if details.appointment is not None:
        yield RequestField(
            kind=FieldKind.POSITION,
            position=details.appointment.position,
            person=details.appointment.person,
            person_now=details.appointment.replaced,
        )


def _check_lives(unit: Unit, details: RequestDetails, on: dt.date) -> None:
    for day in (on, details.effective_on):
        if organizations.version_on(unit, day) is None:
            message = f"Vào ngày {format_date(day)} sổ không có {unit}. Hãy kiểm tra lại ngày."
            raise UnableToPropose("unit_not_alive", message)


def _check_asked(unit: Unit, fields: list[RequestField]) -> None:
    if not fields:
        message = "Chưa ghi thay đổi nào. Hãy ghi ít nhất một mục đề nghị."
        raise UnableToPropose("nothing_asked", message)
    waiting = queries.fields().filter(
        request__unit=unit,
        request__withdrawn_at__isnull=True,
        verdict=Verdict.OPEN,
        kind__in=[field.kind for field in fields],
    )
    other = waiting.first()
    if other is not None:
        raise UnableToPropose(
            "asked_already",
            f"{other.request} về mục “{other}” của {unit} đang chờ trả lời. Hãy rút đề nghị ấy, "
            "hoặc bỏ mục này.",
        )


def _check_trees(unit: Unit, fields: list[RequestField]) -> None:
    for field in fields:
        asked = field.unit or field.type
        if asked is not None and asked.tree != unit.tree:
            message = f"{asked} không thuộc cây của {unit}. Hãy chọn trong cùng một cây."
            raise UnableToPropose("other_tree", message)
        if field.kind == FieldKind.POSITION and unit.tree != Tree.PARTY:
            message = f"{unit} không phải tổ chức đảng nên không có chức vụ đảng. Hãy bỏ mục này."
            raise UnableToPropose("not_a_party_organization", message)


def _fill_in_what_is_now(fields: list[RequestField], recorded: Recorded) -> None:
    for field in fields:
        asked, now = queries.asked_of(field), recorded.value(field)
        if asked is not None and asked == now:
            message = f"Mục “{field}”: sổ đang ghi đúng như đề nghị. Hãy bỏ mục này."
            raise UnableToPropose("as_it_is", message)
        queries.set_recorded(field, now)


def _check_units(unit: Unit, fields: list[RequestField], on: dt.date) -> None:
    below = organizations.subtree_ids_on(unit, on)
    for field in fields:
        if field.unit_id in below:
            message = f"{field.unit} là chính đơn vị này hoặc ở bên dưới. Hãy chọn nơi khác."
            raise UnableToPropose("unit_itself", message)


def _check_people(unit: Unit, fields: list[RequestField], on: dt.date) -> None:
    for person in (field.person for field in fields if field.person is not None):
        home = members.home_on(person, on)
        places = [] if home is None else [home, *organizations.ancestors_on(home, on)]
        if unit not in places:
            message = f"{person} không sinh hoạt trong {unit}. Hãy chọn đảng viên của tổ chức này."
            raise UnableToPropose("not_a_member_there", message)


def _record(request: ChangeRequest, actor: Actor, action: str, summary: str) -> None:
    audit.record(
        actor=actor, action=action, subject=request, unit_id=request.unit_id, summary=summary
    )
