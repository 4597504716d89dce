"""Plans of reorganization as a whole, from draft to undo; what units ask for and are answered."""

from coso.reorganizations.services.answering import (
    Answer,
    Ruling,
    UnableToAnswer,
    answer_request,
)
from coso.reorganizations.services.applying import (
    apply_due_plans,
    apply_plan,
    discard_plan,
    schedule_plan,
    unschedule_plan,
)
from coso.reorganizations.services.comparing import (
    Comparison,
    Node,
    TreeSide,
    compare_trees,
    in_order,
)
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
    restore_step,
    send_members,
)
from coso.reorganizations.services.founding import new_unit, older_unit
from coso.reorganizations.services.opening import UnableToReorganize
from coso.reorganizations.services.problems import Problem
from coso.reorganizations.services.queueing import (
    Rehearsed,
    RehearsedTrees,
    do_work,
    fail_work,
    last_rehearsal,
    rehearsed_trees,
    request_work,
)
from coso.reorganizations.services.recounting import Recount, UnitChange, recount
from coso.reorganizations.services.rehearsing import Rehearsal, rehearse
from coso.reorganizations.services.repeating import StepIsThere
from coso.reorganizations.services.requesting import (
    Appointment,
    RequestDetails,
    UnableToPropose,
    UnableToWithdraw,
    propose_changes,
    withdraw_request,
)
from coso.reorganizations.services.stating import StepDetails, UnitDetails
from coso.reorganizations.services.undoing import UnableToUndoReorganization, undo_plan

__all__ = [
    "Answer",
    "Appointment",
    "Comparison",
    "Flow",
    "Heading",
    "MoveDetails",
    "Node",
    "PlanDetails",
    "Problem",
    "Recount",
    "Rehearsal",
    "Rehearsed",
    "RehearsedTrees",
    "RequestDetails",
    "Ruling",
    "StepDetails",
    "StepIsThere",
    "TreeSide",
    "UnableToAnswer",
    "UnableToPropose",
    "UnableToReorganize",
    "UnableToUndoReorganization",
    "UnableToWithdraw",
    "UnitChange",
    "UnitCount",
    "UnitDetails",
    "add_steps",
    "answer_request",
    "apply_due_plans",
    "apply_plan",
    "change_plan",
    "change_step",
    "compare_trees",
    "copy_plan",
    "discard_plan",
    "do_work",
    "draft_plan",
    "fail_work",
    "in_order",
    "last_rehearsal",
    "move_step",
    "new_unit",
    "office_on",
    "older_unit",
    "propose_changes",
    "recount",
    "rehearse",
    "rehearsed_trees",
    "remove_step",
    "request_work",
    "restore_step",
    "schedule_plan",
    "send_members",
    "undo_plan",
    "unschedule_plan",
    "withdraw_request",
]
