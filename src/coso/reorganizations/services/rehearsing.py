"""Trying a plan out: carried out for real, looked at, and rolled back."""

from __future__ import annotations

from collections import Counter

from attrs import frozen
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from coso.core import writing
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import checking, counting, reviewing
from coso.reorganizations.services.carrying import carry_out
from coso.reorganizations.services.counting import Flow, Homes, UnitCount
from coso.reorganizations.services.outlook import Outlook
from coso.reorganizations.services.problems import Problem


@frozen
class Rehearsal:
    """What a plan would do, and everything that stands against it.

    `state` stands for the registers and the plan as they were looked at.
    """

    problems: tuple[Problem, ...]
    members_before: int
    members_after: int
    units: tuple[UnitCount, ...]
    flows: tuple[Flow, ...]
    state: str

    @property
    def is_blocked(self) -> bool:
        """Whether an error stops the plan."""
        return checking.is_blocked(self.problems)

    @property
    def warnings(self) -> list[str]:
        """What is not wrong, but for a person to weigh."""
        return [problem.message for problem in self.problems if problem.severity == "warning"]


@transaction.atomic
def rehearse(*, plan: Reorganization) -> Rehearsal:
    """Carry a plan out, see what comes of it, and leave everything as it was."""
    with connection.cursor() as cursor:
        _, rehearsal = try_out(cursor, plan)
    transaction.set_rollback(True)
    return rehearsal


def try_out(cursor: CursorWrapper, plan: Reorganization) -> tuple[Outlook, Rehearsal]:
    """Carry a plan out in the caller's transaction, if it can be, and tell what came of it."""
    outlook = Outlook.of(plan)
    before = after = counting.homes_on(cursor, outlook)
    held = counting.positions_on(cursor, outlook)
    state = _state(outlook, before)
    problems = [*checking.problems_of(outlook), *reviewing.before(outlook, before)]
    if not checking.is_blocked(problems):
        carry_out(cursor, outlook)
        after = counting.homes_on(cursor, outlook)
        given_up = counting.given_up(held, counting.positions_on(cursor, outlook))
        problems += reviewing.after(outlook, before, after)
        problems += reviewing.given_up(outlook, given_up)
    rehearsal = Rehearsal(
        problems=tuple(problems),
        members_before=len(before),
        members_after=len(after),
        units=tuple(counting.counts(outlook, before, after)),
        flows=tuple(counting.flows(outlook, before, after)),
        state=state,
    )
    return outlook, rehearsal


def _state(outlook: Outlook, homes: Homes) -> str:
    """Return a token of the plan and of all that it touches."""
    plan = outlook.plan
    touched = sorted(unit for unit, fate in outlook.fates.items() if not fate.is_new)
    return writing.state_of(
        (
            plan.effective_on,
            sorted(map(repr, plan.units.values_list("pk", "name", "code", "type", "parent"))),
            sorted(map(repr, plan.steps.values_list())),
            sorted(plan.moves.values_list("membership", "target")),
            [
                (known.versions.get(u), known.placements.get(u), known.codes.get(u))
                for known in outlook.known.values()
                for u in touched
            ],
            sorted(Counter(homes.values()).items()),
        )
    )
