"""The server process: creating its cluster, starting, finding and stopping it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import attrs
import psutil
import psycopg

from coso.ops.embedded import folders
from coso.ops.embedded.errors import UnableToStartServer

DATABASE = "coso"
SUPERUSER = "postgres"
# Recovery after a power cut replays the log first: minutes, not seconds.
START_SECONDS = 900
STOP_SECONDS = 120
ORPHAN_SECONDS = 10
POLL_SECONDS = 0.1
NEEDED_MEGABYTES = 300
LOG_LINES = 6
# `postmaster.pid`: process, folder, start, port, socket folder, address, memory, state.
CLAIM_LINES = 8
# Nothing of it is missed: it is made anew by every run of the tests.
FLEETING: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}


@attrs.frozen
class Postmaster:
    """A running server, as it wrote itself down in `postmaster.pid`."""

    pid: int
    port: int
    socket: str
    ready: bool

    @property
    def url(self) -> str:
        host = quote(self.socket, safe="/")
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={host}&port={self.port}"


def _run(account: pwd.struct_passwd | None, command: list[str], folder: Path) -> None:
    """Run a program of the server as its own user, without our PG* settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    environment |= {"LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile("w+") as output:  # a pipe would be held open by the server
        try:
            subprocess.run(  # noqa: S603 -- our own binaries, no shell
                command,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=folder,
                env=environment,
                user=account and account.pw_uid,
                group=account and account.pw_gid,
                extra_groups=[] if account else None,
            )
        except subprocess.CalledProcessError as error:
            output.seek(0)
            error.output = output.read()
            raise


def initialize(data: Path) -> None:
    """Create the database cluster beside its place and move it there when it is whole."""
    account = folders.service_account(data)
    _check_disk(data)
    unfinished = data.with_name("postgres.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if account is not None:
        os.chown(unfinished, account.pw_uid, account.pw_gid)
        folders.open_way(data.parent)
        folders.open_binaries()
    options = ["--auth=trust", "--encoding=UTF8", "--no-instructions", "--username", SUPERUSER]
    try:
        _run(
            account,
            [str(folders.binaries() / "initdb"), "-D", str(unfinished), *options],
            unfinished,
        )
    except subprocess.CalledProcessError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        _refuse(data, error.output)
    with contextlib.suppress(FileNotFoundError):
        data.rmdir()
    unfinished.rename(data)


def _check_disk(data: Path) -> None:
    free = shutil.disk_usage(data.parent).free // 2**20
    if free < NEEDED_MEGABYTES:
        raise UnableToStartServer(
            "disk_full",
            f"Ổ đĩa chứa {data.parent} chỉ còn {free} MB. Hãy dọn để có ít nhất "
            f"{NEEDED_MEGABYTES} MB, hoặc chọn thư mục ở ổ đĩa khác bằng COSO_HOME.",
        )


def running(data: Path) -> Postmaster | None:
    """Return the server once it is ready: an interrupted start may still be recovering."""
    deadline = time.monotonic() + START_SECONDS
    while (found := postmaster(data)) is not None and time.monotonic() < deadline:
        if found.ready and _answers(found.url):
            return found
        time.sleep(POLL_SECONDS)
    return None


def _answers(url: str) -> bool:
    """Return whether the server takes connections; one that is going down says it is ready."""
    try:
        psycopg.connect(_maintenance(url)).close()
    except psycopg.OperationalError as error:
        return "FATAL" in str(error) and "the database system is" not in str(error)
    return True


def _maintenance(url: str) -> str:
    """Return the address of the database that every server has."""
    return url.replace(f"/{DATABASE}?", "/postgres?", 1)


def launch(data: Path, further: Mapping[str, str]) -> Postmaster:
    """Start the server and wait until it answers."""
    _clear_wreck(data)
    if os.geteuid() == 0:
        folders.open_way(data.parent)
        folders.open_binaries()
    folder = str(folders.socket_folder(data)).replace('"', '""')
    settings = {
        "listen_addresses": "",
        "port": str(folders.PORT),
        "unix_socket_directories": f'"{folder}"',
        "unix_socket_permissions": "0700",  # every local user is let in as superuser otherwise
        **further,
    }
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    wait = ["-w", "-t", str(START_SECONDS)]
    _control(data, "start", *wait, "-l", str(data / "log"), "-o", options)
    started = postmaster(data)
    if started is None or not started.ready:
        _refuse(data, "")
    return started


def shut_down(data: Path) -> None:
    """Stop the server, ending its sessions."""
    _control(data, "stop", "-m", "fast", "-w", "-t", str(STOP_SECONDS))


def _control(data: Path, *arguments: str) -> None:
    command = [str(folders.binaries() / "pg_ctl"), "-D", str(data), *arguments]
    try:
        _run(folders.service_account(data), command, data)
    except subprocess.CalledProcessError as error:
        _refuse(data, error.output)


def postmaster(data: Path) -> Postmaster | None:
    """Return the server that runs on the folder, if one does."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    lines += [""] * (CLAIM_LINES - len(lines))
    pid, _, _, port, socket, _, _, state = lines[:CLAIM_LINES]
    if not pid.isdigit() or not _is_server(int(pid), data):
        return None
    return Postmaster(int(pid), int(port or 0), socket, ready=state.strip() == "ready")


def _is_server(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _clear_wreck(data: Path) -> None:
    """Remove what a killed server left: its processes, then its claims."""
    _end_orphans(data)
    # A server would refuse these claims while the process they name is an unreaped zombie.
    socket = folders.socket_folder(data) / folders.SOCKET
    for claim in (data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        claim.unlink(missing_ok=True)


def _end_orphans(data: Path) -> None:
    """Give orphans of a killed server the seconds they need to notice, then end them."""
    deadline = time.monotonic() + ORPHAN_SECONDS
    while orphans := _server_processes(data):
        if time.monotonic() > deadline:
            for process in orphans:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.terminate()
            psutil.wait_procs(orphans, timeout=ORPHAN_SECONDS)
            return
        time.sleep(POLL_SECONDS)


def _server_processes(data: Path) -> list[psutil.Process]:
    processes = psutil.process_iter(["pid", "name"])
    return [p for p in processes if p.info["name"] == "postgres" and _is_server(p.pid, data)]


def ensure_database(url: str) -> None:
    """Create the database of the site on the first start."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        with psycopg.connect(_maintenance(url), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _refuse(data: Path, output: str | None) -> NoReturn:
    """Say why the server does not run, with the last lines of its log."""
    log = data / "log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    reason = "\n".join([(output or "").strip(), *lines[-LOG_LINES:]]).strip()
    advice = f"Xem nhật ký {log}."
    if "No space left on device" in reason:
        advice = "Ổ đĩa đã đầy: hãy dọn bớt rồi chạy lại."
    elif "database files are incompatible" in reason:
        advice = "Dữ liệu do một phiên bản PostgreSQL khác tạo ra: hãy xem docs/operations."
    raise UnableToStartServer(
        "server_failed", f"PostgreSQL nhúng không chạy được. {advice}\n{reason}"
    )
