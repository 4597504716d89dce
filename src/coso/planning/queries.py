"""Reading the register of planning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from coso.core import writing
from coso.core.dates import age_on, format_date
from coso.core.text import match_key
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.planning.models import PlanningCandidate, PlanningCycle, PlanningPosition
from coso.rules import queries as rules

_SEAT = match_key("Ủy viên")


def cycles() -> QuerySet[PlanningCycle]:
    """Return all plans with who holds them, the latest first."""
    found = PlanningCycle.objects.select_related("organization")
    return found.order_by("-first_year", "-last_year", "organization__order_key", "pk")


def candidates() -> QuerySet[PlanningCandidate]:
    """Return who is planned for what, the latest plan first, in the order of its list."""
    found: QuerySet[PlanningCandidate] = PlanningCandidate.objects.select_related(
        "position__cycle__organization", "position__unit", "person__ethnicity"
    )
    return found.order_by("-position__cycle__first_year", "position", "pk")


def decided_until(found: QuerySet[PlanningCandidate], day: dt.date) -> QuerySet[PlanningCandidate]:
    """Keep what was decided up to a day."""
    return found.filter(decided_on__lte=day)


def concerning(
    found: QuerySet[PlanningCandidate], units: Collection[int]
) -> QuerySet[PlanningCandidate]:
    """Keep who is planned for titles of some units; without a unit it is of who holds the plan."""
    held = Q(position__unit=None, position__cycle__organization__in=units)
    return found.filter(held | Q(position__unit__in=units))


def matching(found: QuerySet[PlanningCandidate], words: str) -> QuerySet[PlanningCandidate]:
    """Keep the people whose name holds the words, exact accents first."""
    return people.matching(found, words, person="person__")


def plans_of(person: Person) -> QuerySet[PlanningCandidate]:
    """Return what a person is planned for, the latest plan first."""
    return candidates().filter(person=person)


def position_titled(cycle: PlanningCycle, title: str) -> PlanningPosition | None:
    """Return the title of a plan by its name, whatever the accents of its vowels."""
    return PlanningPosition.objects.filter(cycle=cycle, match_title=match_key(title)).first()


def cycle_of(organization: Unit, first_year: int, last_year: int) -> PlanningCycle | None:
    """Return the plan of a committee for a period of years."""
    return (
        cycles()
        .filter(organization=organization, first_year=first_year, last_year=last_year)
        .first()
    )


def in_words(candidate: PlanningCandidate) -> dict[str, str]:
    """Return what the register says of somebody in a plan, as it is called and written there."""
    position, left = candidate.position, candidate.left
    return {
        "Họ và tên": candidate.person.full_name,
        "Chức danh quy hoạch": position.title,
        "Đơn vị của chức danh": str(position.unit or ""),
        "Giai đoạn": position.cycle.name,
        "Cấp ủy quy hoạch": position.cycle.organization.name,
        "Số quyết định": candidate.decision,
        "Ngày quyết định": format_date(candidate.decided_on),
        "Đưa ra khỏi quy hoạch": candidate.get_left_for_display(),
        "Đưa ra từ": "" if left is None else str(left),
    }


def state_of(candidate: PlanningCandidate) -> str:
    """Return a token of what the register says of somebody in a plan."""
    return writing.state_of(in_words(candidate).items())


def warnings_of(candidate: PlanningCandidate) -> list[str]:
    """Return what the rules of the day of the decision warn of, were the row written so."""
    day, position, person = candidate.decided_on, candidate.position, candidate.person
    on_day = PlanningCandidate.objects.filter(during__contains=day).exclude(pk=candidate.pk)
    titles = on_day.filter(person=person, position__cycle=position.cycle).count() + 1
    people_planned = on_day.filter(position=position).count() + 1
    most_titles, most_people = (
        rules.parameter("planning", name, on=day) for name in ("max_per_person", "max_per_position")
    )
    found = []
    if 0 < most_titles < titles:
        found.append(f"{person} có {titles} chức danh quy hoạch, quá {most_titles} chức danh.")
    if 0 < most_people < people_planned and not position.match_title.startswith(_SEAT):
        found.append(f"Chức danh này có {people_planned} người, quá {most_people} người.")
    return found


def age_when_decided(candidate: PlanningCandidate) -> int | None:
    """Return how old somebody was on the day of the decision."""
    born = candidate.person.born_on
    if born is None or born > candidate.decided_on:
        return None
    return age_on(born, candidate.decided_on)
