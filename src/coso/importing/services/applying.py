"""Writing a checked import into the registers, as a job."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from coso.accounts.models import User
from coso.audit import queries as trail
from coso.audit import services as audit
from coso.core import jobs
from coso.core.errors import DomainError, reason_of
from coso.core.types import Actor
from coso.importing.enums import ImportStatus
from coso.importing.models import Import
from coso.importing.services import files
from coso.importing.services.checking import keep_check, read
from coso.importing.services.reports import ImportReport
from coso.importing.services.runs import Mode, Run
from coso.importing.services.workbooks import keep, written

_UNDECIDED: Final = (
    "Chưa ghi gì: khi kiểm tra lại lần cuối còn dòng phải quyết định. Hãy xem các dòng dưới đây."
)
_MEANWHILE: Final = (
    "Chưa ghi gì: sau khi kiểm tra tệp, có người đã sửa hồ sơ mà tệp này ghi tới. Hãy xem các dòng "
    "ấy ở phần lưu ý dưới đây, rồi ghi lần nữa."
)


class UnableToApplyImport(DomainError):
    """The import cannot be written (now)."""


@transaction.atomic
def apply_import(*, source: Import, actor: Actor, leave_out_doubtful: bool) -> Import:
    """Have a checked import written into the registers; asked twice, it is written once.

    :param leave_out_doubtful: rows about which nobody decided are left out; otherwise they stop it
    :raises UnableToApplyImport: if it is still being checked, or was thrown away
    """
    source = Import.objects.select_for_update().get(pk=source.pk)
    if source.status in (ImportStatus.APPLYING, ImportStatus.APPLIED):
        return source
    if source.status != ImportStatus.READY:
        raise UnableToApplyImport(
            "import_not_ready",
            f"Chưa ghi được: lần nhập này {source.get_status_display().lower()}. "
            "Hãy chờ kiểm tra xong, hoặc tải tệp lên lại.",
        )
    source.status, source.message = ImportStatus.APPLYING, ""
    source.save(update_fields=["status", "message"])
    files.forget_progress(source)
    audit.record(
        actor=actor,
        action="importing.apply_import",
        subject=source,
        summary=f"Yêu cầu ghi lần nhập {source.pk} vào sổ",
    )
    jobs.defer(
        "importing.apply",
        lock=f"import-{source.pk}",
        import_id=source.pk,
        actor_id=actor.pk,
        mode="skip" if leave_out_doubtful else "stop",
    )
    return source


def write_import(*, import_id: int, actor_id: int, mode: Mode) -> None:
    """Write an import whose turn has come; with anything left to decide, back to its user."""
    source = Import.objects.get(pk=import_id)
    if source.status != ImportStatus.APPLYING:
        return
    actor = User.objects.get(pk=actor_id)
    run = read(source, mode=mode)
    with written(run) as cursor:
        known = trail.latest_change()
        against = _against(run, cursor, source)
        if against:
            report = run.report(applied=False)
            transaction.set_rollback(True)
        else:
            report = keep(cursor, run, source, actor)
    if against:
        keep_check(source, report, known, against)
    elif not _is_worth_a_look(report):
        files.remove(source)


@transaction.atomic
def fail_apply(*, import_id: int, error: Exception, **_arguments: object) -> None:
    """Give an import back to its user when writing was interrupted for good: nothing is written."""
    Import.objects.filter(pk=import_id, status=ImportStatus.APPLYING).update(
        status=ImportStatus.READY, message=f"Chưa ghi gì vào sổ. {reason_of(error)}"[:500]
    )


def _against(run: Run, cursor: CursorWrapper, source: Import) -> str:
    """Return what stands against writing: a row to decide about, or one that nobody looked at."""
    if not run.may_apply:
        return _UNDECIDED
    known = source.report.get("known")
    return _MEANWHILE if known is not None and run.tell_of_meanwhile(cursor, known) else ""


def _is_worth_a_look(report: ImportReport) -> bool:
    """Tell whether somebody may want the workbook back with comments."""
    return any(problem.severity != "info" for problem in report.problems)
