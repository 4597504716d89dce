"""The small picture of a target: a bar for the result of each year, a line for its milestone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from attrs import frozen
from django.urls import reverse

from coso.core.numbers import format_decimal
from coso.figures.queries import Counted, Course, Outcome
from coso.resolutions import queries as resolutions
from coso.resolutions.enums import ItemState, TargetState
from coso.resolutions.validators import Result, format_amount
from coso.web.frame import DATE_PARAMETER, UNIT_PARAMETER
from coso.web.shared.figures import BREAKDOWN_PARAMETER, PART_PARAMETER
from coso.web.shared.periods import SINCE_PARAMETER
from coso.web.shared.records import Status

# The bars stand between the numbers above them and the years below.
_TOP, _GROUND = 22.0, 82.0
_SHARE_OF_SLOT: Final = 0.56
_HUNDRED: Final = 100.0
_KINDS: Final = {
    TargetState.ACHIEVED: "good",
    TargetState.ON_TRACK: "good",
    TargetState.BEHIND: "late",
    TargetState.MISSED: "late",
    TargetState.NOT_DUE: "info",
    TargetState.NO_DATA: "none",
}
_KINDS_OF_ITEMS: Final = {
    ItemState.OPEN: "info",
    ItemState.OVERDUE: "late",
    ItemState.DONE: "good",
    ItemState.DONE_LATE: "soon",
}


def status_of(course: Course) -> Status:
    """Return where a target stands by colour and word."""
    return Status(_KINDS[course.state], course.state.label)


def status_of_item(state: ItemState) -> Status:
    """Return where a work item stands by colour and word."""
    return Status(_KINDS_OF_ITEMS[state], state.label)


@frozen
class Bar:
    """The result and the milestone of a year; positions as text, empty where there is none."""

    label: str
    sentence: str
    fill: str
    middle: str
    left: str
    width: str
    top: str = ""
    height: str = ""
    value: str = ""
    value_at: str = ""
    aim_at: str = ""
    right: str = ""


@frozen
class Sketch:
    """A target in one look; `sentence` says what is drawn."""

    course: Course
    status: Status
    bars: tuple[Bar, ...]

    @classmethod
    def of(cls, course: Course) -> Sketch:
        """Draw a target: each year that it aims at something in."""
        aims = resolutions.aims_of(course.target)
        by_year = {outcome.span.year: outcome for outcome in _of_years(course.outcomes)}
        years = sorted({*aims, *by_year})
        reach = _reach(aims.values(), by_year.values())
        slots = [(year, by_year.get(year), aims.get(year)) for year in years]
        bars = (_bar(place, len(slots), *slot, reach) for place, slot in enumerate(slots))
        return cls(course, status_of(course), tuple(bars))

    @property
    def sentence(self) -> str:
        """What is drawn, in words."""
        return "; ".join(bar.sentence for bar in self.bars)


def _of_years(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the last outcome of each year that has a result."""
    return [outcome for outcome in outcomes if outcome.result is not None]


def _reach(aims: Iterable[Decimal], outcomes: Iterable[Outcome]) -> float:
    results = (float(each.result.reached) for each in outcomes if each.result is not None)
    return max([*map(float, aims), *results], default=0.0) or 1.0


def _bar(
    place: int, slots: int, year: int, outcome: Outcome | None, aim: Decimal | None, reach: float
) -> Bar:
    slot = _HUNDRED / slots
    left, width = slot * place + slot * (1 - _SHARE_OF_SLOT) / 2, slot * _SHARE_OF_SLOT
    aim_at = None if aim is None else _level(float(aim), reach)
    result = None if outcome is None else outcome.result
    return Bar(
        label=str(year),
        sentence=_sentence(year, outcome, aim),
        fill=_fill(outcome),
        middle=_at(slot * (place + 0.5)),
        left=_at(left),
        width=_at(width),
        right=_at(left + width),
        aim_at="" if aim_at is None else _at(aim_at),
        **({} if result is None else _shown(result, reach, aim_at)),
    )


def _shown(result: Result, reach: float, aim_at: float | None) -> dict[str, str]:
    """Return where a bar stands; its number is above the line of the milestone, too."""
    reached = float(result.reached)
    top = _level(reached, reach)
    highest = top if aim_at is None else min(top, aim_at)
    is_share = result.denominator is not None
    value = format_decimal(reached, 1) if is_share else format_amount(result.value or Decimal(0))
    return {
        "top": _at(top),
        "height": _at(max(_GROUND - top, 1.0)),
        "value": value,
        "value_at": _at(highest - 5),
    }


def _level(value: float, reach: float) -> float:
    return _GROUND - (_GROUND - _TOP) * value / reach


def _fill(outcome: Outcome | None) -> str:
    if outcome is None or outcome.meets is None:
        return "data-other"
    if outcome.meets:
        return "good"
    return "late" if outcome.span.is_whole else "seq-3"


def _sentence(year: int, outcome: Outcome | None, aim: Decimal | None) -> str:
    reached = "chưa có kết quả"
    if outcome is not None and outcome.result is not None:
        reached = f"{outcome.result.text}"
        reached += "" if outcome.span.is_whole else f" ({outcome.span.label})"
    return f"{year}: {reached}" + ("" if aim is None else f", mốc {format_amount(aim)}")


def _at(place: float) -> str:
    return f"{place:.2f}"


def door_of(counted: Counted) -> str:
    """Return where the records behind a counted result are."""
    request = counted.request
    said = {
        UNIT_PARAMETER: str(request.unit_id),
        DATE_PARAMETER: request.as_of.isoformat(),
        SINCE_PARAMETER: "" if request.since is None else f"{request.since:%d/%m/%Y}",
        BREAKDOWN_PARAMETER: request.by or "",
        PART_PARAMETER: request.part or "",
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{reverse('figures:records', args=[counted.value.id])}?{query}"
