"""`coso demo`: the sample installation, from an empty folder to a served site.

Its data carry a mark, so that the demo never touches an installation that is not one.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib
import json
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from coso.core import clock, env, schema
from coso.core.errors import DomainError
from coso.ops import embedded, installation, processes, progress, serving

HOST = "127.0.0.1"
# Everything of the demo below its home; the keys stay, they are of no sample.
DATA_FOLDERS = ("postgres", "postgres.new", "snapshots", "compiled", "files", "uploads")


class UnableToRunDemo(DomainError):
    """The demo cannot run here; the message says what to do."""


@frozen
class Place:
    """Where a demo keeps its data, and the mark that says they are a demo's."""

    home: Path
    mark: Path
    is_embedded: bool

    @classmethod
    def of_environment(cls) -> Place:
        """Return the place that the environment names."""
        home, server = env.home(), env.database_url()
        suffix = f"-{hashlib.sha256(server.encode()).hexdigest()[:8]}" if server else ""
        return cls(home=home, mark=home / f"demo{suffix}.json", is_embedded=server is None)

    def read_mark(self) -> dict[str, Any] | None:
        """Return what the first run wrote down, if there was one."""
        try:
            mark: dict[str, Any] = json.loads(self.mark.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return mark

    def write_mark(self, mark: dict[str, Any]) -> None:
        """Write the mark as one step, for this user's eyes."""
        draft = self.mark.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(mark, ensure_ascii=False, indent=2), encoding="utf-8")
        draft.replace(self.mark)


def run(*, port: int, fresh: bool) -> None:
    """Prepare the sample on the first run, print how to sign in, serve until told to stop."""
    installation.read_environment()
    place = Place.of_environment()
    embedded.make_home(place.home)
    with _only_one(place.home, port):
        serving.require_free(HOST, port)
        if fresh:
            _wipe(place)
        mark = _prepared(place)
        _print_welcome(port, mark)
        with processes.worker_beside():
            serving.serve(host=HOST, port=port, workers=1)


@contextlib.contextmanager
def _only_one(home: Path, port: int) -> Iterator[None]:
    path = home / "demo.lock"
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            running = path.read_text(encoding="ascii").strip()
            raise UnableToRunDemo(
                "demo_running",
                f"Bản chạy thử ở {home} đang chạy tại {running}. Hãy mở địa chỉ ấy, hoặc dừng nó "
                "(Ctrl-C) rồi chạy lại; muốn chạy hai bản thì đặt COSO_HOME khác.",
            ) from error
        file.truncate(0)
        file.write(_address(port))
        file.flush()
        yield


def _prepared(place: Place) -> dict[str, Any]:
    """Return the mark of a finished sample, making the sample first where there is none."""
    mark = place.read_mark()
    if mark is not None and not mark["accounts"]:
        progress.say("Lần chuẩn bị trước bị ngắt giữa chừng: làm lại từ đầu.")
        _wipe(place)
        mark = None
    if mark is None:
        return _fill(place)
    if place.is_embedded and mark.get("prepared") == _now():
        installation.open_database()  # nothing to do that would need Django here
        return mark
    installation.configure()
    init = importlib.import_module("coso.ops.commands.init")
    of_this_code = mark.get("prepared", "").endswith(installation.state_of_code())
    if of_this_code and not schema.is_behind():
        init.refresh()
    else:
        init.prepare()  # another version may bring rules of its own
    return _kept(place, mark)


def _kept(place: Place, mark: dict[str, Any]) -> dict[str, Any]:
    mark["prepared"] = _now()
    place.write_mark(mark)
    return mark


def _now() -> str:
    """Return what a preparation holds for: this day and this code."""
    return f"{clock.today()} {installation.state_of_code()}"


def _fill(place: Place) -> dict[str, Any]:
    progress.say("Lần chạy đầu: chuẩn bị dữ liệu mẫu (khoảng một phút).")
    if place.is_embedded and not (place.home / "postgres").exists():
        place.write_mark({"password": "", "accounts": []})
    installation.configure()
    sample = importlib.import_module("coso.ops.commands.sample")
    if not schema.is_behind() and sample.is_anothers():
        raise UnableToRunDemo(
            "not_a_demo",
            "Cơ sở dữ liệu này là của một cài đặt thật, không phải bản chạy thử. Hãy đặt "
            "COSO_HOME (hoặc DATABASE_URL) tới một chỗ khác rồi chạy lại.",
        )
    password = f"chay-thu-{secrets.token_hex(3)}"
    mark = {"password": password, "accounts": sample.fill(password)}
    return _kept(place, mark)


def _wipe(place: Place) -> None:
    """Remove the sample, if it is one."""
    _require_wipeable(place)
    embedded.stop(place.home)
    if embedded.status(place.home).running:
        raise UnableToRunDemo(
            "in_use",
            f"Dữ liệu ở {place.home} đang có lệnh coso khác dùng. Hãy dừng lệnh ấy trước.",
        )
    for name in DATA_FOLDERS:
        shutil.rmtree(place.home / name, ignore_errors=True)
    place.mark.unlink(missing_ok=True)


def _require_wipeable(place: Place) -> None:
    if not place.is_embedded:
        raise UnableToRunDemo(
            "not_embedded",
            "Không xóa dữ liệu trên máy chủ DATABASE_URL. Hãy tự tạo lại cơ sở dữ liệu trống ở "
            "đó rồi chạy coso demo.",
        )
    if (place.home / "postgres").exists() and place.read_mark() is None:
        raise UnableToRunDemo(
            "not_a_demo",
            f"Thư mục {place.home} không phải của bản chạy thử nên không xóa. Hãy đặt COSO_HOME "
            "khác.",
        )


def _address(port: int) -> str:
    return f"http://{HOST}:{port}/"


def _print_welcome(port: int, mark: dict[str, Any]) -> None:
    click.echo(f"\nCơ Sở, bản chạy thử: {_address(port)}?ngay=2023-06-30")
    click.echo("Dữ liệu giả lập về huyện Chợ Mới đến ngày 30/06/2023.")
    click.echo(f"Mật khẩu của mọi tài khoản chạy thử: {mark['password']}\n")
    progress.print_table(
        ["Tên đăng nhập", "Vai trò", "Đơn vị"],
        [[each["username"], each["role"], each["unit"]] for each in mark["accounts"]],
    )
    click.echo("\nNhấn Ctrl-C để dừng.")
