"""Counting on a Spark cluster what is otherwise counted in this process (the extra `spark`).

The definitions are the same, and so are the queries compiled from them: only their dialect and
the functions of the session are Spark's. Whatever is looked up, such as names and the days of a
register, stays with the store beside. The workers read the snapshot by the same paths.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from typing import Any, Final

import sqlglot

from coso.core.errors import DomainError
from coso.figures import snapshot as snapshots
from coso.figures.engine.running import Rows, Scope, Session, Store, one_state
from coso.figures.facts import BANDED, SCHEMAS
from coso.figures.snapshot import Snapshot

# Left to prune what it reads, Spark 4.3 finds no day in the dictionaries that DuckDB 1.5 writes:
# all members of the first list were missing.
_CONFIGURATION: Final = {
    "spark.sql.parquet.filterPushdown": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class UnableToUseCluster(DomainError):
    """Spark is not installed, or the cluster cannot be reached."""


@contextlib.contextmanager
def counted_by(master: str) -> Iterator[None]:
    """Let a cluster count every figure that is asked for inside.

    :param master: the address of the cluster, such as spark://127.0.0.1:7077
    :raises UnableToUseCluster: if Spark is not installed, or nothing answers at the address
    """
    spark = _connected(master)
    try:
        with one_state(_ClusterStore(snapshots.ensure_fresh(), spark)):
            yield
    finally:
        spark.stop()


class _ClusterStore(Store):
    """A snapshot whose rows a cluster reads and counts."""

    def __init__(self, snapshot: Snapshot, spark: Any) -> None:
        super().__init__(snapshot)
        self._spark = spark

    def session(self, scope: Scope) -> Session:
        """Return a session of the cluster for one unit and day."""
        return _ClusterSession(self, self._spark.newSession(), scope)


class _ClusterSession(Session):
    """Queries for one scope, answered by a cluster."""

    def __init__(self, store: _ClusterStore, spark: Any, scope: Scope) -> None:
        super().__init__(store, scope)
        self._snapshot = store.snapshot
        self._spark = spark
        self._is_set = False

    def rows(self, query: str) -> Rows:
        """Return the rows of a query as dictionaries."""
        if not self._is_set:
            self._set()
        [said] = sqlglot.transpile(self._scope.put_into(query), read="duckdb", write="spark")
        return [row.asDict() for row in self._spark.sql(said).collect()]

    def _set(self) -> None:
        for name in SCHEMAS:
            self._offer(name)
        for subject in BANDED:
            self._spark.sql(
                f"CREATE TEMPORARY FUNCTION band_of_{subject}"
                "(on_day date, born bigint, until bigint)"
                f" RETURNS string RETURN {self._store.bands(subject)}"
            )
        self._is_set = True

    def _offer(self, name: str) -> None:
        files = [part / f"{name}.parquet" for part in self._snapshot.parts]
        there = [str(file) for file in files if file.exists()]
        self._spark.read.parquet(*there).createOrReplaceTempView(name)


def _connected(master: str) -> Any:
    try:
        sql = importlib.import_module("pyspark.sql")
    except ImportError as error:
        message = "Chưa cài gói pyspark: hãy cài requirements/spark.txt rồi chạy lại."
        raise UnableToUseCluster("spark_missing", message) from error
    builder = sql.SparkSession.builder.master(master).appName("coso").config(map=_CONFIGURATION)
    try:
        return builder.getOrCreate()
    except Exception as error:
        message = f"Không nối được với cụm Spark tại {master}: hãy kiểm tra địa chỉ và cụm máy."
        raise UnableToUseCluster("spark_unreachable", message) from error
