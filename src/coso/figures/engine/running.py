"""A snapshot in memory, and one question to it."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from string import Template
from types import TracebackType
from typing import Any, Final, Self

import duckdb
from attrs import asdict, frozen

from coso.figures import snapshot as snapshots
from coso.figures.engine import memory
from coso.figures.facts import BANDED, SCHEMAS, SCOPE
from coso.figures.snapshot import Snapshot

# Constants to the planner: rows are left out while they are read.
_CONSTANTS: Final = ";".join(
    f"CREATE TEMP MACRO {name}() AS CAST(${name} AS {kind})" for name, kind in SCOPE.items()
)
_BANDS: Final = "SELECT subject, starts, ends, lower_age, upper_age, band FROM bands"
_BELOW: Final = {"inside": "s_unit", "inside_party": "s_party"}
VIEWS: Final = tuple(
    f"""
CREATE TEMP VIEW {name} AS
SELECT unit_id AS below_id, starts AS below_from, ends AS below_to, child_id, depth
  FROM closure WHERE ancestor_id = ${above}"""
    for name, above in _BELOW.items()
)
# What a query is about: constants, and what is made of them by name.
_ASKED: Final = re.compile(r"\b(?:s_[a-z_]+|inside|inside_party|band_of_[a-z]+)\b", re.IGNORECASE)
_ANSWERS_KEPT: Final = 5_000
_ATTEMPTS: Final = 3
# A check of an import looks at two states in turn, again and again at the first.
_STORES_KEPT: Final = 2
Rows = list[dict[str, Any]]
Value = int | bool | dt.date | Sequence[int] | None


@frozen
class Scope:
    """The unit in view, the days and the tree: the constants of every query."""

    s_unit: int
    s_party: int | None
    s_day: dt.date
    s_tree_day: dt.date
    s_since: dt.date
    s_term_since: dt.date | None
    s_opening: dt.date
    s_opening_tree_day: dt.date
    s_year: int
    s_term: int | None
    s_term_starts: dt.date | None
    s_term_ends: dt.date | None
    s_now: bool
    s_today: dt.date

    def of(self, query: str) -> tuple[Value, ...]:
        """Return the constants that a query depends on: ratings of a year on no day of it."""
        return tuple(getattr(self, name) for name in _constants_of(query))


class Store:
    """The tables of one snapshot, loaded into memory."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._shelf = memory.Shelf(
            {name: memory.table_of(name, _files(name, snapshot)) for name in SCHEMAS}
        )
        self._known: dict[str, list[tuple[Any, ...]]] = {}
        self.answers: dict[tuple[str, tuple[Value, ...]], Rows] = {}
        self.names = self._names()

    def ask(self, query: str, **values: Value) -> list[tuple[Any, ...]]:
        """Return the rows of a query that needs no scope."""
        cursor = self._shelf.cursor()
        try:
            rows: list[tuple[Any, ...]] = cursor.execute(filled(query, values)).fetchall()
            return rows
        finally:
            cursor.close()

    def know(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query that depends on nothing but the snapshot; asked once."""
        if query not in self._known:
            self._known[query] = self.ask(query)
        return self._known[query]

    def session(self, scope: Scope) -> Session:
        """Return a session that answers for one unit and day."""
        return Session(self, self._shelf.cursor(), scope)

    def _names(self) -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for kind, key, label in self.ask("SELECT kind, key, label FROM names ORDER BY position"):
            names.setdefault(kind, {})[key] = label
        return names


class Session:
    """Queries for one scope; its functions are the session's alone, made when first needed.

    A snapshot never changes, so that an answer holds as long as it does.
    """

    def __init__(self, store: Store, cursor: Any, scope: Scope) -> None:
        self._store = store
        self._cursor = cursor
        self._scope = scope
        self._is_set = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cursor.close()

    def totals(self, query: str) -> Rows:
        """Return the rows of a query of totals; the same question is answered once."""
        answers, key = self._store.answers, (query, self._scope.of(query))
        if key not in answers:
            if len(answers) >= _ANSWERS_KEPT:
                answers.clear()
            answers[key] = self.rows(query)
        return answers[key]

    def rows(self, query: str) -> Rows:
        """Return the rows of a query as dictionaries."""
        if not self._is_set:
            self._set()
        answer = self._cursor.execute(query)
        columns = [column[0] for column in answer.description]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]

    def _set(self) -> None:
        self._cursor.execute(filled(f"{_CONSTANTS};{';'.join(VIEWS)}", asdict(self._scope)))
        self._cursor.execute(
            ";".join(
                f"CREATE TEMP MACRO band_of_{subject}(born, until) AS {self.bands(subject)}"
                for subject in BANDED
            )
        )
        self._is_set = True

    def bands(self, banded: str) -> str:
        """Return the expression of the band in force: who was `born` within which days."""
        cases = "".join(
            f" WHEN born <= until - {lower}0000 AND born > until - {upper + 1}0000 THEN '{band}'"
            for subject, starts, ends, lower, upper, band in self._store.know(_BANDS)
            if subject == banded and starts <= self._scope.s_day < ends
        )
        return f"CASE WHEN false THEN ''{cases} END"


@functools.cache
def _constants_of(query: str) -> tuple[str, ...]:
    """Return the names of the constants that a query asks for by name, by a view or by a band."""
    asked = {each.lower() for each in _ASKED.findall(query)}
    of_bands = {"s_day" for each in asked if each.startswith("band_of_")}
    return tuple(sorted({_BELOW.get(each, each) for each in asked} & SCOPE.keys() | of_bands))


def _files(name: str, snapshot: Snapshot) -> list[Path]:
    return [file for part in snapshot.parts if (file := part / f"{name}.parquet").exists()]


def filled(query: str, values: Mapping[str, Value]) -> str:
    """Put values into a query: numbers and days only, which cannot be anything else.

    DuckDB looks for packages that are not installed whenever it is handed a parameter, which
    takes longer than most of our queries.
    """
    return Template(query).substitute({name: _literal(value) for name, value in values.items()})


def _literal(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, dt.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int):
        return str(value)
    return f"[{', '.join(str(int(each)) for each in value)}]"


_lock: Final = threading.Lock()
# The data that all questions of one answer are about, once one was asked.
_of_one_state: Final[ContextVar[list[Store] | None]] = ContextVar("one_state", default=None)
_stores: Final[dict[tuple[Path, ...], Store]] = {}


def open_store(snapshot: Snapshot) -> Store:
    """Return the snapshot in memory; older ones are given up once nobody reads them."""
    with _lock:
        store = _stores.pop(snapshot.parts, None) or Store(snapshot)
        store.snapshot = snapshot
        _stores[snapshot.parts] = store
        for older in list(_stores)[:-_STORES_KEPT]:
            del _stores[older]
        return store


@contextlib.contextmanager
def one_state(*stores: Store) -> Iterator[None]:
    """Answer every question inside from one state of the data.

    :param stores: the store of that state; by default that of the state around, else the newest
        when the first question is asked
    """
    if not stores and _of_one_state.get() is not None:
        yield
        return
    token = _of_one_state.set([*stores])
    try:
        yield
    finally:
        _of_one_state.reset(token)


def fresh_store() -> Store:
    """Return the data as they are now, in memory."""
    kept = _of_one_state.get()
    if kept is None:
        return _newest()
    if not kept:
        kept.append(_newest())
    return kept[0]


def _newest() -> Store:
    for attempt in range(_ATTEMPTS):
        try:
            return open_store(snapshots.ensure_fresh())
        except duckdb.IOException:
            # Another process has built a newer snapshot and removed this one.
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")
