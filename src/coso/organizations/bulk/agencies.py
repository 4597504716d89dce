"""Employers that lists of staff name: each becomes an agency with a code of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db.backends.utils import CursorWrapper

from coso.core.db import Finding
from coso.organizations.bulk import names
from coso.organizations.bulk.codes import next_agency_codes
from coso.organizations.bulk.hosts import settle_hosts
from coso.organizations.bulk.known import Known
from coso.organizations.bulk.rows import Row, Wanted, by_day, staged_rows
from coso.organizations.bulk.writing import new_ids, write_units
from coso.organizations.enums import Level, Tree

_AUTHORITY: Final = "COMMUNE_AUTHORITY"


def ensure_agencies(
    cursor: CursorWrapper, staging: str, *, name: str = "agency", block: str = "block"
) -> list[Finding]:
    """Create the agencies that rows name and the register lacks; return which.

    The staging table holds `origin`, `left_out`, `listed_on` and the column `name`; it may hold
    `type_code` and the column `block` (how a list groups agencies), which tell the kind where
    the name does not.
    """
    findings: list[Finding] = []
    for day, rows in by_day(staged_rows(cursor, staging)).items():
        findings += _ensure_on(cursor, day, rows, name, block)
    settle_hosts(cursor)
    return findings


def level_of_agency(known: Known, root: int, kind: str) -> str:
    """Return the level of a new agency: that of the office, unless its kind tells another."""
    return Level.COMMUNE if kind == _AUTHORITY else str(known.versions[root].values["level"])


def _ensure_on(
    cursor: CursorWrapper, day: dt.date, rows: Sequence[Row], name: str, block: str
) -> list[Finding]:
    known = Known.on(Tree.AGENCY, day)
    named = _first_rows(rows, name, block)
    missing = [row for match, row in named.items() if match not in known.by_name]
    agencies = [*_known(known, named), *_missing(cursor, known, missing, name, block)]
    write_units(cursor, known, agencies)
    return [_told(row, name) for row in missing]


def _first_rows(rows: Sequence[Row], name: str, block: str) -> dict[str, Row]:
    # Rows with a block first: they know more about the kind.
    ordered = sorted(rows, key=lambda row: (not row.text(block), row.origin))
    found: dict[str, Row] = {}
    for row in ordered:
        if row.match(name):
            found.setdefault(row.match(name), row)
    return found


def _known(known: Known, named: Mapping[str, Row]) -> Iterator[Wanted]:
    """Yield the known agencies as they are: an earlier list may now be the first to name them."""
    for match, row in named.items():
        for unit in known.by_name.get(match, ()):
            values = known.versions[unit].values
            yield Wanted(unit, False, row.day, values["name"], values["type_id"])


def _missing(
    cursor: CursorWrapper, known: Known, rows: Sequence[Row], name: str, block: str
) -> Iterator[Wanted]:
    if known.root is None:
        raise LookupError("no root of the agencies: the installation is not set up")
    ids = new_ids(cursor, "organizations_unit")
    for row, code in zip(rows, next_agency_codes(len(rows)), strict=True):
        kind = row.text("type_code") or names.agency_kind(row.text(name), row.text(block))
        yield Wanted(
            unit=next(ids),
            is_new=True,
            day=row.day,
            name=row.text(name),
            type_code=kind,
            level=level_of_agency(known, known.root.pk, kind),
            parent=known.root.pk,
            code=code,
        )


def _told(row: Row, name: str) -> Finding:
    message = f"Chưa có “{row.text(name)}” trong sổ cơ quan, đơn vị: được lập mới và cấp mã."
    return Finding(row.origin, name, "created_agency", "info", message)
