"""How far the registers are filled, each beside the blank form of its list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from attrs import frozen
from django.db.models import QuerySet

from coso.appointments import queries as appointments
from coso.documents import queries as documents
from coso.evaluations import queries as evaluations
from coso.evaluations.enums import Capacity
from coso.importing.services.templates import Template, list_templates
from coso.meetings import queries as meetings
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.personnel import queries as personnel
from coso.planning import queries as planning
from coso.resolutions import queries as resolutions
from coso.training import queries as training
from coso.visits import queries as visits

# Without these nothing else can be counted; the other lists are for offices that keep them.
NEEDED: Final = ("party_organizations", "members")
_RECORDS: Final[dict[str, Callable[[], QuerySet[Any]]]] = {
    "areas": lambda: organizations.below_root(Tree.AREA),
    "party_organizations": lambda: organizations.below_root(Tree.PARTY),
    "agencies": lambda: organizations.below_root(Tree.AGENCY),
    "documents": documents.documents,
    "members": members.memberships,
    "movements": members.movements,
    "quotas": personnel.quotas,
    "staff": personnel.assignments,
    "ratings": lambda: evaluations.given_as(Capacity.EMPLOYEE),
    "member_ratings": lambda: evaluations.given_as(Capacity.MEMBER),
    "unit_ratings": lambda: evaluations.given_as(""),
    "themes": meetings.themes,
    "meetings": meetings.meetings,
    "teams": visits.teams,
    "visits": visits.visits,
    "courses": training.courses,
    "enrollments": training.enrollments,
    "decisions": appointments.decisions,
    "planning": planning.candidates,
    "targets": resolutions.targets,
    "work_items": resolutions.work_items,
}


@frozen
class FilledList:
    """A list of the office: its blank form, and how many records its register has."""

    form: Template
    records: int

    @property
    def is_needed(self) -> bool:
        """Tell whether figures need the list, or only offices that keep it have it."""
        return self.form.kind in NEEDED


def filled_lists() -> list[FilledList]:
    """Return every list with the records that there are, in the order in which they are filled."""
    return [FilledList(form, _RECORDS[form.kind]().count()) for form in list_templates()]


def is_empty() -> bool:
    """Tell whether nothing has been recorded but the roots: an office that begins."""
    return not any(_RECORDS[kind]().exists() for kind in NEEDED)
