import json
from pathlib import Path

import pytest

from coso.rules import services as rules
from coso.rules.models import Regime, RuleParameter

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "domain" / "rules.md"


def test_every_seeded_rule_stands_in_the_document_with_its_source():
    rules.load_seeds()
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()

    for regime in Regime.objects.all():
        wanted = (f"| {regime.code} |", regime.basis, regime.confidence)
        assert any(all(part in line for part in wanted) for line in lines), regime.code
    for parameter in RuleParameter.objects.select_related("rule_set"):
        wanted = (
            f"| {parameter.rule_set.code} |",
            f"| `{parameter.name}` | {_written(parameter.value)}",
            f"| {parameter.confidence} |",
        )
        assert any(all(part in line for part in wanted) for line in lines), str(parameter)


def _written(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
