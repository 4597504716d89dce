"""Reading the yearly ratings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Final

from attrs import frozen
from django.db.models import Case, Count, Max, Min, Q, QuerySet, Value, When

from coso.core import text, writing
from coso.evaluations.enums import Capacity, Rating
from coso.evaluations.models import Evaluation
from coso.evaluations.validators import excellent_allowed
from coso.members import queries as members
from coso.members.models import MembershipPeriod
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitVersion
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.personnel.enums import Category
from coso.personnel.models import Assignment
from coso.rules import queries as rules

# Individuals and organizations are reviewed from the last month but one on.
_FIRST_MONTH: Final = 11
NOT_RATED: Final = "Không xếp loại"

GOOD_OR_BETTER, WITHOUT = "tot-tro-len", "khong-xep-loai"
# What became of a rating, in words.
OUTCOMES: Final = (
    *Rating.choices,
    (GOOD_OR_BETTER, "Hoàn thành tốt nhiệm vụ trở lên"),
    (WITHOUT, NOT_RATED),
)


@frozen(kw_only=True)
class Subject:
    """Whoever is rated for a year: a person in a capacity, or an organization.

    `place` is where the rating is given: the branch, the agency, the organization above. `note`
    tells people of one name apart.
    """

    capacity: str
    pk: int
    name: str
    place_id: int
    title: str = ""
    note: str = ""

    @property
    def key(self) -> dict[str, int]:
        """The column of the rating that names the subject."""
        return {"person_id" if self.capacity else "unit_id": self.pk}


def evaluations() -> QuerySet[Evaluation]:
    """Return all ratings with whom and where they were given, the latest year first."""
    return Evaluation.objects.select_related("person", "unit", "agency").order_by("-year", "pk")


def evaluations_of(person: Person) -> QuerySet[Evaluation]:
    """Return the ratings of a person, the latest year first."""
    return evaluations().filter(person=person)


def evaluations_of_unit(unit: Unit) -> QuerySet[Evaluation]:
    """Return the ratings of an organization, the latest year first."""
    return evaluations().filter(unit=unit)


def given_as(capacity: str) -> QuerySet[Evaluation]:
    """Return the ratings in a capacity, those of organizations if it is blank."""
    return evaluations().filter(capacity=capacity)


def given_until(day: dt.date, capacity: str) -> QuerySet[Evaluation]:
    """Return the ratings in a capacity for years begun by a day."""
    return given_as(capacity).filter(year__lte=day.year)


def people_matching(found: QuerySet[Evaluation], words: str) -> QuerySet[Evaluation]:
    """Keep the ratings of people whose name holds the words, exact accents first."""
    return people.matching(found, words, person="person__")


def units_matching(found: QuerySet[Evaluation], words: str) -> QuerySet[Evaluation]:
    """Keep the ratings of organizations whose name holds the words, exact accents first."""
    exact = When(unit__match_name__contains=text.match_key(words), then=Value(0))
    return (
        found.filter(unit__search_name__contains=text.search_key(words))
        .annotate(is_exact=Case(exact, default=Value(1)))
        .order_by("is_exact", "unit__order_key", "unit", "-year", "pk")
    )


def with_outcome(found: QuerySet[Evaluation], outcome: str) -> QuerySet[Evaluation]:
    """Keep the ratings of one of the `OUTCOMES`."""
    if outcome == WITHOUT:
        return found.filter(rating="")
    good = (Rating.EXCELLENT, Rating.GOOD)
    return found.filter(rating__in=good if outcome == GOOD_OR_BETTER else (outcome,))


def ranked(found: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Add `rank`: the highest level has the lowest, whoever is not rated comes last."""
    levels = [When(rating=level, then=Value(at)) for at, level in enumerate(Rating)]
    return found.annotate(rank=Case(*levels, default=Value(len(levels))))


def years() -> list[int]:
    """Return the years from the first one rated to the last, the latest first."""
    known = Evaluation.objects.aggregate(first=Min("year"), last=Max("year"))
    return [] if known["first"] is None else [*range(known["last"], known["first"] - 1, -1)]


def given_to(subjects: Collection[Subject], year: int) -> QuerySet[Evaluation]:
    """Return the ratings of some subjects of one capacity for a year."""
    found = evaluations().filter(year=year)
    keys = [subject.pk for subject in subjects]
    capacity = next((subject.capacity for subject in subjects), "")
    if capacity:
        return found.filter(person_id__in=keys, capacity=capacity)
    return found.filter(unit_id__in=keys)


def state_of(ratings: Iterable[Evaluation]) -> str:
    """Return a token of what the register says of some ratings."""
    columns = ("pk", "rating", "not_rated_reason", "self_rating", "level", "agency_id")
    rows = [tuple(getattr(rating, name) for name in columns) for rating in ratings]
    return writing.state_of(sorted(rows))


def in_words(rating: Evaluation) -> dict[str, str]:
    """Return what the register says of a rating, as it is called and written there."""
    return {
        "Năm": str(rating.year),
        "Với tư cách": rating.get_capacity_display() or "Tổ chức",
        "Kết quả": outcome_of(rating),
        "Cá nhân tự xếp loại": rating.get_self_rating_display(),
        "Chức vụ khi xếp loại": rating.title,
        "Cấp xếp loại": rating.get_level_display(),
    }


