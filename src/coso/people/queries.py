"""Reading the register of people."""

from __future__ import annotations

from django.db.models import QuerySet

from coso.people.enums import QualificationKind
from coso.people.models import Ethnicity, Person, Qualification, QualificationLevel


def people() -> QuerySet[Person]:
    """Return all people, in the order of a roll."""
    return Person.objects.select_related("ethnicity").order_by("order_key", "pk")


def qualifications_of(person: Person) -> QuerySet[Qualification]:
    """Return the qualifications of a person, the highest of each scale first."""
    return (
        Qualification.objects.filter(person=person)
        .select_related("level")
        .order_by("level__kind", "-level__rank", "pk")
    )


def ethnicities() -> QuerySet[Ethnicity]:
    """Return the 54 ethnic groups in the order of the official list."""
    return Ethnicity.objects.order_by("code")


def qualification_levels(kind: QualificationKind) -> QuerySet[QualificationLevel]:
    """Return the levels of a scale, the lowest first."""
    return QualificationLevel.objects.filter(kind=kind).order_by("rank", "pk")
