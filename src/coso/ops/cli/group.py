"""The group of all commands, the kinds of their options, and the way to their bodies."""

from __future__ import annotations

import importlib
import importlib.metadata
from pathlib import Path
from types import ModuleType

import click

from coso.ops import vietnamese
from coso.ops.vietnamese import Commands

vietnamese.install()  # the declarations below take their words at once

VERSION = importlib.metadata.version("coso")
DATE = click.DateTime(["%Y-%m-%d"])
YEAR = click.IntRange(1930, 2200)
PORT = click.IntRange(1, 65535)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
WRITTEN = click.Path(dir_okay=False, writable=True, path_type=Path)
ANY_PATH = click.Path(exists=True, readable=True, path_type=Path)


def body_of(name: str, *, ready: bool = True) -> ModuleType:
    """Set the installation up and return the module of a command."""
    installation = importlib.import_module("coso.ops.installation")
    installation.configure()
    if ready:
        installation.require_ready()
    return importlib.import_module(f"coso.ops.commands.{name}")


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Dữ liệu nằm trong thư mục COSO_HOME (mặc định ./var); đặt DATABASE_URL để dùng một máy "
        "chủ PostgreSQL. Mã thoát: 0 xong việc, 1 dữ liệu vào có lỗi, 2 gọi sai cách."
    ),
)
@click.version_option(VERSION, prog_name="coso", message="%(prog)s %(version)s")
def coso() -> None:
    """Cơ Sở: sổ sách và công việc của cấp ủy cơ sở."""
