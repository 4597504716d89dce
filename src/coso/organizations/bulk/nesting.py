"""Which kind of unit may stand directly under which, for the units of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from attrs import frozen

from coso.core.dates import format_date
from coso.core.db import Finding
from coso.organizations.bulk.rows import Row
from coso.organizations.models import NestingRule, UnitType


@frozen
class Nesting:
    """Which kind may stand under which on a day."""

    allowed: frozenset[tuple[str, str]]

    @classmethod
    def on(cls, day: dt.date) -> Nesting:
        """Read the rules of a day."""
        rules = NestingRule.objects.filter(regime__during__contains=day)
        return cls(frozenset(rules.values_list("parent_type", "child_type")))

    def first(self, parent: str, kinds: Sequence[str], otherwise: str) -> str:
        """Return the first of some kinds that may stand under a kind."""
        return next((kind for kind in kinds if (parent, kind) in self.allowed), otherwise)

    def complaints(self, row: Row, kind: UnitType, above: UnitType) -> Iterator[Finding]:
        """Yield that a row puts a kind where the rules of its day have none."""
        if (above.pk, kind.pk) not in self.allowed:
            message = (
                f"Theo quy định vào ngày {format_date(row.day)}, “{kind.name}” không đặt "
                f"trực tiếp dưới “{above.name}”. Hãy kiểm tra loại hình và cấp trên."
            )
            yield Finding(row.origin, "type_code", "nesting", "warning", message)
