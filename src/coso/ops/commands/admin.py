"""`coso admin`: what somebody must do before anybody can sign in."""

import click

from coso.access import services as access
from coso.accounts import queries as accounts
from coso.accounts import validators
from coso.core import clock
from coso.core.errors import DomainError
from coso.core.types import SYSTEM
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree


class NoRootUnit(DomainError):
    """There is no unit yet that an administrator could answer for."""


class NoNeedOfStartCode(DomainError):
    """Somebody can sign in already."""


def code() -> None:
    """Print the code that the first start asks for."""
    if accounts.has_users():
        raise NoNeedOfStartCode(
            "no_need_of_start_code",
            "Đã có tài khoản nên không dùng mã khởi tạo nữa. Quên mật khẩu thì nhờ quản trị viên "
            "cấp lại.",
        )
    click.echo(f"Mã khởi tạo: {validators.start_code()}")


def create(*, username: str, full_name: str, password: str) -> None:
    """Create the first administrator, over the root of the Party tree."""
    root = organizations.root(Tree.PARTY)
    if root is None:
        raise NoRootUnit("no_root", "Chưa có đơn vị gốc. Hãy chạy: coso init --root TỆP.toml")
    details = access.AdministratorDetails(username=username, full_name=full_name, password=password)
    user = access.appoint_first_administrator(
        details=details, root=root, on=clock.today(), actor=SYSTEM
    )
    click.echo(f"Đã tạo tài khoản quản trị {user.label} cho {root}.")
