"""What an administrator does at the machine itself."""

from __future__ import annotations

import click

from coso.ops.cli.group import body_of, coso


@coso.group()
def admin() -> None:
    """Việc của người quản trị."""


@admin.command(name="create")
@click.option("--username", prompt="Tên đăng nhập", metavar="TÊN", help="Tên đăng nhập, không dấu.")
@click.option("--full-name", prompt="Họ và tên", metavar="TÊN", help="Họ và tên.")
@click.option(
    "--password",
    prompt="Mật khẩu",
    hide_input=True,
    confirmation_prompt=True,
    envvar="COSO_ADMIN_PASSWORD",
    metavar="MẬT_KHẨU",
    help="Mật khẩu (ít nhất 10 ký tự); nên để lệnh tự hỏi.",
)
def create_administrator(username: str, full_name: str, password: str) -> None:
    """Tạo tài khoản quản trị đầu tiên."""
    body_of("admin").create(username=username, full_name=full_name, password=password)


@admin.command(name="code")
def start_code() -> None:
    """Hiện mã khởi tạo, dùng để lập tài khoản quản trị đầu tiên trên trang web."""
    body_of("admin").code()


@admin.command()
@click.argument("username", metavar="TÊN_ĐĂNG_NHẬP")
@click.option("--second-step", is_flag=True, help="Gỡ cả xác thực hai bước (mất điện thoại).")
def rescue(username: str, second_step: bool) -> None:
    """Cấp mật khẩu dùng một lần cho quản trị viên không vào được nữa.

    Chỉ dùng khi không còn quản trị viên nào khác cấp lại được trên trang web. Nhật ký ghi việc này.
    """
    body_of("admin").rescue(username=username, second_step=second_step)
