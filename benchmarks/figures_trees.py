"""What figures cost under the tree of their day, and under that of today.

    COSO_HOME=/home/of/a/province python benchmarks/figures_trees.py

Goal: under another tree figures take at most twice as long as under that of their day. The
province is that of `country.py`, where three communes became one; where it is not there yet it is
made. Both trees are asked in turn, for another day each time: neither finds a warmer machine, or an
answer that was kept.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics

import country
import generate
import timing

ROUNDS = 15
FIRST_DAY = dt.date(2023, 2, 1)
TREES = ("then", "now")
# Where is asked: the unit of the day, and what stands for it today.
UNITS = {
    "commune": (country.PARTY_COMMUNE, country.PARTY_NEW),
    "province": (country.PARTY_PROVINCE, country.PARTY_PROVINCE),
}


def questions():
    """Return what is asked, each as a function of a request's unit, day and tree."""
    from coso.figures import queries
    from coso.figures.queries import FigureRequest
    from coso.web.home.sections import SECTIONS

    shown = tuple(figure for section in SECTIONS for figure in section.figures)
    return {
        f"dashboard of {len(shown)}": lambda **asked: queries.evaluate(
            FigureRequest(ids=shown, **asked)
        ),
        "all figures": lambda **asked: queries.evaluate(FigureRequest(**asked)),
        "members by unit": lambda **asked: queries.evaluate(
            FigureRequest(ids=("member.total",), by="children", **asked)
        ),
        "members by age": lambda **asked: queries.evaluate(
            FigureRequest(ids=("member.total",), by="age_band", **asked)
        ),
        "list behind the members": lambda **asked: queries.listing(
            FigureRequest(**asked), "member.total", 0, 50
        ),
    }


def compared(label, ask, units, rounds):
    """Ask under both trees in turn; print what either took, and how many times as long."""
    taken = {tree: [] for tree in TREES}
    for number in range(rounds + 1):
        for tree, unit in zip(TREES, units, strict=True):
            day = FIRST_DAY + dt.timedelta(days=7 * number)
            with timing.Stopwatch() as watch:
                ask(unit_id=unit, as_of=day, tree=tree)
            if number:  # the first may compile
                taken[tree].append(watch.taken)
    for tree in TREES:
        timing.said(f"{label}, tree of {tree}", taken[tree])
    then, now = (statistics.median(each.work for each in taken[tree]) for tree in TREES)
    print(f"{label}: {now / then:.2f} times as long", flush=True)


def main(rounds):
    from coso.figures import queries

    queries.prepare()
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"{'':52} median, 95 of 100 under, slowest")
    for place, units in UNITS.items():
        for label, ask in questions().items():
            compared(f"{place}: {label}", ask, units, rounds)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = options.parse_args()
    generate.set_up()

    from coso.people.models import Person

    if not Person.objects.exists():
        country.fill(1)
    main(chosen.rounds)
