"""What is exported as columns: the registers, the dated trees and one table for each fact."""

from coso.figures.facts.building import build, read
from coso.figures.facts.parts import ORDER, PEOPLE, RECORDS, UNITS, Piece, pieces
from coso.figures.facts.schemas import BANDED, FIRST_DAY, LAST_DAY, SCHEMAS, SCOPE

__all__ = [
    "BANDED",
    "FIRST_DAY",
    "LAST_DAY",
    "ORDER",
    "PEOPLE",
    "RECORDS",
    "SCHEMAS",
    "SCOPE",
    "UNITS",
    "Piece",
    "build",
    "pieces",
    "read",
]
