"""Reading the register of planning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from psycopg.sql import SQL, Literal

from coso.core import db, writing
from coso.core.dates import format_date
from coso.core.text import normalize, search_key
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.planning.models import PlanningCandidate, PlanningCycle, PlanningPosition
from coso.planning.validators import names_within
from coso.rules import queries as rules

PERSON: Final = "Họ và tên"
UNIT: Final = "Đơn vị của chức danh"
COMMITTEE: Final = "Cấp ủy quy hoạch"
# Of committee members and deputies there are several; how many, the plan does not say.
_SEVERAL: Final = ("uy vien ", "pho ")
_ON_A_DAY: Final = """
SELECT 0 AS origin, id, first_year, last_year, {day}::date AS decided_on
  FROM planning_planningcycle WHERE id = {cycle}
"""
# Who is in the listed plans, each by the rules of the first day of the decision.
PLANNED: Final = """
WITH listed AS ({listed}), rules AS (
    SELECT r.during, p.name, (p.value #>> '{{}}')::int AS value
      FROM rules_ruleset r JOIN rules_ruleparameter p ON p.rule_set_id = r.id
     WHERE r.subject = 'planning' AND p.name <> 'age_bands'
), planned AS (
    SELECT l.*, c.person_id, p.title, c.position_id
      FROM listed l
      JOIN planning_planningposition p ON p.cycle_id = l.id
      JOIN planning_planningcandidate c ON c.position_id = p.id AND c.during @> l.decided_on
)
"""
SHARES_BELOW: Final = """
SELECT origin, 'full_name', 'share_below_rule', 'warning',
       format('Quy hoạch %s–%s có %s trên %s người là %s, dưới mức %s%%.', first_year, last_year,
              counted, number, who, least), ''
  FROM (SELECT k.origin, k.first_year, k.last_year, g.who, r.value AS least, count(*) AS number,
               count(*) FILTER (WHERE CASE g.rule WHEN 'min_women' THEN w.gender = 'FEMALE'
                   ELSE age(k.decided_on, w.born_on) < make_interval(years => y.value) END)
                   AS counted
          FROM (SELECT DISTINCT origin, first_year, last_year, decided_on, person_id
                  FROM planned) k
          JOIN people_person w ON w.id = k.person_id
          CROSS JOIN (VALUES ('min_women', 'nữ'), ('min_young', 'cán bộ trẻ')) g (rule, who)
          JOIN rules r ON r.name = g.rule AND r.during @> k.decided_on
          JOIN rules y ON y.name = 'young_under' AND y.during @> k.decided_on
         GROUP BY k.origin, k.first_year, k.last_year, k.decided_on, g.who, r.value) shares
 WHERE counted * 100 < least * number ORDER BY origin, who
"""


def cycles() -> QuerySet[PlanningCycle]:
    """Return all plans with who holds them, the latest first."""
    found = PlanningCycle.objects.select_related("organization")
    return found.order_by("-first_year", "-last_year", "organization__order_key", "pk")


def positions() -> QuerySet[PlanningPosition]:
    """Return the titles of all plans."""
    found = PlanningPosition.objects.select_related("cycle__organization", "unit")
    return found.order_by("-cycle__first_year", "pk")


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


def titled(found: QuerySet[PlanningCandidate], words: str) -> QuerySet[PlanningCandidate]:
    """Keep the titles that hold the words, accents and case apart."""
    return found.filter(position__title__unaccent__icontains=normalize(words))


def planned_for(found: QuerySet[PlanningCandidate], person: str) -> ArraySubquery:
    """Return what people are planned for, as a column of a query about them.

    :param person: the way from a row of that query to the person (`"pk"`)
    """
    columns = {
        "pk": "pk",
        "first_year": "position__cycle__first_year",
        "last_year": "position__cycle__last_year",
        "title": "position__title",
        "left_for": "left_for",
    }
    planned = found.filter(person=OuterRef(person))
    return ArraySubquery(planned.values(planned=JSONObject(**columns)))


def unit_named_in(title: str, day: dt.date) -> Unit | None:
    """Return the unit that a title ends with, where only one is called so on the day."""
    names = names_within(title)
    trees = (Tree.AGENCY, Tree.PARTY)
    called = Unit.objects.filter(
        tree__in=trees, versions__match_name__in=names, versions__during__contains=day
    ).annotate(called=F("versions__match_name"))
    units: dict[str, list[Unit]] = {}
    for unit in called:
        units.setdefault(unit.called, []).append(unit)
    longest = next((units[name] for name in names if name in units), [])
    return longest[0] if len(longest) == 1 else None


def removal_in_words(candidate: PlanningCandidate) -> str:
    """Return why and when somebody was taken out of the plan, as lists say it."""
    if not candidate.left_for:
        return ""
    reason = str(candidate.get_left_for_display()).lower()
    return f"Đưa ra khỏi quy hoạch: {reason} ({candidate.left})"


def in_words(candidate: PlanningCandidate) -> dict[str, str]:
    """Return what the register says of somebody in a plan, as it is called and written there."""
    position, left = candidate.position, candidate.left
    return {
        PERSON: candidate.person.full_name,
        "Chức danh quy hoạch": position.title,
        UNIT: str(position.unit or ""),
        "Giai đoạn": position.cycle.name,
        COMMITTEE: position.cycle.organization.name,
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
    if 0 < most_people < people_planned and not search_key(position.title).startswith(_SEVERAL):
        found.append(f"Chức danh này có {people_planned} người, quá {most_people} người.")
    return found


def shares_below(cycle: PlanningCycle, day: dt.date) -> list[str]:
    """Return which shares of a plan were below those of the rules of a day."""
    listed = SQL(_ON_A_DAY).format(cycle=Literal(cycle.pk), day=Literal(day))
    with connection.cursor() as cursor:
        found = db.findings(cursor, SQL(PLANNED + SHARES_BELOW).format(listed=listed))
    return [each.message for each in found]
