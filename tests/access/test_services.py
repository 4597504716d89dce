import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from coso.access import scoping, services
from coso.access.enums import Permission, Reach, Role
from coso.access.models import Grant
from coso.accounts import queries as accounts
from coso.accounts.models import User
from coso.accounts.services import UnableToCreateFirstAdministrator
from coso.audit.models import AuditEntry
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from tests.factories.access import make_actor, make_grant, make_unit

DAY = dt.date(2023, 6, 30)
FROM_DAY = Period(DAY, None)


def grant(user, unit, actor, **fields):
    details = {"role": Role.LEADER, "reach": Reach.UNIT_AND_BELOW, "during": FROM_DAY, **fields}
    return services.grant_role(user=user, unit=unit, actor=actor, **details)


def refusal_of(code, call, *arguments, **fields):
    with pytest.raises((services.UnableToGrantRole, services.UnableToRevokeGrant)) as refusal:
        call(*arguments, **fields)
    assert refusal.value.code == code


def test_grant_role_gives_the_right_and_leaves_an_entry(party_tree, administrator, outsider):
    given = grant(outsider, party_tree.own, administrator)

    assert scoping.can(outsider, Permission.UNITS_VIEW, party_tree.below, DAY)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id, entry.unit_id) == (
        "grant.given", outsider.pk, party_tree.own.pk,
    )  # fmt: skip
    assert entry.summary == (
        "Giao vai trò Lãnh đạo cấp ủy tại Đảng bộ xã Yên Thịnh "
        "(đơn vị này và các đơn vị bên dưới), từ 30/06/2023"
    )
    assert entry.detail.values["new"]["Đơn vị"] == str(given.unit)


def test_grant_role_by_the_system_needs_no_reach(party_tree, outsider):
    assert grant(outsider, party_tree.above, SYSTEM).pk


def test_grant_role_out_of_reach_is_refused(party_tree, outsider, officer):
    commune = make_actor(party_tree.own, Role.ADMINISTRATOR)

    refusal_of("access.unit_out_of_reach", grant, outsider, party_tree.sibling, commune)
    refusal_of("access.unit_out_of_reach", grant, outsider, party_tree.above, commune)
    refusal_of("access.unit_out_of_reach", grant, outsider, party_tree.own, officer)
    assert grant(outsider, party_tree.below, commune).pk


def test_administrator_of_a_unit_alone_gives_nothing_below(party_tree, outsider):
    alone = make_actor(party_tree.own, Role.ADMINISTRATOR, Reach.UNIT)

    refusal_of("access.unit_out_of_reach", grant, outsider, party_tree.own, alone)
    assert grant(outsider, party_tree.own, alone, reach=Reach.UNIT).pk


def test_role_to_oneself_is_refused_while_somebody_else_can_give_it(party_tree, administrator):
    commune = make_actor(party_tree.own, Role.ADMINISTRATOR)

    with pytest.raises(services.UnableToGrantRole) as refusal:
        grant(commune, party_tree.own, commune)

    assert refusal.value.code == "access.granted_to_self"
    assert "Nhờ quản trị viên khác giao: Đặng Văn Giang." in str(refusal.value)


def test_only_administrator_gives_themselves_a_role_and_the_trail_marks_it(party_tree):
    only = make_actor(party_tree.own, Role.ADMINISTRATOR)
    make_actor(party_tree.below, Role.ADMINISTRATOR)
    make_actor(party_tree.above, Role.ADMINISTRATOR, Reach.UNIT)
    make_actor(party_tree.above, Role.ADMINISTRATOR, is_active=False)
    over = make_grant(make_actor(party_tree.sibling), party_tree.above, Role.ADMINISTRATOR)
    services.revoke_grant(grant=over, on=DAY, actor=SYSTEM)

    grant(only, party_tree.own, only)

    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.unit_id) == ("grant.given_to_self", party_tree.own.pk)
    assert entry.summary.startswith("Quản trị viên duy nhất tự giao vai trò Lãnh đạo cấp ủy")


def test_grant_role_in_another_tree_is_refused(party_tree, administrator, outsider):
    area = make_unit("Xã Yên Thịnh", tree=Tree.AREA, overseer=party_tree.own)

    refusal_of("access.unit_not_party", grant, outsider, area, administrator)


def test_grant_role_on_a_closed_unit_is_refused(party_tree, administrator, outsider):
    Unit.objects.filter(pk=party_tree.below.pk).update(is_active=False)
    party_tree.below.refresh_from_db()

    refusal_of("access.unit_closed", grant, outsider, party_tree.below, administrator)


def test_grant_role_to_a_closed_account_is_refused(party_tree, administrator, outsider):
    outsider.is_active = False

    refusal_of("access.user_inactive", grant, outsider, party_tree.own, administrator)


