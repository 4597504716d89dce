"""The lists that describe people: ethnic groups, scales of qualification."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from coso.core import text
from coso.people.models import Ethnicity, QualificationLevel

_SEEDS: Final = Path(__file__).parents[1] / "seeds"


@transaction.atomic
def load_seeds() -> None:
    """Write the ethnic groups and the scales of qualification; again changes nothing."""
    _load_ethnicities()
    _load_qualification_levels()


def _load_ethnicities() -> None:
    Ethnicity.objects.bulk_create(
        [
            Ethnicity(
                code=row["code"],
                name=row["name"],
                match_name=text.match_key(row["name"]),
                aliases=row["aliases"],
            )
            for row in _read("ethnicities.toml")["ethnicities"]
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "match_name", "aliases"],
    )


def _load_qualification_levels() -> None:
    QualificationLevel.objects.bulk_create(
        [
            QualificationLevel(
                kind=scale["kind"],
                code=level["code"],
                name=level["name"],
                rank=level["rank"],
                aliases=level["aliases"],
            )
            for scale in _read("qualifications.toml")["scales"]
            for level in scale["levels"]
        ],
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["name", "rank", "aliases"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_SEEDS / name).read_text(encoding="utf-8"))
