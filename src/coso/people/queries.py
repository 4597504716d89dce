"""Reading the register of people."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from attrs import evolve, frozen
from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.db.models.functions import Reverse

from coso.core import searching, text, writing
from coso.core.dates import PartialDate, parse_date
from coso.core.searching import Found
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


@frozen
class Sought:
    """Who is searched for: by words of a name, and perhaps by when they were born."""

    name: str
    born: PartialDate | None = None


def sought(words: str) -> Sought:
    """Return who is meant: “Nguyễn Văn An 1975”, “an 12/05/1975”; the date stands last."""
    name, _, last = text.normalize(words).rpartition(" ")
    if not name or not last[:1].isdigit():
        return Sought(text.normalize(words))
    try:
        return Sought(name.rstrip(", "), parse_date(last))
    except ValueError:
        return Sought(text.normalize(words))


def search(wanted: Sought, within: QuerySet[Person]) -> Found[Person]:
    """Return the people within reach who are called so, the nearest names first.

    The whole name comes before its end (the given name), its end before its beginning, and that
    before a name between whose family and given name others stand; equal accents before others.

    :param within: people chosen by what leads to their keys, not by what is written of them
    """
    found = searching.nearest_by_key(_born(wanted), _tiers(wanted.name), within)
    return _in_order(found, wanted)


def search_among(
    wanted: Sought, keys: QuerySet[Any, Any], within: QuerySet[Person]
) -> Found[Person]:
    """Return the same where the keys of all people within reach are few."""
    named = _born(wanted) & within.order_by()
    found = searching.nearest_among(keys, named, _tiers(wanted.name), "order_key")
    return _in_order(found, wanted)


def _in_order(found: Found[Person], wanted: Sought) -> Found[Person]:
    written = text.match_key(wanted.name)

    def place(row: Any) -> tuple[Any, ...]:
        return row.tier, written not in row.match_name, row.order_key, row.pk

    return evolve(found, rows=sorted(found.rows, key=place))


def _born(wanted: Sought) -> QuerySet[Person]:
    found = Person.objects.alias(backwards=Reverse("search_name"))
    if wanted.born is None:
        return found
    days = wanted.born.period()
    return found.filter(born_on__gte=days.start, born_on__lt=days.end)


def _tiers(name: str) -> list[Q]:
    """Return the conditions of the ranks, each of which one index answers by itself."""
    letters, written = text.search_key(name), text.match_key(name)
    whole = [Q(match_name=written), Q(search_name=letters)]
    ends = Q(backwards__startswith=f" {letters}"[::-1])
    begins = [Q(match_name__startswith=written), Q(search_name__startswith=letters)]
    if " " in letters:
        return [*whole, ends, *begins, _without_middle(letters)]
    given = Q(order_key__startswith=f"{text.text_order_key(name)} ")
    return [*whole, given, ends, *begins]


def _without_middle(letters: str) -> Q:
    """Return the condition that middle names were left out: family name first, given name last."""
    family, *middle, given = letters.split(" ")
    ends = Q(backwards__startswith=f" {given}"[::-1])
    others = (Q(search_name__contains=f" {word} ") for word in middle)
    return Q(ends, *others, search_name__startswith=f"{family} ")
