"""What a title and a written category say about a post; the words are data."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Final

from coso.core.text import match_key
from coso.personnel.enums import Category, PostGroup

_Words = tuple[str, ...]
_DASHES: Final = str.maketrans({"-": " ", "–": " ", "/": " ", ",": " ", ".": " "})


def post_group(title: str, agency_type: str) -> PostGroup:
    """Return the kind of work a title means in an agency of a type."""
    known = _longest(_groups(), _words(title))
    by_agency = _data()["groups_by_agency"].get(agency_type, PostGroup.OFFICE)
    return PostGroup(known or by_agency)


def category_of(text: str) -> Category | None:
    """Return the legal category that was written, ``None`` if the words are unknown."""
    return _categories().get(" ".join(_words(text)))


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
def _categories() -> dict[str, Category]:
    written: Iterable[tuple[str, list[str]]] = _data()["categories"].items()
    return {
        " ".join(_words(text)): Category(category) for category, texts in written for text in texts
    }


@cache
def _words(text: str) -> _Words:
    return tuple(match_key(text).translate(_DASHES).split())


@cache
def _data() -> dict[str, Any]:
    seed = resources.files("coso.personnel") / "seeds" / "titles.toml"
    return tomllib.loads(seed.read_text("utf-8"))
