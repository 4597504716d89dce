"""What a title and a written category say about a post; the words are data."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from coso.core.text import match_key
from coso.personnel.enums import Category, PostGroup

_Words = tuple[str, ...]
# Two digits and three; to Excel a number, with a decimal point or with dots between thousands.
_RANK: Final = re.compile(r"(\d{1,2})\.(\d{1,3})|(\d{1,2})(\d{3})")
_DASHES: Final = str.maketrans({"-": " ", "–": " ", "/": " ", ",": " ", ".": " "})


def post_group(title: str, agency_type: str) -> PostGroup:
    """Return the kind of work a title means in an agency of a type."""
    known = _longest(_groups(), _words(title))
    by_agency = _data()["groups_by_agency"].get(agency_type, PostGroup.OFFICE)
    return PostGroup(known or by_agency)


def is_head(title: str) -> bool:
    """Tell whether a title leads its agency, or the body in it that the title names."""
    words = _words(title)
    return any(words[: len(head)] == head for head in _heads())


def category_spellings() -> dict[str, str]:
    """Return the legal category by the ways offices write it, the usual one first."""
    written: Mapping[str, list[str]] = _data()["categories"]
    return {text: category for category, texts in written.items() for text in texts}


def parse_rank_code(written: str) -> str:
    """Return the code of a rank as it is printed: 01.003, although Excel kept 1.003 or 1003."""
    found = _RANK.fullmatch(written)
    if found is None:
        return written
    group, rank = found[1] or found[3], found[2] or found[4]
    return f"{group:0>2}.{rank:0<3}"


def categories_named(text: str) -> set[Category]:
    """Return the categories that a heading names ("DANH SÁCH VIÊN CHỨC…")."""
    words = f" {' '.join(_words(text))} "
    return {category for category in Category if f" {' '.join(_words(category.label))} " in words}


def certain_category(title: str, agency_type: str, on: dt.date) -> Category | None:
    """Return the category that the title leaves no doubt about on a day, else ``None``."""
    choices = {
        tuple(_words(named)): rule["category"]
        for rule in _data()["certain"]
        if agency_type in rule["agencies"] and on < rule.get("until", dt.date.max)
        for named in rule["titles"]
    }
    found = _longest(choices, _words(title))
    return Category(found) if found else None


def _longest(choices: dict[_Words, str], words: _Words) -> str | None:
    for length in range(len(words), 0, -1):
        if words[:length] in choices:
            return choices[words[:length]]
    return None


@cache
def _groups() -> dict[_Words, str]:
    return {_words(title): group for group, titles in _data()["groups"].items() for title in titles}


@cache
def _heads() -> frozenset[_Words]:
    return frozenset(map(_words, _data()["heads"]["titles"]))


@cache
def _words(text: str) -> _Words:
    return tuple(match_key(text).translate(_DASHES).split())


@cache
def _data() -> dict[str, Any]:
    seed = resources.files("coso.personnel") / "seeds" / "titles.toml"
    return tomllib.loads(seed.read_text("utf-8"))
