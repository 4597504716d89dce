"""The parts of a snapshot: each is read and built again only when its rows have changed.

The people stand in blocks of ids, so that a change of one member costs one block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from coso.figures.facts import registers, tables, trees
from coso.figures.facts.registers import Register

_SMALLEST_BLOCK: Final = 16_384
_MOST_BLOCKS: Final = 64
# A version of a row is told by its place and by the transaction that wrote it; that of another
# cluster may have the same. The difference of two ages is a number of the transaction, and is
# had without a text of it.
_STAMP: Final = "count(*), bit_xor({})"
_OF_ROW: Final = "hashtidextended({0}.ctid, age('3'::xid)::bigint - age({0}.xmin))"
_CLUSTER: Final = "SELECT system_identifier || current_database() FROM pg_control_system()"
_LAST_PERSON: Final = "SELECT coalesce(max(id), 0) FROM people_person"


@frozen
class Part:
    """Tables that are made together.

    :ivar sources: the tables of the database whose rows it is made of
    :ivar reads: the tables that it takes from the part of the units
    :ivar writes: the tables of a snapshot that it holds, as a whole or with other parts
    :ivar lends: what else other parts read
    """

    name: str
    building: tuple[str, ...]
    writes: tuple[str, ...]
    sources: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    lends: tuple[str, ...] = ()


@frozen
class Piece:
    """A part, or a block of that of the people: what to read, and what tells that it changed."""

    part: Part
    registers: Mapping[str, Register]
    stamp: str


UNITS: Final = Part(
    "units",
    (*trees.ACROSS, *tables.UNITS),
    (
        *("closure", "states", "units", "labels", "roots", "seats", "bands", "names", "terms"),
        *("regimes", "rule_sets", "registers"),
    ),
    sources=(
        *("organizations_unit", "organizations_formerroot", "organizations_unitversion"),
        *("organizations_unittype", "organizations_unitcode", "organizations_unitplacement"),
        *("organizations_unitsuccession", "organizations_term", "rules_regime", "rules_ruleset"),
        *("rules_ruleparameter", "people_ethnicity", "people_qualificationlevel"),
    ),
    lends=(
        "raw_units",
        "report_days",
        "branch_lives",
        "replacements",
        "agency_roots",
        "degree",
        "young_rules",
    ),
)
RECORDS: Final = Part(
    "records",
    tables.RECORDS,
    (
        *("quotas", "meetings", "slots", "visits", "documents", "themes", "unit_evaluations"),
        *("names", "registers", "courses", "secretaries", "targets", "work_items"),
    ),
    sources=(
        *("personnel_headcountquota", "meetings_meeting", "meetings_theme", "visits_visit"),
        *("visits_visitteam", "documents_document", "evaluations_evaluation"),
        *("training_course", "members_positionholding", "resolutions_target"),
        "resolutions_workitem",
    ),
    reads=("raw_units", "states", "report_days", "branch_lives"),
)
ORDER: Final = Part("order", tables.ORDER, ("people",), sources=("people_person",))
PEOPLE: Final = Part(
    "people",
    tables.PEOPLE,
    (
        *(
            "memberships",
            "movements",
            "admissions",
            "assignments",
            "evaluations",
            "enrollments",
            "decisions",
        ),
        *("candidates", "registers"),
    ),
    reads=("states", "replacements", "agency_roots", "degree", "young_rules"),
)


def pieces(cursor: Any) -> Iterator[Piece]:
    """Yield what a snapshot of the data as they are consists of; the units come first."""
    cursor.execute(_CLUSTER)
    cluster = cursor.fetchone()[0]
    whole = ((UNITS, registers.UNITS), (RECORDS, registers.RECORDS), (ORDER, registers.ORDER))
    for part, read in whole:
        yield Piece(part, read, _stamp(cursor, cluster, part.sources))
    yield from _blocks(cursor, cluster)


def _stamp(cursor: Any, cluster: str, sources: tuple[str, ...]) -> str:
    stamped = _STAMP.format(_OF_ROW.format("r"))
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{name}', {stamped} FROM {name} r" for name in sources)
    )
    return _digest(cluster, *sorted(map(str, cursor.fetchall())))


def _blocks(cursor: Any, cluster: str) -> list[Piece]:
    size = _size_of_blocks(cursor)
    found: dict[int, list[str]] = {0: []}
    for name, register in registers.PEOPLE.items():
        stamped = _STAMP.format(" # ".join(map(_OF_ROW.format, register.stamped)))
        cursor.execute(
            f"SELECT {register.person} / {size}, {stamped} FROM {register.source}"
            f" WHERE {register.person} IS NOT NULL GROUP BY 1"
        )
        for block, *stamp in cursor.fetchall():
            found.setdefault(block, []).append(f"{name} {stamp}")
    return [
        Piece(PEOPLE, _people(block * size, (block + 1) * size), _digest(cluster, block, *stamps))
        for block, stamps in sorted(found.items())
    ]


def _size_of_blocks(cursor: Any) -> int:
    cursor.execute(_LAST_PERSON)
    last, size = cursor.fetchone()[0], _SMALLEST_BLOCK
    while size * _MOST_BLOCKS <= last:
        size *= 2
    return size


def _people(low: int, high: int) -> dict[str, Register]:
    return {name: register.of(low, high) for name, register in registers.PEOPLE.items()}


def _digest(*words: Any) -> str:
    return hashlib.sha256(" ".join(map(str, words)).encode()).hexdigest()
