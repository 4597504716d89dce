"""Set-based checks and writing of members: the roster of a day, and what happened since."""

from coso.members.bulk.admitting import check_ages
from coso.members.bulk.by_hand import (
    STAGING,
    STANDING,
    Movement,
    name_person,
    person_staged,
    stage,
)
from coso.members.bulk.movements import check_movements, find_by_home, merge_movements
from coso.members.bulk.reorganizing import reorganize
from coso.members.bulk.roster import check_roster, find_organizations, merge_roster

__all__ = [
    "STAGING",
    "STANDING",
    "Movement",
    "check_ages",
    "check_movements",
    "check_roster",
    "find_by_home",
    "find_organizations",
    "merge_movements",
    "merge_roster",
    "name_person",
    "person_staged",
    "reorganize",
    "stage",
]
