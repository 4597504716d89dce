"""How a definition becomes a number: Ibis expressions, compiled once, run on DuckDB."""

from coso.figures.engine.cluster import UnableToUseCluster, counted_by
from coso.figures.engine.compiling import key_of, mark_of, numbers_query, records_query
from coso.figures.engine.model import Dimension, Fact, Figure, Measure
from coso.figures.engine.running import Scope, Session, Store, fresh_store, one_state, open_store

__all__ = [
    "Dimension",
    "Fact",
    "Figure",
    "Measure",
    "Scope",
    "Session",
    "Store",
    "UnableToUseCluster",
    "counted_by",
    "fresh_store",
    "key_of",
    "mark_of",
    "numbers_query",
    "one_state",
    "open_store",
    "records_query",
]
