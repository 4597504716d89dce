"""Loading the rules that ship with the project."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from coso.core.periods import Period
from coso.rules.enums import Confidence
from coso.rules.models import Regime, Regulation, RuleParameter, RuleSet

SEEDS: Final = Path(__file__).parent / "seeds"
_REGIMES: Final = SEEDS / "regimes.toml"


@transaction.atomic
def load_seeds() -> None:
    """Write the regimes, rule sets and parameters of the seed files; again changes nothing.

    A parameter that the locality sets is only created, so that a value the office has chosen
    survives an upgrade.
    """
    _load_regimes(_read(_REGIMES)["regimes"])
    subjects = [_read(path) for path in sorted(SEEDS.glob("*.toml")) if path != _REGIMES]
    rows = [{**row, "subject": seed["subject"]} for seed in subjects for row in seed["rule_sets"]]
    _load_parameters(rows, _load_rule_sets(rows, _load_regulations(rows)))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _load_regimes(rows: Sequence[dict[str, Any]]) -> None:
    Regime.objects.bulk_create(
        [
            Regime(
                code=row["code"],
                name=row["name"],
                basis=row["basis"],
                confidence=Confidence(row["confidence"]),
                during=_during(row),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "basis", "confidence", "during"],
    )


def _load_regulations(rows: Sequence[dict[str, Any]]) -> dict[tuple[Any, ...], Regulation]:
    found = {_key(row["regulation"]): row["regulation"] for row in rows if "regulation" in row}
    written = Regulation.objects.bulk_create(
        [Regulation(**regulation) for regulation in found.values()],
        update_conflicts=True,
        unique_fields=["number", "issuer", "issued_on"],
        update_fields=["title"],
    )
    return dict(zip(found, written, strict=True))


def _load_rule_sets(
    rows: Sequence[dict[str, Any]], regulations: dict[tuple[Any, ...], Regulation]
) -> list[RuleSet]:
    return RuleSet.objects.bulk_create(
        [
            RuleSet(
                code=row["code"],
                subject=row["subject"],
                during=_during(row),
                source=row["source"],
                regulation=regulations[_key(row["regulation"])] if "regulation" in row else None,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["subject", "during", "source", "regulation"],
    )


def _load_parameters(rows: Sequence[dict[str, Any]], rule_sets: Sequence[RuleSet]) -> None:
    parameters = [
        RuleParameter(
            rule_set=rule_set,
            name=name,
            value=parameter["value"],
            unit=parameter.get("unit", ""),
            source=parameter["source"],
            confidence=Confidence(parameter["confidence"]),
        )
        for row, rule_set in zip(rows, rule_sets, strict=True)
        for name, parameter in row["parameters"].items()
    ]
    local = [row for row in parameters if row.confidence == Confidence.LOCAL]
    RuleParameter.objects.bulk_create(local, ignore_conflicts=True)
    RuleParameter.objects.bulk_create(
        [row for row in parameters if row.confidence != Confidence.LOCAL],
        update_conflicts=True,
        unique_fields=["rule_set", "name"],
        update_fields=["value", "unit", "source", "confidence"],
    )


def _key(regulation: dict[str, Any]) -> tuple[Any, ...]:
    return (regulation["number"], regulation["issuer"], regulation["issued_on"])


def _during(row: dict[str, Any]) -> Any:
    return Period(row.get("from"), row.get("until")).to_range()
