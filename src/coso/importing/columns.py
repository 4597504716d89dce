"""Which column of a user's table is which field of a register."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl
from attrs import field, frozen

from coso.core.text import match_key, normalize
from coso.importing.workbook import COUNTERS, PATH_SEPARATOR, Column

_SYNONYMS: Final = Path(__file__).with_name("synonyms.toml")
_NOTE: Final = re.compile(r"\([^)]*\)")
_NO_LETTER: Final = re.compile(r"[\W_]+")
# Some offices write instructions into a header; what is remembered of one is no longer than this.
LONGEST_KEY: Final = 200
# Words of headers that no field claims, but by which a header row is known.
COMMON_HEADERS: Final = (
    *(*COUNTERS, "Ghi chú", "G/chú"),
    *("Ngày, tháng, năm sinh", "Ngày sinh", "Năm sinh", "Sinh ngày", "Ngày, tháng, năm"),
    *("Đảng tịch", "Trình độ", "Trình độ hiện nay", "T.độ", "Số đảng viên", "Điểm chất lượng"),
)

Choices = Callable[[], Mapping[str, str]]


class Kind(StrEnum):
    """How the cells of a field are read; the columns each gives stand in `rows`."""

    TEXT = "text"
    NAME = "name"
    UNIT = "unit"
    CODE = "code"
    CHOICE = "choice"
    DATE = "date"
    PARTIAL_DATE = "partial date"
    PERIOD = "period"
    TIME = "time"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PARSED = "parsed"


@cache
def _synonyms() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(_SYNONYMS.read_text("utf-8"))


def _with_synonyms(headers: Sequence[str]) -> tuple[str, ...]:
    others = (other for header in headers for other in _synonyms().get(header, ()))
    return tuple(dict.fromkeys((*headers, *others)))


@frozen
class Field:
    """A field of a register: the headers it goes by, the usual one first.

    Further words for these headers stand in `synonyms.toml`.

    A header may be a path ("Trình độ › Chuyên môn"). A table without a `required` column is not
    of the register; a row with an empty `filled` cell is an error. `choices` maps each spelling
    to its value, the usual spelling first (kind CHOICE); `parse` reads one text and raises
    `ValueError` with a sentence (kind PARSED, values of type `dtype`). A field that only has to
    be recognized is `ignored`: nothing of it is read. A blank form offers the usual spellings
    of `choices` whatever the kind; `example` is a cell as it is usually written, `hint` what the
    kind does not say of how to write one.
    """

    name: str
    headers: tuple[str, ...] = field(converter=_with_synonyms)
    kind: Kind = Kind.TEXT
    required: bool = False
    filled: bool = False
    ignored: bool = False
    choices: Choices | None = None
    parse: Callable[[str], Any] | None = None
    dtype: pl.DataType | type[pl.DataType] = pl.String
    longest: int = 200
    example: str = ""
    hint: str = ""

    @property
    def label(self) -> str:
        """The usual header."""
        return self.headers[0]

    def offered(self) -> list[str]:
        """Return the usual spelling of each value that there is to choose from."""
        usual: dict[str, str] = {}
        for spelling, value in (self.choices() if self.choices else {}).items():
            usual.setdefault(value, spelling)
        return list(usual.values())


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Return the key of "the same header".

    Notes in brackets, punctuation and spaces do not count: a narrow column breaks words anywhere.
    """
    return match_key(_NO_LETTER.sub("", normalize(_NOTE.sub(" ", text))))[:LONGEST_KEY]


def path_key(header: str) -> str:
    """Return the key of a header with its groups ("Trình độ › Chuyên môn")."""
    parts = (header_key(part) for part in header.split(PATH_SEPARATOR))
    return PATH_SEPARATOR.join(parts)[:LONGEST_KEY]


def match(columns: Iterable[Column], fields: Iterable[Field]) -> dict[str, Column]:
    """Return the column of each field that a table has.

    The whole path decides first, then its last two parts, then the last alone; one column is
    one field. What titles between the rows offer counts where no column says it.
    """
    return dict(_match(tuple(column for column in columns if column.path), tuple(fields)))


@lru_cache(maxsize=256)  # the sheets of a workbook mostly have the same columns
def _match(columns: tuple[Column, ...], fields: tuple[Field, ...]) -> Mapping[str, Column]:
    standing = [column for column in columns if not column.offered]
    offered = [column for column in columns if column.offered]
    matched: dict[str, Column] = {}
    passes = ((standing, _whole_key), (standing, _pair_key), (standing, _leaf_key))
    for of, key_of in (*passes, (offered, _whole_key)):
        # The first of several columns of one name counts.
        free = {key_of(c): c for c in reversed(of) if c not in matched.values()}
        for wanted in (one for one in fields if one.name not in matched):
            key = next((key for key in _keys(wanted.headers) if key in free), None)
            if key is not None:
                matched[wanted.name] = free.pop(key)
    return matched


def unused(columns: Iterable[Column], taken: Collection[Column]) -> list[str]:
    """Return the headers of the columns that no field took; running numbers need none."""
    letters, counters = {column.letter for column in taken}, set(map(header_key, COUNTERS))
    rest = (c.header for c in columns if c.letter not in letters and not c.offered)
    return [header for header in rest if header and header_key(header) not in counters]


def header_words(fields: Iterable[Field]) -> frozenset[str]:
    """Return the keys of every word by which a header row is known."""
    headers = [*COMMON_HEADERS, *(header for field in fields for header in field.headers)]
    return frozenset(
        header_key(part) for header in headers for part in header.split(PATH_SEPARATOR)
    )


@cache
def _keys(headers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(path_key, headers))


def _whole_key(column: Column) -> str:
    return path_key(column.header)


def _pair_key(column: Column) -> str:
    return PATH_SEPARATOR.join(header_key(part) for part in column.path[-2:])


def _leaf_key(column: Column) -> str:
    return header_key(column.path[-1])
