"""Which rules hold on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from coso.rules.models import Regime, RuleParameter, RuleSet


def regime_on(day: dt.date) -> Regime:
    """Return the regime that a day belongs to.

    :raises LookupError: if the regimes were never loaded
    """
    regime: Regime | None = Regime.objects.on(day).first()
    if regime is None:
        raise LookupError(f"no regime on {day}: load the seeds of the rules")
    return regime


def regimes() -> QuerySet[Regime]:
    """Return the regimes in the order of time."""
    return Regime.objects.in_order()


def rule_set_on(subject: str, day: dt.date) -> RuleSet:
    """Return the rule set of a subject that is in force on a day.

    :raises LookupError: if the subject has none on that day
    """
    rule_set: RuleSet | None = RuleSet.objects.on(day).filter(subject=subject).first()
    if rule_set is None:
        raise LookupError(f"no rule set {subject!r} on {day}")
    return rule_set


def parameter(subject: str, name: str, on: dt.date) -> Any:
    """Return the value of a parameter on a day: `parameter("meetings", "report_days", on=day)`.

    :raises LookupError: if the rule set of that day does not know the parameter
    """
    values = RuleParameter.objects.filter(
        rule_set__subject=subject, rule_set__during__contains=on, name=name
    ).values_list("value", flat=True)
    for value in values:
        return value
    raise LookupError(f"no parameter {name!r} of {subject!r} on {on}")


def parameters_until(subject: str, day: dt.date) -> QuerySet[RuleParameter]:
    """Return the parameters of a subject that hold on a day or held before, in order of time."""
    has_begun = Q(rule_set__during__lower_inf=True) | Q(rule_set__during__startswith__lte=day)
    begun = RuleParameter.objects.filter(has_begun, rule_set__subject=subject)
    in_order = Lower("rule_set__during").asc(nulls_first=True)
    return begun.select_related("rule_set").order_by(in_order, "pk")


def parameters_on(day: dt.date) -> QuerySet[RuleParameter]:
    """Return every parameter in force on a day with its rule set, by subject and name."""
    return (
        RuleParameter.objects.filter(rule_set__during__contains=day)
        .select_related("rule_set", "rule_set__regulation")
        .order_by("rule_set__subject", "name", "pk")
    )
