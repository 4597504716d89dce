"""Reading what resolutions demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject

from coso.core import writing
from coso.core.dates import format_date
from coso.core.text import normalize
from coso.documents.enums import DocumentType
from coso.documents.models import Document
from coso.resolutions.enums import Direction, ItemState
from coso.resolutions.models import Milestone, Progress, Target, WorkItem
from coso.resolutions.validators import Result, format_amount

RESOLUTION: Final = "Nghị quyết"
FIGURE: Final = "Tính từ sổ"
HOST: Final = "Đơn vị chủ trì"
RESPONSIBLE: Final = "Đơn vị thực hiện"
TARGET: Final = "Chỉ tiêu liên quan"


def resolutions() -> QuerySet[Document]:
    """Return the thematic resolutions of the committees of the installation, the latest first."""
    found = Document.objects.filter(
        is_thematic=True, type=DocumentType.RESOLUTION, issuer__isnull=False
    )
    return found.select_related("issuer__overseer").order_by("-issued_on", "pk")


def demands(document: Document) -> bool:
    """Tell whether a document is one of these."""
    is_resolution = document.type == DocumentType.RESOLUTION
    return document.is_thematic and is_resolution and document.issuer_id is not None


def numbers_of(resolution: Document) -> tuple[int, int]:
    """Return how many targets and how many work items a resolution has."""
    counted = Document.objects.filter(pk=resolution.pk).aggregate(
        targets=Count("targets", distinct=True), items=Count("work_items", distinct=True)
    )
    return counted["targets"], counted["items"]


def targets() -> QuerySet[Target]:
    """Return all targets with their `aims` and `reports`, by resolution and code."""
    value = Cast("value", CharField())
    aim = JSONObject(year="year", value=value)
    names = ("id", "year", "part", "numerator", "denominator", "note")
    report = JSONObject(value=value, **{name: name for name in names})
    milestones = Milestone.objects.filter(target=OuterRef("pk")).order_by("year")
    reports = Progress.objects.filter(target=OuterRef("pk")).order_by("year", "part")
    found = Target.objects.annotate(
        aims=ArraySubquery(milestones.values(aim=aim)),
        reports=ArraySubquery(reports.values(report=report)),
    )
    found = found.select_related("resolution__issuer__overseer", "host")
    return found.order_by("-resolution__issued_on", "resolution", "code")


def progress() -> QuerySet[Progress]:
    """Return everything that was reported of targets, the latest first."""
    found = Progress.objects.select_related("target__resolution__issuer__overseer")
    return found.order_by("-year", "part", "pk")


def work_items() -> QuerySet[WorkItem]:
    """Return all work items in the order of their last days."""
    found = WorkItem.objects.select_related("resolution__issuer__overseer", "responsible", "target")
    return found.order_by("due_on", "code", "pk")


def with_state(found: QuerySet[WorkItem], day: dt.date) -> QuerySet[WorkItem]:
    """Add `state`, where a work item stands on a day, as `validators.state_of_item` tells it."""
    is_done = Q(done_on__lte=day)
    return found.annotate(
        state=Case(
            When(is_done & Q(done_on__lte=F("due_on")), then=Value(ItemState.DONE.value)),
            When(is_done, then=Value(ItemState.DONE_LATE.value)),
            When(due_on__lt=day, then=Value(ItemState.OVERDUE.value)),
            default=Value(ItemState.OPEN.value),
        )
    )


def of_issued_until(found: QuerySet[WorkItem], day: dt.date) -> QuerySet[WorkItem]:
    """Keep the work items of resolutions issued by a day."""
    return found.filter(resolution__issued_on__lte=day)


def doing(found: QuerySet[WorkItem], units: Collection[int]) -> QuerySet[WorkItem]:
    """Keep what some units have to do; what names no unit in the books is its issuer's."""
    return found.annotate(doer=Coalesce("responsible", "resolution__issuer")).filter(doer__in=units)


def left_to_do(units: Collection[int], day: dt.date) -> dict[int, list[str]]:
    """Return for each of some units the codes of what it has not done by a day."""
    found: QuerySet[Any] = doing(of_issued_until(work_items(), day), units)
    open_yet = found.filter(Q(done_on__isnull=True) | Q(done_on__gt=day))
    codes: dict[int, list[str]] = {}
    for unit, code in open_yet.values_list("doer", "code"):
        codes.setdefault(unit, []).append(code)
    return codes


