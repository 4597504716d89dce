"""The records behind a figure as rows: what each is called, and where it opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from django.db.models import Model
from django.urls import reverse

from coso.figures import queries as figures
from coso.web.shared.records import day


@frozen
class Row:
    """A record: its address, and its cells in the order of the headings."""

    url: str
    cells: tuple[str, ...]


@frozen
class RowTable:
    """Headings, and the rows in the order of the figure's list."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(model: str, ids: Sequence[int], place: str) -> RowTable:
    """Return the records of a model, by id, as a table."""
    headings, cells, address = _SHAPES[model]
    found = figures.records_of(model, ids)
    return RowTable(
        headings,
        tuple(Row(f"{address(record)}?{place}", cells(record)) for record in found),
    )


def _person(record: Any) -> str:
    return reverse("people:detail", args=[record.person_id])


def _unit_cells(unit: Any) -> tuple[str, ...]:
    return (
        unit.name,
        unit.code,
        unit.type.name if unit.type else "",
        unit.parent.name if unit.parent else "",
    )


def _member_cells(period: Any) -> tuple[str, ...]:
    person = period.membership.person
    return (person.full_name, day(person.born_on), person.get_gender_display(), period.unit.name)


def _staff_cells(assignment: Any) -> tuple[str, ...]:
    person, post = assignment.person, assignment.post
    return (person.full_name, day(person.born_on), post.title, post.agency.name)


def _rating_cells(evaluation: Any) -> tuple[str, ...]:
    return (
        str(evaluation.person or evaluation.unit),
        evaluation.title,
        str(evaluation.agency or ""),
        evaluation.get_rating_display() or evaluation.not_rated_reason,
    )


def _rating_address(evaluation: Any) -> str:
    if evaluation.person_id:
        return reverse("people:detail", args=[evaluation.person_id])
    return reverse("organizations:detail", args=[evaluation.unit_id])


def _meeting_cells(meeting: Any) -> tuple[str, ...]:
    return (
        meeting.unit.name,
        meeting.get_kind_display(),
        _month(meeting.period.lower, meeting.period.upper),
        day(meeting.held_on) or "Không họp",
    )


def _month(start: dt.date, end: dt.date) -> str:
    if (end - start).days <= _LONGEST_MONTH:
        return f"{start:%m/%Y}"
    return f"Quý {_ROMAN[(start.month - 1) // 3]}/{start.year}"


def _visit_cells(visit: Any) -> tuple[str, ...]:
    return (visit.unit.name, day(visit.visited_on), str(visit.team), visit.visitor_title)


def _document_cells(document: Any) -> tuple[str, ...]:
    return (document.number, day(document.issued_on), document.issuer_name, document.summary)


def _theme_cells(theme: Any) -> tuple[str, ...]:
    return (theme.code, theme.title, theme.basis, "")


def _quota_cells(quota: Any) -> tuple[str, ...]:
    return (quota.agency.name, str(quota.year), str(quota.quantity), "")


_LONGEST_MONTH: Final = 31
_ROMAN: Final = ("I", "II", "III", "IV")
_Shape = tuple[tuple[str, ...], Callable[[Any], tuple[str, ...]], Callable[[Any], str]]


def _at(name: str, attribute: str = "pk") -> Callable[[Model], str]:
    return lambda record: reverse(name, args=[getattr(record, attribute)])


_SHAPES: Final[Mapping[str, _Shape]] = {
    "organizations.Unit": (
        ("Tên", "Mã", "Loại", "Cấp trên trực tiếp"),
        _unit_cells,
        _at("organizations:detail"),
    ),
    "members.MembershipPeriod": (
        ("Họ và tên", "Ngày sinh", "Giới tính", "Nơi sinh hoạt"),
        _member_cells,
        lambda period: reverse("people:detail", args=[period.membership.person_id]),
    ),
    "personnel.Assignment": (
        ("Họ và tên", "Ngày sinh", "Chức vụ, chức danh", "Đơn vị công tác"),
        _staff_cells,
        _person,
    ),
    "personnel.HeadcountQuota": (
        ("Đơn vị", "Năm", "Biên chế giao", ""),
        _quota_cells,
        _at("organizations:detail", "agency_id"),
    ),
    "evaluations.Evaluation": (
        ("Họ và tên", "Chức vụ", "Đơn vị", "Kết quả"),
        _rating_cells,
        _rating_address,
    ),
    "meetings.Meeting": (
        ("Chi bộ", "Loại", "Kỳ", "Ngày họp"),
        _meeting_cells,
        _at("meetings:detail"),
    ),
    "meetings.Theme": (
        ("Mã", "Nội dung chuyên đề", "Căn cứ", ""),
        _theme_cells,
        _at("meetings:theme"),
    ),
    "visits.Visit": (
        ("Nơi dự", "Ngày dự", "Tổ", "Người dự"),
        _visit_cells,
        _at("visits:detail"),
    ),
    "documents.Document": (
        ("Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"),
        _document_cells,
        _at("documents:detail"),
    ),
}
