"""Asking for figures, and for the records behind them."""

from coso.figures.engine import UnableToUseCluster, counted_by, one_state
from coso.figures.queries.answering import (
    Listing,
    compile_figures,
    evaluate,
    evaluate_with_parts,
    listed,
    listing,
    prepare,
)
from coso.figures.queries.asking import (
    DimensionNotAllowed,
    FigureRequest,
    UnitNotInRegister,
    UnknownFigure,
)
from coso.figures.queries.outcomes import Counted, Course, Outcome, courses_of
from coso.figures.queries.records import records, records_of, rows_of
from coso.figures.queries.standing import homes_today, members_below, units_below, units_today
from coso.figures.queries.values import FigureValue, Slice
from coso.figures.snapshot import passing

__all__ = [
    "Counted",
    "Course",
    "DimensionNotAllowed",
    "FigureRequest",
    "FigureValue",
    "Listing",
    "Outcome",
    "Slice",
    "UnableToUseCluster",
    "UnitNotInRegister",
    "UnknownFigure",
    "compile_figures",
    "counted_by",
    "courses_of",
    "evaluate",
    "evaluate_with_parts",
    "homes_today",
    "listed",
    "listing",
    "members_below",
    "one_state",
    "passing",
    "prepare",
    "records",
    "records_of",
    "rows_of",
    "units_below",
    "units_today",
]
