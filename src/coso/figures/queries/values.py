"""Numbers as they are handed out."""

from __future__ import annotations

from typing import Final

from attrs import evolve, field, frozen

from coso.core import numbers
from coso.figures.passport import Passport

NO_VALUE: Final = "–"


@frozen
class Slice:
    """One bucket of a breakdown; `unit_id` where the bucket is a unit."""

    key: str
    label: str
    value: int
    base: int | None
    unit_id: int | None = None
    percent: float | None = field(init=False)
    text: str = field(init=False)

    @percent.default
    def _percent(self) -> float | None:
        return percent_of(self.value, self.base)

    @text.default
    def _text(self) -> str:
        return text_of(self.value, self.base)


@frozen
class FigureValue:
    """A figure of a unit on a day, with its papers; no value has a reason instead."""

    id: str
    label: str
    value: int | None
    base: int | None
    text: str
    definition: str
    base_label: str
    reason: str
    passport: Passport
    breakdown: tuple[Slice, ...] = ()
    percent: float | None = field(init=False)

    @percent.default
    def _percent(self) -> float | None:
        return None if self.value is None else percent_of(self.value, self.base)

    def of(self, part: Slice) -> FigureValue:
        """Return the figure of one of its parts, with papers of its own."""
        label = f"{self.label}: {part.label}"
        papers = evolve(self.passport, label=label, shown=part.text)
        return evolve(
            self, label=label, value=part.value, base=part.base, text=part.text, passport=papers
        )


def percent_of(value: int, base: int | None) -> float | None:
    """Return the share with one decimal, half up; none without a base."""
    share = None if base is None else numbers.percent(value, base)
    return None if share is None else float(share)


def text_of(value: int, base: int | None) -> str:
    """Return a number or a share as a Vietnamese reader writes it."""
    return numbers.format_integer(value) if base is None else numbers.format_share(value, base)
