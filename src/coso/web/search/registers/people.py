"""People, and those who hold a position or a post, as registers of the search."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import searching
from coso.core.searching import SHOWN_AT_MOST, Found
from coso.members import queries as members
from coso.members.models import PositionHolding
from coso.people import queries as people
from coso.people.models import Person
from coso.people.queries import Sought
from coso.personnel import queries as personnel
from coso.personnel.models import Assignment
from coso.web.search.registers.base import Hit, Register, joined

# A page of names; who finds fewer wants to know whether these are all.
_ENOUGH: Final = 20


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
                joined([f"sinh {person.born}" if person.born else "", *places[person.pk]]),
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


def _post_of(row: PositionHolding | Assignment) -> str:
    if isinstance(row, Assignment):
        return f"{row.post.title}, {row.post.agency}"
    return f"{row.get_position_display()}, {row.unit}"


def _place_of_position(row: PositionHolding) -> tuple[int, str, int]:
    return row.unit.path.count("."), row.unit.order_key, row.pk


def _place_of_post(row: Assignment) -> tuple[int, str, int]:
    agency = row.post.agency
    return agency.path.count("."), agency.order_key, row.pk
