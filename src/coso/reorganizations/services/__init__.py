"""Plans of reorganization: drafted, tried out, carried out as a whole, taken back as a whole."""

from coso.reorganizations.services.applying import (
    UnableToReorganize,
    apply_due_plans,
    apply_plan,
    discard_plan,
    schedule_plan,
    unschedule_plan,
)
from coso.reorganizations.services.comparing import Comparison, Node, TreeSide, compare_trees
from coso.reorganizations.services.counting import Flow, UnitCount
from coso.reorganizations.services.drafting import (
    MoveDetails,
    PlanDetails,
    StepDetails,
    UnitDetails,
    draft_plan,
)
from coso.reorganizations.services.problems import Problem
from coso.reorganizations.services.rehearsing import Rehearsal, rehearse
from coso.reorganizations.services.undoing import UnableToUndoReorganization, undo_plan

__all__ = [
    "Comparison",
    "Flow",
    "MoveDetails",
    "Node",
    "PlanDetails",
    "Problem",
    "Rehearsal",
    "StepDetails",
    "TreeSide",
    "UnableToReorganize",
    "UnableToUndoReorganization",
    "UnitCount",
    "UnitDetails",
    "apply_due_plans",
    "apply_plan",
    "compare_trees",
    "discard_plan",
    "draft_plan",
    "rehearse",
    "schedule_plan",
    "undo_plan",
    "unschedule_plan",
]
