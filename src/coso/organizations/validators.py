"""What a code of a unit may look like; pure checks, no records."""

from __future__ import annotations

import re
from typing import Final

from coso.organizations.enums import Level

_PARTY_CODE: Final = re.compile(r"\d{2}(?:\.?\d{3}){4}")
_GROUPS: Final = (2, 3, 3, 3, 3)
# Without the zero that a spreadsheet drops in front of a number.
_SHORT_PARTY_CODE: Final = re.compile(r"\d(?:\.?\d{3}){4}")
_SHORT_AREA_CODE: Final = re.compile(r"\d{4}(?:\.\d+)?|\d")
_SHORT_AGENCY_CODE: Final = re.compile(r"cq[ .-]*0*(\d{1,4})", re.IGNORECASE)

# How long the code of an area is in the national catalogue.
AREA_CODE_DIGITS: Final = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}


def is_area_code(code: str, level: Level) -> bool:
    """Tell whether a code is as long as those of areas of a level, and has digits only."""
    return code.isascii() and code.isdecimal() and len(code) == AREA_CODE_DIGITS[level]


def is_party_code(code: str) -> bool:
    """Tell whether a code has the 14 digits of a Party organization, with or without dots."""
    return _PARTY_CODE.fullmatch(code) is not None


def dotted_party_code(code: str) -> str:
    """Return a Party organization's code with dots; any other code as it is."""
    if not is_party_code(code):
        return code
    digits = code.replace(".", "")
    starts = (sum(_GROUPS[:place]) for place in range(len(_GROUPS)))
    return ".".join(
        digits[start : start + length] for start, length in zip(starts, _GROUPS, strict=True)
    )


def read_party_code(written: str) -> str:
    """Return a Party organization's code as lists print it, with the zero it may have lost."""
    is_short = _SHORT_PARTY_CODE.fullmatch(written) is not None
    return dotted_party_code(f"0{written}" if is_short else written)


def read_area_code(written: str) -> str:
    """Return an area's code with the zero it may have lost: 02086 a commune, 06 a province."""
    return f"0{written}" if _SHORT_AREA_CODE.fullmatch(written) else written


def read_agency_code(written: str) -> str:
    """Return an agency's code as the installation gives it: CQ.0012 for “cq 12”; else as it is."""
    own = _SHORT_AGENCY_CODE.fullmatch(written)
    return written if own is None else f"CQ.{int(own[1]):04d}"
