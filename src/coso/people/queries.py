"""Reading the register of people."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Case, Model, Q, QuerySet, Value, When

from coso.core import text
from coso.people.enums import QualificationKind
from coso.people.models import Ethnicity, Person, Qualification, QualificationLevel

_Row = TypeVar("_Row", bound=Model)


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


def matching(found: QuerySet[_Row], words: str, *, person: str = "") -> QuerySet[_Row]:
    """Keep the rows of people whose name holds the words, exact accents first.

    :param person: the way from a row to its person (`"membership__person__"`)
    """
    rank = Case(
        When(Q(**{f"{person}match_name__contains": text.match_key(words)}), then=Value(0)),
        default=Value(1),
    )
    named: QuerySet[Any] = found.filter(
        **{f"{person}search_name__contains": text.search_key(words)}
    ).annotate(is_exact=rank)
    return named.order_by("is_exact", f"{person}order_key", "pk")
