"""A snapshot in memory, and one question to it."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from string import Template
from typing import Any, Final, TypeVar

import duckdb
from attrs import frozen

from coso.figures import snapshot as snapshots
from coso.figures.engine import memory
from coso.figures.facts import BANDED, SCHEMAS, SCOPE
from coso.figures.snapshot import Snapshot

_BANDS: Final = "SELECT subject, starts, ends, lower_age, upper_age, band FROM bands"
# A constant of the scope, as Ibis writes a function without parameters.
_ASKED: Final = re.compile(r"\b(s_[a-z_]+)\(\)", re.IGNORECASE)
_ANSWERS_KEPT: Final = 5_000
_ATTEMPTS: Final = 3
# A check of an import looks at two states in turn, again and again at the first.
_STORES_KEPT: Final = 2
Rows = list[dict[str, Any]]
Key = TypeVar("Key")
Answer = TypeVar("Answer")
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

    def put_into(self, query: str) -> str:
        """Return a query with the constants in their places: to the planner they are known."""
        return _ASKED.sub(lambda found: self._constant(found[1].lower()), query)

    def _constant(self, name: str) -> str:
        return f"CAST({_literal(getattr(self, name))} AS {SCOPE[name]})"


class Store:
    """The tables of one snapshot, loaded into memory."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._shelf = memory.Shelf(
            {name: memory.table_of(name, _files(name, snapshot)) for name in SCHEMAS}
        )
        self._known: dict[str, list[tuple[Any, ...]]] = {}
        self.answers: dict[tuple[str, tuple[Value, ...]], Rows] = {}
        self._define_bands()
        self.names = self._names()

    def ask(self, query: str, **values: Value) -> list[tuple[Any, ...]]:
        """Return the rows of a query that needs no scope."""
        rows: list[tuple[Any, ...]] = self.run(filled(query, values)).fetchall()
        return rows

    def know(self, query: str, **values: Value) -> list[tuple[Any, ...]]:
        """Return the few rows of a query that is asked again and again; asked once."""
        return _kept(self._known, filled(query, values), self.ask)

    def run(self, query: str) -> Any:
        """Return the answer to a query, to be fetched before this thread runs another."""
        return self._shelf.cursor().execute(query)

    def session(self, scope: Scope) -> Session:
        """Return a session that answers for one unit and day."""
        return Session(self, scope)

    def bands(self, subject: str) -> str:
        """Return the expression of the band, by the rules in force on a day, of who was born when.

        It is about `on_day`, `born` and `until`, which are days of birth as numbers.
        """
        cases = "".join(
            f" WHEN on_day >= {_literal(starts)} AND on_day < {_literal(ends)}"
            f" AND born <= until - {lower}0000 AND born > until - {upper + 1}0000 THEN '{band}'"
            for banded, starts, ends, lower, upper, band in self.know(_BANDS)
            if banded == subject
        )
        return f"CASE WHEN false THEN ''{cases} END"

    def _define_bands(self) -> None:
        for subject in BANDED:
            bands = self.bands(subject)
            self.run(f"CREATE MACRO band_of_{subject}(on_day, born, until) AS {bands}")

    def _names(self) -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for kind, key, label in self.ask("SELECT kind, key, label FROM names ORDER BY position"):
            names.setdefault(kind, {})[key] = label
        return names


class Session:
    """Queries for one scope; a snapshot never changes, so that an answer holds as long as it."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store = store
        self._scope = scope

    def totals(self, query: str) -> Rows:
        """Return the rows of a query of totals; the same question is answered once."""
        key = (query, self._scope.of(query))
        return _kept(self._store.answers, key, lambda _: self.rows(query))

    def rows(self, query: str) -> Rows:
        """Return the rows of a query as dictionaries."""
        answer = self._store.run(self._scope.put_into(query))
        columns = [column[0] for column in answer.description]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def _kept(answers: dict[Key, Answer], key: Key, ask: Callable[[Key], Answer]) -> Answer:
    """Return the answer kept under a key, asked for now if there is none."""
    answer = answers.get(key)
    if answer is None:
        if len(answers) >= _ANSWERS_KEPT:
            answers.clear()
        answer = answers[key] = ask(key)
    return answer


@functools.cache
def _constants_of(query: str) -> tuple[str, ...]:
    """Return the names of the constants that a query asks for."""
    return tuple(sorted({name.lower() for name in _ASKED.findall(query)}))


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
        except (duckdb.IOException, FileNotFoundError):
            # Another process has built a newer snapshot and removed this one.
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")
