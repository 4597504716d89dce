"""The job that checks uploaded workbooks: everything but the last step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models.functions import Now

from coso.audit import queries as trail
from coso.core.errors import reason_of
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest, FigureValue
from coso.importing.enums import ImportStatus
from coso.importing.models import Import
from coso.importing.services import files, records
from coso.importing.services.reading import WRITING, Phases, Reading
from coso.importing.services.reports import ImportReport
from coso.importing.services.runs import Mode, Run
from coso.importing.services.workbooks import written
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree

_CHECKED: Final = (ImportStatus.CHECKING, ImportStatus.READY)


def check_import(*, import_id: int, on: dt.date) -> None:
    """Check the workbooks of an import as if they were written, and keep what was found.

    Nothing happens if the import is past this, so the job may run again.
    """
    source = Import.objects.get(pk=import_id)
    if source.status not in _CHECKED:
        return
    run = read(source, mode="stop")
    day = _day_of(run) or on
    before = _figures(day)
    with figures.passing(), written(run):
        after = _figures(day)
        known = trail.latest_change()
        transaction.set_rollback(True)
    source.effects = _effects(before, after, day)
    keep_check(source, run.report(applied=False), known)


def read(source: Import, *, mode: Mode) -> Run:
    """Read the workbooks of an import, with what was decided and said about them."""
    decided = records.decisions_of(source)
    phases = WRITING if source.status == ImportStatus.APPLYING else Phases()
    reading = Reading(files.progress_into(source), records.meanings(), decided, phases)
    reading.read(files.paths_of(source))
    return Run(mode, reading)


@transaction.atomic
def keep_check(source: Import, report: ImportReport, known: int, message: str = "") -> None:
    """Keep what a check found; the import waits for its user, unless thrown away meanwhile.

    :param known: the last entry of the trail that the check knew
    """
    effects = source.effects
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status == ImportStatus.DISCARDED:
        return
    records.keep_problems(source, report)
    source.report, source.effects = report.stored({}) | {"known": known}, effects
    source.status, source.checked_at, source.message = ImportStatus.READY, Now(), message
    source.save(update_fields=["report", "effects", "status", "checked_at", "message"])


@transaction.atomic
def fail_check(*, import_id: int, error: Exception) -> None:
    """Say that a check was interrupted for good."""
    Import.objects.filter(pk=import_id, status__in=_CHECKED).update(
        status=ImportStatus.FAILED, message=reason_of(error)[:500]
    )


def _day_of(run: Run) -> dt.date | None:
    """Return the day of the last list, on which the figures are compared."""
    days = [sheet.listed_on for _register, sheet in run.reading.sheets if sheet.listed_on]
    return max(days, default=None)


def _figures(day: dt.date) -> Sequence[FigureValue]:
    root = organizations.root(Tree.PARTY)
    return figures.evaluate(FigureRequest(unit_id=root.pk, as_of=day)) if root is not None else ()


def _effects(
    before: Sequence[FigureValue], after: Sequence[FigureValue], day: dt.date
) -> list[dict[str, Any]]:
    return [
        {"id": new.id, "label": new.label, "before": old.text, "after": new.text, "on": str(day)}
        for old, new in zip(before, after, strict=True)
        if (old.value, old.base) != (new.value, new.base)
    ]
