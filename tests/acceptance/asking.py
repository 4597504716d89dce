"""Figures of an installation asked for in one line, and compared with what they should be."""

import datetime as dt

from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureRequest, FigureValue
from coso.importing.services import ImportReport
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree


def root(tree: Tree = Tree.PARTY) -> int:
    """Return the id of a root of the installation."""
    return organizations.root(tree).pk


def ask(*ids: str, as_of: dt.date, unit: int | None = None, **more) -> dict[str, FigureValue]:
    """Return figures by their names; all of them if none is named."""
    request = FigureRequest(unit_id=unit or root(), as_of=as_of, ids=ids, **more)
    return {value.id: value for value in figures.evaluate(request)}


def values(*ids: str, as_of: dt.date, **more) -> dict[str, int | None]:
    """Return the plain numbers of figures."""
    return {name: value.value for name, value in ask(*ids, as_of=as_of, **more).items()}


def parts(figure: str, by: str, *, as_of: dt.date, **more) -> dict[str, int]:
    """Return the numbers of a breakdown by the labels of its buckets."""
    found = ask(figure, as_of=as_of, by=by, **more)[figure].breakdown
    return {part.label: part.value for part in found if part.value}


def keyed(figure: str, by: str, *, as_of: dt.date, **more) -> dict[str, int]:
    """Return the numbers of a breakdown by the keys of its buckets."""
    found = ask(figure, as_of=as_of, by=by, **more)[figure].breakdown
    return {part.key: part.value for part in found if part.value}


def shown(value: FigureValue) -> dict:
    """Return a figure as the files of expectations write it."""
    facts = {"value": value.value, "base": value.base, "percent": value.percent, "text": value.text}
    return {name: fact for name, fact in facts.items() if fact is not None}


def changed(report: ImportReport) -> list[tuple[str, str, int, int]]:
    """Return the sheets of which an import has written something."""
    return [
        (sheet.file, sheet.sheet, sheet.created, sheet.updated)
        for sheet in report.sheets
        if sheet.created or sheet.updated
    ]


def additive() -> list[str]:
    """Return the figures whose value for a unit is the sum over its parts."""
    return [name for name, figure in FIGURES.items() if figure.additive]
