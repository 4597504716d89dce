"""Every figure by its name, in the order in which they are shown."""

from __future__ import annotations

from typing import Final

from coso.figures.definitions import (
    appointments,
    documents,
    evaluations,
    meetings,
    members,
    organizations,
    personnel,
    planning,
    resolutions,
    training,
    visits,
)
from coso.figures.engine import Fact, Figure

__all__ = ["BY_FACT", "FIGURES", "Figure"]

FIGURES: Final[dict[str, Figure]] = {
    figure.id: figure
    for module in (
        *(organizations, members, personnel, planning, appointments, evaluations, training),
        *(visits, documents, resolutions, meetings),
    )
    for figure in module.FIGURES
}

# The figures of one fact are always counted together: one query, compiled once.
BY_FACT: Final[dict[Fact, tuple[Figure, ...]]] = {
    fact: tuple(figure for figure in FIGURES.values() if figure.fact is fact)
    for fact in dict.fromkeys(figure.fact for figure in FIGURES.values())
}
