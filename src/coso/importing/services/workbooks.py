"""Importing workbooks: everything in one transaction, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from coso.audit import services as audit
from coso.core import db
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.importing.enums import ImportStatus
from coso.importing.models import Import
from coso.importing.services.reports import ImportReport
from coso.importing.services.runs import Mode, Progress, Run
from coso.organizations import queries as organizations
from coso.organizations import services as organization_services
from coso.organizations.enums import Tree

# Two imports at once would check against rows that the other has not written yet.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('coso.importing'))"
_KINDS_OF_FILE: Final = frozenset((".xlsx", ".xlsm", ".csv"))
_KEEP_CHANGES: Final = """
INSERT INTO importing_importchange (source_id, "table", record_id, kind, before)
SELECT %(source)s, target, record_id, kind, before FROM merge_log ORDER BY id
"""


class UnableToImport(DomainError):
    """The installation is not ready to take workbooks in."""


def import_workbooks(
    *,
    paths: Sequence[Path],
    actor: Actor,
    mode: Mode = "stop",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Write the workbooks of an office into the registers, all of them or nothing.

    Nothing is written if a row has an error, or, in the mode `stop`, a doubt; the other modes
    leave doubtful rows out. A dry run does everything but the last step.

    :raises UnableToImport: if the installation has no root units yet
    """
    if organizations.root(Tree.PARTY) is None:
        raise UnableToImport(
            "import_without_root",
            "Chưa khai báo đơn vị gốc: hãy chạy “coso init --root FILE.toml” rồi nhập lại.",
        )
    run = Run(mode, progress or _say_nothing)
    run.read(_expanded(paths))
    with transaction.atomic(), connection.cursor() as cursor:
        db.run(cursor, _LOCK)
        run.write(cursor)
        applied = run.may_apply and not dry_run
        if not applied:
            transaction.set_rollback(True)
            return run.report(applied=False)
        organization_services.refresh_overseers()
        return run.report(applied=True, import_id=_record(cursor, run, actor))


def _record(cursor: CursorWrapper, run: Run, actor: Actor) -> int | None:
    """Keep what was changed; an import that changes nothing leaves no trace."""
    changes = db.rows(
        cursor, "SELECT target, kind, count(*) FROM merge_log GROUP BY 1, 2 ORDER BY 1, 2"
    )
    if not changes:
        return None
    record = Import.objects.create(
        actor_id=actor.pk, actor_label=actor.label, status=ImportStatus.APPLIED
    )
    record.report = run.report(applied=True, import_id=record.pk).as_json()
    record.save(update_fields=["report"])
    db.run(cursor, _KEEP_CHANGES, {"source": record.pk})
    audit.record(
        actor=actor,
        action="importing.import_workbooks",
        subject=record,
        summary=f"Nhập {len(run.files)} tệp: {', '.join(run.files)}",
        values={"changes": [list(change) for change in changes]},
    )
    return record.pk


def _expanded(paths: Iterable[Path]) -> dict[str, Path]:
    """Return the workbooks by the name that the report gives them."""
    files = [file for path in paths for file in _files(path)]
    names = [file.name for file in files]
    return {file.name if names.count(file.name) == 1 else str(file): file for file in files}


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.iterdir()):
        # Excel leaves “~$name.xlsx” beside a workbook that is open.
        if file.suffix.lower() in _KINDS_OF_FILE and not file.name.startswith(("~$", ".")):
            yield file


def _say_nothing(_what: str, _done: int, _total: int) -> None:
    return None
