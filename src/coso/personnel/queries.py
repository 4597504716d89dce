"""Reading the register of staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.db.models import Case, Count, Q, QuerySet, Value, When

from coso.core import text, writing
from coso.core.periods import Period
from coso.core.searching import SearchKey
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel.enums import Category, PostGroup
from coso.personnel.models import Assignment, HeadcountQuota, Post


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
    return Assignment.objects.select_related("person", "post__agency").order_by("pk")


def posts_named(day: dt.date, words: str) -> QuerySet[Assignment]:
    """Return who stands on a post on a day by its title, and perhaps the name of the agency.

    “kế toán”, “chủ tịch Tân Sơn”: what follows the title stands in the name of the agency.
    """
    named = Q(pk__in=[])
    for title, place in text.divisions(words):
        titled = Q(title_key__contains=text.search_key(title))
        named |= titled & Q(agency__search_name__contains=text.search_key(place))
    posts = Post.objects.alias(title_key=SearchKey("title")).filter(named)
    held = Assignment.objects.filter(post__in=posts, during__contains=day)
    return held.select_related("person", "post__agency")


def assignments_of(person: Person) -> QuerySet[Assignment]:
    """Return the posts a person has held, oldest first."""
    return (
        Assignment.objects.filter(person=person)
        .select_related("post__agency__overseer")
        .order_by("during")
    )


def details_of(assignment: Assignment) -> dict[str, Any]:
    """Return what the book says of an assignment, for a form and for the trail."""
    names = ("category", "is_primary", "basis", "decision", "decided_on", "ending")
    during = Period.from_range(assignment.during)
    return {
        "agency_id": assignment.post.agency_id,
        "title": assignment.post.title,
        **{name: getattr(assignment, name) for name in names},
        **{name: getattr(assignment, name) for name in _DETAILS_OF_WORK},
        "on": during.start,
        "until": during.end,
    }


def state_of(person: Person) -> str:
    """Return a token of what is recorded of a person at work; every change makes another."""
    held = Assignment.objects.filter(person=person).order_by("pk")
    return writing.state_of(held.values_list("post__title", *_COLUMNS))


_DETAILS_OF_WORK: Final = ("ending_decision", "rank_code", "recruited_on")
_COLUMNS: Final = tuple(field.attname for field in Assignment._meta.concrete_fields)


def quotas() -> QuerySet[HeadcountQuota]:
    """Return all headcount quotas with their agencies, the latest year first."""
    return HeadcountQuota.objects.select_related("agency").order_by("-year", "agency__order_key")


def quotas_of(agency: Unit) -> QuerySet[HeadcountQuota]:
    """Return the headcounts of an agency, the latest year first."""
    return HeadcountQuota.objects.filter(agency=agency).order_by("-year")


def details_of_quota(quota: HeadcountQuota) -> dict[str, Any]:
    """Return what the book says of a headcount."""
    names = ("year", "quantity", "decision", "decided_on")
    return {name: getattr(quota, name) for name in names}


def headcount_on(agency: Unit, day: dt.date) -> int:
    """Return how many people count in the headcount of an agency on a day."""
    counted = staff_on(day, agency_ids=[agency.pk])
    return counted.exclude(category=Category.CONTRACT_WORKER).count()


def posts() -> QuerySet[Post]:
    """Return all posts."""
    return Post.objects.select_related("agency").order_by("pk")


def posts_of(agency: Unit, day: dt.date) -> QuerySet[Any]:
    """Return the posts of an agency with how many hold each on a day, by group and title."""
    held = Q(assignments__during__contains=day)
    group = Case(*(When(group=each, then=Value(place)) for place, each in enumerate(PostGroup)))
    shown: QuerySet[Any] = Post.objects.filter(agency=agency).annotate(
        holders=Count("assignments", filter=held)
    )
    return shown.order_by(group, "match_title", "pk")


def state_of_agency(agency: Unit) -> str:
    """Return a token of the posts and the headcounts of an agency."""
    books = (HeadcountQuota.objects.filter(agency=agency), Post.objects.filter(agency=agency))
    return writing.state_of(row for book in books for row in book.order_by("pk").values_list())


def assignments_from(agency_ids: Collection[int], day: dt.date) -> QuerySet[Assignment]:
    """Return who holds posts of agencies on a day or later, by person."""
    later = Period(day).to_range()
    return (
        Assignment.objects.filter(post__agency_id__in=agency_ids, during__overlap=later)
        .select_related("post__agency", "person")
        .order_by("person__order_key", "pk")
    )
