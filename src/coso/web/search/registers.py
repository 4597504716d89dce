"""The registers that a search looks through, each within the reach of whoever searches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Final

from attrs import frozen
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts.models import User
from coso.core import searching, text
from coso.core.dates import format_date
from coso.core.searching import SHOWN_AT_MOST, Found
from coso.documents import queries as documents
from coso.documents.models import Document
from coso.meetings import queries as meetings
from coso.meetings.models import Theme
from coso.members import queries as members
from coso.members.models import PositionHolding
from coso.organizations import queries as organizations
from coso.people import queries as people
from coso.people.models import Person
from coso.people.queries import Sought
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.web.frame import Frame, may_import
from coso.web.search import pages
from coso.web.search.pages import Page

_LONGEST_NOTE: Final = 160
# A page of names; who finds fewer wants to know whether these are all.
_ENOUGH: Final = 20


@frozen
class Hit:
    """One answer of a search."""

    label: str
    url: str
    note: str = ""


class Register:
    """Something that can be searched, as far as one reader may see it.

    `hint` says what it is found by.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    hint: ClassVar[str]
    permissions: ClassVar[tuple[Permission, ...]]

    def __init__(self, actor: User, frame: Frame) -> None:
        self.actor, self.frame = actor, frame

    @property
    def held(self) -> list[Permission]:
        """The permissions of which any opens the register, as far as the reader has them."""
        return [each for each in self.permissions if scoping.has_permission(self.actor, each)]

    def find(self, words: str) -> Found[Any]:
        """Return what words name, the nearest first; not more than can be read."""
        raise NotImplementedError

    def hits(self, rows: Sequence[Any], words: str) -> list[Hit]:
        """Return the answers to be shown."""
        raise NotImplementedError

    def address(self, name: str, *parameters: Any) -> str:
        return f"{reverse(name, args=parameters)}?{self.frame.place}"


class Pages(Register):
    """The pages and figures that the reader may open."""

    name, title = "trang", "Trang và chỉ tiêu"
    hint = "Việc cần làm hoặc tên chỉ tiêu: “báo cáo”, “sao lưu”, “đảng viên nữ”."
    permissions = tuple(Permission)

    def find(self, words: str) -> Found[Any]:
        allowed = scoping.permissions_of(self.actor) - self._elsewhere()
        return searching.first(pages.found(words, allowed))

    def _elsewhere(self) -> set[Permission]:
        """Return what is allowed somewhere, but not where the pages would lead."""
        unit, figures = self.frame.unit, Permission.FIGURES_VIEW
        is_whole = unit is not None and scoping.covers(self.actor, figures, unit)
        return {
            *(() if is_whole else (figures,)),
            *(() if may_import(self.actor) else (Permission.IMPORTS_APPLY,)),
        }

    def hits(self, rows: Sequence[Page], words: str) -> list[Hit]:
        return [Hit(page.label, f"{page.url}?{self.frame.place}") for page in rows]


class People(Register):
    """People whom the reader sees as members or as staff."""

    name, title = "nguoi", "Người"
    hint = (
        "Họ tên, có dấu hay không dấu, cả tên hoặc một phần; thêm năm sinh hay ngày sinh ở cuối "
        "để thu hẹp: “Nguyễn Văn An 1975”. Đủ số thẻ đảng viên, nếu được xem số thẻ."
    )
    permissions = (Permission.MEMBERS_VIEW, Permission.STAFF_VIEW)

    def find(self, words: str) -> Found[Person]:
        if number := members.card_number_in(words):
            return searching.first(members.with_card(self._with_cards(), number))
        wanted = people.sought(words)
        if scoping.reaches_few(self.actor, *self.held):
            return self._among_all(wanted)
        found = people.search(wanted, self._readable())
        # A name that is common elsewhere: only what stands within reach can tell.
        is_enough = found.is_whole or len(found.rows) >= _ENOUGH
        return found if is_enough else self._among_all(wanted)

    def _among_all(self, wanted: Sought) -> Found[Person]:
        keys = scoping.keys_within(Person, self.actor, *self.held)
        return people.search_among(wanted, keys, self._readable())

    def _readable(self) -> QuerySet[Person]:
        found = people.people().none()
        for permission in self.held:
            found |= scoping.visible(people.people(), self.actor, permission)
        return found

    def _with_cards(self) -> QuerySet[Person]:
        """Return the people whose card numbers the reader may see: else a hit would tell one."""
        return scoping.visible(people.people(), self.actor, Permission.MEMBERS_VIEW_SENSITIVE)

    def hits(self, rows: Sequence[Person], words: str) -> list[Hit]:
        places = self._places([person.pk for person in rows])
        return [
            Hit(
                person.full_name,
                self.address("people:detail", person.pk),
                _joined([f"sinh {person.born}" if person.born else "", *places[person.pk]]),
            )
            for person in rows
        ]

    def _places(self, ids: Collection[int]) -> dict[int, list[str]]:
        """Return where people stand on the date, as far as the reader may know."""
        places: dict[int, list[str]] = {person: [] for person in ids}
        roll = members.roll_on(self.frame.as_of).filter(membership__person__in=ids)
        for stay in scoping.visible(roll, self.actor, Permission.MEMBERS_VIEW):
            places[stay.membership.person_id].append(stay.unit.name)
        staff = personnel.staff_on(self.frame.as_of).filter(person__in=ids)
        for held in scoping.visible(staff, self.actor, Permission.STAFF_VIEW):
            places[held.person_id].append(f"{held.post.title}, {held.post.agency.name}")
        return places


