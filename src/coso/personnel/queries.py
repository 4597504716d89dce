"""Reading the register of staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from attrs import frozen
from django.db.models import Case, Count, DateField, F, Func, Q, QuerySet, Value, When

from coso.core import text, writing
from coso.core.dates import MONTHS_IN_YEAR, add_months
from coso.core.periods import Period
from coso.core.searching import SearchKey
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.enums import DatePrecision, Gender
from coso.people.models import Person
from coso.personnel.enums import Category, PostGroup
from coso.personnel.models import Assignment, HeadcountQuota, Post
from coso.rules import queries as rules


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


_AGES: Final = {Gender.MALE: "men", Gender.FEMALE: "women"}


@frozen
class Roadmap:
    """From the start of which year on who retires at which age in months, and by which rule.

    The first age of each sex held before, too.
    """

    ages: Mapping[Gender, list[tuple[int, int]]]
    source: str

    def ends_of_work(self, born: str, gender: str) -> Case:
        """Return the last day of the month in which the age of its year is reached.

        :param born: the field of the date of birth
        :param gender: that of the sex
        """
        return Case(
            *(
                When(Q(**{gender: sex, f"{born}__lt": before}), then=_end_of_month(born, age))
                for sex in self.ages
                for before, age in self._last_births(sex)
            ),
            output_field=DateField(),
        )

    def _last_births(self, sex: Gender) -> Iterator[tuple[dt.date, int]]:
        """Yield before which day one must be born to leave at an age, and the age."""
        later = (dt.date.max.year, 0)
        for (_, age), (ends, _) in pairwise([*self.ages[sex], later]):
            yield add_months(dt.date(ends, 1, 1), -age), age


def roadmap_on(day: dt.date) -> Roadmap:
    """Return at which age people retire, as the rules of a day have it."""
    known = list(rules.parameters_until("retirement", day))
    ages = {
        sex: [
            (year, years * MONTHS_IN_YEAR + months)
            for parameter in known
            if parameter.name == name
            for year, years, months in parameter.value
        ]
        for sex, name in _AGES.items()
    }
    return Roadmap(ages, known[-1].rule_set.source if known else "")


def with_retirement(found: QuerySet[Any], roadmap: Roadmap, *, person: str = "") -> QuerySet[Any]:
    """Add the last day at work of the person of each row, in ordinary conditions; never a fact.

    Of whom only the year of birth is known: the first that it may be, `retires_on`, and the last,
    `retires_by`. Without a date of birth or a sex there is none.

    :param person: the way from a row to the person (`"person__"`)
    """
    born, gender = f"{person}born_on", f"{person}gender"
    by_year = Q(**{f"{person}born_precision": DatePrecision.YEAR})
    latest = Case(When(by_year, then=_months_after(born, MONTHS_IN_YEAR - 1)), default=F(born))
    retiring: QuerySet[Any] = found.alias(latest_birth=latest).annotate(
        retires_on=roadmap.ends_of_work(born, gender),
        retires_by=roadmap.ends_of_work("latest_birth", gender),
    )
    return retiring


def retiring_by(staff: QuerySet[Any], day: dt.date) -> QuerySet[Any]:
    """Keep whose last day at work (see `with_retirement`) may be up to a day, the first first."""
    return staff.filter(retires_on__lte=day).order_by("retires_on", "person__order_key", "pk")


def retirement_in_words(row: Any) -> str:
    """Return when the person of a row of `with_retirement` is expected to retire."""
    first, last = row.retires_on, row.retires_by
    if first is None:
        return ""
    if first == last:
        return f"hết tháng {first:%m/%Y}"
    return f"hết tháng {first:%m/%Y} đến hết tháng {last:%m/%Y} (chỉ biết năm sinh)"


def _months_after(born: str, months: int) -> Func:
    template = f"(%(expressions)s + make_interval(months => {months}))::date"
    return Func(F(born), template=template, output_field=DateField())


def _end_of_month(born: str, months: int) -> Func:
    first = f"date_trunc('month', %(expressions)s) + make_interval(months => {months + 1})"
    return Func(F(born), template=f"({first})::date - 1", output_field=DateField())
