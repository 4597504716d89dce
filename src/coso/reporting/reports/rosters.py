"""Rosters: the people behind a figure, one row each, in the order of their given names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from attrs import frozen
from django.db.models import QuerySet

from coso.access.enums import Permission
from coso.core.errors import DomainError
from coso.figures import queries
from coso.figures.catalogue import FIGURES
from coso.members import queries as members
from coso.members.models import MembershipPeriod
from coso.organizations import queries as organizations
from coso.organizations.queries import UnitNames
from coso.people.models import Person
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.reporting.paper import Cell, Table
from coso.reporting.reports.answers import Answers
from coso.reporting.reports.asking import Request
from coso.reporting.reports.definition import Paper
from coso.reporting.reports.statistics import BLOCK, TEMPLATE


class RosterOutOfReach(DomainError):
    """Somebody behind the figure may not be read by whoever asks for the roster."""

    def __init__(self) -> None:
        super().__init__(
            "paper.roster_out_of_reach",
            "Không lập được danh sách: có người nay thuộc đơn vị ngoài phạm vi được xem. Hãy chọn "
            "ngày gần hơn, hoặc nhờ người phụ trách cấp trên lập.",
        )


@frozen
class Roster:
    """Whom a roster lists and what it says of each.

    :ivar read: the rows of a day, among which those behind the figure are
    :ivar place: in which unit a row stands
    """

    figure: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    read: Callable[[dt.date], QuerySet[Any]]
    person: Callable[[Any], Person]
    place: Callable[[Any], int]
    cells: Callable[[Any, UnitNames], tuple[Cell, ...]]

    def tables(self, request: Request, _answers: Answers) -> dict[str, tuple[Table, ...]]:
        """Return the one table of the roster; it counts to its figure.

        :raises RosterOutOfReach: if the reader may not see everybody in it
        """
        figure = FIGURES[self.figure]
        [value] = queries.evaluate(request.figures(self.figure))
        ids = queries.listing(request.figures(self.figure), self.figure).ids
        found = request.readable(self.read(request.as_of).filter(pk__in=ids), figure.permission)
        people = sorted(found, key=lambda row: (self.person(row).order_key, row.pk))
        if len(people) != len(ids):
            raise RosterOutOfReach
        title = f"{figure.label}: {value.reason or value.text}"
        return {BLOCK: (Table(title, self.header, self._rows(people, request.as_of), self.widths),)}

    def _rows(self, people: list[Any], day: dt.date) -> tuple[tuple[Cell, ...], ...]:
        names = organizations.names_on({(self.place(row), day) for row in people})
        return tuple(
            (
                number,
                *_of_person(self.person(row)),
                *self.cells(row, names.get((self.place(row), day), UnitNames())),
            )
            for number, row in enumerate(people, start=1)
        )


def _of_person(person: Person) -> tuple[Cell, ...]:
    born = "" if person.born is None else str(person.born)
    ethnicity = "" if person.ethnicity is None else person.ethnicity.name
    return (person.full_name, born, person.get_gender_display(), ethnicity)


def _of_member(period: MembershipPeriod, names: UnitNames) -> tuple[Cell, ...]:
    membership = period.membership
    return (names.name, names.grassroots, membership.admitted_on, membership.official_on)


def _of_staff(assignment: Assignment, names: UnitNames) -> tuple[Cell, ...]:
    return (assignment.post.title, names.name, assignment.get_category_display())


_PERSON: Final = ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc")
_MEMBERS: Final = Roster(
    figure="member.total",
    header=(*_PERSON, "Chi bộ", "Tổ chức cơ sở đảng", "Ngày vào Đảng", "Ngày chính thức"),
    widths=(9, 28, 20, 10, 12, 23, 23, 20, 20),
    read=members.roll_on,
    person=lambda period: period.membership.person,
    place=lambda period: period.unit_id,
    cells=_of_member,
)
_STAFF: Final = Roster(
    figure="staff.total",
    header=(*_PERSON, "Chức vụ, chức danh", "Đơn vị", "Đối tượng"),
    widths=(9, 30, 20, 10, 12, 32, 34, 18),
    read=personnel.staff_on,
    person=lambda assignment: assignment.person,
    place=lambda assignment: assignment.post.agency_id,
    cells=_of_staff,
)

PAPERS: Final = (
    Paper(
        name="danh-sach-dang-vien",
        title="Danh sách đảng viên",
        description="Từng người, xếp theo tên; đúng bằng số đảng viên của ngày.",
        template=TEMPLATE,
        blocks=(BLOCK,),
        tables=_MEMBERS.tables,
        permissions=(Permission.MEMBERS_VIEW, Permission.LISTS_EXPORT),
    ),
    Paper(
        name="danh-sach-can-bo",
        title="Danh sách cán bộ, công chức, viên chức",
        description="Từng người, xếp theo tên; đúng bằng tổng số của ngày, không kể hợp đồng.",
        template=TEMPLATE,
        blocks=(BLOCK,),
        tables=_STAFF.tables,
        permissions=(Permission.STAFF_VIEW, Permission.LISTS_EXPORT),
    ),
)
