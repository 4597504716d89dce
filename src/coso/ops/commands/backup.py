"""`coso backup`: the database and the private files in one file."""

from __future__ import annotations

import contextlib
import importlib.metadata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click
from attrs import frozen
from django.conf import settings
from django.db import connection, transaction

from coso.core import clock, crypto, health, numbers, schema, storage
from coso.ops import archives, postgres, progress
from coso.ops.archives import Draft, Manifest
from coso.ops.progress import Step

FILES: Final = "files"
KEYS: Final = "secrets"
PREFIX: Final = "coso-"
SUFFIX: Final = ".zip"
# Whoever was signed in signs in again; attempts are counted anew.
LEFT_OUT: Final = ("core_cache", "django_session")
_FINGERPRINT: Final = "coso backup"
_MEGABYTE: Final = 1 << 20


@frozen
class Source:
    """What a backup is made from: the database as one transaction sees it."""

    snapshot: str
    program: Path
    manifest: Manifest


def run(target: Path | None, *, keep: int | None, with_keys: bool) -> None:
    """Write a backup and say where it is and what else must be kept."""
    if not schema.applied():
        raise click.UsageError("Cài đặt này chưa có gì để sao lưu: hãy chạy coso init trước.")
    path = _free_path(target)
    try:
        with progress.bar("Sao lưu") as step, archives.written(path) as draft:
            manifest = _write(draft, step, with_keys=with_keys)
        health.note(health.BACKUP, clock.now())
        removed = _remove_older(path.parent, keep) if keep else []
    except OSError as error:
        raise click.ClickException(
            f"Không ghi được {path}: {error.strerror}. Hãy xem ổ đĩa còn chỗ và quyền ghi."
        ) from error
    _tell(path, manifest, removed)


def counted(chunks: Iterable[bytes], what: str, step: Step) -> Iterator[bytes]:
    """Yield what passes and show how much it was."""
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        step(f"{what}: {numbers.format_integer(done // _MEGABYTE)} MB", 0, 0)


def made_in(folder: Path) -> list[Path]:
    """Return the backups of a folder, the newest last: their names say when they were made."""
    return sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))


def fingerprint() -> str:
    """Return what tells the key of the card numbers from others without giving it away."""
    return crypto.digest(_FINGERPRINT)


def _free_path(target: Path | None) -> Path:
    folder = target or Path(settings.COSO_HOME, "backups")
    if target is None:
        folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{PREFIX}{clock.now():%Y%m%d-%H%M%S}{SUFFIX}" if folder.is_dir() else folder
    if path.exists():
        raise click.UsageError(f"Đã có tệp {path}: hãy chọn tên khác, hoặc cho tên một thư mục.")
    if not path.parent.is_dir():
        raise click.UsageError(f"Không có thư mục {path.parent}: hãy tạo trước khi sao lưu.")
    return path


@transaction.atomic
def _write(draft: Draft, step: Step, *, with_keys: bool) -> Manifest:
    source = _source(has_keys=with_keys)
    dump = postgres.dump(source.snapshot, leaving_out=LEFT_OUT, with_program=source.program)
    draft.add(archives.DUMP, counted(dump, "Sao lưu cơ sở dữ liệu", step))
    # After the database: a file is there before the row that names it.
    for folder in (FILES, KEYS) if with_keys else (FILES,):
        _add_folder(draft, folder, step)
    return draft.finish(source.manifest)


def _source(*, has_keys: bool) -> Source:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])
        tables = connection.introspection.table_names(cursor)
    version = postgres.server_version()
    program, major = postgres.program("pg_dump", at_least=postgres.major(version))
    manifest = Manifest(
        version=importlib.metadata.version("coso"),
        made_at=clock.now().isoformat(timespec="seconds"),
        postgresql=version,
        pg_dump=major,
        field_key=fingerprint(),
        has_keys=has_keys,
        migrations=sorted(schema.applied()),
        counts=postgres.counts(connection.connection, set(tables) - set(LEFT_OUT)),
    )
    return Source(snapshot, program, manifest)


def _add_folder(draft: Draft, name: str, step: Step) -> None:
    home = Path(settings.COSO_HOME)
    for path in sorted(home.joinpath(name).rglob("*")):
        if path.is_file() and path.suffix != storage.UNFINISHED:
            step(f"Sao lưu {name}/", 0, 0)
            # One that was removed meanwhile is not missed.
            with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
                draft.add(path.relative_to(home).as_posix(), storage.pieces(file))


def _remove_older(folder: Path, keep: int) -> list[Path]:
    """Remove all backups of a folder but the newest."""
    older = made_in(folder)[:-keep]
    for path in older:
        path.unlink()
    return older


def _tell(path: Path, manifest: Manifest, removed: list[Path]) -> None:
    size = numbers.format_decimal(path.stat().st_size / _MEGABYTE, 1)
    files = len([name for name in manifest.members if name.startswith(f"{FILES}/")])
    click.echo(path)
    progress.say(
        f"Đã sao lưu {numbers.format_integer(manifest.rows)} dòng trong {len(manifest.counts)} "
        f"bảng và {numbers.format_integer(files)} tệp ({size} MB)."
    )
    for old in removed:
        progress.say(f"Đã xóa bản cũ {old.name}.")
    keys = Path(settings.COSO_HOME, KEYS)
    if manifest.has_keys:
        progress.say("Bản này có cả khóa: ai có tệp thì đọc được số thẻ đảng viên. Hãy cất kỹ.")
    else:
        progress.say(
            f"Bản này không có khóa. Hãy cất riêng {keys} ở nơi khác: thiếu field.key thì không "
            "đọc được số thẻ đảng viên."
        )
