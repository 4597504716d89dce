"""Loading the kinds of units, the rules of nesting and the national catalogue of areas."""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from coso.core import text
from coso.organizations.models import NestingRule, UnitType
from coso.rules.models import Regime

PACKAGE: Final = Path(__file__).parents[1]
SEEDS: Final = PACKAGE / "seeds"
REFERENCE: Final = PACKAGE / "reference"
# The two lists of the catalogue: file, first day, first day after.
_LISTS: Final = (
    ("areas_before.csv.gz", None, "2025-07-01"),
    ("areas_after.csv.gz", "2025-07-01", None),
)
_STAGE: Final = """
    CREATE TEMP TABLE catalogue ON COMMIT DROP AS
    SELECT code, name, match_name, level, parent_code, during FROM organizations_cataloguearea
    WITH NO DATA
"""
_COUNT_CHANGES: Final = """
    WITH stored AS (
        SELECT code, name, match_name, level, parent_code, during FROM organizations_cataloguearea
    )
    SELECT count(*) FROM (
        (TABLE catalogue EXCEPT TABLE stored) UNION ALL (TABLE stored EXCEPT TABLE catalogue)
    ) changed
"""
# Nothing refers to the rows of the catalogue, so a new list replaces the old one.
_REPLACE: Final = """
    DELETE FROM organizations_cataloguearea;
    INSERT INTO organizations_cataloguearea (code, name, match_name, level, parent_code, during)
    TABLE catalogue
"""


@transaction.atomic
def load_seeds() -> None:
    """Write kinds, nesting and catalogue; again changes nothing. The rules come before."""
    load_types()
    load_catalogue()


@transaction.atomic
def load_types() -> None:
    """Write the kinds of units and which may stand under which in each regime."""
    seed = tomllib.loads((SEEDS / "types.toml").read_text(encoding="utf-8"))
    types = [UnitType(position=place, **row) for place, row in enumerate(seed["types"])]
    fields = ["tree", "name", "level", "is_branch", "is_grassroots", "position"]
    UnitType.objects.bulk_create(
        types, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    NestingRule.objects.bulk_create(
        _nesting_rules(),
        update_conflicts=True,
        unique_fields=["regime", "parent_type", "child_type"],
        update_fields=["needs_approval", "source"],
    )


@transaction.atomic
def load_catalogue() -> None:
    """Write the national catalogue of areas, the list before and the list after 01/07/2025."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy("COPY catalogue FROM STDIN WITH (FORMAT csv)") as copying:
            copying.write(_catalogue_csv())
        cursor.execute(_COUNT_CHANGES)
        if cursor.fetchone()[0]:
            cursor.execute(_REPLACE)
        cursor.execute("DROP TABLE catalogue")


def _nesting_rules() -> list[NestingRule]:
    seed = tomllib.loads((SEEDS / "nesting.toml").read_text(encoding="utf-8"))
    regimes = {regime.code: regime for regime in Regime.objects.all()}
    return [
        NestingRule(
            regime=regimes[code],
            parent_type_id=parent,
            child_type_id=child,
            needs_approval=needs_approval,
            source=row["source"],
        )
        for row in seed["rules"]
        for code in row.get("regimes", regimes)
        for table, needs_approval in (("under", False), ("approval", True))
        for parent, children in row.get(table, {}).items()
        for child in children
    ]


def _catalogue_csv() -> str:
    buffer = io.StringIO()
    # Quoted, because an unquoted empty text would be a missing value.
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    for file, start, end in _LISTS:
        during = f"[{start or ''},{end or ''})"
        for row in _read(REFERENCE / file):
            name = text.normalize(row["name"])
            level = row["level"].upper()
            writer.writerow((row["code"], name, text.match_key(name), level, row["parent"], during))
    return buffer.getvalue()


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
