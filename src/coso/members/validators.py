"""What a written Party position says; the words are data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from attrs import frozen

from coso.core.text import search_key
from coso.members.enums import Position

OWN_BRANCH: Final = "BRANCH"

_NOT_OF_THE_PARTY: Final = "OTHER"
_Words = tuple[str, ...]
_WORD: Final = re.compile(r"[^\W_]+")


@frozen
class WrittenPosition:
    """A position as a list writes it; `place` is BRANCH, COMMITTEE or ROOT."""

    position: Position
    place: str


def position_of(text: str) -> WrittenPosition | None:
    """Return the Party position that was written, `None` if the words tell none."""
    parts = list(_parts(_expanded(text)))
    positions, places = _phrases("positions"), _phrases("places")
    told = positions.get(max((part for part in parts if part in positions), key=len, default=()))
    if told is None or told == _NOT_OF_THE_PARTY:
        return None
    named = (places[part] for part in parts if part in places)
    return WrittenPosition(Position(told), next(named, OWN_BRANCH))


def is_no_position(text: str) -> bool:
    """Tell whether the words only say that somebody holds no position."""
    return _expanded(text) in _nothing()


def _expanded(text: str) -> _Words:
    short = _abbreviations()
    return tuple(word for part in _words(text) for word in short.get(part, (part,)))


def _parts(words: _Words) -> Iterator[_Words]:
    """Return every run of words: from the left, the longer ones first."""
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            yield words[start:end]


def _words(text: str) -> _Words:
    return tuple(_WORD.findall(search_key(text)))


@cache
def _abbreviations() -> Mapping[str, _Words]:
    written = _data()["abbreviations"].items()
    return {_words(short)[0]: _words(meaning) for short, meaning in written}


@cache
def _phrases(table: str) -> Mapping[_Words, str]:
    return {_words(text): code for code, texts in _data()[table].items() for text in texts}


@cache
def _nothing() -> frozenset[_Words]:
    return frozenset(map(_words, _data()["nothing"]["texts"]))


@cache
def _data() -> dict[str, Any]:
    seed = resources.files("coso.members") / "seeds" / "positions.toml"
    return tomllib.loads(seed.read_text("utf-8"))
