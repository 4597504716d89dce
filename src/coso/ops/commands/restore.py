"""`coso restore`: a backup in the place of this installation, or tried out beside it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from django.conf import settings
from django.db import connection

from coso.accounts import queries as accounts
from coso.core import clock, health, numbers, schema, storage
from coso.core.errors import DomainError
from coso.ops import archives, postgres, progress
from coso.ops.archives import DUMP, Archive
from coso.ops.commands.backup import FILES, KEYS, counted, fingerprint, made_in
from coso.ops.progress import Step
from coso.organizations import queries as organizations

_COSO: Final = (sys.executable, "-c", "from coso.ops.cli import main; main()")
_REPLACED: Final = "replaced"
_RESTORING: Final = "restoring"
_DRILL: Final = "drill"
_COMPILED: Final = "compiled"
# Some that everybody knows by heart; all are computed.
_SHOWN: Final = ("org.direct", "member.total", "staff.total")


class UnableToRestore(DomainError):
    """The backup does not go in here, or does not hold what it says."""


def run(path: Path, *, replace: bool) -> None:
    """Put a backup in the place of this installation; until all is right, nothing is touched."""
    path = _file(path)
    _require_place(replace=replace)
    database, kept = postgres.beside(_RESTORING), postgres.beside(_REPLACED)
    with (
        progress.bar("Phục hồi") as step,
        _opened(path, step) as archive,
        postgres.scratch(database),
    ):
        _fill(archive, database, step)
        _migrate(archive, database, Path(settings.COSO_HOME))
        folders = _unpack(archive, step)
        _put_in_place(database, kept, folders)
    progress.say(f"Đã phục hồi bản sao lưu lúc {_moment(archive)}.")
    progress.say(
        f"Dữ liệu trước đó còn ở cơ sở dữ liệu {kept} và các thư mục .{_REPLACED}; lần phục hồi "
        "sau sẽ thay chúng."
    )
    _warn_of_keys(archive)


def drill(path: Path) -> int:
    """Restore into a database that is dropped afterwards, print a report, return the status."""
    path = _file(path)
    with progress.bar("Diễn tập phục hồi") as step, _opened(path, step) as archive:
        database = postgres.beside(_DRILL)
        with postgres.scratch(database), _scratch_home() as home:
            _fill(archive, database, step)
            _migrate(archive, database, home)
            _copy(archive, FILES, home / FILES, step)
            step("Kiểm tra sổ sách", 0, 0)
            check = _coso(database, home, "check")
            step("Tính số liệu", 0, 0)
            figures = _figures(archive, database, home)
    if not check.returncode:
        health.note(health.DRILL, clock.now())
    _report(path, archive, check, figures)
    return check.returncode


def _file(path: Path) -> Path:
    """Return the file that is meant: of a folder the newest backup."""
    if path.is_file():
        return path
    if not (there := made_in(path)):
        raise click.UsageError(f"Thư mục {path} không có bản sao lưu nào.")
    return there[-1]


@contextlib.contextmanager
def _scratch_home() -> Iterator[Path]:
    """Make a home that has the compiled queries of ours: compiling takes longer than all else."""
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(settings.COSO_HOME, _COMPILED)
        compiled.mkdir(exist_ok=True)
        Path(folder, _COMPILED).symlink_to(compiled)
        yield Path(folder)


@contextlib.contextmanager
def _opened(path: Path, step: Step) -> Iterator[Archive]:
    """Open a backup that this version can take."""
    with archives.opened(path, step) as archive:
        if set(archive.manifest.migrations) - schema.known():
            raise UnableToRestore(
                "backup_of_later_version",
                f"Bản sao lưu thuộc phiên bản {archive.manifest.version}, có những thay đổi mà "
                "phiên bản này chưa biết. Hãy cài phiên bản ấy hoặc mới hơn rồi phục hồi.",
            )
        yield archive


def _require_place(*, replace: bool) -> None:
    if not replace and _has_data():
        raise UnableToRestore(
            "has_data",
            "Cài đặt này đang có dữ liệu nên không ghi đè. Nếu đúng là muốn thay toàn bộ bằng bản "
            "sao lưu, hãy thêm --replace; dữ liệu hiện có được giữ lại một bản.",
        )
    if postgres.is_used_by_others():
        raise UnableToRestore(
            "in_use",
            "Cơ sở dữ liệu đang có tiến trình khác dùng. Hãy dừng coso serve, coso worker và các "
            "lệnh coso khác rồi chạy lại.",
        )


def _has_data() -> bool:
    tables = connection.introspection.table_names()
    if {"accounts_user", "organizations_unit"} <= set(tables):
        return accounts.has_users() or organizations.units().exists()
    return bool(tables)  # made halfway, or another program's


def _fill(archive: Archive, database: str, step: Step) -> None:
    """Load the dump and compare what is there with what was counted."""
    manifest = archive.manifest
    program, _ = postgres.program("pg_restore", at_least=manifest.pg_dump)
    chunks = counted(archive.chunks(DUMP), "Nạp cơ sở dữ liệu", step)
    postgres.fill(database, chunks, with_program=program)
    step("Đếm các dòng", 0, 0)
    with postgres.connected(database) as session:
        found = postgres.counts(session, manifest.counts)
    if wrong := [table for table, count in manifest.counts.items() if found[table] != count]:
        raise UnableToRestore(
            "counts_differ", f"Số dòng nạp được không khớp bản sao lưu ở bảng {', '.join(wrong)}."
        )


def _is_older(archive: Archive) -> bool:
    return not schema.known() <= set(archive.manifest.migrations)


def _migrate(archive: Archive, database: str, home: Path) -> None:
    """Bring the database to this version, as an upgrade does."""
    if not _is_older(archive):
        return
    done = _coso(database, home, "init")
    if done.returncode:
        raise UnableToRestore(
            "not_migrated", f"Không nâng cấp được dữ liệu của bản sao lưu:\n{done.stderr.strip()}"
        )


def _coso(database: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a database beside ours, as somebody whose installation it is."""
    place = {"DATABASE_URL": postgres.url(database), "COSO_HOME": str(home)}
    command = [*_COSO, *arguments]
    return subprocess.run(  # noqa: S603
        command, env=os.environ | place, capture_output=True, text=True, check=False
    )


