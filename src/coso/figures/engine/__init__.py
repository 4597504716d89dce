"""How a definition becomes a number: Ibis expressions, compiled once, run on DuckDB."""

from coso.figures.engine.compiling import parts_query, records_query, totals_query
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
    "fresh_store",
    "one_state",
    "open_store",
    "parts_query",
    "records_query",
    "totals_query",
]
