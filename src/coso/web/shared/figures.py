"""Figures as the pages show them: cards and bars, each a door to what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from coso.core import numbers
from coso.figures.queries import FigureValue, Slice
from coso.web.frame import UNIT_PARAMETER, Frame
from coso.web.templatetags.drawing import Bar, FigureCard

# Figures whose share says more than their number: these are read as a rate.
_RATE: Final = ".rate"


def card(figure: FigureValue, frame: Frame, label: str = "") -> FigureCard:
    """Return the card of a figure; a rate is shown as one, with its two numbers under it."""
    base_label = base_words(figure.base_label)
    shown = FigureCard(
        label=label or figure.label,
        value=figure.value,
        base=figure.base,
        base_label=base_label,
        reason=figure.reason,
        url=f"{reverse('figures:records', args=[figure.id])}?{frame.place}",
        passport_url=f"{reverse('figures:passport', args=[figure.id])}?{frame.place}",
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


def bars(parts: Iterable[Slice], figure: str, frame: Frame, *, at_most: int = 0) -> list[Bar]:
    """Return the buckets of a breakdown; units are ordered by size and open their own figure.

    :param at_most: how many of the largest to show; 0 shows all
    """
    found = list(parts)
    if any(part.unit_id for part in found):
        found.sort(key=lambda part: part.value, reverse=True)
    shown = found[:at_most] if at_most else found
    return [
        Bar(label=part.label, value=part.value, url=_url(part, figure, frame)) for part in shown
    ]


def _url(part: Slice, figure: str, frame: Frame) -> str:
    if part.unit_id is None:
        return ""
    place = {**dict(frame.place_parameters), UNIT_PARAMETER: str(part.unit_id)}
    return f"{reverse('figures:records', args=[figure])}?{urlencode(place)}"
