"""Keeping the state of today on the units."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from coso.organizations import queries
from coso.organizations.queries import timelines

_WRITE: Final = """
    UPDATE organizations_unit u SET overseer_id = n.overseer
      FROM unnest(%s::bigint[], %s::bigint[]) n(id, overseer)
     WHERE u.id = n.id AND u.overseer_id IS DISTINCT FROM n.overseer
"""


@transaction.atomic
def refresh_overseers() -> int:
    """Store on every unit the Party organization that answers for it; return how many changed.

    A closed unit keeps its last one, a unit to come has its first.
    """
    nearest = _nearest_to(_today())
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(nearest), list(nearest.values())])
        return int(cursor.rowcount)


@transaction.atomic
def refresh_today() -> int:
    """Bring name, code, place and overseer of every unit up to the day; after midnight."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organizations_refresh_units(ARRAY(SELECT id FROM organizations_unit))"
        )
    return refresh_overseers()


def _today() -> int:
    # The day of the database, as in the functions that keep the rest of today's state.
    with connection.cursor() as cursor:
        cursor.execute("SELECT organizations_today()")
        return int(cursor.fetchone()[0].toordinal())


def _nearest_to(today: int) -> dict[int, int]:
    found: dict[int, tuple[int, int]] = {}
    for unit, overseer, period in queries.overseer_periods():
        distance = _distance(*timelines.span(period.start, period.end), today)
        if unit not in found or distance < found[unit][0]:
            found[unit] = (distance, overseer)
    return {unit: overseer for unit, (_, overseer) in found.items()}


def _distance(low: int, high: int, today: int) -> int:
    """Return how near a period is: today's first, then the last past one, then the next."""
    if high <= today:
        return today - high + 1
    return 0 if low <= today else timelines.END + low
