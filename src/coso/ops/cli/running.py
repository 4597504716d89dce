"""What sets an installation up and runs it."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from coso.ops.cli.group import FILE, PORT, VERSION, body_of, coso

PORT_OPTION = click.option(
    "--port", default=8000, show_default=True, metavar="SỐ", type=PORT, help="Cổng."
)


@coso.command()
@PORT_OPTION
@click.option("--fresh", is_flag=True, help="Xóa dữ liệu chạy thử cũ và tạo lại từ đầu.")
def demo(port: int, fresh: bool) -> None:
    """Chạy thử với dữ liệu mẫu của huyện Chợ Mới.

    Lần đầu: tạo cơ sở dữ liệu, nhập các sổ mẫu, tạo tài khoản cho từng vai trò. Nhấn Ctrl-C để
    dừng.
    """
    importlib.import_module("coso.ops.demo").run(port=port, fresh=fresh)


@coso.command()
@click.option("--root", metavar="TỆP", type=FILE, help="Tệp TOML khai đơn vị gốc, cấp và nhiệm kỳ.")
def init(root: Path | None) -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu, lập đơn vị gốc."""
    body_of("init", ready=False).run(root)


@coso.command()
@click.option(
    "--host", metavar="ĐỊA_CHỈ", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe."
)
@PORT_OPTION
@click.option("--workers", default=2, show_default=True, metavar="SỐ", help="Số tiến trình.")
@click.option(
    "--no-worker", is_flag=True, help="Không chạy kèm việc nền; coso worker là dịch vụ riêng."
)
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Phục vụ trang web (đặt sau một máy chủ HTTPS).

    Kèm theo một tiến trình chạy việc nền (xem coso worker).
    """
    _log_for_machines()
    body_of("serve").run(host=host, port=port, workers=workers, with_worker=not no_worker)


@coso.command()
def worker() -> None:
    """Chạy việc nền cho đến khi được bảo dừng.

    Việc nền là nhập sổ từ trang web và những việc hằng ngày. Được bảo dừng thì làm nốt việc đang
    dở; việc nào chưa xong trong vài giây thì trả lại hàng đợi, lần chạy sau làm lại.
    """
    _log_for_machines()
    body_of("worker").run()


def _log_for_machines() -> None:
    """Let a service write more, and for machines: it is collected. At a terminal somebody reads."""
    if not sys.stderr.isatty():
        os.environ.setdefault("COSO_LOG_LEVEL", "INFO")
        os.environ.setdefault("COSO_LOG_JSON", "true")


@coso.command()
def version() -> None:
    """Hiện phiên bản."""
    click.echo(f"coso {VERSION}")


@coso.command(hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Chạy một lệnh quản lý của Django (dành cho người phát triển)."""
    body_of("manage", ready=False).run(arguments)
