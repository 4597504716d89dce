"""What came of the targets of a resolution: counted by figures, beside what was reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from coso.core import numbers
from coso.core.errors import DomainError
from coso.figures.catalogue import FIGURES, Figure
from coso.figures.queries.answering import evaluate
from coso.figures.queries.asking import ONE_DAY, FigureRequest
from coso.figures.queries.values import FigureValue, Slice
from coso.organizations.models import Unit
from coso.resolutions import queries as resolutions
from coso.resolutions import validators
from coso.resolutions.enums import TargetState
from coso.resolutions.models import Progress, Target
from coso.resolutions.validators import Result, Span

_YEAR: Final = "year"


@frozen
class Counted:
    """A figure of the period of an outcome, and the question that it answers."""

    value: FigureValue
    request: FigureRequest

    @property
    def result(self) -> Result | None:
        """What the figure says, as it is reported; nothing where there is nothing to count."""
        value, base = self.value.value, self.value.base
        if value is None or base == 0:
            return None
        return Result(value=Decimal(value)) if base is None else Result(value, base)


@frozen
class Outcome:
    """What came of a target in a period.

    :ivar aim: what was aimed at by the end of its year, where there is such a milestone
    :ivar counted: what its figure says; none where it has no figure that can be asked
    :ivar reported: what was reported of this very period
    """

    target: Target
    span: Span
    aim: Decimal | None
    counted: Counted | None
    reported: Progress | None

    @property
    def result(self) -> Result | None:
        """The result that is believed: the counted one, else the reported one."""
        counted = None if self.counted is None else self.counted.result
        return counted or self._said

    @property
    def is_counted(self) -> bool:
        """Whether the result comes out of the registers."""
        return self.counted is not None and self.counted.result is not None

    @property
    def meets(self) -> bool | None:
        """Whether the result is what was aimed at by the end of the year, or better."""
        if self.result is None or self.aim is None:
            return None
        return validators.meets(self.target.direction, self.result.reached, self.aim)

    @property
    def differs(self) -> bool:
        """Whether something else was reported than the registers say."""
        counted, said = None if self.counted is None else self.counted.result, self._said
        if counted is None or said is None or counted == said:
            return False
        # A bare percent is compared as it is written, with one decimal.
        return said.value is None or said.value != _as_written(counted)

    @property
    def _said(self) -> Result | None:
        return None if self.reported is None else resolutions.result_of(self.reported)


@frozen
class Course:
    """How a target has gone up to a day: its outcomes, the last of them, where it stands."""

    target: Target
    outcomes: tuple[Outcome, ...]
    state: TargetState

    @property
    def latest(self) -> Outcome | None:
        """The last outcome that has a result."""
        return _latest(self.outcomes)


def courses_of(
    targets: Sequence[Target],
    day: dt.date,
    *,
    of: Unit | None = None,
    may_count: Callable[[Unit], bool] = lambda _: True,
) -> list[Course]:
    """Return how some targets have gone up to a day, in their order.

    :param of: the unit in which they are counted, if not the committee whose resolution it is;
        what was reported is of the committee alone
    :param may_count: whether the reader may see the figures of a unit; else only what was
        reported is there
    """
    spans = {target.pk: _spans(target, day) for target in targets}
    places = {target.pk: of or target.resolution.issuer for target in targets}
    shown = {unit for unit in {*places.values()} if unit is not None and may_count(unit)}
    counted = _count([each for each in targets if places[each.pk] in shown], spans, places, day)
    return [
        _course(
            target,
            spans[target.pk],
            counted,
            _reported(target) if places[target.pk] == target.resolution.issuer else {},
            day,
        )
        for target in targets
    ]


_Key = tuple[int, Span]


def _reported(target: Target) -> dict[Span, Progress]:
    return {Span.of(each.year, each.part): each for each in resolutions.reports_of(target)}


def _course(
    target: Target,
    spans: Iterable[Span],
    counted: Mapping[_Key, Counted],
    reported: Mapping[Span, Progress],
    day: dt.date,
) -> Course:
    aims = resolutions.aims_of(target)
    outcomes = tuple(
        Outcome(
            target, span, aims.get(span.year), counted.get((target.pk, span)), reported.get(span)
        )
        for span in spans
    )
    latest = _latest(outcomes)
    known = None if latest is None else (latest.span, _reached(latest))
    state = validators.state_of_target(target.direction, aims, known, day)
    return Course(target, outcomes, state)


def _latest(outcomes: Iterable[Outcome]) -> Outcome | None:
    return max((o for o in outcomes if o.result is not None), key=lambda o: o.span, default=None)


def _reached(outcome: Outcome) -> Fraction:
    return Fraction(0) if outcome.result is None else outcome.result.reached


def _spans(target: Target, day: dt.date) -> list[Span]:
    """Return the periods up to a day: of its milestones, of its reports, and the year under way."""
    years = [year for year in resolutions.aims_of(target) if year <= day.year]
    aimed = {
        min(Span.of(year, "YEAR"), Span(year, max(day, dt.date(year, 1, 1)))) for year in years
    }
    return sorted(aimed | {span for span in _reported(target) if span.until <= day})


def _count(
    targets: Iterable[Target],
    spans: Mapping[int, Iterable[Span]],
    places: Mapping[int, Unit | None],
    day: dt.date,
) -> dict[_Key, Counted]:
    """Return what the figures of targets say of each period, in the unit of each."""
    asked = {
        (target.pk, span): _question(FIGURES[target.figure], unit, span, day)
        for target in targets
        if target.figure in FIGURES and (unit := places[target.pk]) is not None
        for span in spans[target.pk]
    }
    values = _answered(asked.values())
    return {key: Counted(values[each], each) for key, each in asked.items() if each in values}


def _answered(questions: Iterable[FigureRequest]) -> dict[FigureRequest, FigureValue]:
    """Return the answers to questions about one figure each; alike ones are asked together."""
    alike: dict[FigureRequest, list[FigureRequest]] = {}
    for question in questions:
        alike.setdefault(evolve(question, ids=(), part=None), []).append(question)
    found: dict[FigureRequest, FigureValue] = {}
    for common, several in alike.items():
        ids = dict.fromkeys(question.ids[0] for question in several)
        values = {value.id: value for value in _evaluated(evolve(common, ids=tuple(ids)))}
        found |= {
            each: _of_part(values[each.ids[0]], each) for each in several if each.ids[0] in values
        }
    return found


def _question(figure: Figure, unit: Unit, span: Span, day: dt.date) -> FigureRequest:
    """Return how a figure is asked what it says of a period.

    Ratings of a year are there once it is over. Meetings belong to the period that they were due
    in, whenever they were held: a year that is over is one part of what is known on the day.
    """
    rule, starts = figure.available.partition(":")[0], dt.date(span.year, 1, 1)
    known = _last_day(unit, day)
    if rule == "evaluations":
        day_after = min(span.until + ONE_DAY, known)
        return FigureRequest(unit.pk, day_after, (figure.id,), year=span.year)
    if rule == "meetings" and span.is_whole:
        year = str(span.year)
        return FigureRequest(unit.pk, known, (figure.id,), since=starts, by=_YEAR, part=year)
    return FigureRequest(unit.pk, span.until, (figure.id,), since=starts)


def _last_day(unit: Unit, day: dt.date) -> dt.date:
    """Return a day, or the last one on which the unit still was."""
    return day if unit.closed_on is None else min(day, unit.closed_on - ONE_DAY)


def _evaluated(request: FigureRequest) -> list[FigureValue]:
    """Return the figures of a request; none where the unit was not there."""
    try:
        return evaluate(request)
    except DomainError:
        return []


def _of_part(value: FigureValue, request: FigureRequest) -> FigureValue:
    """Return the figure of the year that is asked for, where it is asked for as a part."""
    if request.part is None or value.value is None:
        return value
    nothing = Slice(request.part, "", 0, None if value.base is None else 0)
    part = next((each for each in value.breakdown if each.key == request.part), nothing)
    return evolve(value, value=part.value, base=part.base, text=part.text, breakdown=())


def _as_written(result: Result) -> Decimal | None:
    if result.numerator is None or result.denominator is None:
        return result.value
    return numbers.percent(result.numerator, result.denominator)
