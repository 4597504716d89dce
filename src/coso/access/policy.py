"""Which role may do what: the whole of it, as one literal table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coso.access.enums import Permission, Role

_READ: Final = frozenset(
    {
        Permission.FIGURES_VIEW,
        Permission.UNITS_VIEW,
        Permission.CHANGES_VIEW,
        Permission.MEMBERS_VIEW,
        Permission.STAFF_VIEW,
        Permission.EVALUATIONS_VIEW,
        Permission.MEETINGS_VIEW,
        Permission.VISITS_VIEW,
        Permission.TRAINING_VIEW,
        Permission.APPOINTMENTS_VIEW,
        Permission.PLANNING_VIEW,
        Permission.DOCUMENTS_VIEW,
        Permission.RESOLUTIONS_VIEW,
    }
)

POLICY: Final[Mapping[Role, frozenset[Permission]]] = {
    # Whoever gives rights reads no record by that.
    Role.ADMINISTRATOR: frozenset(
        {Permission.USERS_MANAGE, Permission.SYSTEM_VIEW, Permission.TEMPLATES_MANAGE}
    ),
    Role.OFFICER: _READ
    | {
        Permission.UNITS_KEEP,
        Permission.CHANGES_PROPOSE,
        Permission.CHANGES_DECIDE,
        Permission.MEMBERS_KEEP,
        Permission.STAFF_KEEP,
        Permission.MEMBERS_VIEW_SENSITIVE,
        Permission.EVALUATIONS_KEEP,
        Permission.MEETINGS_KEEP,
        Permission.VISITS_KEEP,
        Permission.TRAINING_KEEP,
        Permission.APPOINTMENTS_KEEP,
        Permission.PLANNING_KEEP,
        Permission.DOCUMENTS_KEEP,
        Permission.RESOLUTIONS_KEEP,
        Permission.LISTS_EXPORT,
        Permission.IMPORTS_APPLY,
        Permission.REORGANIZATIONS_KEEP,
        Permission.TEMPLATES_MANAGE,
    },
    Role.PERSONNEL_OFFICER: frozenset(
        {
            Permission.FIGURES_VIEW,
            Permission.UNITS_VIEW,
            Permission.STAFF_VIEW,
            Permission.STAFF_KEEP,
            Permission.EVALUATIONS_VIEW,
            Permission.TRAINING_VIEW,
            Permission.TRAINING_KEEP,
            Permission.APPOINTMENTS_VIEW,
            Permission.APPOINTMENTS_KEEP,
            Permission.PLANNING_VIEW,
            Permission.PLANNING_KEEP,
            Permission.DOCUMENTS_VIEW,
            Permission.RESOLUTIONS_VIEW,
        }
    ),
    Role.LEADER: _READ | {Permission.LISTS_EXPORT},
    Role.BRANCH_SECRETARY: frozenset(
        {
            Permission.FIGURES_VIEW,
            Permission.UNITS_VIEW,
            Permission.CHANGES_VIEW,
            Permission.CHANGES_PROPOSE,
            Permission.MEMBERS_VIEW,
            Permission.MEETINGS_VIEW,
            Permission.MEETINGS_KEEP,
        }
    ),
    Role.VISIT_TEAM_MEMBER: frozenset(
        {
            Permission.FIGURES_VIEW,
            Permission.UNITS_VIEW,
            Permission.MEETINGS_VIEW,
            Permission.VISITS_VIEW,
            Permission.VISITS_KEEP,
        }
    ),
    Role.INSPECTOR: _READ | {Permission.AUDIT_VIEW},
    Role.FIGURES_READER: frozenset({Permission.FIGURES_VIEW, Permission.UNITS_VIEW}),
}

# An import and a plan of reorganization may make units and move people anywhere, and the plan of
# cadres is one for the committee: a role below the root is not enough.
ON_THE_WHOLE: Final = frozenset(
    {Permission.IMPORTS_APPLY, Permission.REORGANIZATIONS_KEEP, Permission.PLANNING_KEEP}
)

# What a unit is told from above: a role on the unit itself is not enough, but on the root.
FROM_ABOVE: Final = frozenset({Permission.CHANGES_DECIDE})

# What may be done with a unit that has ended, by whoever holds a role on what followed it.
OF_THE_PAST: Final = _READ | {Permission.LISTS_EXPORT, Permission.AUDIT_VIEW}


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that have a permission."""
    return [role for role, permissions in POLICY.items() if permission in permissions]
