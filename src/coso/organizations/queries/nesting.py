"""Which kind of unit may stand under which."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from coso.organizations.models import NestingRule


def nesting_rules_on(day: dt.date) -> QuerySet[NestingRule]:
    """Return the rules of the day's regime."""
    return NestingRule.objects.filter(regime__during__contains=day)


def nesting_rule_on(*, parent_type: str, child_type: str, day: dt.date) -> NestingRule | None:
    """Return the rule of the day's regime that lets one kind stand under another, if any."""
    return (
        nesting_rules_on(day)
        .filter(parent_type=parent_type, child_type=child_type)
        .select_related("regime", "parent_type", "child_type")
        .first()
    )
