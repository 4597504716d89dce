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
from coso.personnel.services.posts import (
    PostDetails,
    UnableToKeepPost,
    add_post,
    correct_post,
    remove_post,
)
from coso.personnel.services.quotas import (
    QuotaDetails,
    UnableToGiveQuota,
    correct_quota,
    give_quota,
    remove_quota,
)

__all__ = [
    "AssignmentDetails",
    "PostDetails",
    "QuotaDetails",
    "UnableToAssign",
    "UnableToEndAssignment",
    "UnableToGiveQuota",
    "UnableToKeepPost",
    "add_post",
    "assign",
    "correct_assignment",
    "correct_post",
    "correct_quota",
    "employ",
    "end_assignment",
    "give_quota",
    "remove_assignment",
    "remove_post",
    "remove_quota",
    "transfer",
]
