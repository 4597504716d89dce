"""Model parts that every register shares; no business noun here."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower


def never_empty(name: str, field: str = "during") -> models.CheckConstraint:
    """Return the constraint that a period holds at least one day."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__isempty": False}))


def no_overlap(
    name: str, *keys: str, condition: Q | None = None, only_guards: bool = False
) -> ExclusionConstraint:
    """Return the constraint that rows with equal `keys` never share a day.

    :param only_guards: its index answers no look-ups, not being on the columns themselves. The
        planner takes it for as good as a B-tree, by any of the columns; in a large register it is
        far from it.
    """
    columns: list[Any] = [*keys, "during"]
    if only_guards:
        whole = Func("during", "during", function="range_merge", output_field=DateRangeField())
        columns = [*(F(key) + 0 for key in keys), whole]
    operators = [*(RangeOperators.EQUAL for _ in keys), RangeOperators.OVERLAPS]
    expressions = list(zip(columns, operators, strict=True))
    return ExclusionConstraint(name=name, expressions=expressions, condition=condition)


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold during a period of days."""

    def on(self, day: Any) -> PeriodQuerySet:
        """Keep the rows that hold on a day."""
        return self.filter(during__contains=day)

    def in_order(self) -> PeriodQuerySet:
        """Order by start; an unknown start comes first."""
        return self.order_by(Lower("during").asc(nulls_first=True), "pk")


class PeriodModel(models.Model):
    """A fact that holds from a day until before another; half-open, either end may be open.

    An open start means that the day is not known, an open end that it still holds.
    """

    during = DateRangeField("thời gian")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
