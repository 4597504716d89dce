"""Set-based checks and writing of people: who is who, and who stands in several places."""

from coso.people.bulk.identity import (
    COMPLETES,
    check_namesakes,
    check_unknown,
    identify,
    merge_people,
    merge_qualifications,
)
from coso.people.bulk.repeated import Wording, check_repeated

__all__ = [
    "COMPLETES",
    "Wording",
    "check_namesakes",
    "check_repeated",
    "check_unknown",
    "identify",
    "merge_people",
    "merge_qualifications",
]
