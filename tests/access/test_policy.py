from coso.access import policy
from coso.access.enums import Permission, Role


def test_every_role_has_a_line_and_every_permission_a_role():
    assert set(policy.POLICY) == set(Role)
    assert frozenset().union(*policy.POLICY.values()) == set(Permission)


def test_administrator_reads_no_record():
    assert policy.POLICY[Role.ADMINISTRATOR] == {
        Permission.USERS_MANAGE,
        Permission.SYSTEM_VIEW,
        Permission.TEMPLATES_MANAGE,
    }
    assert policy.roles_with(Permission.USERS_MANAGE) == [Role.ADMINISTRATOR]


def test_only_the_officer_imports_and_sees_card_numbers():
    assert policy.roles_with(Permission.IMPORTS_APPLY) == [Role.OFFICER]
    assert policy.roles_with(Permission.MEMBERS_VIEW_SENSITIVE) == [Role.OFFICER]


def test_only_the_officer_writes_into_the_registers():
    assert policy.roles_with(Permission.TEMPLATES_MANAGE) == [Role.ADMINISTRATOR, Role.OFFICER]
    assert policy.roles_with(Permission.UNITS_KEEP) == [Role.OFFICER]
    assert policy.roles_with(Permission.MEMBERS_KEEP) == [Role.OFFICER]
    assert policy.roles_with(Permission.EVALUATIONS_KEEP) == [Role.OFFICER]
    assert policy.roles_with(Permission.DOCUMENTS_KEEP) == [Role.OFFICER]
    assert policy.roles_with(Permission.REORGANIZATIONS_KEEP) == [Role.OFFICER]


def test_units_below_ask_for_changes_and_an_officer_above_answers():
    assert policy.roles_with(Permission.CHANGES_PROPOSE) == [Role.OFFICER, Role.BRANCH_SECRETARY]
    assert policy.roles_with(Permission.CHANGES_DECIDE) == [Role.OFFICER]


def test_meetings_are_kept_by_the_officer_and_by_the_secretary_of_the_branch():
    assert policy.roles_with(Permission.MEETINGS_KEEP) == [Role.OFFICER, Role.BRANCH_SECRETARY]


def test_visits_are_kept_by_the_officer_and_by_whoever_visits():
    assert policy.roles_with(Permission.VISITS_KEEP) == [Role.OFFICER, Role.VISIT_TEAM_MEMBER]


def test_staff_are_kept_by_the_officer_and_by_whoever_is_in_charge_of_personnel():
    assert policy.roles_with(Permission.STAFF_KEEP) == [Role.OFFICER, Role.PERSONNEL_OFFICER]


def test_courses_are_kept_by_the_officer_and_by_whoever_is_in_charge_of_personnel():
    assert policy.roles_with(Permission.TRAINING_KEEP) == [Role.OFFICER, Role.PERSONNEL_OFFICER]


def test_decisions_are_kept_by_the_officer_and_by_whoever_is_in_charge_of_personnel():
    kept_by = policy.roles_with(Permission.APPOINTMENTS_KEEP)
    assert kept_by == [Role.OFFICER, Role.PERSONNEL_OFFICER]


def test_plans_are_kept_by_the_officer_and_by_whoever_is_in_charge_of_personnel():
    assert policy.roles_with(Permission.PLANNING_KEEP) == [Role.OFFICER, Role.PERSONNEL_OFFICER]


def test_what_resolutions_demand_is_kept_by_the_officer():
    assert policy.roles_with(Permission.RESOLUTIONS_KEEP) == [Role.OFFICER]


def test_only_the_inspector_reads_the_trail():
    assert policy.roles_with(Permission.AUDIT_VIEW) == [Role.INSPECTOR]


def test_figures_reader_sees_no_person():
    assert policy.POLICY[Role.FIGURES_READER] == {
        Permission.FIGURES_VIEW,
        Permission.UNITS_VIEW,
    }
