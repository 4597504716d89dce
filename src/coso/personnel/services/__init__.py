"""Writing the register of staff by hand; what a list is checked for is checked here, too."""

from coso.personnel.services.assigning import (
    UnableToEndAssignment,
    assign,
    employ,
    end_assignment,
    transfer,
)
from coso.personnel.services.correcting import correct_assignment, remove_assignment
from coso.personnel.services.placing import AssignmentDetails, UnableToAssign

__all__ = [
    "AssignmentDetails",
    "UnableToAssign",
    "UnableToEndAssignment",
    "assign",
    "correct_assignment",
    "employ",
    "end_assignment",
    "remove_assignment",
    "transfer",
]
