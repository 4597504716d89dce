"""`coso init`: the database of this version, its catalogues and the root units."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from coso.core import schema
from coso.core.types import SYSTEM
from coso.ops import progress
from coso.organizations import services as organizations
from coso.people import services as people
from coso.rules import services as rules


def run(root_file: Path | None) -> None:
    """Bring the installation to this version; with a file, set up its root units."""
    details = organizations.read_root(root_file) if root_file else None
    prepare()
    if details is not None:
        progress.say(f"Lập đơn vị gốc: {details.party_name}")
        organizations.init_root(root=details, actor=SYSTEM)
    progress.say("Xong.")


def prepare() -> None:
    """Create what is missing of the tables, the catalogues and the files of the pages."""
    if schema.is_behind():
        progress.say("Tạo các bảng…")
        call_command("migrate", verbosity=0, interactive=False)
    progress.say("Nạp danh mục…")
    rules.load_seeds()
    organizations.load_seeds()
    people.load_seeds()
    refresh()


def refresh() -> None:
    """Bring the state of today and the files of the pages up to now."""
    organizations.refresh_today()
    collect_static()
    connection.close()


def collect_static() -> None:
    """Lay out the files of the pages, unless they are those of the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return
    progress.say("Chuẩn bị giao diện…")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state, encoding="ascii")


def _state_of_static_files() -> str:
    files = sorted(
        (name, Path(storage.path(name)).stat())
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    lines = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
