"""Importing workbooks: everything in one transaction, or nothing at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now

from coso.audit import services as audit
from coso.core import db, keeping
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.importing.enums import ImportStatus
from coso.importing.models import Import, ImportChange
from coso.importing.services import records
from coso.importing.services.reading import Progress, Reading
from coso.importing.services.reports import ImportReport
from coso.importing.services.runs import Mode, Run
from coso.organizations import queries as organizations
from coso.organizations import services as organization_services
from coso.organizations.enums import Tree

KINDS_OF_FILE: Final = (".xlsx", ".xlsm", ".csv")


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

    Nothing is written if a row has an error, or, in the mode `stop`, a doubt; `suggest` takes
    the safe suggestions, and both other modes leave the rows out that are still doubtful. A dry
    run does everything but the last step.

    :raises UnableToImport: if the installation has no root units yet
    """
    require_root()
    reading = Reading(progress or say_nothing, records.meanings(), {})
    reading.read(files_by_name(paths))
    run = Run(mode, reading)
    with written(run) as cursor:
        if dry_run or not run.may_apply:
            transaction.set_rollback(True)
            return run.report(applied=False)
        return keep(cursor, run, None, actor)


def require_root() -> None:
    """Refuse to import before somebody said whose registers these are.

    :raises UnableToImport: if the installation has no root units yet
    """
    if organizations.root(Tree.PARTY) is None:
        raise UnableToImport(
            "import_without_root",
            "Chưa khai báo đơn vị gốc: hãy chạy “coso init --root FILE.toml” rồi nhập lại.",
        )


@contextlib.contextmanager
def written(run: Run) -> Iterator[CursorWrapper]:
    """Check and write the rows of an import in one transaction, alone."""
    with transaction.atomic(), connection.cursor() as cursor:
        db.work_alone(cursor)
        db.expect_many_rows(cursor)
        run.write(cursor)
        yield cursor


def keep(cursor: CursorWrapper, run: Run, source: Import | None, actor: Actor) -> ImportReport:
    """Finish an import that was written: today's state, the record of it, the trail.

    An import that changes nothing and nobody waits for leaves no trace.
    """
    organization_services.refresh_overseers()
    changes = keeping.changes(cursor)
    if source is None and not changes:
        return run.report(applied=True)
    source = source or Import.objects.create(
        actor_id=actor.pk, actor_label=actor.label, status=ImportStatus.APPLYING
    )
    report = run.report(applied=True, import_id=source.pk)
    source.report = report.stored(keeping.keep(cursor, source, ImportChange))
    source.status, source.applied_at = ImportStatus.APPLIED, Now()
    source.save(update_fields=["report", "status", "applied_at"])
    records.keep_problems(source, report)
    audit.record(
        actor=actor,
        action="importing.import_workbooks",
        subject=source,
        summary=f"Nhập {len(report.files)} tệp: {', '.join(report.files)}",
        values={"changes": [list(change) for change in changes]},
    )
    return report


def files_by_name(paths: Iterable[Path]) -> dict[str, Path]:
    """Return the workbooks at some paths by the name that a report gives them."""
    files = [file for path in paths for file in _files(path)]
    names = [file.name for file in files]
    return {file.name if names.count(file.name) == 1 else str(file): file for file in files}


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.iterdir()):
        # Excel leaves “~$name.xlsx” beside a workbook that is open.
        if file.suffix.lower() in KINDS_OF_FILE and not file.name.startswith(("~$", ".")):
            yield file


def say_nothing(_what: str, _done: int, _total: int) -> None:
    """Take no notice of the progress."""
