"""Opening and closing accounts; what they may do is given by `access`."""

from __future__ import annotations

import secrets
from typing import Final

from attrs import frozen
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from coso.accounts import queries, validators
from coso.accounts.models import User
from coso.audit import services as audit
from coso.audit.enums import SECOND_STEP_REMOVED
from coso.core import text
from coso.core.errors import DomainError
from coso.core.types import Actor

_GROUPS: Final = 4
_GROUP_LENGTH: Final = 4


class UnableToCreateUser(DomainError):
    """The account cannot be opened."""


class UnableToSetPassword(DomainError):
    """The password is too weak."""


class UnableToDeactivateUser(DomainError):
    """The account cannot be closed."""


class UnableToRemoveSecondStep(DomainError):
    """The second step of signing in cannot be taken away."""


class UnableToCreateFirstAdministrator(DomainError):
    """The installation already has accounts."""


@frozen
class OpenedAccount:
    """A new account with the password that is shown once and must be changed at sign-in."""

    user: User
    password: str


@transaction.atomic
def create_user(*, username: str, full_name: str, password: str, actor: Actor) -> User:
    """Open an account with a password its holder already knows.

    :raises UnfitUsername: if the user name cannot be used
    :raises UnableToCreateUser: if it is taken, or the full name is missing
    :raises UnableToSetPassword: if the password is too weak
    """
    user = _new_user(username, full_name)
    _set_strong_password(user, password)
    return _open(user, actor)


@transaction.atomic
def open_account(*, username: str, full_name: str, actor: Actor) -> OpenedAccount:
    """Open an account with a one-time password for its holder.

    :raises UnfitUsername: if the user name cannot be used
    :raises UnableToCreateUser: if it is taken, or the full name is missing
    """
    user = _new_user(username, full_name)
    password = _set_one_time_password(user)
    return OpenedAccount(_open(user, actor), password)


@transaction.atomic
def create_first_administrator(
    *, username: str, full_name: str, password: str, actor: Actor
) -> User:
    """Open the very first account; `access.services` gives it the role.

    :raises UnableToCreateFirstAdministrator: if there is an account already
    """
    with connection.cursor() as cursor:  # of two first starts at once, one waits and is refused
        cursor.execute("LOCK TABLE accounts_user IN SHARE ROW EXCLUSIVE MODE")
    if User.objects.exists():
        raise UnableToCreateFirstAdministrator(
            "accounts.not_the_first",
            "Đã có tài khoản trong hệ thống nên không lập tài khoản quản trị đầu tiên nữa. "
            "Đăng nhập bằng tài khoản quản trị rồi thêm người ở trang Quản trị.",
        )
    return create_user(username=username, full_name=full_name, password=password, actor=actor)


@transaction.atomic
def set_password(*, user: User, password: str, actor: Actor) -> User:
    """Set the password that the holder chose; whoever was told to change it has done so.

    :raises UnableToSetPassword: if it is too weak, or the one to be replaced
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.check_password(password):
        raise UnableToSetPassword(
            "accounts.same_password",
            "Mật khẩu mới giống mật khẩu đang dùng. Chọn một mật khẩu khác.",
        )
    _set_strong_password(user, password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(
        actor=actor,
        action="user.password_changed",
        subject=user,
        summary=f"Đổi mật khẩu của {user.label}",
    )
    return user


@transaction.atomic
def reset_password(*, user: User, actor: Actor) -> str:
    """Replace the password by a one-time password, which is returned; open sessions end."""
    user = User.objects.select_for_update().get(pk=user.pk)
    password = _set_one_time_password(user)
    user.save(update_fields=["password", "must_change_password"])
    audit.record(
        actor=actor,
        action="user.password_reset",
        subject=user,
        summary=f"Cấp mật khẩu dùng một lần cho {user.label}",
    )
    return password


@transaction.atomic
def remove_second_step(*, user: User, actor: Actor) -> User:
    """Take the code and the recovery codes away from somebody who lost both.

    :raises UnableToRemoveSecondStep: if there is none, or the account is the actor's own
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == actor.pk:
        raise UnableToRemoveSecondStep(
            "accounts.own_second_step",
            "Không gỡ xác thực hai bước của chính mình ở đây được. Tắt ở trang Xác thực hai bước, "
            "hoặc nhờ một quản trị viên khác gỡ.",
        )
    if not queries.has_second_step(user):
        raise UnableToRemoveSecondStep(
            "accounts.no_second_step", f"Tài khoản {user.label} không bật xác thực hai bước."
        )
    queries.second_steps(user).delete()
    audit.record(
        actor=actor,
        action=SECOND_STEP_REMOVED,
        subject=user,
        summary=f"Gỡ xác thực hai bước của {user.label}",
    )
    return user


@transaction.atomic
def hide_setup(*, user: User, actor: Actor) -> User:
    """Take the steps of setting the office up out of somebody's navigation."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.hides_setup = True
    user.save(update_fields=["hides_setup"])
    audit.record(
        actor=actor,
        action="user.setup_hidden",
        subject=user,
        summary=f"Ẩn việc cần làm tiếp khỏi trang của {user.label}",
    )
    return user


@transaction.atomic
def deactivate_user(*, user: User, actor: Actor) -> User:
    """Close an account; its entries in the trail stay.

    :raises UnableToDeactivateUser: if it is the actor's own, or closed already
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == actor.pk:
        raise UnableToDeactivateUser(
            "accounts.own_account",
            "Không tự khóa tài khoản của mình được. Nhờ một quản trị viên khác khóa.",
        )
    if not user.is_active:
        raise UnableToDeactivateUser(
            "accounts.already_inactive", f"Tài khoản {user.label} đã khóa từ trước."
        )
    return _set_active(user, actor, is_active=False)


@transaction.atomic
def reactivate_user(*, user: User, actor: Actor) -> User:
    """Open a closed account again, with the rights that still hold."""
    user = User.objects.select_for_update().get(pk=user.pk)
    return _set_active(user, actor, is_active=True)


def _new_user(username: str, full_name: str) -> User:
    name = validators.validate_username(username)
    person = text.normalize(full_name)
    if not person:
        raise UnableToCreateUser(
            "accounts.no_full_name", "Tài khoản chưa có họ và tên. Nhập họ và tên người dùng."
        )
    if User.objects.filter(username=name).exists():
        raise UnableToCreateUser(
            "accounts.username_taken",
            f"Đã có tài khoản “{name}”. Chọn tên đăng nhập khác.",
            username=name,
        )
    return User(username=name, full_name=person)


def _open(user: User, actor: Actor) -> User:
    user.save()
    audit.record(
        actor=actor, action="user.created", subject=user, summary=f"Lập tài khoản {user.label}"
    )
    return user


def _set_strong_password(user: User, password: str) -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise UnableToSetPassword("accounts.weak_password", " ".join(error.messages)) from error
    user.set_password(password)


def _set_one_time_password(user: User) -> str:
    groups = (
        "".join(secrets.choice(validators.READABLE) for _ in range(_GROUP_LENGTH))
        for _ in range(_GROUPS)
    )
    password = "-".join(groups)
    user.set_password(password)
    user.must_change_password = True
    return password


def _set_active(user: User, actor: Actor, *, is_active: bool) -> User:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    audit.record(
        actor=actor,
        action="user.reactivated" if is_active else "user.deactivated",
        subject=user,
        summary=f"{'Mở lại' if is_active else 'Khóa'} tài khoản {user.label}",
    )
    return user
