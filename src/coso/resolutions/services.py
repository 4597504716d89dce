"""Targets of resolutions, what is reported of them, and work items, written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

from attrs import asdict, fields_dict, frozen
from django.db import transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected, saved
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.resolutions import queries
from coso.resolutions.models import Milestone, Progress, Target, WorkItem
from coso.resolutions.validators import Result, format_amount, item_code

_WHOLE: Final = 100
_TOO_MUCH: Final = 10**9
Kept = TypeVar("Kept", Target, Progress, WorkItem)


class UnableToKeepResolution(DomainError):
    """What a resolution demands, or what was reported of it, cannot be written so."""


@frozen(kw_only=True)
class TargetDetails:
    """What the register says of a target; `aims` is what it aims at by the end of each year."""

    code: str
    text: str
    measure: str
    direction: str
    aims: Mapping[int, Decimal]
    figure: str = ""
    host_name: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the target."""
        written = asdict(self, recurse=False, filter=lambda field, _: field.name != "aims")
        host = _unit_named(self.host_name)
        return written | {"code": item_code(self.code), "host_id": host}


@frozen(kw_only=True)
class ProgressDetails:
    """What is reported of a target, and for which period."""

    year: int
    part: str
    result: Result
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the report."""
        said = asdict(self.result)
        return said | {"year": self.year, "part": self.part, "note": self.note}


@frozen(kw_only=True)
class WorkItemDetails:
    """What the register says of a work item; one with a day of completion is wholly done."""

    code: str
    text: str
    responsible_name: str
    due_on: dt.date
    done_on: dt.date | None = None
    percent: int = 0
    target: Target | None = None
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the work item."""
        written: dict[str, Any] = {name: getattr(self, name) for name in fields_dict(type(self))}
        return written | {
            "code": item_code(self.code),
            "responsible_id": _unit_named(self.responsible_name),
            "percent": self.percent if self.done_on is None else _WHOLE,
        }


@transaction.atomic
def record_target(
    *, resolution: Document, details: TargetDetails, actor: Actor, basis: Basis = FRESH
) -> Target:
    """Record a target of a thematic resolution.

    :raises UnableToKeepResolution: if it cannot be so, or the resolution has it already
    """
    _check_resolution(resolution)
    _check_aims(details.aims)
    target = _saved(Target(resolution=resolution, **details.columns()))
    _write_aims(target, details.aims)
    target = queries.targets().get(pk=target.pk)
    new = queries.target_in_words(target)
    _record(target, "target.recorded", {"new": new}, actor, basis)
    return target


@transaction.atomic
def correct_target(*, target: Target, details: TargetDetails, actor: Actor, basis: Basis) -> Target:
    """Correct what the register says of a target.

    :raises UnableToKeepResolution: as `record_target`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the target is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    target = basis.locked(queries.targets(), target, queries.state_of_target)
    before = queries.target_in_words(target)
    _check_aims(details.aims)
    for name, value in details.columns().items():
        setattr(target, name, value)
    _saved(target)
    _write_aims(target, details.aims)
    target = queries.targets().get(pk=target.pk)
    values = corrected(before, queries.target_in_words(target))
    _record(target, "target.corrected", values, actor, basis)
    return target


@transaction.atomic
def remove_target(*, target: Target, actor: Actor, basis: Basis) -> None:
    """Take a target of which nothing was reported out of the register, with its milestones.

    :raises UnableToKeepResolution: if something was reported of it, or a work item is for it
    :raises RecordChanged: if the target is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    target = basis.locked(queries.targets(), target, queries.state_of_target)
    reports, items = target.progress.count(), target.work_items.count()
    if reports or items:
        message = f"Chỉ tiêu có {reports} kết quả báo cáo và {items} nhiệm vụ liên quan."
        raise UnableToKeepResolution("target_in_use", f"{message} Hãy bỏ các mục ấy trước.")
    _record(target, "target.removed", {"old": queries.target_in_words(target)}, actor, basis)
    target.milestones.all().delete()
    target.delete()


