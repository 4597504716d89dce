"""Qualifications: what somebody is trained in, and since when the records show it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected
from coso.people import queries
from coso.people.models import Person, Qualification, QualificationLevel


class UnableToQualify(DomainError):
    """The person cannot have the qualification as it is written."""


@frozen(kw_only=True)
class QualificationDetails:
    """A step of a scale, its field, and the first day on which the records show it."""

    level: QualificationLevel
    known_from: dt.date
    field: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of `Qualification`."""
        return {
            "level_id": self.level.pk,
            "field": self.field,
            "known_from": self.known_from,
        }


@transaction.atomic
def add_qualification(
    *,
    person: Person,
    details: QualificationDetails,
    unit_id: int | None,
    actor: Actor,
    basis: Basis = FRESH,
) -> Qualification:
    """Add a qualification; `unit_id` is where the person stands, for the trail.

    :raises UnableToQualify: if the book has it already, or the person was not born by then
    :raises RecordChanged: if the qualifications are not what the writer saw
    """
    _lock(person, basis)
    _check_born(person, details)
    _check_new(person, details.level)
    added = Qualification.objects.create(person=person, **details.columns())
    values = {"new": details.columns()}
    _record(added, "qualification.added", values, unit_id, actor, basis)
    return added


@transaction.atomic
def correct_qualification(
    *,
    qualification: Qualification,
    details: QualificationDetails,
    unit_id: int | None,
    basis: Basis,
    actor: Actor,
) -> Qualification:
    """Correct what the book says of a qualification; `unit_id` is for the trail.

    :raises UnableToQualify: if it stands in another line, or the person was not born by then
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the qualifications are not what the writer saw
    :raises ReasonMissing: without a reason
    """
    held = _lock_held(qualification, basis)
    before = queries.details_of_qualification(held)
    values = corrected(before, details.columns())
    _check_born(held.person, details)
    if details.level != held.level:
        _check_new(held.person, details.level)
    Qualification.objects.filter(pk=held.pk).update(**details.columns())
    held = queries.qualifications_of(held.person).get(pk=held.pk)
    _record(held, "qualification.corrected", values, unit_id, actor, basis)
    return held


@transaction.atomic
def remove_qualification(
    *, qualification: Qualification, unit_id: int | None, basis: Basis, actor: Actor
) -> Qualification:
    """Take back a qualification that was written by mistake; it stays in the trail.

    :raises RecordChanged: if the qualifications are not what the writer saw
    :raises ReasonMissing: without a reason
    """
    held = _lock_held(qualification, basis)
    values = {"old": queries.details_of_qualification(held)}
    _record(held, "qualification.removed", values, unit_id, actor, basis)
    Qualification.objects.filter(pk=held.pk).delete()
    return held


def _lock(person: Person, basis: Basis) -> None:
    # What somebody holds is written one after another.
    list(Person.objects.select_for_update(of=("self",)).filter(pk=person.pk))
    basis.check_seen(queries.state_of_qualifications(person))


def _lock_held(qualification: Qualification, basis: Basis) -> Qualification:
    """Return a qualification as it is now, for a change that has to be explained."""
    _lock(qualification.person, basis)
    basis.check_explained()
    held = queries.qualifications_of(qualification.person).filter(pk=qualification.pk).first()
    if held is None:
        message = "Trình độ này vừa được người khác bỏ khỏi sổ."
        raise UnableToQualify("qualification_gone", f"{message} Hãy mở lại hồ sơ.")
    return held


def _check_born(person: Person, details: QualificationDetails) -> None:
    if person.born is not None and details.known_from < person.born.value:
        message = f"Ngày {format_date(details.known_from)} trước ngày sinh {person.born}."
        raise UnableToQualify("qualified_before_birth", f"{message} Hãy kiểm tra lại hai ngày.")


def _check_new(person: Person, level: QualificationLevel) -> None:
    known = queries.qualifications_of(person).filter(level=level).first()
    if known is not None:
        message = f"Sổ đã ghi {level.get_kind_display().lower()} {known}."
        raise UnableToQualify(
            "qualification_known", f"{message} Sai, hoặc thêm chuyên ngành, thì sửa dòng đó."
        )


def _record(
    held: Qualification,
    action: str,
    values: dict[str, Any],
    unit_id: int | None,
    actor: Actor,
    basis: Basis,
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=held.person,
        unit_id=unit_id,
        summary=f"{held.level.get_kind_display()}: {held}",
        reason=basis.reason,
        values=values,
    )
