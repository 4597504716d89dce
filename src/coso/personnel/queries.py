"""Reading the register of staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet

from coso.people import queries as people
from coso.people.models import Person
from coso.personnel.models import Assignment, HeadcountQuota


def staff_on(day: dt.date, *, agency_ids: Collection[int] | None = None) -> QuerySet[Assignment]:
    """Return the primary assignments of a day, contract workers included, in name order.

    :param agency_ids: the agencies to keep; `None` keeps all
    """
    staff = Assignment.objects.filter(during__contains=day, is_primary=True)
    if agency_ids is not None:
        staff = staff.filter(post__agency_id__in=agency_ids)
    return staff.select_related("person__ethnicity", "post__agency").order_by(
        "person__order_key", "pk"
    )


def matching(staff: QuerySet[Assignment], words: str) -> QuerySet[Assignment]:
    """Keep the employees whose name holds the words, exact accents first."""
    return people.matching(staff, words, person="person__")


def assignments() -> QuerySet[Assignment]:
    """Return the posts that anybody holds or has held."""
    return Assignment.objects.order_by("pk")


def assignments_of(person: Person) -> QuerySet[Assignment]:
    """Return the posts a person has held, oldest first."""
    return (
        Assignment.objects.filter(person=person).select_related("post__agency").order_by("during")
    )


def quotas() -> QuerySet[HeadcountQuota]:
    """Return all headcount quotas with their agencies, the latest year first."""
    return HeadcountQuota.objects.select_related("agency").order_by("-year", "agency__order_key")
