"""Figures as the pages show them: cards, and the doors to what each number counts."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Final, Literal
from urllib.parse import urlencode

from attrs import field, frozen
from django.http import Http404
from django.urls import reverse

from coso.core import numbers
from coso.figures.queries import FigureRequest, FigureValue, Slice
from coso.web.frame import UNIT_PARAMETER, Frame
from coso.web.templatetags.drawing import FigureCard

BREAKDOWN_PARAMETER: Final = "theo"
PART_PARAMETER: Final = "nhom"
# The part of the records that have no key: of unknown age, standing with the unit itself.
NO_KEY: Final = "-"
# Figures whose share says more than their number: these are read as a rate.
_RATE: Final = ".rate"
_PLUS, _MINUS = "+", "−"


def asked_of(frame: Frame, ids: tuple[str, ...] = ()) -> FigureRequest:
    """Return the question for some figures of what a frame has in view, under its tree.

    :raises Http404: if there is no unit in view
    """
    if frame.unit is None:
        raise Http404
    is_now = frame.tree == "now" and frame.as_of < frame.today
    tree: Literal["then", "now"] = "now" if is_now else "then"
    return FigureRequest(frame.unit.pk, frame.as_of, ids, tree=tree)


def difference(one: FigureValue, other: FigureValue) -> str:
    """Return by how much a figure is more than another: “+12”, for shares in points too."""
    if one.value is None or other.value is None:
        return ""
    count = difference_of(one.value, other.value)
    if one.percent is None or other.percent is None:
        return count
    points = one.percent - other.percent
    return f"{count} ({signed(numbers.format_decimal(abs(points), 1), points)} điểm %)"


def difference_of(one: int, other: int) -> str:
    """Return by how much a number is more than another, with its sign."""
    return signed(numbers.format_integer(abs(one - other)), one - other)


def signed(written: str, value: float) -> str:
    """Return a number with its sign, which “0” has not."""
    if not written.strip("0,"):
        return written
    return f"{_PLUS if value > 0 else _MINUS}{written}"


def card(figure: FigureValue, frame: Frame, label: str = "") -> FigureCard:
    """Return the card of a figure; a rate is shown as one, with its two numbers under it."""
    base_label = base_words(figure.base_label)
    shown = FigureCard(
        label=label or figure.label,
        value=figure.value,
        base=figure.base,
        base_label=base_label,
        reason=figure.reason,
        url=f"{_page_of('records', figure.id)}?{frame.place}",
        passport_url=f"{_page_of('passport', figure.id)}?{frame.place}",
    )
    return _as_rate(figure, shown, base_label) if figure.id.endswith(_RATE) else shown


def _as_rate(figure: FigureValue, shown: FigureCard, base_label: str) -> FigureCard:
    share = None if figure.percent is None else Decimal(str(figure.percent))
    counted = ""
    if figure.value is not None and figure.base is not None:
        part, base = numbers.format_integer(figure.value), numbers.format_integer(figure.base)
        counted = f"{part} trên {base} {base_label}"
    return FigureCard(
        label=shown.label,
        value=share,
        unit="%",
        note=counted,
        reason=figure.reason or ("Chưa có gì để tính tỷ lệ." if share is None else ""),
        url=shown.url,
        passport_url=shown.passport_url,
        bar=None if share is None else share,
    )


def base_words(label: str) -> str:
    """Return what a share is a share of, without “số”: “người được xếp loại”."""
    return label.removeprefix("tổng ").removeprefix("số ")


@frozen
class Doors:
    """Addresses of figures as in view; `more` is what else the page asks of them, as a period."""

    frame: Frame
    more: tuple[tuple[str, str], ...] = field(default=())

    def to_all(self, figure: str, by: str) -> str:
        """Return where all parts of a figure are."""
        return self._address(figure, self._place(), {BREAKDOWN_PARAMETER: by})

    def to(self, figure: str, by: str, key: str) -> str:
        """Return where the records of one part are."""
        parts = {BREAKDOWN_PARAMETER: by, PART_PARAMETER: key or NO_KEY}
        return self._address(figure, self._place(), parts)

    def to_part(self, figure: str, by: str, part: Slice) -> str:
        """Return where a part leads: a unit to its own figure, else to the records."""
        if part.unit_id is None:
            return self.to(figure, by, part.key)
        return self._address(figure, {**self._place(), UNIT_PARAMETER: str(part.unit_id)}, {})

    def _place(self) -> dict[str, str]:
        return {**dict(self.frame.place_parameters), **dict(self.more)}

    def _address(self, figure: str, place: dict[str, str], parts: dict[str, str]) -> str:
        return f"{_page_of('records', figure)}?{urlencode({**place, **parts})}"


@functools.cache
def _page_of(page: str, figure: str) -> str:
    """Return the address of a page of a figure: a page has hundreds of them."""
    return reverse(f"figures:{page}", args=[figure])
