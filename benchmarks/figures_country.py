"""The snapshot and the dashboards of a country, beside recursive SQL over the same registers.

    COSO_HOME=/an/empty/folder python benchmarks/figures_country.py [--provinces 34]

Goals: a dashboard of a district under 50 ms, of a province under 100 ms, of the country under
300 ms, for another day each time, one query for each fact; the snapshot of the country under 30 s,
that of a province under 1 s after one change (`--provinces 1`). The country is that of
`country.py`; where it is not there yet it is made.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource

import country
import generate
import recursive
import timing

ROUNDS = 15
# Recursion takes long at the size of a country.
COMPARED = 3
# Before and after the day of the new tree, in turn.
OLD, NEW = dt.date(2023, 2, 1), dt.date(2025, 8, 1)
_CHANGE = """
UPDATE members_membershipperiod SET unit_id = unit_id - 1
 WHERE id = (SELECT max(id) FROM members_membershipperiod WHERE upper_inf(during))
"""


def units():
    """Return the units whose dashboards are asked for, and from which day on."""
    return {
        "district": (country.PARTY_DISTRICT, OLD),
        "commune of the new tree": (country.PARTY_NEW, NEW),
        "province": (country.PARTY_PROVINCE, OLD),
        "province, new tree": (country.PARTY_PROVINCE, NEW),
        "country": (country.PARTY, OLD),
        "country, new tree": (country.PARTY, NEW),
    }


def snapshots():
    """Measure the snapshot from nothing, into memory, and after a change of one member."""
    from django.db import connection

    from coso.audit import services as audit
    from coso.core.types import SYSTEM
    from coso.figures import snapshot
    from coso.figures.engine import open_store

    taken, made = timing.repeated(snapshot.ensure_fresh, 1)
    timing.said("snapshot, from nothing", taken)
    taken, _ = timing.repeated(lambda: open_store(made), 1)
    timing.said("snapshot, into memory", taken)
    changes = []
    for _ in range(3):
        with connection.cursor() as cursor:
            cursor.execute(_CHANGE)
        audit.record(actor=SYSTEM, action="benchmark.changed", subject=None)
        again, _ = timing.repeated(lambda: open_store(snapshot.ensure_fresh()), 1)
        changes += again
    timing.said("fresh again after one change", changes)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def dashboards(rounds):
    """Measure the dashboards by columns and by recursion, and compare what both say."""
    from coso.web.home.sections import SECTIONS

    shown = tuple(figure for section in SECTIONS for figure in section.figures)
    for label, (unit, first) in units().items():
        days = [first + dt.timedelta(days=7 * week) for week in range(rounds + 1)]
        evaluated(shown, unit, days.pop())
        taken = [evaluated(shown, unit, day)[0] for day in days]
        timing.said(f"{label}: dashboard of {len(shown)}", taken)
        compare(label, unit, [day + dt.timedelta(days=3) for day in days])


def evaluated(ids, unit, day):
    """Return what it took to evaluate figures, and their values."""
    from coso.figures import queries
    from coso.figures.queries import FigureRequest

    request = FigureRequest(ids=ids, unit_id=unit, as_of=day)
    with timing.Stopwatch() as watch:
        values = queries.evaluate(request)
    return watch.taken, {value.id: value.value for value in values}


def compare(label, unit, days):
    """Ask the same twelve figures both ways; those that the registers can answer must be equal."""
    on_columns, by_recursion = [], []
    for day in days:
        taken, ours = evaluated(recursive.FIGURES, unit, day)
        on_columns.append(taken)
        if len(by_recursion) < COMPARED:
            [again], theirs = timing.repeated(lambda day=day: recursive.figures(unit, day), 1)
            by_recursion.append(again)
            known = {name: value for name, value in ours.items() if value is not None}
            assert known == {name: theirs[name] for name in known}, (label, day, ours, theirs)
    timing.said(f"{label}: twelve on columns", on_columns)
    timing.said(f"{label}: twelve by recursion ({len(known)} equal)", by_recursion)


def main(rounds):
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"{'':52} median, 95 of 100 under, slowest")
    snapshots()
    dashboards(rounds)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--provinces", type=int, default=country.PROVINCES)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = options.parse_args()
    generate.set_up()

    from coso.people.models import Person

    if not Person.objects.exists():
        country.fill(chosen.provinces)
    main(chosen.rounds)
