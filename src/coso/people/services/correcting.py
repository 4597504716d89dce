"""Correcting who somebody is."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core import text
from coso.core.dates import PartialDate
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import Basis, corrected
from coso.people import queries
from coso.people.enums import DatePrecision
from coso.people.models import Ethnicity, Person


class UnableToCorrectPerson(DomainError):
    """The person cannot be written so."""


@frozen(kw_only=True)
class PersonDetails:
    """Who somebody is; shared by forms and services."""

    full_name: str
    born: PartialDate | None
    gender: str = ""
    ethnicity: Ethnicity | None = None

    def columns(self) -> dict[str, Any]:
        """Return the columns of `Person`, with the keys of the name."""
        return {
            "full_name": self.full_name,
            "match_name": text.match_key(self.full_name),
            "search_name": text.search_key(self.full_name),
            "order_key": text.name_order_key(self.full_name),
            "born_on": None if self.born is None else self.born.value,
            "born_precision": DatePrecision.DAY if self.born is None else self.born.precision,
            "gender": self.gender,
            "ethnicity_id": None if self.ethnicity is None else self.ethnicity.pk,
        }


@transaction.atomic
def correct_person(
    *, person: Person, details: PersonDetails, unit_id: int | None, basis: Basis, actor: Actor
) -> Person:
    """Correct how the book names a person; `unit_id` is where the person stands, for the trail.

    :raises UnableToCorrectPerson: if somebody else is written so
    :raises RecordUnchanged: if the person is written so already
    :raises RecordChanged: if the person is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    basis.check_seen(queries.state_of(person))
    basis.check_explained()
    values = corrected(queries.details_of(person), details.columns())
    _check_nobody_else(person, details)
    Person.objects.filter(pk=person.pk).update(**details.columns())
    person.refresh_from_db()
    audit.record(
        actor=actor,
        action="person.corrected",
        subject=person,
        unit_id=unit_id,
        summary="Sửa nhận biết của người trong sổ",
        reason=basis.reason,
        values=values,
    )
    return person


def _check_nobody_else(person: Person, details: PersonDetails) -> None:
    others = queries.known_as(details.full_name, details.born).exclude(pk=person.pk)
    if others.exists():
        message = f"Trong sổ đã có người khác tên {details.full_name}, sinh {details.born}."
        raise UnableToCorrectPerson(
            "person_known", f"{message} Hãy kiểm tra lại: họ tên và đủ ngày sinh chỉ của một người."
        )
