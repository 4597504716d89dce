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
from coso.organizations.models import Unit


class NoRootUnit(DomainError):
    """There is no unit yet that an administrator could answer for."""


class UnknownAccount(DomainError):
    """No account has that user name."""


class NoNeedOfStartCode(DomainError):
    """Somebody can sign in already."""


def welcome(*, url: str) -> None:
    """Say where the first start is and which code it asks for, apart from what the site logs."""
    rule = "═" * 64
    click.echo(f"\n{rule}\n  Chưa có tài khoản nào. Mở trang web rồi nhập mã khởi tạo:\n")
    click.echo(f"      {url}\n      Mã khởi tạo: {validators.start_code()}\n")
    click.echo(f"  Xem lại mã bằng lệnh: coso admin code\n{rule}\n")


def code() -> None:
    """Print the code that the first start asks for."""
    if accounts.has_users():
        raise NoNeedOfStartCode(
            "no_need_of_start_code",
            "Đã có tài khoản nên không dùng mã khởi tạo nữa. Quên mật khẩu thì nhờ quản trị viên "
            "cấp lại; quản trị viên duy nhất thì chạy lệnh coso admin rescue TÊN_ĐĂNG_NHẬP.",
        )
    click.echo(f"Mã khởi tạo: {validators.start_code()}")


def rescue(*, username: str, second_step: bool) -> None:
    """Let an administrator in again who lost the password, and on request the second step."""
    user = accounts.user_named(username)
    if user is None:
        raise UnknownAccount(
            "unknown_account", f"Không có tài khoản “{username}”. Xem lại tên đăng nhập."
        )
    password = access.rescue_administrator(
        user=user,
        root=_root(),
        with_second_step=second_step,
        on=clock.today(),
        actor=SYSTEM,
    )
    click.echo(f"Mật khẩu dùng một lần của {user.label}: {password}")
    click.echo("Đăng nhập bằng mật khẩu này rồi đổi ngay. Việc này đã ghi vào nhật ký.")


def create(*, username: str, full_name: str, password: str) -> None:
    """Create the first administrator, over the root of the Party tree."""
    root = _root()
    details = access.AdministratorDetails(username=username, full_name=full_name, password=password)
    user = access.appoint_first_administrator(
        details=details, root=root, on=clock.today(), actor=SYSTEM
    )
    click.echo(f"Đã tạo tài khoản quản trị {user.label} cho {root}.")


def _root() -> Unit:
    root = organizations.root(Tree.PARTY)
    if root is None:
        raise NoRootUnit("no_root", "Chưa có đơn vị gốc. Hãy chạy: coso init --root TỆP.toml")
    return root
