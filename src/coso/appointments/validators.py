"""How the kind and the term of a decision are read from what offices write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from coso.appointments.enums import DecisionKind
from coso.core.dates import MONTHS_IN_YEAR
from coso.core.text import search_key

_SPELLINGS: Final[Mapping[DecisionKind, tuple[str, ...]]] = {
    DecisionKind.APPOINT: ("Bổ nhiệm lần đầu", "Bổ nhiệm mới", "BN"),
    DecisionKind.DESIGNATE: ("Chỉ định", "Chuẩn y", "Chỉ định chuẩn y", "Chỉ định/chuẩn y"),
    DecisionKind.ROTATE: ("Luân chuyển cán bộ", "LC"),
    DecisionKind.TRANSFER: ("Điều động công tác", "Thuyên chuyển", "ĐĐ"),
    DecisionKind.REAPPOINT: ("Tái bổ nhiệm", "BN lại", "BNL"),
    DecisionKind.EXTEND: ("Kéo dài", "Kéo dài thời gian giữ chức", "Kéo dài thời hạn giữ chức vụ"),
    DecisionKind.ASSIGN: ("Phân công công tác",),
    DecisionKind.ACTING: ("Giao quyền", "Phụ trách", "Giao phụ trách", "Giao điều hành"),
    DecisionKind.RELIEVE: ("Cho thôi giữ chức", "Thôi giữ chức vụ"),
}
_TERM: Final = re.compile(r"(?:(\d{1,2}) ?nam)? ?(?:(\d{1,3}) ?thang)?")
_UNTIL_RETIREMENT: Final = re.compile(
    r"(?:den|toi) (?:(?:khi|luc|tuoi|thoi diem|het tuoi) )?(?:du tuoi )?(?:nghi )?huu"
    r"(?: tri)?(?: theo quy dinh)?"
)


@frozen
class Term:
    """How long a post is given for: some months, until retirement, or as long as it lasts."""

    months: int | None = None
    until_retirement: bool = False

    def __str__(self) -> str:
        if self.until_retirement:
            return "đến khi nghỉ hưu"
        if self.months is None:
            return ""
        years, rest = divmod(self.months, MONTHS_IN_YEAR)
        return f"{self.months} tháng" if rest else f"{years} năm"


# As long as it lasts.
UNLIMITED: Final = Term()


def kind_spellings() -> Mapping[str, str]:
    """Return the kind of a decision by its spellings, the usual one first."""
    usual = {str(kind.label): str(kind) for kind in DecisionKind}
    return usual | {written: str(kind) for kind, forms in _SPELLINGS.items() for written in forms}


def read_term(text: str) -> Term:
    """Return the term that was written: “5 năm”, “36 tháng”, “đến khi nghỉ hưu”.

    :raises ValueError: if the words are none
    """
    key = search_key(text).strip(" .").removeprefix("thoi han ")
    if _UNTIL_RETIREMENT.fullmatch(key):
        return Term(until_retirement=True)
    found = _TERM.fullmatch(key)
    years, rest = found.groups(default="0") if found else ("0", "0")
    months = int(years) * MONTHS_IN_YEAR + int(rest)
    if not months:
        raise ValueError(
            f"Không đọc được thời hạn “{text}”: hãy ghi số năm, số tháng (5 năm, 36 tháng) hoặc "
            "“đến khi nghỉ hưu”."
        )
    return Term(months)
