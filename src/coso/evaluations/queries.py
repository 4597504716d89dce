"""Reading the yearly ratings."""

from __future__ import annotations

from django.db.models import QuerySet

from coso.evaluations.models import Evaluation
from coso.people.models import Person


def evaluations() -> QuerySet[Evaluation]:
    """Return all ratings with whom and where they were given, the latest year first."""
    return Evaluation.objects.select_related("person", "unit", "agency").order_by("-year", "pk")


def evaluations_of(person: Person) -> QuerySet[Evaluation]:
    """Return the ratings of a person, the latest year first."""
    return evaluations().filter(person=person)
