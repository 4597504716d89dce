"""Which kind of unit may stand under which."""

from __future__ import annotations

import datetime as dt

from coso.organizations.models import NestingRule


def nesting_rule_on(*, parent_type: str, child_type: str, day: dt.date) -> NestingRule | None:
    """Return the rule of the day's regime that lets one kind stand under another, if any."""
    return (
        NestingRule.objects.filter(
            regime__during__contains=day, parent_type=parent_type, child_type=child_type
        )
        .select_related("regime", "parent_type", "child_type")
        .first()
    )
