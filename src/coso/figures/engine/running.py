"""A snapshot in memory, and one question to it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, Self

import duckdb
from attrs import asdict, frozen

from coso.figures.facts import SCHEMAS
from coso.figures.snapshot import Snapshot

_SCOPE_COLUMNS: Final = ", ".join(
    f"CAST(? AS {kind}) AS {name}" for name, kind in SCHEMAS["scope"].items()
)


@frozen
class Scope:
    """The unit in view, the days and the tree: the one row that every query reads."""

    s_unit: int
    s_party: int | None
    s_day: dt.date
    s_tree_day: dt.date
    s_since: dt.date
    s_visits_since: dt.date | None
    s_opening: dt.date
    s_opening_tree_day: dt.date
    s_year: int
    s_term: int | None
    s_term_starts: dt.date | None
    s_term_ends: dt.date | None
    s_now: bool
    s_today: dt.date


class Store:
    """The tables of one snapshot, loaded into memory."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._connection = duckdb.connect(":memory:")
        for name in SCHEMAS:
            if name != "scope":
                self._connection.execute(
                    f"CREATE TABLE {name} AS FROM read_parquet('{snapshot.folder / name}.parquet')"
                )
        self.names = self._names()

    def ask(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query that needs no scope."""
        cursor = self._connection.cursor()
        try:
            return cursor.execute(query, values or None).fetchall()
        finally:
            cursor.close()

    def session(self, scope: Scope) -> Session:
        """Return a session that answers for one unit and day."""
        return Session(self._connection.cursor(), scope)

    def _names(self) -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for kind, key, label in self.ask("SELECT kind, key, label FROM names ORDER BY position"):
            names.setdefault(kind, {})[key] = label
        return names


class Session:
    """Queries for one scope; the scope is a table of the session alone."""

    def __init__(self, cursor: Any, scope: Scope) -> None:
        self._cursor = cursor
        self._cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE scope AS SELECT {_SCOPE_COLUMNS}",
            list(asdict(scope).values()),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cursor.close()

    def rows(self, query: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries."""
        answer = self._cursor.execute(query, values)
        columns = [column[0] for column in answer.description]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


_lock: Final = threading.Lock()
_stores: Final[dict[str, Store]] = {}


def open_store(snapshot: Snapshot) -> Store:
    """Return the snapshot in memory; an older one is given up once nobody reads it."""
    key = f"{snapshot.watermark} {snapshot.computed_at.isoformat()}"
    with _lock:
        if key not in _stores:
            store = Store(snapshot)
            _stores.clear()
            _stores[key] = store
        return _stores[key]
