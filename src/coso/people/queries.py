"""Reading the register of people."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db.models import Case, Model, Q, QuerySet, Value, When

from coso.core import text, writing
from coso.core.dates import PartialDate
from coso.people.enums import DatePrecision, QualificationKind
from coso.people.models import Ethnicity, Person, Qualification, QualificationLevel

_Row = TypeVar("_Row", bound=Model)


_JOINED: Final[list[str]] = []


def register_joined(model: type[Model], field: str) -> None:
    """Let the rows of a register say on which day their person joined the Party.

    By that day a person is recognized whose date of birth is not whole.
    """
    _JOINED.append(
        f"SELECT person_id, {field} AS joined_on FROM {model._meta.db_table}"  # noqa: S608 — our own names
        f" WHERE {field} IS NOT NULL"
    )


def joined_party() -> str:
    """Return the query of (person_id, joined_on) over all registers."""
    return " UNION ALL ".join(_JOINED)


def people() -> QuerySet[Person]:
    """Return all people, in the order of a roll."""
    return Person.objects.select_related("ethnicity").order_by("order_key", "pk")


def known_as(full_name: str, born: PartialDate | None) -> QuerySet[Person]:
    """Return who is the same by the rule of the lists: equal name, equal full date of birth."""
    if born is None or born.precision != DatePrecision.DAY:
        return Person.objects.none()
    return Person.objects.filter(
        match_name=text.match_key(full_name),
        born_on=born.value,
        born_precision=DatePrecision.DAY,
    ).order_by("pk")


def details_of(person: Person) -> dict[str, Any]:
    """Return the columns that say who a person is."""
    columns = ("full_name", "match_name", "search_name", "order_key", "born_on", "born_precision")
    return {name: getattr(person, name) for name in (*columns, "gender", "ethnicity_id")}


def state_of(person: Person) -> str:
    """Return a token of who the book says that a person is."""
    return writing.state_of(details_of(person).items())


def qualifications_of(person: Person) -> QuerySet[Qualification]:
    """Return the qualifications of a person, the highest of each scale first."""
    return (
        Qualification.objects.filter(person=person)
        .select_related("level", "person")
        .order_by("level__kind", "-level__rank", "pk")
    )


def details_of_qualification(held: Qualification) -> dict[str, Any]:
    """Return the columns that say what somebody is trained in, and since when it is known."""
    return {name: getattr(held, name) for name in ("level_id", "field", "known_from")}


def state_of_qualifications(person: Person) -> str:
    """Return a token of the qualifications that the book has of a person."""
    held = Qualification.objects.filter(person=person).order_by("pk")
    return writing.state_of(held.values_list())


def ethnicities() -> QuerySet[Ethnicity]:
    """Return the 54 ethnic groups in the order of the official list."""
    return Ethnicity.objects.order_by("code")


def levels_of_all_scales() -> QuerySet[QualificationLevel]:
    """Return the levels of every scale, scale by scale, the lowest first."""
    scale = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(QualificationKind))
    )
    return QualificationLevel.objects.order_by(scale, "rank", "pk")


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