def targets_matching(found: QuerySet[Target], words: str) -> QuerySet[Target]:
    """Keep the targets whose code, text or host holds the words, accents and case apart."""
    wanted = normalize(words)
    return found.filter(
        Q(code__iexact=wanted)
        | Q(text__unaccent__icontains=wanted)
        | Q(host_name__unaccent__icontains=wanted)
    )


def years_due() -> list[int]:
    """Return the years in which work items are due, the first year first."""
    years = WorkItem.objects.order_by("due_on__year").values_list("due_on__year", flat=True)
    return list(years.distinct())


def items_matching(found: QuerySet[WorkItem], words: str) -> QuerySet[WorkItem]:
    """Keep the work items whose code, text or unit holds the words, accents and case apart."""
    wanted = normalize(words)
    return found.filter(
        Q(code__iexact=wanted)
        | Q(text__unaccent__icontains=wanted)
        | Q(responsible_name__unaccent__icontains=wanted)
    )


def targets_of(resolution: Document) -> QuerySet[Target]:
    """Return the targets of a resolution."""
    return targets().filter(resolution=resolution)


def aims_of(target: Target) -> dict[int, Decimal]:
    """Return what a target, read with its `aims`, aims at by the end of each year."""
    aims: list[dict[str, Any]] = target.aims  # type: ignore[attr-defined]
    return {aim["year"]: Decimal(aim["value"]) for aim in aims}


def reports_of(target: Target) -> list[Progress]:
    """Return what was reported of a target, read with its `reports`, by period."""
    reports: list[dict[str, Any]] = target.reports  # type: ignore[attr-defined]
    return [
        Progress(target=target, **each | {"value": each["value"] and Decimal(each["value"])})
        for each in reports
    ]


def aim_in_words(target: Target, value: Decimal | None) -> str:
    """Return what is aimed at as a table writes it: “≥ 95%”, “≥ 100 đảng viên”."""
    if value is None:
        return ""
    gap = "" if target.measure == "%" else " "
    return f"{Direction(target.direction).sign} {format_amount(value)}{gap}{target.measure}"


def result_of(reported: Progress) -> Result:
    """Return what was reported of a target for a period."""
    return Result(reported.numerator, reported.denominator, reported.value)


def target_in_words(target: Target) -> dict[str, str]:
    """Return what the register says of a target, as it is called and written there."""
    aims = aims_of(target)
    return {
        RESOLUTION: str(target.resolution),
        "Mã": target.code,
        "Chỉ tiêu": target.text,
        "Đơn vị tính": target.measure,
        "Mốc phấn đấu": "; ".join(
            f"năm {year}: {aim_in_words(target, value)}" for year, value in aims.items()
        ),
        FIGURE: target.figure,
        HOST: target.host_name,
        "Ghi chú": target.note,
    }


def progress_in_words(reported: Progress) -> dict[str, str]:
    """Return what was reported of a target, as it is called and written there."""
    return {
        "Kỳ": f"{reported.get_part_display()} {reported.year}",
        "Kết quả báo cáo": result_of(reported).text,
        "Ghi chú": reported.note,
    }


def item_in_words(item: WorkItem) -> dict[str, str]:
    """Return what the register says of a work item, as it is called and written there."""
    return {
        RESOLUTION: str(item.resolution),
        "Mã nhiệm vụ": item.code,
        "Nhiệm vụ": item.text,
        RESPONSIBLE: item.responsible_name,
        "Thời hạn": format_date(item.due_on),
        "Ngày hoàn thành": "" if item.done_on is None else format_date(item.done_on),
        "Tiến độ": f"{item.percent}%",
        TARGET: "" if item.target is None else f"{item.target.code}: {item.target.text}",
        "Ghi chú": item.note,
    }


def state_of_target(target: Target) -> str:
    """Return a token of what the register says of a target."""
    return writing.state_of(target_in_words(target).items())


def state_of_progress(reported: Progress) -> str:
    """Return a token of what the register says was reported of a target."""
    return writing.state_of(progress_in_words(reported).items())


def state_of_item(item: WorkItem) -> str:
    """Return a token of what the register says of a work item."""
    return writing.state_of(item_in_words(item).items())