def test_grant_role_held_in_that_time_is_refused(party_tree, administrator, outsider):
    grant(outsider, party_tree.own, administrator)

    refusal_of("access.grant_overlaps", grant, outsider, party_tree.own, administrator)
    assert grant(outsider, party_tree.own, administrator, during=Period(None, DAY)).pk


def test_revoke_grant_ends_it_on_the_day_and_leaves_an_entry(party_tree, administrator, officer):
    held = officer.grants.get()

    services.revoke_grant(grant=held, on=DAY, actor=administrator)

    assert scoping.has_permission(officer, Permission.UNITS_VIEW, DAY - dt.timedelta(days=1))
    assert not scoping.has_permission(officer, Permission.UNITS_VIEW, DAY)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.unit_id) == ("grant.revoked", party_tree.own.pk)
    assert entry.detail.values["new"]["Thời gian"] == "đến 29/06/2023"


def test_revoke_grant_that_has_not_begun_removes_it(party_tree, administrator, outsider):
    given = grant(outsider, party_tree.own, administrator)

    services.revoke_grant(grant=given, on=DAY, actor=administrator)

    assert not Grant.objects.filter(pk=given.pk).exists()


def test_revoke_grant_that_has_ended_is_refused(party_tree, administrator, outsider):
    ended = make_grant(outsider, party_tree.own, during=Period(None, DAY))

    refusal_of(
        "access.grant_ended", services.revoke_grant, grant=ended, on=DAY, actor=administrator
    )


def test_revoke_grant_out_of_reach_is_refused(party_tree, officer):
    neighbour = make_actor(party_tree.sibling, Role.ADMINISTRATOR)

    refusal_of(
        "access.grant_out_of_reach",
        services.revoke_grant, grant=officer.grants.get(), on=DAY, actor=neighbour,
    )  # fmt: skip


def test_nobody_revokes_their_own_last_role_of_administrator(party_tree, administrator):
    last = administrator.grants.get()

    refusal_of(
        "access.own_last_administrator",
        services.revoke_grant, grant=last, on=DAY, actor=administrator,
    )  # fmt: skip
    second = make_grant(administrator, party_tree.own, Role.ADMINISTRATOR)
    services.revoke_grant(grant=second, on=DAY, actor=administrator)
    assert administrator.grants.filter(during__contains=DAY).get() == last


def test_first_administrator_administers_the_root(party_tree):
    details = services.AdministratorDetails(
        username="quan-tri", full_name="Đặng Văn Giang", password="cau-tre-qua-suoi-7"
    )

    user = services.appoint_first_administrator(
        details=details, root=party_tree.above, on=DAY, actor=SYSTEM
    )

    assert scoping.can(user, Permission.USERS_MANAGE, party_tree.below, DAY)
    with pytest.raises(UnableToCreateFirstAdministrator):
        services.appoint_first_administrator(
            details=details, root=party_tree.above, on=DAY, actor=SYSTEM
        )


# --- letting an administrator in again


def rescue(user, tree, **fields):
    return services.rescue_administrator(
        user=user,
        root=tree.above,
        on=DAY,
        actor=SYSTEM,
        **{"with_second_step": False, **fields},
    )


def test_sole_administrator_is_let_in_again(party_tree, administrator):
    password = rescue(administrator, party_tree)

    administrator.refresh_from_db()
    assert administrator.check_password(password)
    assert administrator.must_change_password
    assert [(entry.action, entry.actor_label) for entry in AuditEntry.objects.all()] == [
        ("user.password_reset", "Hệ thống")
    ]


def test_second_step_goes_only_when_it_is_asked_for(party_tree, administrator):
    TOTP.activate(administrator, generate_totp_secret())

    rescue(administrator, party_tree)
    assert accounts.has_second_step(administrator)
    rescue(administrator, party_tree, with_second_step=True)

    assert not accounts.has_second_step(administrator)
    assert AuditEntry.objects.filter(action="user.second_step_removed").count() == 1


def test_last_administrator_is_one_again(party_tree, administrator):
    Grant.objects.update(during=Period(None, DAY).to_range())
    User.objects.update(is_active=False)

    rescue(administrator, party_tree)

    administrator.refresh_from_db()
    assert administrator.is_active
    assert scoping.can(administrator, Permission.USERS_MANAGE, party_tree.above, DAY)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"user.reactivated", "grant.given", "user.password_reset"}


def test_nobody_becomes_administrator_beside_another(party_tree, administrator, outsider):
    with pytest.raises(services.UnableToRescue, match="Nhờ quản trị viên Đặng Văn Giang"):
        rescue(outsider, party_tree)

    assert AuditEntry.objects.count() == 0
