"""Reading the register of people."""

from __future__ import annotations

from django.db.models import Case, QuerySet, Value, When

from coso.core import text
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


def matching(found: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Keep the people whose name holds the words, exact accents first."""
    return (
        found.filter(search_name__contains=text.search_key(words))
        .annotate(
            is_exact=Case(
                When(match_name__contains=text.match_key(words), then=Value(0)), default=Value(1)
            )
        )
        .order_by("is_exact", "order_key", "pk")
    )
