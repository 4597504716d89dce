"""One table for each fact, split so that every attribute holds for the whole row."""

from coso.figures.facts.tables.people import ORDER, PEOPLE
from coso.figures.facts.tables.records import RECORDS
from coso.figures.facts.tables.units import UNITS

__all__ = ["ORDER", "PEOPLE", "RECORDS", "UNITS"]
