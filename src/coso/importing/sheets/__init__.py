"""The registers that the importer knows."""

from __future__ import annotations

from typing import Final

from coso.importing.sheets.agencies import AgencyRegister
from coso.importing.sheets.appointments import DecisionRegister
from coso.importing.sheets.base import Register
from coso.importing.sheets.documents import DocumentRegister
from coso.importing.sheets.evaluations import RatingRegister
from coso.importing.sheets.meetings import MeetingRegister, ThemeRegister
from coso.importing.sheets.members import MemberRegister
from coso.importing.sheets.movements import MovementRegister
from coso.importing.sheets.organizations import AreaRegister, PartyOrganizationRegister
from coso.importing.sheets.party_ratings import MemberRatingRegister, UnitRatingRegister
from coso.importing.sheets.personnel import QuotaRegister, StaffRegister
from coso.importing.sheets.planning import PlanRegister
from coso.importing.sheets.resolutions import WorkItemRegister
from coso.importing.sheets.targets import TargetRegister
from coso.importing.sheets.training import CourseRegister, EnrollmentRegister
from coso.importing.sheets.visits import TeamRegister, VisitRegister

REGISTERS: Final[tuple[Register, ...]] = (
    AreaRegister(),
    PartyOrganizationRegister(),
    MemberRegister(),
    MovementRegister(),
    QuotaRegister(),
    StaffRegister(),
    RatingRegister(),
    MemberRatingRegister(),
    UnitRatingRegister(),
    DocumentRegister(),
    ThemeRegister(),
    MeetingRegister(),
    TeamRegister(),
    VisitRegister(),
    CourseRegister(),
    EnrollmentRegister(),
    DecisionRegister(),
    PlanRegister(),
    TargetRegister(),
    WorkItemRegister(),
    # Many tables name agencies: of those that another register knows as well this is none.
    AgencyRegister(),
)
# What people call each register, in the order in which they are written.
LABELS: Final = {r.kind: r.label for r in sorted(REGISTERS, key=lambda r: r.order)}
