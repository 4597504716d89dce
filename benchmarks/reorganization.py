"""How long a plan of reorganization takes: tried, carried out, taken back, and asked about.

    COSO_HOME=/home/of/the/sample python benchmarks/reorganization.py
    COSO_HOME=/home/of/the/province python benchmarks/reorganization.py --province

Goals. The plan of the sample (14 communes become 5, 3,700 members): rehearsed under 1 s, carried
out under 3 s. A province of 140,000 members (see `generate.py`): a sub-tree of 5,000 members moved
under 2 s, 144 communes of 9 districts merged in one plan under 60 s. Figures under the tree of
today take at most twice as long as under that of their day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from pathlib import Path

import generate

SAMPLE = Path(__file__).parents[1] / "src" / "coso" / "ops" / "sample"
PLAN = SAMPLE / "plans" / "14_sap_nhap_2025.xlsx"
CLOSED, NEW, TODAY = dt.date(2023, 6, 30), dt.date(2025, 7, 1), dt.date(2026, 1, 1)
ROUNDS = 7


def timed(label, work, rounds=1):
    """Run some work and print the median of its rounds, in seconds."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        answer = work()
        taken.append(time.perf_counter() - begin)
    print(f"{label:48} {statistics.median(taken):8.3f} s")
    return answer


def carried_out(label, details, root):
    """Try a plan, carry it out and take it back; between, ask the figures under both trees."""
    from coso.core.types import SYSTEM
    from coso.reorganizations import services

    plan = timed(
        f"{label}: drafted", lambda: services.draft_plan(details=details, unit=root, actor=SYSTEM)
    )
    rehearsal = timed(f"{label}: rehearsed", lambda: services.rehearse(plan=plan), 3)
    errors = [problem.message for problem in rehearsal.problems if problem.severity == "error"]
    if errors:
        raise SystemExit("\n".join(errors))
    print(f"{rehearsal.members_before} members before, {rehearsal.members_after} after")
    apply = lambda: services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)  # noqa: E731
    plan, _ = timed(f"{label}: carried out", apply)
    ask_under_both_trees()
    timed(f"{label}: taken back", lambda: services.undo_plan(plan=plan, actor=SYSTEM))


def ask_under_both_trees():
    """Ask the figures of a dashboard for days before the reorganization under either tree."""
    import itertools

    from coso.figures import queries, snapshot
    from coso.figures.queries import FigureRequest
    from coso.organizations import queries as organizations
    from coso.web.home.sections import SECTIONS

    ids = tuple(figure for section in SECTIONS for figure in section.figures)
    timed("snapshot", snapshot.rebuild)
    days = itertools.count()
    for tree, unit in (
        ("then", organizations.root_on("PARTY", CLOSED)),
        ("now", organizations.root("PARTY")),
    ):

        def ask(tree=tree, unit=unit):
            day = CLOSED + dt.timedelta(days=next(days))
            request = FigureRequest(ids=ids, unit_id=unit.pk, as_of=day, tree=tree)
            return queries.evaluate(request)

        ask()
        timed(f"dashboard under the tree of {tree}", ask, ROUNDS)


def of_sample():
    """Read the plan of the sample."""
    from coso.importing import services as importing

    return timed("sample: read from Excel", lambda: importing.read_plan(PLAN))


class Province:
    """Plans for the generated province."""

    def __init__(self):
        from coso.organizations.enums import Tree
        from coso.organizations.models import Unit, UnitType

        self.units = list(Unit.objects.filter(is_active=True).order_by("pk"))
        self.kinds = UnitType.objects.in_bulk()
        self.root = next(u for u in self.units if u.is_root and u.tree == Tree.PARTY)
        self.area_root = next(u for u in self.units if u.is_root and u.tree == Tree.AREA)

    def of_type(self, kind, parent=None):
        return [u for u in self.units if u.type_id == kind and parent in (None, u.parent_id)]

    def subtree_moved(self):
        """Let five committees of communes, some 5,000 members, go to another district."""
        from coso.reorganizations.services import PlanDetails

        first, second = self.of_type("DISTRICT")[:2]
        plan = PlanDetails(name="Chuyển 5 xã", effective_on=dt.date(2024, 7, 1), decision="01")
        target = self._known(plan, second)
        for unit in self.of_type("GRASSROOTS_COMMITTEE_ORG", first.pk)[:5]:
            self._transfer(plan, unit, target)
        return plan

    def merged(self):
        """End the districts and let every two communes become one."""
        from coso.organizations.enums import UnitEvent
        from coso.reorganizations.services import PlanDetails, StepDetails

        plan = PlanDetails(name="Sắp xếp tỉnh", effective_on=NEW, decision="02")
        root, area_root = self._known(plan, self.root), self._known(plan, self.area_root)
        for district in self.of_type("DISTRICT"):
            communes = self.of_type("GRASSROOTS_COMMITTEE_ORG", district.pk)
            merged = [
                self._consolidate(plan, communes[at : at + 2], root, "UPPER_GRASSROOTS")
                for at in range(0, len(communes), 2)
            ]
            for cell in self.of_type("GRASSROOTS_BRANCH", district.pk):
                self._transfer(plan, cell, merged[0])
            ended = (self._known(plan, district),)
            plan.steps.append(StepDetails(event=UnitEvent.END_OPERATION, sources=ended))
        for district in self.of_type("AREA_DISTRICT"):
            communes = self.of_type("COMMUNE", district.pk)
            for at in range(0, len(communes), 2):
                self._consolidate(plan, communes[at : at + 2], area_root, "COMMUNE")
            ended = (self._known(plan, district),)
            plan.steps.append(StepDetails(event=UnitEvent.END_OPERATION, sources=ended))
        return plan

    def _known(self, plan, unit):
        from coso.organizations.enums import Tree
        from coso.reorganizations.services import UnitDetails

        plan.units.append(UnitDetails(tree=Tree(unit.tree), unit=unit))
        return plan.units[-1]

    def _transfer(self, plan, unit, target):
        from coso.organizations.enums import UnitEvent
        from coso.reorganizations.services import StepDetails

        moved = self._known(plan, unit)
        moved.parent = target
        plan.steps.append(
            StepDetails(event=UnitEvent.TRANSFER_UNIT, sources=(moved,), targets=(moved,))
        )

    def _consolidate(self, plan, units, parent, kind):
        from coso.organizations.enums import Tree, UnitEvent
        from coso.reorganizations.services import StepDetails, UnitDetails

        name = f"{units[0].name} mới"
        new = UnitDetails(tree=Tree(units[0].tree), name=name, type=self.kinds[kind], parent=parent)
        plan.units.append(new)
        sources = tuple(self._known(plan, unit) for unit in units)
        plan.steps.append(StepDetails(event=UnitEvent.CONSOLIDATE, sources=sources, targets=(new,)))
        return new


def main(province):
    from coso.organizations import queries as organizations

    root = organizations.root("PARTY")
    if not province:
        carried_out("sample", of_sample(), root)
        return
    made = Province()
    carried_out("5,000 members moved", made.subtree_moved(), root)
    carried_out("144 communes merged", made.merged(), root)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--province", action="store_true")
    asked = parser.parse_args()
    generate.set_up()
    main(asked.province)
