"""What a code of a unit may look like; pure checks, no records."""

from __future__ import annotations

import re
from typing import Final

_PARTY_CODE: Final = re.compile(r"\d{2}(?:\.?\d{3}){4}")
_GROUPS: Final = (2, 3, 3, 3, 3)


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
