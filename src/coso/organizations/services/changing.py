"""The life of a unit: founding, change, move, correction; each keeps what was before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import asdict, frozen
from django.db import IntegrityError, transaction
from django.db.models import Q

from coso.audit import services as audit
from coso.core import text
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.organizations import bulk, queries
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitCode, UnitPlacement, UnitType, UnitVersion
from coso.organizations.queries import UnitDetails
from coso.organizations.services import dated
from coso.organizations.services.today import refresh_overseers


class UnableToFoundUnit(DomainError):
    """The unit cannot begin there on that day."""


class UnableToChangeUnit(DomainError):
    """The unit cannot become that on that day."""


class UnableToMoveUnit(DomainError):
    """The unit cannot stand there on that day."""


class UnableToCorrectUnit(DomainError):
    """The record cannot be corrected so."""


class UnableToAssignCode(DomainError):
    """The unit cannot have the code."""


@frozen
class Outcome:
    """The unit after a service, and what its reader should know or arrange."""

    unit: Unit
    warnings: tuple[str, ...] = ()


@transaction.atomic
def found_unit(
    *,
    details: UnitDetails,
    parent: Unit,
    on: dt.date,
    actor: Actor,
    code: str = "",
    basis: Basis = FRESH,
) -> Outcome:
    """Begin a unit under a parent on a day; its tree is that of its type.

    An agency without a code gets the next one of the installation.

    :raises UnableToFoundUnit: if the parent does not allow it or does not exist by then
    :raises UnableToAssignCode: if another unit has the code
    :raises ReasonMissing: if it only may be with a reason, and there is none
    """
    tree = Tree(details.type.tree)
    dated.lock_tree(tree)
    warnings = _check_place(UnableToFoundUnit, details.type, parent, Period(on))
    warnings += _check_namesakes(details.name, parent, on)
    basis.check_reason(warnings)
    unit = Unit.objects.create(tree=tree, founded_on=on, founding_decision=details.decision)
    UnitVersion.objects.create(unit=unit, during=Period(on).to_range(), **_stored(details))
    UnitPlacement.objects.create(
        unit=unit, parent=parent, during=Period(on).to_range(), decision=details.decision
    )
    given = bulk.next_agency_codes(1)[0] if tree == Tree.AGENCY and not code else code
    if given:
        _set_code(unit, given, on)
    return _finish(
        unit, "unit.founded", actor, values=_plain(details, on), basis=basis, warnings=warnings
    )


@transaction.atomic
def change_unit(
    *, unit: Unit, details: UnitDetails, on: dt.date, actor: Actor, basis: Basis = FRESH
) -> Outcome:
    """Give the unit another name, type or host from a day on; that day's change is amended.

    :raises UnableToChangeUnit: if the unit does not exist that day, is so already, or may not be
        of that type
    :raises RecordChanged: if the unit is not what the writer saw
    :raises ReasonMissing: if it only may be with a reason, and there is none
    """
    _lock(unit, basis)
    before = queries.details_on(unit, on)
    warnings = _check_details(UnableToChangeUnit, unit, before, details, on)
    basis.check_reason(warnings)
    dated.set_from(UnitVersion, unit, on, _stored(details))
    values = {"old": _plain(before), "new": _plain(details, on)}
    return _finish(unit, "unit.changed", actor, values=values, basis=basis, warnings=warnings)


@transaction.atomic
def move_unit(
    *,
    unit: Unit,
    new_parent: Unit,
    on: dt.date,
    actor: Actor,
    decision: str = "",
    basis: Basis = FRESH,
) -> Outcome:
    """Place the unit under another parent from a day until the next known move.

    :raises UnableToMoveUnit: if the new parent is the unit itself, stands below it, does not
        exist for as long, or may not have such a unit below it in the regime of the day
    :raises RecordChanged: if the unit is not what the writer saw
    :raises ReasonMissing: if it only may be with a reason, and there is none
    """
    _lock(unit, basis)
    details = queries.details_on(unit, on)
    if details is None:
        raise UnableToMoveUnit("unit_not_alive", _not_alive(unit, on))
    old = queries.parent_on(unit, on)
    if old == new_parent:
        raise UnableToMoveUnit("unit_already_there", _already_there(unit, new_parent, on))
    _check_not_below(unit, new_parent, on)
    warnings = _check_place(UnableToMoveUnit, details.type, new_parent, Period(on, unit.closed_on))
    warnings += _check_namesakes(details.name, new_parent, on)
    basis.check_reason(warnings)
    _place(unit, new_parent, on, decision)
    values = {"old": _label(old), "new": _label(new_parent), "on": on, "decision": decision}
    return _finish(unit, "unit.moved", actor, values=values, basis=basis, warnings=warnings)


@transaction.atomic
def correct_unit(
    *, unit: Unit, details: UnitDetails, on: dt.date, basis: Basis, actor: Actor
) -> Outcome:
    """Correct what the record says about the period that a day lies in; no new period begins.

    :raises UnableToCorrectUnit: if the unit did not exist that day, is written so already, or
        may not be of that type
    :raises RecordChanged: if the unit is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    _lock(unit, basis)
    before = queries.details_on(unit, on)
    warnings = _check_details(UnableToCorrectUnit, unit, before, details, on)
    basis.check_explained(*warnings)
    version = UnitVersion.objects.filter(unit=unit, during__contains=on)
    version.update(**_stored(details))
    values = {"old": _plain(before), "new": _plain(details, on)}
    return _finish(unit, "unit.corrected", actor, values=values, basis=basis, warnings=warnings)


