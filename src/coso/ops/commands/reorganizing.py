"""`coso reorganize`: a plan of reorganization tried out, carried out or taken back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click
from attrs import asdict
from django.db import transaction

from coso.core import clock
from coso.core.numbers import format_integer
from coso.core.types import SYSTEM
from coso.importing import services as importing
from coso.importing.enums import Severity
from coso.importing.services import UnableToReadPlan
from coso.ops import progress
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.reorganizations import queries, services
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Rehearsal, UnableToReorganize

SHOWN = 50


def run(path: Path, *, dry_run: bool, as_json: bool) -> int:
    """Carry the plan of a workbook out, or only try it, and return the exit status."""
    importing.require_root()
    try:
        details = importing.read_plan(path)
    except UnableToReadPlan as error:
        if not as_json:
            raise
        _print_json({"problems": [p.as_json() for p in error.problems], **_NOT_APPLIED})
        return 1
    number, rehearsal = _carry_out(details, dry_run=dry_run)
    content = _content(details, number, rehearsal)
    if as_json:
        _print_json(content)
    else:
        _print(content, rehearsal, dry_run=dry_run)
    return 1 if rehearsal.is_blocked else 0


def undo(number: int, *, as_json: bool) -> None:
    """Take a plan back that was carried out."""
    plan = services.undo_plan(plan=queries.plan(number), actor=SYSTEM)
    if as_json:
        _print_json({"reorganization_id": plan.pk, "undone": True})
    else:
        click.echo(f"Đã hoàn tác phương án {plan.pk} “{plan.name}”: sổ như trước khi thực hiện.")


_NOT_APPLIED = {"applied": False, "reorganization_id": None}


@transaction.atomic
def _carry_out(details: services.PlanDetails, *, dry_run: bool) -> tuple[int | None, Rehearsal]:
    """Draft the plan and carry it out; without success the draft goes too."""
    today = clock.today()
    root = organizations.root_on(Tree.PARTY, details.effective_on)
    if root is None:
        raise LookupError("no root unit: the installation is not set up")
    with progress.bar("Sắp xếp tổ chức") as step:
        step("Lập phương án", 0, 2)
        plan = services.draft_plan(details=details, unit=root, actor=SYSTEM)
        step("Thực hiện", 1, 2)
        rehearsal = services.rehearse(plan=plan) if dry_run else _write(plan, today)
    if dry_run or rehearsal.is_blocked:
        transaction.set_rollback(True)
        return None, rehearsal
    return plan.pk, rehearsal


def _write(plan: Reorganization, today: dt.date) -> Rehearsal:
    """Carry the plan out, or let it wait for its day; an error leaves it as it is."""
    write = services.schedule_plan if plan.effective_on > today else services.apply_plan
    try:
        _, rehearsal = write(plan=plan, actor=SYSTEM, on=today)
    except UnableToReorganize as error:
        if error.rehearsal is None:
            raise
        return error.rehearsal
    return rehearsal


def _content(
    details: services.PlanDetails, number: int | None, rehearsal: Rehearsal
) -> dict[str, Any]:
    changed = (unit for unit in rehearsal.units if unit.before != unit.after)
    return {
        "effective_on": details.effective_on.isoformat(),
        "steps": len(details.steps),
        "moves": len(details.moves),
        "members": {"before": rehearsal.members_before, "after": rehearsal.members_after},
        "units": [
            {"name": unit.name, "before": unit.before, "after": unit.after} for unit in changed
        ],
        "flows": [asdict(flow) for flow in rehearsal.flows],
        "problems": [asdict(problem) for problem in rehearsal.problems],
        "applied": number is not None and details.effective_on <= clock.today(),
        "reorganization_id": number,
    }


def _print(content: dict[str, Any], rehearsal: Rehearsal, *, dry_run: bool) -> None:
    progress.print_table(
        ["Từ", "Về", "Đảng viên"],
        [[f.source, f.target, format_integer(f.members)] for f in rehearsal.flows[:SHOWN]],
    )
    for problem in rehearsal.problems[:SHOWN]:
        step = f"{problem.step}: " if problem.step else ""
        click.echo(f"{Severity(problem.severity).label}: {step}{problem.message}")
    before, after = map(format_integer, content["members"].values())
    click.echo(f"Đảng viên trước {before}, sau {after}.")
    number = content["reorganization_id"]
    if number is None:
        click.echo("Chỉ diễn tập, không ghi gì." if dry_run else "Không ghi gì vào sổ.")
    elif content["applied"]:
        click.echo(f"Đã thực hiện (phương án {number}; hoàn tác: coso reorganize --undo {number}).")
    else:
        click.echo(f"Phương án {number} chờ đến ngày hiệu lực.")


def _print_json(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))
