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

# Date of birth and membership of the members of a name.
_Named: TypeAlias = Mapping[str, Sequence[tuple[dt.date | None, int]]]


@frozen
class Line:
    """One pasted line: a name, and the date of birth if there is one."""

    name: str
    born_on: dt.date | None

    @classmethod
    def of(cls, written: str) -> Line | None:
        """Read a line; numbers of rows and empty cells do not count."""
        cells = [cell.strip() for cell in _BETWEEN_CELLS.split(written)]
        cells = [cell for cell in cells if cell and not cell.isdigit()]
        if not cells:
            return None
        days = [day for cell in cells[1:] if (day := _day(cell)) is not None]
        return cls(cells[0], days[0] if days else None)

    def meant(self, named: _Named) -> int:
        """Return the membership of the one member that the line names.

        :raises ValidationError: if there is none, or more than one
        """
        found = [
            membership
            for born_on, membership in named.get(text.match_key(self.name), ())
            if self.born_on in (None, born_on)
        ]
        if len(found) == 1:
            return found[0]
        if not found:
            message = f"Không có “{self.name}” trong danh sách. Hãy sửa họ tên hoặc ngày sinh."
        else:
            message = f"Có {len(found)} người tên “{self.name}”. Hãy ghi kèm ngày sinh."
        raise ValidationError(message)


def named_in(pasted: str, rows: QuerySet[Any]) -> set[int]:
    """Return the memberships of the members that pasted lines name.

    :raises ValidationError: if a line names none of the rows, or more than one
    """
    lines = [line for each in pasted.splitlines() if (line := Line.of(each)) is not None]
    if not lines:
        return set()
    named: defaultdict[str, list[tuple[dt.date | None, int]]] = defaultdict(list)
    people = rows.values_list(f"{_PERSON}match_name", f"{_PERSON}born_on", "membership")
    for name, born_on, membership in people:
        named[name].append((born_on, membership))
    return {line.meant(named) for line in lines}


def _day(written: str) -> dt.date | None:
    try:
        return dates.parse_day(written)
    except ValueError:
        return None