@transaction.atomic
def assign_code(
    *, unit: Unit, code: str, on: dt.date, actor: Actor, basis: Basis = FRESH
) -> Outcome:
    """Give the unit a code from a day on; the code before keeps its period.

    :raises UnableToAssignCode: if another unit of the tree has it on any of these days
    :raises RecordChanged: if the unit is not what the writer saw
    """
    _lock(unit, basis)
    if queries.details_on(unit, on) is None:
        raise UnableToAssignCode("unit_not_alive", _not_alive(unit, on))
    old = dated.row_on(UnitCode, unit, on)
    _set_code(unit, code, on)
    values = {"old": old.code if old else "", "new": code, "on": on}
    return _finish(unit, "unit.code_assigned", actor, values=values, basis=basis)


def _lock(unit: Unit, basis: Basis) -> None:
    dated.lock_tree(Tree(unit.tree))
    basis.check_seen(queries.state_of(unit))


def _place(unit: Unit, parent: Unit, on: dt.date, decision: str) -> None:
    try:
        with transaction.atomic():
            dated.set_from(UnitPlacement, unit, on, {"parent": parent, "decision": decision})
    except IntegrityError as error:
        if "unit_placement_no_cycle" not in str(_constraint(error)):
            raise
        raise UnableToMoveUnit("unit_below_itself", _below_itself(unit, parent)) from error


def _set_code(unit: Unit, code: str, on: dt.date) -> None:
    try:
        with transaction.atomic():
            dated.set_from(UnitCode, unit, on, {"tree": unit.tree, "code": code.strip()})
    except IntegrityError as error:
        if _constraint(error) != "unit_code_unique_on_a_day":
            raise
        message = (
            f"Mã “{code}” đã thuộc về đơn vị khác từ ngày {format_date(on)}. "
            "Hãy dùng mã khác, hoặc đổi mã của đơn vị kia trước."
        )
        raise UnableToAssignCode("code_taken", message, written=code) from error


def _constraint(error: IntegrityError) -> str | None:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)


def _check_not_below(unit: Unit, parent: Unit, on: dt.date) -> None:
    if parent.pk in queries.subtree_ids_on(unit, on):
        raise UnableToMoveUnit("unit_below_itself", _below_itself(unit, parent))


def _check_place(
    refusal: type[DomainError], child: UnitType, parent: Unit, period: Period
) -> tuple[str, ...]:
    on = period.start or dt.date.min
    above = queries.details_on(parent, on)
    if above is None:
        raise refusal("parent_not_alive", _not_alive(parent, on))
    if parent.closed_on is not None and (period.end is None or period.end > parent.closed_on):
        message = (
            f"{parent} kết thúc từ ngày {format_date(parent.closed_on)}. "
            "Hãy chọn đơn vị cấp trên còn hoạt động."
        )
        raise refusal("parent_closed", message)
    return _check_nesting(refusal, above.type, child, on)


