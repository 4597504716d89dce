"""The records behind a figure as rows: what each is called, and where it opens.

The engine says which records; here they are read from the registers, within the reader's reach.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.types import Actor
from coso.documents import queries as documents
from coso.evaluations import queries as evaluations
from coso.figures.catalogue import Figure
from coso.meetings import queries as meetings
from coso.meetings.enums import MeetingKind
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.personnel import queries as personnel
from coso.visits import queries as visits
from coso.web.shared.records import day

Cells = tuple[str, ...]
Details = Mapping[str, Any]


@frozen
class Row:
    """A record: its address, and its cells in the order of the headings."""

    url: str
    cells: Cells


@frozen
class RowTable:
    """Headings, and the rows in the order of the figure's list."""

    headings: Cells
    rows: tuple[Row, ...]


@frozen
class Shape:
    """How records of one kind are read and shown."""

    headings: Cells
    read: Callable[[dt.date], QuerySet[Any]]
    cells: Callable[[Any, Details], Cells]
    address: Callable[[Any], str]
    permission: Permission


def table_of(
    figure: Figure, listed: Sequence[Details], reader: Actor, on: dt.date, place: str
) -> RowTable | None:
    """Return the records that the engine listed, in its order, as a table.

    `None` if one of them is out of reach: a list never counts less than its figure.

    :param on: the day whose names and places are shown
    """
    shape = _SHAPES.get(figure.fact.name) or _SHAPES[figure.fact.model]
    ids = [int(details[figure.fact.record]) for details in listed]
    found = shape.read(on).filter(pk__in=set(ids))
    records = {record.pk: record for record in scoping.visible(found, reader, shape.permission)}
    if not records.keys() >= set(ids):
        return None
    return RowTable(
        shape.headings,
        tuple(
            Row(f"{shape.address(records[pk])}?{place}", shape.cells(records[pk], details))
            for pk, details in zip(ids, listed, strict=True)
        ),
    )


def _unit_cells(unit: Any, _details: Details) -> Cells:
    return (unit.name_on, unit.code_on or "", unit.type_name_on, unit.parent_name_on or "")


def _missing_cells(unit: Any, details: Details) -> Cells:
    """Return a meeting that was not held: it has no record, only a branch and a period."""
    kind = MeetingKind(details["kind"]).label
    when = meetings.period_name(details["period_starts"], details["period_ends"])
    return (unit.name, kind, when, _name(unit.parent))


def _name(unit: Any) -> str:
    return "" if unit is None else str(unit.name)


def _member_cells(stay: Any, _details: Details) -> Cells:
    person = stay.membership.person
    return (person.full_name, day(person.born_on), person.get_gender_display(), stay.unit.name)


def _movement_cells(stay: Any, details: Details) -> Cells:
    how = stay.get_leaving_display() if "left_id" in details else stay.get_entry_display()
    return (stay.membership.person.full_name, day(details["day"]), how, stay.unit.name)


def _staff_cells(held: Any, _details: Details) -> Cells:
    return (held.person.full_name, day(held.person.born_on), held.post.title, held.post.agency.name)


def _rating_cells(rating: Any, _details: Details) -> Cells:
    result = rating.get_rating_display() or rating.not_rated_reason
    return (str(rating.person or rating.unit), rating.title, _name(rating.agency), result)


def _rating_address(rating: Any) -> str:
    if rating.person_id:
        return reverse("people:detail", args=[rating.person_id])
    return reverse("organizations:detail", args=[rating.unit_id])


def _meeting_cells(meeting: Any, _details: Details) -> Cells:
    when = meetings.when_of(meeting)
    held = day(meeting.held_on) or "Không họp"
    attendance = "" if meeting.required is None else f"{meeting.present}/{meeting.required}"
    return (meeting.unit.name, meeting.get_kind_display(), when, held, attendance)


def _visit_cells(visit: Any, _details: Details) -> Cells:
    return (visit.unit.name, day(visit.visited_on), str(visit.team), visit.visitor_title)


