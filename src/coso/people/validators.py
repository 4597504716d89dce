"""Which of several places of a person is the home, as the notes of a list tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from coso.core.text import normalize, search_key

# Not “từ ngày”: that is when, not where from.
_FROM: Final = r"\btu\b(?! (?:ngay|thang|nam|dau|giua|cuoi|\d))"
_TO: Final = r"\b(?:ve|den|sang|toi|qua|ra)\b"
_AT: Final = r"\b(?:tai|o|thuoc|den|ve|sang|toi)\b"
_MOVES: Final = r"\b(?:chuyen|dieu dong|dieu chuyen|luan chuyen|thuyen chuyen)\b"
# With its marks: “đang” is not “đảng”.
_NOT_YET: Final = re.compile(
    r"\b(?:sẽ|chưa|sắp|chuẩn bị|đang|xin|đề nghị|dự kiến|chờ)\b[^,;.]*?\b(?:chuyển|điều động)\b"
)
# What a note says of the place that it names after these words.
_GONE_TO, _COME_FROM, _PAID_AT, _AWAY_AT, _ALSO_AT = "gone", "come", "paid", "away", "also"
_CLAIMS: Final = tuple(
    (re.compile(words), claim)
    for words, claim in (
        (rf"\bbiet phai\b[^,;.]*?{_FROM}(?P<place>.*)", _PAID_AT),
        (rf"\b(?:biet phai|tam thoi)\b[^,;.]*?{_AT}(?P<place>.*)", _AWAY_AT),
        (rf"\b(?:bien che|huong luong|tra luong)\b[^,;.]*?{_AT}(?P<place>.*)", _PAID_AT),
        (rf"{_MOVES}[^,;.]*?{_FROM}(?P<place>.*)", _COME_FROM),
        (rf"{_FROM}(?P<place>[^,;.]*?){_MOVES}", _COME_FROM),
        (rf"{_MOVES}[^,;.]*?{_TO}(?P<place>.*)", _GONE_TO),
        (r"\bkiem (?:nhiem|chuc)\b(?P<place>.*)", _ALSO_AT),
    )
)
_KIND: Final = re.compile(r"^(?:chi bo|dang bo|cb|db|ubnd|uy ban nhan dan) ")
_NO_WORD: Final = re.compile(r"[\W_]+")


@frozen
class Place:
    """Where a list has a person: the unit, the organization above it, and the note beside it."""

    unit: str
    above: str = ""
    note: str = ""


def home_in_notes(places: Sequence[Place]) -> int | None:
    """Return which of several places of one person is the home, if the notes tell."""
    homes, others = _told(places)
    rest = set(range(len(places))) - others
    if homes:
        return homes.pop() if len(homes) == 1 and homes <= rest else None
    return rest.pop() if len(rest) == 1 else None


def are_silent(places: Sequence[Place]) -> bool:
    """Tell whether no note says anything about where the person belongs."""
    return all(
        _claim(place.note) is None
        and _named(search_key(place.note), places, besides=number) is None
        for number, place in enumerate(places)
    )


def _told(places: Sequence[Place]) -> tuple[set[int], set[int]]:
    """Return the places that notes call the home, and those that they say are none."""
    homes: set[int] = set()
    others: set[int] = set()
    for here, place in enumerate(places):
        claim = _claim(place.note)
        if claim is not None:
            homes_told, others_told = _meaning(claim[0], here, _named(claim[1], places))
            homes.update(homes_told)
            others.update(others_told)
    return homes, others


def _meaning(claim: str, here: int, named: int | None) -> tuple[set[int], set[int]]:
    there = set() if named in (None, here) else {named}
    if claim in (_GONE_TO, _PAID_AT):
        return ({here}, set()) if named == here else (there, {here})
    if claim == _COME_FROM:
        return {here}, there
    # Only for a time, or besides another post.
    is_here = named == here or (named is None and claim == _ALSO_AT)
    return (set(), {here}) if is_here else ({here}, there)


def _claim(note: str) -> tuple[str, str] | None:
    """Return what a note claims, and the words with the place."""
    if _NOT_YET.search(normalize(note).lower()):
        return None
    words = search_key(note)
    found = ((pattern.search(words), claim) for pattern, claim in _CLAIMS)
    return next(((claim, match["place"]) for match, claim in found if match), None)


def _named(words: str, places: Sequence[Place], besides: int | None = None) -> int | None:
    """Return the only place that words name best: by its unit, then by what is above it."""
    scores = {
        number: 2 * _holds(words, place.unit) + _holds(words, place.above)
        for number, place in enumerate(places)
        if number != besides
    }
    best = max(scores.values(), default=0)
    found = [number for number, score in scores.items() if score == best]
    return found[0] if best and len(found) == 1 else None


def _holds(words: str, name: str) -> bool:
    return any(f" {form} " in f" {_plain(words)} " for form in _forms(name))


def _forms(name: str) -> Iterator[str]:
    plain = _plain(search_key(name))
    if plain:
        yield plain
        yield _KIND.sub("", plain)


def _plain(words: str) -> str:
    return _NO_WORD.sub(" ", words).strip()