def _check_details(
    refusal: type[DomainError],
    unit: Unit,
    before: UnitDetails | None,
    details: UnitDetails,
    on: dt.date,
) -> tuple[str, ...]:
    if before is None:
        raise refusal("unit_not_alive", _not_alive(unit, on))
    if before == details:
        message = (
            f"Sổ đã ghi đúng như vậy về {unit} vào ngày {format_date(on)}: không có gì để sửa."
        )
        raise refusal("unit_unchanged", f"{message} Hãy sửa mục cần sửa, hoặc bấm “Thôi”.")
    warnings = _check_type(refusal, unit, before.type, details.type, on)
    parent = queries.parent_on(unit, on)
    if parent is not None and text.match_key(before.name) != text.match_key(details.name):
        warnings += _check_namesakes(details.name, parent, on)
    return warnings


def _check_type(
    refusal: type[DomainError], unit: Unit, old: UnitType, new: UnitType, on: dt.date
) -> tuple[str, ...]:
    if old == new:
        return ()
    if new.tree != unit.tree:
        message = (
            f"“{new}” không phải là loại của {Tree(unit.tree).label.lower()}. Hãy chọn loại khác."
        )
        raise refusal("type_of_another_tree", message)
    warnings: tuple[str, ...] = ()
    parent = queries.parent_on(unit, on)
    above = queries.details_on(parent, on) if parent else None
    if above is not None:
        warnings = _check_nesting(refusal, above.type, new, on)
    kinds = UnitType.objects.filter(
        versions__during__contains=on,
        versions__unit__placements__during__contains=on,
        versions__unit__placements__parent=unit,
    )
    for kind in kinds.distinct().order_by("position", "pk"):
        warnings += _check_nesting(refusal, new, kind, on)
    return warnings


def _check_namesakes(name: str, parent: Unit, on: dt.date) -> tuple[str, ...]:
    below = queries.children_on(parent, on)
    if not below.filter(Q(match_name_on=text.match_key(name))).exists():
        return ()
    return (f"Dưới {parent} đã có đơn vị tên “{name}”: tên trùng thì khó phân biệt khi nhập sổ.",)


def _check_nesting(
    refusal: type[DomainError], parent: UnitType, child: UnitType, on: dt.date
) -> tuple[str, ...]:
    rule = queries.nesting_rule_on(parent_type=parent.pk, child_type=child.pk, day=on)
    if rule is None:
        message = (
            f"Theo quy định vào ngày {format_date(on)}, “{child}” không đặt trực tiếp dưới "
            f"“{parent}”. Hãy chọn đơn vị cấp trên khác, hoặc kiểm tra lại loại hình và ngày."
        )
        raise refusal("nesting_refused", message, parent_type=parent.pk, child_type=child.pk)
    if not rule.needs_approval:
        return ()
    return (f"“{child}” dưới “{parent}” cần cấp trên đồng ý ({rule.source}).",)


def _stored(details: UnitDetails) -> dict[str, Any]:
    facts = asdict(details, recurse=False)
    return {**facts, **bulk.named(details.name)}


def _finish(
    unit: Unit,
    action: str,
    actor: Actor,
    *,
    values: dict[str, Any],
    basis: Basis,
    warnings: tuple[str, ...] = (),
) -> Outcome:
    refresh_overseers()
    unit.refresh_from_db()
    audit.record(
        actor=actor,
        action=action,
        subject=unit,
        unit_id=unit.pk,
        summary=unit.name,
        reason=basis.reason,
        values={**values, "warnings": warnings} if warnings else values,
    )
    return Outcome(unit, warnings)


def _plain(details: UnitDetails | None, on: dt.date | None = None) -> dict[str, Any]:
    if details is None:
        return {}
    facts = {name: str(value or "") for name, value in asdict(details, recurse=False).items()}
    return facts if on is None else {**facts, "on": on}


def _label(unit: Unit | None) -> str:
    return "" if unit is None else unit.name


def _not_alive(unit: Unit, on: dt.date) -> str:
    return (
        f"{unit} không có trong sổ vào ngày {format_date(on)}. "
        "Hãy chọn ngày trong thời gian đơn vị hoạt động."
    )


def _already_there(unit: Unit, parent: Unit, on: dt.date) -> str:
    return (
        f"{unit} đã trực thuộc {parent} vào ngày {format_date(on)}. Hãy chọn đơn vị cấp trên khác."
    )


def _below_itself(unit: Unit, parent: Unit) -> str:
    return (
        f"{parent} là chính {unit} hoặc nằm dưới {unit}. "
        "Hãy chọn một đơn vị cấp trên không thuộc đơn vị này."
    )
