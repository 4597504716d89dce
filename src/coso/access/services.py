"""Giving and taking back roles."""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import frozen
from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from psycopg.sql import SQL, Literal

from coso.access import queries, scoping
from coso.access.enums import Permission, Reach, Role
from coso.access.models import Grant
from coso.accounts import services as accounts
from coso.accounts.models import User
from coso.audit import services as audit
from coso.audit.enums import GRANTED_TO_SELF
from coso.core import db
from coso.core.db import Initial
from coso.core.errors import DomainError
from coso.core.periods import Period, format_period
from coso.core.types import Actor, SystemActor
from coso.organizations.enums import Tree
from coso.organizations.models import Unit

_NAMED: Final = 3
# A role that the user holds on the new root already needs no second time.
_PASSED_ON: Final = """
SELECT nextval(pg_get_serial_sequence('access_grant', 'id')) AS id, g.user_id, g.role,
       {root}::bigint AS unit_id, g.reach, g.during * daterange({day}, NULL) AS during
  FROM access_grant g
 WHERE g.unit_id = {former} AND g.during && daterange({day}, NULL) AND NOT EXISTS (
       SELECT FROM access_grant o
        WHERE o.user_id = g.user_id AND o.role = g.role AND o.unit_id = {root}
          AND o.during && daterange({day}, NULL))
"""


class UnableToGrantRole(DomainError):
    """The role cannot be given there."""


class UnableToRevokeGrant(DomainError):
    """The role cannot be taken back."""


class UnableToRescue(DomainError):
    """The account is not one that the server lets in again."""


@frozen(kw_only=True)
class AdministratorDetails:
    """What the first start asks for."""

    username: str
    full_name: str
    password: str


@transaction.atomic
def grant_role(
    *, user: User, role: Role, unit: Unit, reach: Reach, during: Period, actor: Actor
) -> Grant:
    """Give a role on a Party organization for a period.

    :raises UnableToGrantRole: if the unit is out of the actor's reach, closed or not of the Party
        tree, the account is closed, the user holds the role there in that time, or is the actor
        although somebody else manages the unit
    """
    User.objects.select_for_update().get(pk=user.pk)
    _require_unit_in_reach(unit, reach, actor)
    _require_open(user, unit)
    _require_no_other_giver(user, unit, actor)
    _require_no_overlap(user, role, unit, during)
    grant = Grant.objects.create(
        user=user, role=role, unit=unit, reach=reach, during=during.to_range()
    )
    audit.record(
        actor=actor,
        action=GRANTED_TO_SELF if user.pk == actor.pk else "grant.given",
        subject=user,
        unit_id=unit.pk,
        summary=f"{_giving(user, actor)} {_described(grant)}, {format_period(during)}",
        values={"old": None, "new": _values(grant)},
    )
    return grant


@transaction.atomic
def revoke_grant(*, grant: Grant, on: dt.date, actor: Actor) -> None:
    """End a role: `on` is the first day without it. A role that has not begun is removed.

    :raises UnableToRevokeGrant: if it has ended already, is out of the actor's reach, or is the
        actor's own last role of administrator
    """
    grant = Grant.objects.select_for_update().select_related("unit", "user").get(pk=grant.pk)
    held = Period.from_range(grant.during)
    _require_grant_in_reach(grant, actor)
    _require_not_own_last(grant, on, actor)
    if held.end is not None and held.end <= on:
        raise UnableToRevokeGrant(
            "access.grant_ended",
            f"Vai trò {_described(grant)} đã hết hạn từ trước. Không cần thu hồi.",
        )
    old = _values(grant)
    new = _shorten(grant, held, on)
    audit.record(
        actor=actor,
        action="grant.revoked",
        subject=grant.user,
        unit_id=grant.unit_id,
        summary=f"Thu hồi vai trò {_described(grant)} từ ngày {on:%d/%m/%Y}",
        values={"old": old, "new": new},
    )


@transaction.atomic
def appoint_first_administrator(
    *, details: AdministratorDetails, root: Unit, on: dt.date, actor: Actor
) -> User:
    """Open the first account and make it administrator of the root.

    :raises UnableToCreateFirstAdministrator: if there is an account already
    """
    user = accounts.create_first_administrator(
        username=details.username,
        full_name=details.full_name,
        password=details.password,
        actor=actor,
    )
    _make_administrator(user, root, on, actor)
    return user


