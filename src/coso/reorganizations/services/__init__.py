"""Plans of reorganization: drafted, tried out, carried out as a whole, taken back as a whole."""

from coso.reorganizations.services.applying import (
    apply_due_plans,
    apply_plan,
    discard_plan,
    schedule_plan,
    unschedule_plan,
)
from coso.reorganizations.services.comparing import Comparison, Node, TreeSide, compare_trees
from coso.reorganizations.services.copying import copy_plan
from coso.reorganizations.services.counting import Flow, UnitCount
from coso.reorganizations.services.drafting import (
    MoveDetails,
    PlanDetails,
    draft_plan,
    office_on,
)
from coso.reorganizations.services.editing import (
    Heading,
    add_steps,
    change_plan,
    change_step,
    move_step,
    remove_step,
    send_members,
)
from coso.reorganizations.services.opening import UnableToReorganize
from coso.reorganizations.services.problems import Problem
from coso.reorganizations.services.rehearsing import Rehearsal, rehearse
from coso.reorganizations.services.stating import StepDetails, UnitDetails
from coso.reorganizations.services.undoing import UnableToUndoReorganization, undo_plan

__all__ = [
    "Comparison",
    "Flow",
    "Heading",
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
    "add_steps",
    "apply_due_plans",
    "apply_plan",
    "change_plan",
    "change_step",
    "compare_trees",
    "copy_plan",
    "discard_plan",
    "draft_plan",
    "move_step",
    "office_on",
    "rehearse",
    "remove_step",
    "schedule_plan",
    "send_members",
    "undo_plan",
    "unschedule_plan",
]
