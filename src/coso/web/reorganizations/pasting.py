"""Members of a list named by lines that were pasted, as a paper or a workbook has them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from attrs import frozen
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from coso.core import dates, text

_BETWEEN_CELLS: Final = re.compile(r"[\t;,]")
_PERSON: Final = "membership__person__"


@frozen
class _Member:
    """A member whom a line may name: by which membership, born when, at home where."""

    membership: int
    born_on: dt.date | None
    home: str


_Named: TypeAlias = Mapping[str, Sequence[_Member]]
# The keys of the branches of a name.
_Branches: TypeAlias = Mapping[str, Sequence[str]]


@frozen
class Line:
    """One pasted line: a name, the date of birth if there is one, and what else it says."""

    name: str
    born_on: dt.date | None
    others: Sequence[str]

    @classmethod
    def of(cls, written: str) -> Line | None:
        """Read a line; numbers of rows and empty cells do not count."""
        cells = [cell.strip() for cell in _BETWEEN_CELLS.split(written)]
        cells = [cell for cell in cells if cell and not cell.isdigit()]
        if not cells:
            return None
        days = [day for cell in cells[1:] if (day := _day(cell)) is not None]
        return cls(cells[0], days[0] if days else None, [text.match_key(c) for c in cells[1:]])

    def meant(self, named: _Named) -> _Member:
        """Return the one member that the line names.

        :raises ValidationError: if there is none, or more than one
        """
        found = [
            member
            for member in named.get(text.match_key(self.name), ())
            if self.born_on in (None, member.born_on)
        ]
        if len(found) == 1:
            return found[0]
        if not found:
            message = f"Không có “{self.name}” trong danh sách. Hãy sửa họ tên hoặc ngày sinh."
        else:
            message = f"Có {len(found)} người tên “{self.name}”. Hãy ghi kèm ngày sinh."
        raise ValidationError(message)

    def place(self, member: _Member, branches: _Branches) -> str:
        """Return the key of the branch that the line sends a member to; empty if to none.

        :raises ValidationError: if it may be more than one
        """
        told = {
            key for cell in self.others if cell != member.home for key in branches.get(cell, ())
        }
        if len(told) > 1:
            message = (
                f"Dòng của “{self.name}” nói đến {len(told)} chi bộ. Hãy bỏ cột nơi đến của dòng "
                "này rồi chọn nơi đến ở dưới."
            )
            raise ValidationError(message)
        return next(iter(told), "")


def sent_by(pasted: str, rows: QuerySet[Any], branches: _Branches) -> dict[int, str]:
    """Return where pasted lines send which membership: the key of a branch, or nothing.

    :raises ValidationError: if a line names none of the rows, or more than one
    """
    lines = [line for each in pasted.splitlines() if (line := Line.of(each)) is not None]
    if not lines:
        return {}
    named = _named(rows)
    found, refusals = {}, []
    for line in lines:
        try:
            member = line.meant(named)
            found[member.membership] = line.place(member, branches)
        except ValidationError as error:
            refusals.append(error)
    if refusals:
        raise ValidationError(refusals)
    return found


def _named(rows: QuerySet[Any]) -> _Named:
    named: defaultdict[str, list[_Member]] = defaultdict(list)
    fields = (f"{_PERSON}match_name", f"{_PERSON}born_on", "membership", "unit__name")
    for name, born_on, membership, home in rows.values_list(*fields):
        named[name].append(_Member(membership, born_on, text.match_key(home)))
    return named


def _day(written: str) -> dt.date | None:
    try:
        return dates.parse_day(written)
    except ValueError:
        return None