def outcome_of(rating: Evaluation) -> str:
    """Return the level in words, or why there is none."""
    return rating.get_rating_display() or f"{NOT_RATED}: {rating.not_rated_reason}"


def subject_of(rating: Evaluation) -> Subject:
    """Return whom a rating is of, where it was given."""
    return Subject(
        capacity=rating.capacity,
        pk=rating.subject.pk,
        name=str(rating.subject),
        place_id=rating.place_id,
    )


def last_day(year: int) -> dt.date:
    """Return the day of a year whose rules hold for its ratings."""
    return dt.date(year, 12, 31)


def year_rated_on(day: dt.date) -> int:
    """Return the year whose ratings are being given on a day: its own towards its end."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def levels_of(year: int) -> list[Rating]:
    """Return the levels in which one is rated for a year, the highest first."""
    return [Rating(level) for level in rules.parameter("ratings", "levels", last_day(year))]


def members_rated(organization: Unit, on: dt.date) -> QuerySet[MembershipPeriod]:
    """Return the members of an organization and all below it on a day, in the order of the roll."""
    below = organizations.subtree_ids_on(organization, on)
    return members.roll_on(on, unit_ids=below)


def staff_rated(agency: Unit, on: dt.date) -> QuerySet[Assignment]:
    """Return the staff of an agency on a day; workers under a labour contract are not rated."""
    staff = personnel.staff_on(on, agency_ids=[agency.pk])
    return staff.exclude(category=Category.CONTRACT_WORKER)


def units_rated(organization: Unit, on: dt.date) -> QuerySet[Unit]:
    """Return the organizations directly below one on a day."""
    return organizations.children_on(organization, on)


def member_rated(person: Person, year: int) -> Subject | None:
    """Return a person as a member of the branch where they last were in a year."""
    stays = members.stays().filter(membership__person=person, during__overlap=_days_of(year))
    last = stays.order_by("during").last()
    return None if last is None else member_of(last)


def employee_rated(person: Person, year: int) -> Subject | None:
    """Return a person as an employee of the agency where they last worked in a year."""
    posts = personnel.assignments_of(person).filter(during__overlap=_days_of(year))
    last = posts.filter(is_primary=True).exclude(category=Category.CONTRACT_WORKER).last()
    return None if last is None else employee_of(last)


def unit_rated(unit: Unit, on: dt.date) -> Subject | None:
    """Return an organization as one that the one above it rates; the topmost rates itself."""
    if organizations.version_on(unit, on) is None:
        return None
    return unit_below(unit, organizations.parent_on(unit, on) or unit)


def member_of(stay: MembershipPeriod) -> Subject:
    """Return a member, rated in the branch of a stay."""
    person = stay.membership.person
    return Subject(
        capacity=Capacity.MEMBER,
        pk=person.pk,
        name=person.full_name,
        place_id=stay.unit_id,
        note=", ".join(filter(None, [str(person.born or ""), stay.unit.name])),
    )


def employee_of(assignment: Assignment) -> Subject:
    """Return an employee, rated in the agency of a post."""
    person, post = assignment.person, assignment.post
    return Subject(
        capacity=Capacity.EMPLOYEE,
        pk=person.pk,
        name=person.full_name,
        place_id=post.agency_id,
        title=post.title,
        note=", ".join(filter(None, [str(person.born or ""), post.title])),
    )


def unit_below(unit: Unit, above: Unit) -> Subject:
    """Return an organization, rated by the one above it."""
    return Subject(capacity="", pk=unit.pk, name=unit.name, place_id=above.pk)


def _days_of(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)


def excellent_at(places: Collection[int], capacity: str, year: int) -> list[str]:
    """Return a sentence for each place where more are excellent than the year's rules allow."""
    day = last_day(year)
    cap = rules.parameter("ratings", "excellent_cap", day)
    base = [Rating(level) for level in rules.parameter("ratings", "excellent_base", day)]
    found = Evaluation.objects.filter(agency__in=places, capacity=capacity, year=year)
    counted = found.values("agency_id", "agency__name").annotate(
        excellent=Count("pk", filter=Q(rating=Rating.EXCELLENT)),
        base=Count("pk", filter=Q(rating__in=base)),
    )
    words = " và ".join(level.label.lower() for level in base)
    return [
        f"{row['agency__name']} năm {year}: {row['excellent']} hoàn thành xuất sắc nhiệm vụ, nhiều "
        f"nhất là {excellent_allowed(row['base'], cap)}, {cap}% của {row['base']} {words}."
        for row in counted.order_by("agency__order_key", "agency_id")
        if row["excellent"] > excellent_allowed(row["base"], cap)
    ]


def levels_at(places: Collection[int], day: dt.date) -> dict[int, str]:
    """Return the level of each place on a day, as the place or its type has it, else the root's."""
    versions = UnitVersion.objects.on(day)
    of_root = versions.filter(unit__is_root=True, unit__tree=Tree.PARTY)
    top = of_root.values_list("level", flat=True).first() or ""
    rows = versions.filter(unit__in=places).values_list("unit_id", "level", "type__level")
    known = {unit: level or of_type for unit, level, of_type in rows}
    return {place: known.get(place) or top for place in places}
