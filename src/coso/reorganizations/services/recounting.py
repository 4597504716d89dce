"""What a plan that was carried out has changed, read from the records that it wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from attrs import field, frozen
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from coso.core.keeping import ChangeKind
from coso.organizations.models import Unit, UnitPlacement, UnitSuccession, UnitVersion
from coso.reorganizations.enums import Mark
from coso.reorganizations.models import Reorganization

_UNITS: Final = Unit._meta.db_table
_VERSIONS: Final = UnitVersion._meta.db_table
_PLACEMENTS: Final = UnitPlacement._meta.db_table
_SUCCESSIONS: Final = UnitSuccession._meta.db_table
_Records = Mapping[tuple[str, str], list[int]]


class UnitChange(NamedTuple):
    """What became of one unit.

    `notes` say from what to what, one for each mark that needs it; `followers` who follows a unit
    that ended: the key of the succession, and the name. A province has thousands: no models.
    """

    unit: int
    name: str
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]
    followers: tuple[tuple[int, str], ...]


@frozen
class Recount:
    """The units that a plan changed, and how many records of each register it wrote."""

    units: list[UnitChange]
    written: Mapping[str, int]

    def count(self, mark: Mark) -> int:
        """Return how many units bear a mark."""
        return sum(mark in change.marks for change in self.units)


@frozen
class _Marked:
    """What is known of one unit while the records are read."""

    marks: list[Mark] = field(factory=list)
    notes: list[str] = field(factory=list)

    def add(self, mark: Mark, note: str = "") -> None:
        self.marks.append(mark)
        self.notes.extend([note] if note else [])


def recount(*, plan: Reorganization) -> Recount:
    """Return what a plan changed, the units in the order of what became of them."""
    records = _records(plan)
    founded = set(records.get((_UNITS, ChangeKind.CREATED), ()))
    found: defaultdict[int, _Marked] = defaultdict(_Marked)
    for unit in _ended(plan, records):
        found[unit].add(Mark.ENDS)
    for unit in _new(plan, founded):
        found[unit].add(Mark.NEW)
    versions = list(_versions(plan, records, founded))
    for unit, mark, note in versions:
        if mark is not None:
            found[unit].add(mark, note)
    for unit, note in _moved(plan, records, founded):
        found[unit].add(Mark.MOVED, note)
    rehosted = sum(mark is None for _, mark, _ in versions)
    changes = _in_order(found, _followers(records))
    return Recount(changes, {**_written(records), _VERSIONS: rehosted})


def _in_order(
    found: Mapping[int, _Marked], followers: Mapping[int, list[tuple[int, str]]]
) -> list[UnitChange]:
    """Return the units by what became of them, then by name."""
    names = (
        Unit.objects.filter(pk__in=_among(found))
        .order_by("order_key", "pk")
        .values_list("pk", "name")
    )
    changes = [
        UnitChange(
            unit,
            name,
            tuple(found[unit].marks),
            tuple(found[unit].notes),
            tuple(followers.get(unit, ())),
        )
        for unit, name in names
    ]
    order = list(Mark)
    return sorted(changes, key=lambda each: order.index(each.marks[0]))


def _among(ids: Iterable[int]) -> RawSQL:
    """Return thousands of ids as one value: as many of their own take longer than the answer."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def _records(plan: Reorganization) -> _Records:
    """Return the records that a plan created or changed, by their table."""
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for table, kind, ids in plan.changes.values_list("table", "kind", "record_ids"):
        found[table, kind].extend(ids)
    return found


def _written(records: _Records) -> Mapping[str, int]:
    """Return how many records were written in each table: new ones, or what was only ended."""
    tables = dict.fromkeys(table for table, _ in records)
    return {
        table: len(records.get((table, ChangeKind.CREATED)) or records[table, ChangeKind.UPDATED])
        for table in tables
    }


def _ended(plan: Reorganization, records: _Records) -> QuerySet[Unit, int]:
    touched = records.get((_UNITS, ChangeKind.UPDATED), ())
    ended = Unit.objects.filter(pk__in=_among(touched), closed_on=plan.effective_on)
    return ended.values_list("pk", flat=True)


def _new(plan: Reorganization, founded: Iterable[int]) -> QuerySet[Unit, int]:
    """Return the units that began; others were there before, outside the registers."""
    begun = Unit.objects.filter(pk__in=_among(founded), founded_on=plan.effective_on)
    return begun.values_list("pk", flat=True)


def _followers(records: _Records) -> Mapping[int, list[tuple[int, str]]]:
    created = records.get((_SUCCESSIONS, ChangeKind.CREATED), ())
    rows = UnitSuccession.objects.filter(pk__in=_among(created)).order_by(
        "successor__order_key", "pk"
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for unit, key, name in rows.values_list("predecessor", "pk", "successor__name"):
        found[unit].append((key, name))
    return found


def _moved(
    plan: Reorganization, records: _Records, founded: Collection[int]
) -> Iterator[tuple[int, str]]:
    created = records.get((_PLACEMENTS, ChangeKind.CREATED), ())
    rows = UnitPlacement.objects.filter(pk__in=_among(created)).exclude(unit__in=founded)
    before = dict(
        UnitPlacement.objects.filter(
            pk__in=_among(records.get((_PLACEMENTS, ChangeKind.UPDATED), ())),
            during__endswith=plan.effective_on,
        ).values_list("unit", "parent__name")
    )
    for unit, above in rows.values_list("unit", "parent__name"):
        yield unit, f"từ {before[unit]} sang {above}" if unit in before else f"về {above}"


def _versions(
    plan: Reorganization, records: _Records, founded: Collection[int]
) -> Iterator[tuple[int, Mark | None, str]]:
    """Yield what is different in name or kind; without a mark a unit followed its host."""
    created = records.get((_VERSIONS, ChangeKind.CREATED), ())
    facts = ("unit", "name", "type__name")
    before = {
        unit: (name, kind)
        for unit, name, kind in UnitVersion.objects.filter(
            pk__in=_among(records.get((_VERSIONS, ChangeKind.UPDATED), ())),
            during__endswith=plan.effective_on,
        ).values_list(*facts)
    }
    rows = UnitVersion.objects.filter(pk__in=_among(created)).exclude(unit__in=founded)
    for unit, name, kind in rows.values_list(*facts):
        former, of_kind = before.get(unit, (name, kind))
        if former != name:
            yield unit, Mark.RENAMED, f"trước là {former}"
        if of_kind != kind:
            yield unit, Mark.RETYPED, f"từ {of_kind} thành {kind}"
        if (former, of_kind) == (name, kind):
            yield unit, None, ""