def _document_cells(document: Any, _details: Details) -> Cells:
    return (document.number, day(document.issued_on), document.issuer_name, document.summary)


def _theme_cells(theme: Any, _details: Details) -> Cells:
    return (theme.code, theme.title, theme.basis)


def _quota_cells(quota: Any, _details: Details) -> Cells:
    return (quota.agency.name, str(quota.year), str(quota.quantity))


def _at(name: str, *path: str) -> Callable[[Any], str]:
    def address(record: Any) -> str:
        for step in path or ("pk",):
            record = getattr(record, step)
        return reverse(name, args=[record])

    return address


_PERSON_OF_STAY: Final = _at("people:detail", "membership", "person_id")
_MOVEMENT: Final = Shape(
    ("Họ và tên", "Ngày", "Do", "Nơi sinh hoạt"),
    lambda _on: members.stays(),
    _movement_cells,
    _PERSON_OF_STAY,
    Permission.MEMBERS_VIEW,
)
# By model; or by fact, where records of one model are shown in another way.
_SHAPES: Final[Mapping[str, Shape]] = {
    "organizations.Unit": Shape(
        ("Tên", "Mã", "Loại", "Cấp trên trực tiếp"),
        lambda on: organizations.shown_on(None, on),
        _unit_cells,
        _at("organizations:detail"),
        Permission.UNITS_VIEW,
    ),
    "missing_meetings": Shape(
        ("Chi bộ", "Loại sinh hoạt", "Kỳ không họp", "Cấp trên trực tiếp"),
        lambda _on: organizations.units(),
        _missing_cells,
        _at("organizations:detail"),
        Permission.MEETINGS_VIEW,
    ),
    "members.MembershipPeriod": Shape(
        ("Họ và tên", "Ngày sinh", "Giới tính", "Nơi sinh hoạt"),
        lambda _on: members.stays(),
        _member_cells,
        _PERSON_OF_STAY,
        Permission.MEMBERS_VIEW,
    ),
    "arrivals": _MOVEMENT,
    "departures": _MOVEMENT,
    "personnel.Assignment": Shape(
        ("Họ và tên", "Ngày sinh", "Chức vụ, chức danh", "Đơn vị công tác"),
        personnel.staff_on,
        _staff_cells,
        _at("people:detail", "person_id"),
        Permission.STAFF_VIEW,
    ),
    "personnel.HeadcountQuota": Shape(
        ("Đơn vị", "Năm", "Biên chế giao"),
        lambda _on: personnel.quotas(),
        _quota_cells,
        _at("organizations:detail", "agency_id"),
        Permission.STAFF_VIEW,
    ),
    "evaluations.Evaluation": Shape(
        ("Họ và tên", "Chức vụ", "Đơn vị", "Kết quả"),
        lambda _on: evaluations.evaluations(),
        _rating_cells,
        _rating_address,
        Permission.EVALUATIONS_VIEW,
    ),
    "meetings.Meeting": Shape(
        ("Chi bộ", "Loại", "Kỳ", "Ngày họp", "Có mặt / phải dự"),
        lambda _on: meetings.meetings(),
        _meeting_cells,
        _at("meetings:detail"),
        Permission.MEETINGS_VIEW,
    ),
    "meetings.Theme": Shape(
        ("Mã", "Nội dung chuyên đề", "Căn cứ"),
        lambda _on: meetings.themes(),
        _theme_cells,
        _at("meetings:theme"),
        Permission.MEETINGS_VIEW,
    ),
    "visits.Visit": Shape(
        ("Nơi dự", "Ngày dự", "Tổ", "Người dự"),
        lambda _on: visits.visits(),
        _visit_cells,
        _at("visits:detail"),
        Permission.VISITS_VIEW,
    ),
    "documents.Document": Shape(
        ("Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"),
        lambda _on: documents.documents(),
        _document_cells,
        _at("documents:detail"),
        Permission.DOCUMENTS_VIEW,
    ),
}
