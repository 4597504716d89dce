"""How long the figures of a dashboard take, and the snapshot before them.

    COSO_HOME=/home/of/an/installation python benchmarks/figures_dashboard.py [--as-of 2023-06-30]

Goals: the district of the sample under 50 ms, a province of 140,000 members (see `generate.py`)
under 150 ms, at most 15 queries to PostgreSQL; the snapshot of a province about 2 s.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import statistics
import time

import generate

ROUNDS = 15


def timed(label, work, rounds=ROUNDS):
    """Run some work several times and print the median and the slowest, in milliseconds."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        answer = work()
        taken.append((time.perf_counter() - begin) * 1000)
    print(f"{label:34} median {statistics.median(taken):8.1f} ms   slowest {max(taken):8.1f} ms")
    return answer


def main(as_of):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from coso.figures import catalogue, queries, snapshot
    from coso.figures.engine import open_store
    from coso.figures.queries import FigureRequest
    from coso.organizations import queries as organizations
    from coso.web.home.sections import SECTIONS

    unit = organizations.root("PARTY")
    ids = tuple(figure for section in SECTIONS for figure in section.figures)

    days = itertools.count()

    def ask(names, **more):
        """Ask for another day each time: an answer that was given once is kept."""
        day = as_of + dt.timedelta(days=next(days))
        return queries.evaluate(FigureRequest(ids=names, unit_id=unit.pk, as_of=day, **more))

    timed("snapshot, from the registers", snapshot.rebuild, 3)
    timed("snapshot, into memory", lambda: open_store(snapshot.ensure_fresh()), 1)
    timed("first dashboard (may compile)", lambda: ask(ids), 1)
    with CaptureQueriesContext(connection) as captured:
        ask(ids)
    print(f"{len(captured)} queries to PostgreSQL")
    timed(f"dashboard, {len(ids)} figures", lambda: ask(ids))
    same = FigureRequest(ids=ids, unit_id=unit.pk, as_of=as_of)
    queries.evaluate(same)
    timed("dashboard, of the same day again", lambda: queries.evaluate(same))
    timed(f"all {len(catalogue.FIGURES)} figures", lambda: ask(()))
    timed("members by children", lambda: ask(("member.total",), by="children"))
    timed("members by age", lambda: ask(("member.total",), by="age_band"))
    request = FigureRequest(unit_id=unit.pk, as_of=as_of)
    timed("page of the list of members", lambda: queries.listing(request, "member.total", 500, 50))
    print("member.total:", ask(("member.total",))[0].text)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--as-of", type=dt.date.fromisoformat, default=dt.date(2023, 6, 30))
    asked = options.parse_args()
    generate.set_up()
    main(asked.as_of)
