"""What the form of a step begins with: what the step says, or what is likely."""

from __future__ import annotations

from typing import Any

from coso.organizations.enums import UnitEvent
from coso.reorganizations.enums import Side
from coso.reorganizations.models import PlannedUnit, ReorganizationStep
from coso.reorganizations.services import Node
from coso.web.reorganizations.event_forms import NEW, OTHER, UNITING, goal_name, likely_parent
from coso.web.reorganizations.planned import PlanTree, key_of

_LISTING = (UnitEvent.ESTABLISH, UnitEvent.SPLIT)


def units_of(step: ReorganizationStep, side: Side) -> list[PlannedUnit]:
    """Return the units of a step on one side, in their order."""
    return [part.unit for part in step.parts.all() if part.side == side]


def likely(event: UnitEvent, tree: PlanTree, chosen: list[Node]) -> dict[str, Any]:
    """Return what a new step probably says."""
    if event == UnitEvent.ESTABLISH:
        return {"parent": tree.reference(chosen[0])} if chosen else {}
    if event == UnitEvent.SPLIT:
        return {"parent": _reference_above(chosen[0], tree)}
    goal = {UnitEvent.CONSOLIDATE: NEW}.get(event, OTHER if len(chosen) == 1 else "")
    return {"goal": goal, "parent": likely_parent(tree, chosen) if event in UNITING else ""}


def said_by(step: ReorganizationStep, tree: PlanTree) -> dict[str, Any]:
    """Return what a step says, field by field."""
    sources, targets = units_of(step, Side.SOURCE), units_of(step, Side.TARGET)
    said = {
        "decision": step.decision,
        "decided_on": step.decided_on,
        "issuer": step.issuer,
        "note": step.note,
        "expected_members": step.expected_members,
        "keeps_positions": step.keeps_positions,
    }
    if targets:
        said |= _unit(targets[0], tree)
    if step.event == UnitEvent.RENAME:
        said |= {f"name_{key_of(row)}": row.name for row in targets}
    elif step.event in UNITING:
        said |= _goal(sources, targets, tree)
    elif step.event in _LISTING:
        said |= _lines(sources, targets)
    else:
        said |= {goal_name(n): _reference(row, tree) for n, row in enumerate(targets, 1)}
    return said


def _unit(row: PlannedUnit, tree: PlanTree) -> dict[str, Any]:
    return {
        "name": row.name,
        "code": row.code,
        "kind": row.type_id,
        "parent": _reference(row.parent, tree),
        "is_outside": row.parent is not None and row.parent.is_older,
    }


def _goal(sources: list[PlannedUnit], targets: list[PlannedUnit], tree: PlanTree) -> dict[str, Any]:
    if not targets:
        return {"goal": ""}
    target = targets[0]
    if target.is_new:
        return {"goal": NEW}
    if target in sources:
        return {"goal": key_of(target)}
    return {"goal": OTHER, "goal_unit": _reference(target, tree)}


def _lines(sources: list[PlannedUnit], targets: list[PlannedUnit]) -> dict[str, Any]:
    named = [(str(row), row.code) for row in targets if row not in sources]
    kinds = {row.type_id for row in targets if row not in sources}
    return {
        "lines": "\n".join(f"{name}; {code}" if code else name for name, code in named),
        "kind": kinds.pop() if len(kinds) == 1 else None,
        "goes_on": any(row in sources for row in targets),
    }


def _reference_above(node: Node, tree: PlanTree) -> str:
    above = tree.above(node)
    return "" if above is None else tree.reference(above)


def _reference(row: PlannedUnit | None, tree: PlanTree) -> str:
    node = None if row is None else tree.node(key_of(row))
    return "" if node is None else tree.reference(node)