def _unpack(archive: Archive, step: Step) -> list[Path]:
    """Write the private files beside their places and return these."""
    home = Path(settings.COSO_HOME)
    folders = [home / name for name in (FILES, KEYS) if name == FILES or archive.manifest.has_keys]
    for folder in folders:
        fresh = _beside(folder, _RESTORING)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        _copy(archive, folder.name, fresh, step)
    return folders


def _copy(archive: Archive, folder: str, target: Path, step: Step) -> None:
    """Write the private files of a folder of the backup into another one."""
    for name in archive.below(folder):
        step(f"Chép {folder}/", 0, 0)
        storage.write(target / Path(name).relative_to(folder), archive.chunks(name))


def _put_in_place(database: str, kept: str, folders: list[Path]) -> None:
    """Put the database and the folders in place, all of them or none."""
    with contextlib.ExitStack() as undoing:
        with postgres.replaced(database, kept_as=kept):
            for folder in folders:
                _swap(folder, undoing)
        undoing.pop_all()


def _swap(folder: Path, undoing: contextlib.ExitStack) -> None:
    kept, fresh = _beside(folder, _REPLACED), _beside(folder, _RESTORING)
    shutil.rmtree(kept, ignore_errors=True)
    if folder.exists():
        folder.rename(kept)
        undoing.callback(kept.rename, folder)
    fresh.rename(folder)
    undoing.callback(folder.rename, fresh)


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f"{folder.name}.{suffix}")


def _figures(archive: Archive, database: str, home: Path) -> dict[str, str]:
    """Compute every figure of the root on the day of the backup; return label and text of each."""
    if not archive.manifest.counts["organizations_unit"]:
        return {}
    day = dt.datetime.fromisoformat(archive.manifest.made_at).date()
    done = _coso(database, home, "figures", "--json", "--as-of", day.isoformat())
    if done.returncode:
        raise UnableToRestore(
            "figures_failed", f"Không tính được số liệu từ bản sao lưu:\n{done.stderr.strip()}"
        )
    figures = json.loads(done.stdout)["figures"]
    return {figure["id"]: f"{figure['label']}: {figure['text']}" for figure in figures}


def _report(
    path: Path,
    archive: Archive,
    check: subprocess.CompletedProcess[str],
    figures: dict[str, str],
) -> None:
    manifest = archive.manifest
    rows, members = map(numbers.format_integer, (manifest.rows, len(manifest.members)))
    found = check.stdout.splitlines()
    progress.print_table(
        ["Diễn tập phục hồi", path.name],
        [
            ["Thời điểm sao lưu", _moment(archive)],
            ["Phiên bản", f"{manifest.version}, PostgreSQL {manifest.postgresql}"],
            ["Nội dung tệp", f"khớp mã kiểm tra ({members} tệp bên trong)"],
            ["Số dòng", f"khớp: {rows} dòng trong {len(manifest.counts)} bảng"],
            ["Nâng cấp", "đã nâng cấp lên phiên bản này" if _is_older(archive) else "không cần"],
            ["Sổ sách, nhật ký", "\n".join(found) or check.stderr.strip()],
            ["Số liệu", f"tính được {len(figures)} số liệu"],
            *(["", figures[key]] for key in _SHOWN if key in figures),
            ["Kết luận", "phục hồi được, nhưng sổ sách có điểm sai" if found else "phục hồi được"],
        ],
    )
    _warn_of_keys(archive)


def _warn_of_keys(archive: Archive) -> None:
    manifest = archive.manifest
    if not manifest.has_keys and manifest.field_key != fingerprint():
        keys = Path(settings.COSO_HOME, KEYS)
        progress.say(
            "Khóa của máy này không phải khóa của bản sao lưu, nên chưa đọc được số thẻ đảng viên. "
            f"Hãy chép field.key đã cất riêng vào {keys}."
        )


def _moment(archive: Archive) -> str:
    return f"{dt.datetime.fromisoformat(archive.manifest.made_at):%H:%M ngày %d/%m/%Y}"
