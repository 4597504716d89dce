"""Writing the life of members by hand; every rule is the one that lists are imported by."""

from coso.members.services.correcting import (
    MembershipDetails,
    UnableToCorrectMembership,
    correct_membership,
)
from coso.members.services.exempting import UnableToSetExemption, set_exemption_end
from coso.members.services.movements import (
    Papers,
    UnableToRecordMovement,
    admit_member,
    end_membership,
    exempt_member,
    make_official,
    move_member,
    receive_member,
    record_stay_elsewhere,
)
from coso.members.services.positions import (
    PositionDetails,
    UnableToCorrectPosition,
    UnableToEndPosition,
    UnableToHoldPosition,
    correct_position,
    end_position,
    hold_position,
    remove_position,
)
from coso.members.services.taking_back import (
    UnableToTakeBack,
    remove_membership,
    take_back_movement,
)

__all__ = [
    "MembershipDetails",
    "Papers",
    "PositionDetails",
    "UnableToCorrectMembership",
    "UnableToCorrectPosition",
    "UnableToEndPosition",
    "UnableToHoldPosition",
    "UnableToRecordMovement",
    "UnableToSetExemption",
    "UnableToTakeBack",
    "admit_member",
    "correct_membership",
    "correct_position",
    "end_membership",
    "end_position",
    "exempt_member",
    "hold_position",
    "make_official",
    "move_member",
    "receive_member",
    "record_stay_elsewhere",
    "remove_membership",
    "remove_position",
    "set_exemption_end",
    "take_back_movement",
]
