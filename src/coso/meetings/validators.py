"""How the kind and the period of a meeting are read from what offices write."""

import re
from typing import Final

from coso.core.text import normalize, search_key
from coso.meetings.enums import MeetingKind

_WORDS: Final = {
    MeetingKind.REGULAR: ("thuong ky", "thuong ki", "dinh ky", "dinh ki"),
    MeetingKind.THEMATIC: ("chuyen de",),
}
_SHORT: Final = {
    "tk": MeetingKind.REGULAR,
    "shtk": MeetingKind.REGULAR,
    "cd": MeetingKind.THEMATIC,
    "shcd": MeetingKind.THEMATIC,
}
_THEME_CODE: Final = re.compile(r"(?P<letters>[^\W\d_]{1,4})[ .-]?(?P<number>\d{1,3})(?!\w)")


def meeting_kind(text: str) -> MeetingKind | None:
    """Return the kind of meeting that a text names, ``None`` if it names none or both."""
    key = search_key(text)
    if key in _SHORT:
        return _SHORT[key]
    named = {kind for kind, words in _WORDS.items() if any(word in key for word in words)}
    return named.pop() if len(named) == 1 else None


def theme_code(text: str) -> str:
    """Return the code of a theme in one form: "cđ 1", "CĐ01. Học tập…" and "CĐ-01" are CĐ01.

    A text that does not begin with a code stays as it is.
    """
    written = normalize(text)
    found = _THEME_CODE.match(written)
    return f"{found['letters'].upper()}{int(found['number']):02d}" if found else written