@transaction.atomic
def record_progress(
    *,
    target: Target,
    details: ProgressDetails,
    today: dt.date,
    actor: Actor,
    basis: Basis = FRESH,
) -> Progress:
    """Record what was reported of a target for a period.

    :raises UnableToKeepResolution: if the period has not begun, or has a report already
    """
    _check_begun(details, today)
    reported = _saved(Progress(target=target, **details.columns()))
    new = queries.progress_in_words(reported)
    _record(reported, "progress.recorded", {"new": new}, actor, basis)
    return reported


@transaction.atomic
def correct_progress(
    *, reported: Progress, details: ProgressDetails, today: dt.date, actor: Actor, basis: Basis
) -> Progress:
    """Correct what was reported of a target.

    :raises UnableToKeepResolution: as `record_progress`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the report is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    reported = basis.locked(queries.progress(), reported, queries.state_of_progress)
    before = queries.progress_in_words(reported)
    _check_begun(details, today)
    for name, value in details.columns().items():
        setattr(reported, name, value)
    values = corrected(before, queries.progress_in_words(reported))
    _saved(reported)
    _record(reported, "progress.corrected", values, actor, basis)
    return reported


@transaction.atomic
def remove_progress(*, reported: Progress, actor: Actor, basis: Basis) -> None:
    """Take what was reported of a target out of the register; the trail keeps what was written.

    :raises RecordChanged: if the report is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    reported = basis.locked(queries.progress(), reported, queries.state_of_progress)
    old = queries.progress_in_words(reported)
    _record(reported, "progress.removed", {"old": old}, actor, basis)
    reported.delete()


@transaction.atomic
def record_work_item(
    *,
    resolution: Document,
    details: WorkItemDetails,
    today: dt.date,
    actor: Actor,
    basis: Basis = FRESH,
) -> WorkItem:
    """Record what a thematic resolution gives a unit to do.

    :raises UnableToKeepResolution: if it cannot be so, or the resolution has it already
    """
    _check_resolution(resolution)
    _check_item(resolution, details, today)
    item = _saved(WorkItem(resolution=resolution, **details.columns()))
    _record(item, "work_item.recorded", {"new": queries.item_in_words(item)}, actor, basis)
    return item


@transaction.atomic
def correct_work_item(
    *, item: WorkItem, details: WorkItemDetails, today: dt.date, actor: Actor, basis: Basis
) -> WorkItem:
    """Correct what the register says of a work item.

    :raises UnableToKeepResolution: as `record_work_item`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the work item is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    item = basis.locked(queries.work_items(), item, queries.state_of_item)
    return _rewritten(item, details, today, actor, basis, "work_item.corrected")


@transaction.atomic
def report_work_item(
    *,
    item: WorkItem,
    percent: int,
    done_on: dt.date | None,
    today: dt.date,
    actor: Actor,
    basis: Basis = FRESH,
) -> WorkItem:
    """Write down how far a work item is, or that it is done.

    :raises UnableToKeepResolution: if it is done after today
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the work item is not what the writer saw
    """
    item = queries.work_items().select_for_update(of=("self",)).get(pk=item.pk)
    basis.check_seen(queries.state_of_item(item))
    said = {name: getattr(item, name) for name in fields_dict(WorkItemDetails)}
    details = WorkItemDetails(**(said | {"percent": percent, "done_on": done_on}))
    return _rewritten(item, details, today, actor, basis, "work_item.reported")


@transaction.atomic
def remove_work_item(*, item: WorkItem, actor: Actor, basis: Basis) -> None:
    """Take a work item out of the register; the trail keeps what was written.

    :raises RecordChanged: if the work item is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    item = basis.locked(queries.work_items(), item, queries.state_of_item)
    _record(item, "work_item.removed", {"old": queries.item_in_words(item)}, actor, basis)
    item.delete()