class Holders(Register):
    """Who holds a Party position or stands on a post on the date."""

    name, title = "chuc-vu", "Chức vụ, chức danh"
    hint = "Tên chức vụ, thêm tên đơn vị ở cuối nếu cần: “bí thư Nà Pái”, “kế toán”."
    permissions = (Permission.MEMBERS_VIEW, Permission.STAFF_VIEW)

    def find(self, words: str) -> Found[Any]:
        day = self.frame.as_of
        positions = members.positions_named(day, words)
        posts = personnel.posts_named(day, words)
        return searching.first(
            [
                *self._first(positions, Permission.MEMBERS_VIEW, _place_of_position),
                *self._first(posts, Permission.STAFF_VIEW, _place_of_post),
            ]
        )

    def _first(self, found: QuerySet[Any], permission: Permission, place: Any) -> list[Any]:
        """Return as many as can be read, those of the upper units first."""
        if permission not in self.held:
            return []
        seen = scoping.visible(found, self.actor, permission)
        return sorted(seen[: SHOWN_AT_MOST + 1], key=place)

    def hits(self, rows: Sequence[PositionHolding | Assignment], words: str) -> list[Hit]:
        return [
            Hit(row.person.full_name, self.address("people:detail", row.person_id), _post_of(row))
            for row in rows
        ]


class Units(Register):
    """Units by their codes and by all names that they have had."""

    name, title = "don-vi", "Đơn vị"
    hint = "Tên hiện nay, tên trước đây, hoặc mã."
    permissions = (Permission.UNITS_VIEW,)

    def find(self, words: str) -> Found[Any]:
        within = scoping.visible(organizations.units(), self.actor, Permission.UNITS_VIEW)
        return organizations.search(words, within)

    def hits(self, rows: Sequence[Any], words: str) -> list[Hit]:
        return [
            Hit(
                unit.name,
                self.address("organizations:detail", unit.pk),
                _joined(_facts_of(unit, words)),
            )
            for unit in rows
        ]


class Documents(Register):
    """Documents by number and abstract."""

    name, title = "van-ban", "Văn bản"
    hint = "Số, ký hiệu (“03-NQ/HU”) hoặc lời trong trích yếu."
    permissions = (Permission.DOCUMENTS_VIEW,)

    def find(self, words: str) -> Found[Document]:
        within = scoping.visible(documents.documents(), self.actor, Permission.DOCUMENTS_VIEW)
        return documents.search(words, within)

    def hits(self, rows: Sequence[Document], words: str) -> list[Hit]:
        return [
            Hit(
                f"{document.get_type_display()} số {document.number}",
                self.address("documents:detail", document.pk),
                _short(f"{format_date(document.issued_on)}: {document.summary}"),
            )
            for document in rows
        ]


class Themes(Register):
    """Themes of thematic meetings."""

    name, title = "chuyen-de", "Chuyên đề sinh hoạt"
    hint = "Mã hoặc nội dung chuyên đề."
    permissions = (Permission.MEETINGS_VIEW,)

    def find(self, words: str) -> Found[Theme]:
        within = scoping.visible(meetings.themes(), self.actor, Permission.MEETINGS_VIEW)
        return meetings.search_themes(words, within)

    def hits(self, rows: Sequence[Theme], words: str) -> list[Hit]:
        return [
            Hit(_short(str(theme)), self.address("meetings:theme", theme.pk), theme.basis)
            for theme in rows
        ]


REGISTERS: Final = (People, Holders, Units, Documents, Themes, Pages)


def open_to(actor: User, frame: Frame) -> list[Register]:
    """Return the registers that a reader may search."""
    registers = (register(actor, frame) for register in REGISTERS)
    return [register for register in registers if register.held]


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(filter(None, parts))


def _short(words: str) -> str:
    return Truncator(words).chars(_LONGEST_NOTE)


def _facts_of(unit: Any, words: str) -> list[str]:
    is_former = text.search_key(words) not in unit.search_name
    return [
        unit.type_name or "",
        f"thuộc {unit.parent_name}" if unit.parent_name else "",
        f"tên cũ: {unit.called}" if unit.called and is_former else "",
        f"kết thúc ngày {format_date(unit.closed_on)}" if unit.closed_on else "",
    ]


def _post_of(row: PositionHolding | Assignment) -> str:
    if isinstance(row, Assignment):
        return f"{row.post.title}, {row.post.agency}"
    return f"{row.get_position_display()}, {row.unit}"


def _place_of_position(row: PositionHolding) -> tuple[int, str, int]:
    return row.unit.path.count("."), row.unit.order_key, row.pk


def _place_of_post(row: Assignment) -> tuple[int, str, int]:
    agency = row.post.agency
    return agency.path.count("."), agency.order_key, row.pk
