"""How the period of a plan, a title and a removal are read from what offices write."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from attrs import frozen

from coso.core.dates import PartialDate, parse_date
from coso.core.text import match_key, search_key
from coso.planning.enums import Leaving

_YEARS: Final = re.compile(r"(?<!\d)(20\d\d) ?(?:-|–|den|/) ?(20\d\d)(?!\d)")
_LONGEST: Final = 10
_LEFT: Final = re.compile(
    r"\b(?:dua ra|ra khoi|rut khoi|rut ten|loai khoi|thoi quy hoach|dua khoi)"
)
_REASONS: Final = (
    (Leaving.DISCIPLINED, re.compile(r"\b(?:ky luat|ki luat|vi pham)")),
    (Leaving.OVER_AGE, re.compile(r"\b(?:khong du tuoi|qua tuoi|het tuoi|khong con du tuoi)")),
    (
        Leaving.PROMOTED,
        re.compile(r"\b(?:bo nhiem|duoc bau|da bau|trung cu|chi dinh|chuan y)"),
    ),
)
_DAY: Final = re.compile(
    r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)|(?<!\d)\d{1,2}[-/]\d{4}(?!\d)"
)
_YEAR: Final = re.compile(r"(?<![\d/.-])20\d\d(?!\d)")
_COMMITTEE: Final = re.compile(r"^(?:đảng ủy|đảng uỷ|ban chấp hành đảng bộ) ", re.IGNORECASE)


@frozen
class Removal:
    """That somebody was taken out of the plan: why, and when as exactly as it is known."""

    reason: str
    on: PartialDate


def read_years(text: str) -> tuple[int, int] | None:
    """Return the years of a plan that a text names (“QH 2021-2026”), if it does."""
    for found in _YEARS.finditer(search_key(text)):
        first, last = int(found[1]), int(found[2])
        if 0 < last - first <= _LONGEST:
            return first, last
    return None


def read_removal(note: str) -> Removal | None:
    """Return the removal that a note tells, or nothing if it tells of none.

    :raises ValueError: if it does not say when, or names a day that does not exist
    """
    folded = search_key(note)
    if not _LEFT.search(folded):
        return None
    written = _DAY.search(folded) or _YEAR.search(folded)
    if written is None:
        raise ValueError(
            f"“{note}” không cho biết đưa ra khỏi quy hoạch khi nào: hãy ghi thêm ngày hoặc năm."
        )
    reasons = (reason for reason, form in _REASONS if form.search(folded))
    return Removal(str(next(reasons, Leaving.OTHER)), parse_date(written[0]))


def names_within(title: str) -> list[str]:
    """Return what may be the name of a unit at the end of a title, as a key, the longest first.

    “Bí thư Đảng ủy xã Quảng Chu” is a post of “Đảng bộ xã Quảng Chu”.
    """
    words = title.split(" ")
    ends = (" ".join(words[at:]) for at in range(len(words)))
    return [match_key(_COMMITTEE.sub("Đảng bộ ", end)) for end in ends]


def leaves_on(left: PartialDate) -> dt.date:
    """Return the first day on which somebody is out of the plan without doubt.

    Of a month or a year alone that is the day after it.
    """
    end = left.period().end
    return left.value if left.precision == "DAY" or end is None else end
