"""How long the server works on the pages of a tree of 8,500 units and of a plan for it.

    COSO_HOME=/home/of/the/province python benchmarks/tree_pages.py

The province is that of `generate.py`, with the areas, committees and agencies of 144 communes. The
plan merges them all (see `reorganization.py`); it is carried out for the pages that show a past
day under both trees, and taken back. Goals: the tree page under 300 ms, at most 15 queries a page.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time

import generate
import reorganization

ROUNDS = 7
BEFORE, TODAY = dt.date(2025, 6, 30), reorganization.TODAY


class Reader:
    """An officer of the whole at a browser."""

    def __init__(self, unit):
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client

        from coso.accounts.models import User

        call_command("collectstatic", interactive=False, verbosity=0)
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.SECURE_SSL_REDIRECT = False
        user = User.objects.create(username=f"do-trang-{time.time_ns()}", full_name="Đo trang")
        self._appoint(user, unit)
        self.client = Client()
        self.client.force_login(user)

    def _appoint(self, user, unit):
        from coso.access import services as access
        from coso.access.enums import Reach, Role
        from coso.core.periods import Period
        from coso.core.types import SYSTEM

        access.grant_role(
            user=user,
            role=Role.OFFICER,
            unit=unit,
            reach=Reach.UNIT_AND_BELOW,
            during=Period(dt.date(2020, 1, 1)),
            actor=SYSTEM,
        )

    def get(self, label, address):
        """Open a page several times; print the first and the median time and the queries."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        taken = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                status = self.client.get(address).status_code
            taken.append((time.perf_counter() - begin) * 1000)
        first, median = taken[0], statistics.median(taken)
        print(
            f"{label:44} first {first:7.0f} ms  median {median:7.0f} ms  "
            f"{len(captured)} queries  {status}"
        )


def main():
    from coso.core.types import SYSTEM
    from coso.figures import queries as figures
    from coso.organizations import queries as organizations
    from coso.organizations.models import Unit
    from coso.reorganizations import services

    root = organizations.root("PARTY")
    print(Unit.objects.filter(is_active=True).count(), "units")
    reader = Reader(root)
    figures.prepare()
    reader.get("tree page", f"/to-chuc/cay/?don-vi={root.pk}")
    details = reorganization.Province().merged()
    plan = services.draft_plan(details=details, unit=root, actor=SYSTEM)
    reader.get("trees before and after the plan", f"/sap-xep/{plan.pk}/cay/")
    reader.get("plan with its rehearsal", f"/sap-xep/{plan.pk}/")
    plan, _ = services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)
    figures.prepare()
    reader.get("what the plan changed", f"/sap-xep/{plan.pk}/da-thay-doi/")
    for label, tree in (("of that day", ""), ("of today", "nay"), ("of both", "ca-hai")):
        place = f"ngay={BEFORE.isoformat()}&cay-ngay={tree}"
        reader.get(f"dashboard under the tree {label}", f"/?{place}")
        reader.get(f"roll under the tree {label}", f"/dang-vien/?{place}")
    services.undo_plan(plan=plan, actor=SYSTEM)


if __name__ == "__main__":
    generate.set_up()
    main()
