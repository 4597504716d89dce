"""Reading the register of decisions on personnel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from coso.appointments.enums import DecisionKind
from coso.appointments.models import Decision
from coso.appointments.validators import Term
from coso.core import searching, writing
from coso.core.dates import format_date
from coso.core.searching import Found
from coso.core.text import match_key, normalize
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.personnel.queries import Roadmap

# What a decision names of whom there is a record of their own.
PERSON: Final = "Họ và tên"
OLD_UNIT: Final = "Đơn vị cũ trong sổ"
NEW_UNIT: Final = "Đơn vị mới trong sổ"
# When its post ends.
ENDS: Final = "Hết thời hạn"
# After these nobody holds the earlier post by the earlier decision.
_REPLACING: Final = (
    *(DecisionKind.APPOINT, DecisionKind.REAPPOINT, DecisionKind.EXTEND, DecisionKind.ROTATE),
    *(DecisionKind.TRANSFER, DecisionKind.RELIEVE, DecisionKind.RESIGN, DecisionKind.DISMISS),
)


def decisions() -> QuerySet[Decision]:
    """Return all decisions with person and units, the last to take effect first."""
    found = Decision.objects.select_related("person", "old_unit", "new_unit")
    return found.order_by("-effective_on", "pk")


def taken_until(found: QuerySet[Decision], day: dt.date) -> QuerySet[Decision]:
    """Keep the decisions taken up to a day."""
    return found.filter(decided_on__lte=day)


def concerning(found: QuerySet[Decision], units: Collection[int]) -> QuerySet[Decision]:
    """Keep the decisions by which somebody comes to some units, or leaves them."""
    return found.filter(Q(new_unit__in=units) | Q(old_unit__in=units))


def in_force(found: QuerySet[Decision], day: dt.date) -> QuerySet[Decision]:
    """Keep the decisions after which no other had replaced them by a day."""
    later = Decision.objects.filter(
        person=OuterRef("person"),
        kind__in=_REPLACING,
        decided_on__lte=day,
        effective_on__gt=OuterRef("effective_on"),
    )
    return found.filter(~Exists(later))


def is_last_on(decision: Decision, day: dt.date) -> bool:
    """Tell whether a decision is in effect on a day, and no later one is."""
    taken = Decision.objects.filter(person=decision.person_id, effective_on__lte=day)
    return taken.order_by("-effective_on", "-pk").first() == decision


def with_ends(found: QuerySet[Decision], roadmap: Roadmap) -> QuerySet[Any]:
    """Add the day on which each post ends, `ends_on`: that of its term, or of the retirement.

    When somebody retires is only expected (see `personnel.with_retirement`).
    """
    ends_on = Case(When(until_retirement=True, then=F("retires_on")), default=F("term_ends_on"))
    retiring = personnel.with_retirement(found, roadmap, person="person__")
    ending: QuerySet[Any] = retiring.annotate(ends_on=ends_on)
    return ending


def ending_within(found: QuerySet[Any], first: dt.date, last: dt.date) -> QuerySet[Any]:
    """Keep the decisions of `with_ends` whose post ends, or may end, on one of some days."""
    retires = Q(until_retirement=True, retires_on__lte=last, retires_by__gte=first)
    ending = found.filter(Q(term_ends_on__range=(first, last)) | retires)
    return ending.order_by("ends_on", "pk")


def end_in_words(decision: Any) -> str:
    """Return when the post of a decision of `with_ends` ends; empty if that is not known."""
    if decision.until_retirement:
        expected = personnel.retirement_in_words(decision)
        return expected and f"dự kiến {expected}"
    return "" if decision.term_ends_on is None else format_date(decision.term_ends_on)


def matching(found: QuerySet[Decision], words: str) -> QuerySet[Decision]:
    """Keep the decisions on people whose name holds the words, exact accents first."""
    return people.matching(found, words, person="person__")


def issuers() -> list[str]:
    """Return who has issued decisions, in the order of the alphabet."""
    known = Decision.objects.exclude(issuer="").order_by("issuer")
    return list(known.values_list("issuer", flat=True).distinct())


def search(number: str, within: QuerySet[Decision]) -> Found[Decision]:
    """Return the decisions of a number, then those whose number begins so, the latest first."""
    wanted = normalize(number)
    tiers = (Q(number__iexact=wanted), Q(number__istartswith=wanted))
    return searching.nearest_of_few(within, tiers, "-decided_on")


def decisions_on(person: Person) -> QuerySet[Decision]:
    """Return the decisions on a person, the last to take effect first."""
    return decisions().filter(person=person)


def assignment_of(person: Person, day: dt.date) -> Assignment | None:
    """Return the primary post of a person on a day as the register of staff has it."""
    return personnel.assignments_of(person).filter(is_primary=True, during__contains=day).first()


def post_held(held: Assignment | None) -> str:
    """Return a post in the words of a decision."""
    return "" if held is None else f"{held.post.title}, {held.post.agency.name}"


def is_post(held: str, decided: str) -> bool:
    """Tell whether a post of the register of staff is the one that a decision writes."""
    return match_key(held) == match_key(decided)


def decided_on_people(found: QuerySet[Decision], person: str) -> ArraySubquery:
    """Return the decisions on people, as a column of a query about them.

    :param person: the way from a row of that query to the person (`"pk"`)
    """
    columns = {name: name for name in ("pk", "kind", "new_post", "old_post", "effective_on")}
    taken = found.filter(person=OuterRef(person))
    return ArraySubquery(taken.values(decided=JSONObject(**columns)))


def term_of(decision: Decision) -> Term:
    """Return how long the post is given for."""
    return Term(decision.term_months, decision.until_retirement)


def in_words(decision: Decision) -> dict[str, str]:
    """Return what the register says of a decision, as it is called and written there."""
    ends = decision.term_ends_on
    return {
        PERSON: decision.person.full_name,
        "Hình thức": decision.get_kind_display(),
        "Chức vụ, đơn vị cũ": decision.old_post,
        OLD_UNIT: str(decision.old_unit or ""),
        "Chức vụ, đơn vị mới": decision.new_post,
        NEW_UNIT: str(decision.new_unit or ""),
        "Số quyết định": decision.number,
        "Ngày quyết định": format_date(decision.decided_on),
        "Ngày hiệu lực": format_date(decision.effective_on),
        "Cơ quan ban hành": decision.issuer,
        "Thời hạn": str(term_of(decision)),
        ENDS: "" if ends is None else format_date(ends),
        "Ghi chú": decision.note,
    }


def state_of(decision: Decision) -> str:
    """Return a token of what the register says of a decision."""
    return writing.state_of(in_words(decision).items())
