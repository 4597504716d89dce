"""From definitions to SQL: compiled once, kept beside the snapshots, read by every process.

Ibis needs some hundred milliseconds for a query; what it wrote holds until a definition changes.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import os
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, Final

import ibis
from django.conf import settings
from ibis.expr.types import Table

from coso.figures.engine.model import Fact, Figure, Measure
from coso.figures.engine.rows import table

_PACKAGE: Final = Path(__file__).parents[2]


def numbers_query(
    fact: Fact,
    figures: Sequence[Figure],
    wanted: Collection[Figure] = (),
    cuts: Sequence[str] = (),
) -> str:
    """Return the query of figures of one fact: of the whole, and of each bucket of some cuts.

    Its columns: value and base of each figure; with cuts also `key_of_` each (as text), and `cut`,
    the mark of the one that a row is a bucket of (see `mark_of`). The rows of the fact are read
    once, into cells of all cuts taken together, and the cells added up, however many are asked for.

    :param wanted: the figures to count where there are cuts; without cuts all are
    """
    numbers = _kept(f"numbers {fact.name} {'-'.join(cuts)}", lambda: _counts(fact, figures, cuts))
    if not cuts:
        return numbers
    sums = ", ".join(
        f"CAST(coalesce(sum({column}), 0) AS BIGINT) AS {column}"
        for index, figure in enumerate(figures)
        if figure in wanted
        for column in (f"value_{index}", *([f"base_{index}"] if figure.base else []))
    )
    keys = [key_of(cut) for cut in cuts]
    sets = ", ".join(f"({key})" for key in keys)
    return (
        f"SELECT {', '.join(keys)}, GROUPING_ID({', '.join(keys)}) AS cut, {sums}"
        f" FROM ({numbers}) GROUP BY GROUPING SETS ((), {sets})"
    )


def mark_of(cut: str, cuts: Sequence[str]) -> int:
    """Return the mark of the buckets of a cut among several, and of the whole for no cut: "".

    SQL counts it: a binary digit for each cut in their order, 1 where the row is not cut by it.
    """
    return int("".join("0" if each == cut else "1" for each in cuts), 2)


def records_query(
    figure: Figure, figures: Sequence[Figure], by: str = "", part: str | None = None
) -> str:
    """Return the query of the records behind one of the figures of a fact, in order.

    :param part: the key of the bucket of the dimension `by` whose records alone are wanted
    """
    fact = figure.fact
    if part is None:
        rows, kept = _kept(f"records {fact.name}", lambda: _records(fact, figures)), ""
    else:
        rows = _kept(f"records {fact.name} {by}", lambda: _records(fact, figures, by))
        kept = f"AND part = {_quoted(part)} "
    columns = ", ".join((fact.record, *fact.details))
    return (
        f"SELECT {columns} FROM ({rows}) WHERE keeps_{list(figures).index(figure)} {kept}"
        f"ORDER BY position, {columns}"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def key_of(cut: str) -> str:
    """Return the column that holds the keys of a cut."""
    return f"key_of_{cut}"


def _counts(fact: Fact, figures: Sequence[Figure], cuts: Sequence[str]) -> Any:
    rows = fact.rows()
    dimensions = {key_of(cut): figures[0].dimensions[cut] for cut in cuts}
    for key, dimension in dimensions.items():
        found = dimension.extend(rows)
        rows = found.select(*rows.columns, **{key: found.key})
    numbers = _numbers(figures, rows)
    if not dimensions:
        return rows.aggregate(**numbers)
    cells = rows.group_by(list(dimensions)).aggregate(**numbers)
    # The keys of a few cells are written as text, not those of all rows.
    return cells.mutate(**{key: each.text(cells[key]) for key, each in dimensions.items()})


def _records(fact: Fact, figures: Sequence[Figure], by: str = "") -> Any:
    """Return the rows of a fact, their bucket, and for each figure whether it counts the row."""
    rows = _in_order(fact.rows())
    if by:
        rows = figures[0].dimensions[by].extend(rows)
    shown = {f"keeps_{index}": each.keeps(rows) for index, each in enumerate(figures)}
    if by:
        shown["part"] = figures[0].dimensions[by].text(rows.key).fill_null("")
    return rows.select("position", fact.record, *fact.details, **shown)


def _in_order(rows: Table) -> Table:
    """Add the position of the person where the rows have none: it depends on all other people."""
    if "position" in rows.columns:
        return rows
    people = table("people").select("position", placed="person_id")
    return rows.left_join(people, rows.person_id == people.placed)


def _numbers(figures: Sequence[Figure], rows: Table) -> dict[str, Any]:
    numbers: dict[str, Any] = {}
    for index, figure in enumerate(figures):
        numbers[f"value_{index}"] = _number(figure.measure, rows)
        if figure.base is not None:
            numbers[f"base_{index}"] = _number(figure.base, rows)
    return numbers


def _rows_that(_condition: Any) -> Any:
    """Be replaced by DuckDB's own function."""


_count_if: Final = ibis.udf.agg.builtin(
    _rows_that, name="count_if", signature=(("boolean",), "int64")
)


def _number(measure: Measure, rows: Table) -> Any:
    if not measure.column:
        if measure.where is None:
            return rows.count()
        # A third of the time of a sum of cases.
        return _count_if(measure.where(rows)).fill_null(0)
    each = rows[measure.column]
    kept = each if measure.where is None else ibis.ifelse(measure.where(rows), each, 0)
    return kept.sum().fill_null(0)


_memory: Final[dict[str, str]] = {}


def _kept(name: str, expression: Callable[[], Any]) -> str:
    if name not in _memory:
        path = _shelf() / f"{name.replace(' ', '-')}.sql"
        if not path.exists():
            _write(path, str(ibis.to_sql(expression(), dialect="duckdb", pretty=False)))
        _memory[name] = path.read_text(encoding="utf-8")
    return _memory[name]


def _write(path: Path, sql: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(sql, encoding="utf-8")
    draft.rename(path)


@functools.cache
def _shelf() -> Path:
    """Return the folder of what these definitions were compiled to; older ones are removed."""
    home = Path(settings.COSO_HOME) / "compiled"
    shelf = home / _EDITION
    if not shelf.exists():
        shelf.mkdir(parents=True, exist_ok=True)
        # Only the older ones: another process may be filling this one.
        for other in set(home.iterdir()) - {shelf}:
            shutil.rmtree(other, ignore_errors=True)
    return shelf


def _edition() -> str:
    """Return a digest of all that a compiled query depends on."""
    sources = sorted([*(_PACKAGE / "figures").rglob("*.py"), *_PACKAGE.glob("*/enums.py")])
    digest = hashlib.sha256(importlib.metadata.version("ibis-framework").encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


# Read with the definitions: a process that outlives an upgrade must not shelve under the new.
_EDITION: Final = _edition()