def _rewritten(
    item: WorkItem,
    details: WorkItemDetails,
    today: dt.date,
    actor: Actor,
    basis: Basis,
    action: str,
) -> WorkItem:
    before = queries.item_in_words(item)
    _check_item(item.resolution, details, today)
    for name, value in details.columns().items():
        setattr(item, name, value)
    values = corrected(before, queries.item_in_words(item))
    _saved(item)
    _record(item, action, values, actor, basis)
    return item


def _unit_named(name: str) -> int | None:
    """Return the unit that a name means, a committee being its organization; none if unsure."""
    return documents.issuers_named([name]).get(name) if name else None


def _check_resolution(resolution: Document) -> None:
    if not queries.resolutions().filter(pk=resolution.pk).exists():
        message = f"{resolution} không phải nghị quyết chuyên đề của một cấp ủy có trong sổ."
        raise UnableToKeepResolution("not_thematic", f"{message} Hãy chọn nghị quyết khác.")


def _check_aims(aims: Mapping[int, Decimal]) -> None:
    if not aims:
        message = "Chưa có mốc phấn đấu nào: hãy ghi mốc của ít nhất một năm."
        raise UnableToKeepResolution("no_milestone", message)
    for year, value in aims.items():
        if not 0 <= value < _TOO_MUCH:
            message = f"Mốc năm {year} không thể là {format_amount(value)}. Hãy kiểm tra lại số."
            raise UnableToKeepResolution("impossible_milestone", message)


def _write_aims(target: Target, aims: Mapping[int, Decimal]) -> None:
    target.milestones.exclude(year__in=aims).delete()
    for year, value in aims.items():
        Milestone.objects.update_or_create(target=target, year=year, defaults={"value": value})


def _check_begun(details: ProgressDetails, today: dt.date) -> None:
    if details.year > today.year:
        message = f"Năm {details.year} chưa đến nên chưa có kết quả. Hãy kiểm tra lại năm."
        raise UnableToKeepResolution("not_begun", message)


def _check_item(resolution: Document, details: WorkItemDetails, today: dt.date) -> None:
    if details.due_on < resolution.issued_on:
        issued = format_date(resolution.issued_on)
        message = f"Thời hạn {format_date(details.due_on)} trước ngày nghị quyết, {issued}."
        raise UnableToKeepResolution("due_before_issue", f"{message} Hãy kiểm tra lại ngày.")
    if details.done_on is not None and details.done_on > today:
        message = f"Ngày hoàn thành {format_date(details.done_on)} sau hôm nay."
        raise UnableToKeepResolution("done_in_future", f"{message} Hãy ghi khi đã xong.")
    if details.target is not None and details.target.resolution_id != resolution.pk:
        message = f"Chỉ tiêu {details.target.code} không phải của nghị quyết này."
        raise UnableToKeepResolution("other_resolution", f"{message} Hãy chọn chỉ tiêu khác.")


_KNOWN: Final[dict[type, str]] = {
    Target: "Nghị quyết đã có chỉ tiêu mang mã này. Hãy ghi mã khác.",
    Progress: "Chỉ tiêu đã có kết quả báo cáo của kỳ này. Hãy sửa kết quả đã có.",
    WorkItem: "Nghị quyết đã có nhiệm vụ mang mã này. Hãy ghi mã khác.",
}


def _saved(record: Kept) -> Kept:
    return saved(record, twin=UnableToKeepResolution("resolution_known", _KNOWN[type(record)]))


def _record(
    subject: Target | Progress | WorkItem,
    action: str,
    values: dict[str, Any],
    actor: Actor,
    basis: Basis,
) -> None:
    target = subject.target if isinstance(subject, Progress) else subject
    audit.record(
        actor=actor,
        action=action,
        subject=subject,
        unit_id=target.resolution.issuer_id,
        summary=str(subject),
        reason=basis.reason,
        values=values,
    )
