"""The tables of snapshots in memory: what two snapshots have in common is loaded once."""

from __future__ import annotations

import functools
import hashlib
import itertools
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

# Each block of people knows its own first day of a register.
_REGISTERS: Final = """
SELECT register, detail, unit_id, min(first_day) AS first_day, max(last_day) AS last_day {rows}
 WHERE register IN ('members', 'staff') GROUP BY ALL
UNION ALL SELECT DISTINCT * {rows} WHERE register NOT IN ('members', 'staff')"""
_ALL: Final = "{rows}"
_DIGESTS_KEPT: Final = 10_000
_numbers: Final = itertools.count()


class Table:
    """A table of some files; it leaves the memory with the last who keeps it."""

    def __init__(self, name: str, files: Sequence[Path]) -> None:
        self.name = f"{name}_{next(_numbers)}"
        named = ", ".join(f"'{file}'" for file in files)
        rows = f"FROM read_parquet([{named}])"
        wanted = _REGISTERS if name == "registers" else _ALL
        cursor().execute(f"CREATE TABLE {self.name} AS {wanted.format(rows=rows)}")
        weakref.finalize(self, _drop, f"TABLE {self.name}").atexit = False


class Shelf:
    """Tables under the names by which queries know them."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self._tables = tables
        self._of_thread = threading.local()
        self.name = f"shelf_{next(_numbers)}"
        views = (
            f"CREATE VIEW {self.name}.{name} AS FROM main.{table.name}"
            for name, table in tables.items()
        )
        cursor().execute(";".join([f"CREATE SCHEMA {self.name}", *views]))
        weakref.finalize(self, _drop, f"SCHEMA {self.name} CASCADE").atexit = False

    def cursor(self) -> Any:
        """Return the cursor of this thread whose queries read these tables."""
        if not hasattr(self._of_thread, "cursor"):
            self._of_thread.cursor = cursor()
            self._of_thread.cursor.execute(f"USE {self.name}")
        return self._of_thread.cursor


_loaded: Final[weakref.WeakValueDictionary[tuple[str, tuple[bytes, ...]], Table]] = (
    weakref.WeakValueDictionary()
)


def table_of(name: str, files: Sequence[Path]) -> Table:
    """Return the table of some files, loaded unless somebody keeps one of the same content.

    A block is written anew as a whole when a stay of somebody changed; the ratings in it did not.
    """
    key = (name, tuple(map(_digest, files)))
    table = _loaded.get(key)
    if table is None:
        table = _loaded[key] = Table(name, files)
    return table


@functools.lru_cache(_DIGESTS_KEPT)
def _digest(file: Path) -> bytes:
    """Return what tells the content of a file; its folder is named after what it is made of."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").digest()


def cursor() -> Any:
    """Return a cursor of the memory that all stores of this process share."""
    return _database().cursor()


@functools.cache
def _database() -> Any:
    database = duckdb.connect(":memory:")
    # Nobody asks for rows as they were inserted, and to keep that takes as long as to load.
    database.execute("SET GLOBAL preserve_insertion_order = false")
    return database


def _drop(what: str) -> None:
    cursor().execute(f"DROP {what}")