@transaction.atomic
def rescue_administrator(
    *, user: User, root: Unit, with_second_step: bool, on: dt.date, actor: Actor
) -> str:
    """Let an administrator in again whom nobody on the site can help; return the password.

    An account that was closed, or whose role has ended, is administrator again if it must be: when
    nobody else manages the whole installation.

    :raises UnableToRescue: if the account is no administrator while somebody else is
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    others = queries.administrators_of_all(on)
    if not others.filter(pk=user.pk).exists():
        _require_nobody(others, user)
        if not user.is_active:
            user = accounts.reactivate_user(user=user, actor=actor)
        if not queries.administrators_of_all(on).filter(pk=user.pk).exists():
            _make_administrator(user, root, on, actor)
    if with_second_step:
        accounts.remove_second_step(user=user, actor=actor)
    return accounts.reset_password(user=user, actor=actor)


def _require_nobody(administrators: QuerySet[User], user: User) -> None:
    other = administrators.first()
    if other is not None:
        raise UnableToRescue(
            "access.not_administrator",
            f"{user.label} không phải quản trị viên đang dùng được. Nhờ quản trị viên "
            f"{other.label} cấp lại mật khẩu, mở lại tài khoản hoặc giao vai trò trên trang web.",
        )


def _make_administrator(user: User, root: Unit, on: dt.date, actor: Actor) -> None:
    grant_role(
        user=user,
        role=Role.ADMINISTRATOR,
        unit=root,
        reach=Reach.UNIT_AND_BELOW,
        during=Period(on),
        actor=actor,
    )


def _shorten(grant: Grant, held: Period, on: dt.date) -> dict[str, str] | None:
    if held.start is not None and on <= held.start:
        Grant.objects.filter(pk=grant.pk).delete()
        return None
    grant.during = Period(held.start, on).to_range()
    grant.save(update_fields=["during"])
    return _values(grant)


def _require_unit_in_reach(unit: Unit, reach: Reach, actor: Actor) -> None:
    if isinstance(actor, SystemActor):
        return
    with_all_below = reach == Reach.UNIT_AND_BELOW
    is_reached = scoping.reaches_below if with_all_below else scoping.can
    if not is_reached(actor, Permission.USERS_MANAGE, unit):
        raise UnableToGrantRole(
            "access.unit_out_of_reach",
            f"Không giao được vai trò tại {unit} với phạm vi “{reach.label}” vì nằm ngoài phạm "
            "vi quản trị của bạn. Chọn đơn vị khác hoặc đề nghị quản trị viên cấp trên giao.",
            unit_id=unit.pk,
        )


def _require_open(user: User, unit: Unit) -> None:
    if unit.tree != Tree.PARTY:
        raise UnableToGrantRole(
            "access.unit_not_party",
            f"{unit} không phải tổ chức đảng. Chọn tổ chức đảng phụ trách đơn vị này.",
            unit_id=unit.pk,
        )
    if not unit.is_active:
        raise UnableToGrantRole(
            "access.unit_closed",
            f"{unit} đã kết thúc hoạt động. Chọn tổ chức đảng kế tục.",
            unit_id=unit.pk,
        )
    if not user.is_active:
        raise UnableToGrantRole(
            "access.user_inactive",
            f"Tài khoản {user.label} đang khóa. Mở lại tài khoản rồi giao vai trò.",
        )


def _require_no_other_giver(user: User, unit: Unit, actor: Actor) -> None:
    """Nobody gives themselves a right to read unseen; in a small office there is nobody else."""
    if user.pk != actor.pk:
        return
    managing = queries.administrators_of(Unit.objects.filter(pk=unit.pk))
    others = [each.full_name for each in managing.exclude(pk=user.pk)[:_NAMED]]
    if others:
        raise UnableToGrantRole(
            "access.granted_to_self",
            "Không tự giao vai trò cho mình được khi còn quản trị viên khác. Nhờ quản trị viên "
            f"khác giao: {', '.join(others)}.",
        )


def _require_no_overlap(user: User, role: Role, unit: Unit, during: Period) -> None:
    held = Grant.objects.filter(
        user=user, role=role, unit=unit, during__overlap=during.to_range()
    ).first()
    if held is not None:
        raise UnableToGrantRole(
            "access.grant_overlaps",
            f"{user} đã có vai trò {_described(held)}, "
            f"{format_period(Period.from_range(held.during))}. Thu hồi vai trò đó trước, hoặc "
            "chọn thời gian khác.",
        )


def _require_grant_in_reach(grant: Grant, actor: Actor) -> None:
    if isinstance(actor, SystemActor) or scoping.can(actor, Permission.USERS_MANAGE, grant):
        return
    raise UnableToRevokeGrant(
        "access.grant_out_of_reach",
        f"Vai trò tại {grant.unit} nằm ngoài phạm vi quản trị của bạn. Đề nghị quản trị viên cấp "
        "trên thu hồi.",
    )


def _require_not_own_last(grant: Grant, on: dt.date, actor: Actor) -> None:
    if grant.user_id != actor.pk or grant.role != Role.ADMINISTRATOR:
        return
    others = Grant.objects.filter(
        user=grant.user_id, role=Role.ADMINISTRATOR, during__contains=on
    ).exclude(pk=grant.pk)
    if not others.exists():
        raise UnableToRevokeGrant(
            "access.own_last_administrator",
            "Đây là vai trò quản trị cuối cùng của chính bạn nên không tự thu hồi được. Nhờ một "
            "quản trị viên khác thu hồi.",
        )


def _giving(user: User, actor: Actor) -> str:
    is_own = user.pk == actor.pk
    return "Quản trị viên duy nhất tự giao vai trò" if is_own else "Giao vai trò"


def _described(grant: Grant) -> str:
    role, reach = Role(grant.role).label, Reach(grant.reach).label.lower()
    return f"{role} tại {grant.unit} ({reach})"


def _values(grant: Grant) -> dict[str, str]:
    return {
        "Vai trò": Role(grant.role).label,
        "Đơn vị": str(grant.unit),
        "Phạm vi": Reach(grant.reach).label,
        "Thời gian": format_period(Period.from_range(grant.during)),
    }


def pass_on_grants(cursor: CursorWrapper, *, former_root: int, root: int, on: dt.date) -> None:
    """Let the roles on a root that ends hold on the new one.

    The caller's transaction also closes the former root, writes the trail and can be taken back.
    """
    parts = {"former": Literal(former_root), "root": Literal(root), "day": Literal(on)}
    db.merge(
        cursor,
        table="access_grant",
        source=SQL(_PASSED_ON).format(**parts),
        key=("id",),
        values=tuple(map(Initial, ("user_id", "role", "unit_id", "reach", "during"))),
    )
