"""Writing units: setting up, founding, changing, moving, closing; each keeps the history."""

from coso.organizations.queries import UnitDetails
from coso.organizations.services.changing import (
    Outcome,
    UnableToAssignCode,
    UnableToChangeUnit,
    UnableToCorrectUnit,
    UnableToFoundUnit,
    UnableToMoveUnit,
    assign_code,
    change_unit,
    correct_unit,
    found_unit,
    move_unit,
)
from coso.organizations.services.closing import (
    UnableToCloseUnit,
    UnableToReopenUnit,
    close_unit,
    reopen_unit,
)
from coso.organizations.services.dated import lock_trees
from coso.organizations.services.roots import (
    RootDetails,
    Roots,
    RootTerm,
    UnableToInitRoot,
    UnableToReadRoot,
    details_of_root,
    init_root,
    read_root,
)
from coso.organizations.services.seeds import load_catalogue, load_seeds, load_types
from coso.organizations.services.terms import UnableToAddTerm, add_term
from coso.organizations.services.today import refresh_overseers, refresh_today

__all__ = [
    "Outcome",
    "RootDetails",
    "RootTerm",
    "Roots",
    "UnableToAddTerm",
    "UnableToAssignCode",
    "UnableToChangeUnit",
    "UnableToCloseUnit",
    "UnableToCorrectUnit",
    "UnableToFoundUnit",
    "UnableToInitRoot",
    "UnableToMoveUnit",
    "UnableToReadRoot",
    "UnableToReopenUnit",
    "UnitDetails",
    "add_term",
    "assign_code",
    "change_unit",
    "close_unit",
    "correct_unit",
    "details_of_root",
    "found_unit",
    "init_root",
    "load_catalogue",
    "load_seeds",
    "load_types",
    "lock_trees",
    "move_unit",
    "read_root",
    "refresh_overseers",
    "refresh_today",
    "reopen_unit",
]
