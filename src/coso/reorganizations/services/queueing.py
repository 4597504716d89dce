"""What takes seconds in a large office: asked for on a page, done with a plan by the worker."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Self

from attrs import asdict, frozen
from django.db import transaction
from django.db.models.functions import Now

from coso.accounts.models import User
from coso.audit import queries as trail
from coso.audit import services as audit
from coso.core import jobs
from coso.core.errors import DomainError, reason_of
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis
from coso.organizations.enums import Tree
from coso.reorganizations import queries
from coso.reorganizations.enums import PlanWork
from coso.reorganizations.models import KeptRehearsal, KeptTree, Reorganization
from coso.reorganizations.services.applying import apply_plan, schedule_plan
from coso.reorganizations.services.comparing import Comparison, compare_trees
from coso.reorganizations.services.counting import Flow, UnitCount
from coso.reorganizations.services.opening import require_idle, require_open
from coso.reorganizations.services.problems import Problem
from coso.reorganizations.services.rehearsing import Rehearsal, rehearse
from coso.reorganizations.services.undoing import require_applied, undo_plan

_LONGEST_MESSAGE: Final = 500


@frozen
class Rehearsed:
    """What came of a rehearsal, when, and whether anything was recorded since."""

    rehearsal: Rehearsal
    made_at: dt.datetime
    is_outdated: bool

    @classmethod
    def of(cls, kept: KeptRehearsal) -> Self:
        """Read what was kept."""
        return cls(_read(kept.content), kept.made_at, kept.latest_change != trail.latest_change())


def last_rehearsal(plan: Reorganization) -> Rehearsed | None:
    """Return what the worker found when it tried a plan that was not changed since."""
    kept = KeptRehearsal.objects.filter(plan=plan, plan_state=queries.state_of(plan)).first()
    return None if kept is None else Rehearsed.of(kept)


@frozen
class RehearsedTrees:
    """A tree without and with a plan, when that was found, and what changed since."""

    comparison: Comparison
    made_at: dt.datetime
    is_outdated: bool
    is_of_earlier_plan: bool


def rehearsed_trees(plan: Reorganization, tree: Tree) -> RehearsedTrees | None:
    """Return a tree as the worker found it when it last tried a plan."""
    found = KeptTree.objects.select_related("rehearsal").defer("rehearsal__content")
    kept = found.filter(tree=tree, rehearsal__plan=plan).first()
    if kept is None:
        return None
    tried = kept.rehearsal
    return RehearsedTrees(
        Comparison.read(kept.content),
        tried.made_at,
        is_outdated=tried.latest_change != trail.latest_change(),
        is_of_earlier_plan=tried.plan_state != queries.state_of(plan),
    )


@transaction.atomic
def request_work(
    *, plan: Reorganization, work: PlanWork, actor: Actor, basis: Basis = FRESH
) -> Reorganization:
    """Have the worker do something with a plan; asked twice, it is done once.

    :raises UnableToReorganize: if it does something else with it, or the plan was carried out
    :raises UnableToUndoReorganization: if it is to be taken back, and was not carried out
    """
    plan = Reorganization.objects.select_for_update().get(pk=plan.pk)
    if plan.work == work:
        return plan
    require_idle(plan)
    (require_applied if work == PlanWork.UNDO else require_open)(plan)
    plan.work, plan.work_reason, plan.message = work, basis.reason, ""
    plan.save(update_fields=["work", "work_reason", "message"])
    if work != PlanWork.REHEARSE:  # which changes nothing
        audit.record(
            actor=actor,
            action="reorganization.requested",
            subject=plan,
            unit_id=plan.unit_id,
            summary=f"Giao máy chủ phương án “{plan.name}”: {plan.get_work_display().lower()}",
        )
    jobs.defer(
        "reorganizations.work",
        lock=f"reorganization-{plan.pk}",
        plan_id=plan.pk,
        actor_id=actor.pk,
        work=work,
        seen=basis.seen,
    )
    return plan


def do_work(*, plan_id: int, actor_id: int, work: PlanWork, seen: str, on: dt.date) -> None:
    """Do what was asked for and is not done yet; a refusal then stands at the plan."""
    plan = Reorganization.objects.filter(pk=plan_id, work=work).first()
    if plan is None:
        return
    actor, basis = User.objects.get(pk=actor_id), Basis(seen=seen, reason=plan.work_reason)
    try:
        with transaction.atomic():
            _end_work(plan_id)
            _do(plan, work, actor, basis, on)
    except DomainError as error:
        fail_work(plan_id=plan_id, error=error)


def fail_work(*, plan_id: int, error: Exception, **_arguments: object) -> None:
    """Say at the plan why nothing came of it; nothing was written."""
    _end_work(plan_id, message=reason_of(error)[:_LONGEST_MESSAGE])


def _end_work(plan_id: int, **said: str) -> None:
    Reorganization.objects.filter(pk=plan_id).update(work="", work_reason="", **said)


def _do(plan: Reorganization, work: PlanWork, actor: Actor, basis: Basis, on: dt.date) -> None:
    if work == PlanWork.REHEARSE:
        _keep_rehearsal(plan)
        return
    match work:
        case PlanWork.APPLY:
            apply_plan(plan=plan, actor=actor, on=on, basis=basis)
        case PlanWork.SCHEDULE:
            schedule_plan(plan=plan, actor=actor, on=on, basis=basis)
        case PlanWork.UNDO:
            undo_plan(plan=plan, actor=actor, reason=basis.reason)
    KeptRehearsal.objects.filter(plan=plan).delete()


def _keep_rehearsal(plan: Reorganization) -> None:
    """Try a plan, and keep what came of it, and its trees, in place of what was kept before."""
    seen = {"plan_state": queries.state_of(plan), "latest_change": trail.latest_change()}
    content = asdict(rehearse(plan=plan))
    kept, _ = KeptRehearsal.objects.update_or_create(
        plan=plan, defaults={**seen, "made_at": Now(), "content": content}
    )
    for tree in Tree:
        trees = compare_trees(plan=plan, tree=tree).stored
        kept.trees.update_or_create(tree=tree, defaults={"content": trees})


def _read(content: dict[str, Any]) -> Rehearsal:
    return Rehearsal(
        **{
            **content,
            "problems": tuple(map(_problem, content["problems"])),
            "units": tuple(UnitCount(**each) for each in content["units"]),
            "flows": tuple(Flow(**each) for each in content["flows"]),
        }
    )


def _problem(content: dict[str, Any]) -> Problem:
    return Problem(**{**content, "steps": tuple(content.get("steps", ()))})
