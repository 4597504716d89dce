"""How the kind and the period of a meeting are read from what offices write."""

from typing import Final

from coso.core.text import search_key
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


def meeting_kind(text: str) -> MeetingKind | None:
    """Return the kind of meeting that a text names, ``None`` if it names none or both."""
    key = search_key(text)
    if key in _SHORT:
        return _SHORT[key]
    named = {kind for kind, words in _WORDS.items() if any(word in key for word in words)}
    return named.pop() if len(named) == 1 else None
