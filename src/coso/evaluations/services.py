"""Writing yearly ratings by hand: of one subject, or of all that stand together on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from attrs import asdict, frozen
from django.db import connection, transaction

from coso.audit import services as audit
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, UNCHANGED, Basis, RecordChanged, saved
from coso.evaluations import bulk, queries, validators
from coso.evaluations.enums import Rating
from coso.evaluations.models import Evaluation
from coso.evaluations.queries import Subject


class UnableToRate(DomainError):
    """A rating cannot be given so."""


class RatingsRefused(UnableToRate):
    """Some ratings of a page cannot be given so; `lines` says why, by subject."""

    def __init__(self, lines: Mapping[int, str]) -> None:
        super().__init__("ratings_refused", " ".join(dict.fromkeys(lines.values())))
        self.lines = lines


@frozen(kw_only=True)
class Given:
    """What is said of a subject: a rating, or the reason why there is none.

    What is not said (`None`) stays as it was; a new rating is then of the level of its place.
    """

    rating: str = ""
    not_rated_reason: str = ""
    self_rating: str | None = None
    level: str | None = None


@transaction.atomic
def give_ratings(
    *,
    subjects: Sequence[Subject],
    year: int,
    given: Mapping[int, Given],
    today: dt.date,
    actor: Actor,
    basis: Basis = FRESH,
) -> list[Evaluation]:
    """Write what is given of some of the subjects of a page, all of it or nothing.

    The subjects are of one capacity. To rate again whoever has a rating is a correction.

    :raises UnableToRate: if the year cannot be
    :raises RatingsRefused: if what is given of a subject cannot be
    :raises RecordChanged: if a rating of the page is not what the writer saw
    :raises ReasonMissing: if it is a correction or the rules warn, and no reason is given
    """
    _check_year(year, today)
    known = _locked(subjects, year, basis)
    rated = [subject for subject in subjects if subject.pk in given]
    old = {pk: queries.in_words(rating) for pk, rating in known.items()}
    warnings = [
        *(_corrected(each, old[each.pk]) for each in rated if each.pk in old),
        *_checked(rated, year, given, known),
    ]
    levels = queries.levels_at(
        {each.place_id for each in rated}, min(today, queries.last_day(year))
    )
    written = [
        _write(known.get(each.pk) or _new(each, year, levels[each.place_id]), given[each.pk])
        for each in rated
    ]
    basis.check_reason([*warnings, *_over_the_cap(rated, year, given)])
    for rating in written:
        _record(rating, old.get(rating.subject.pk, {}), actor, basis)
    return written


@transaction.atomic
def remove_rating(*, rating: Evaluation, actor: Actor, basis: Basis) -> None:
    """Take a rating out of the register; the trail keeps what was written.

    :raises RecordChanged: if the rating is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    locked = queries.evaluations().select_for_update(of=("self",)).get(pk=rating.pk)
    basis.check_seen(queries.state_of([locked]))
    basis.check_explained()
    audit.record(
        actor=actor,
        action="rating.removed",
        subject=locked,
        unit_id=locked.place_id,
        summary=f"Bỏ xếp loại năm {locked.year}",
        reason=basis.reason,
        values={"old": queries.in_words(locked)},
    )
    locked.delete()


def _check_year(year: int, today: dt.date) -> None:
    if message := validators.year_refusal(year, today):
        raise UnableToRate("year_to_come", message)


def _locked(subjects: Sequence[Subject], year: int, basis: Basis) -> dict[int, Evaluation]:
    """Return the ratings that the subjects have, by subject, for nobody else to change."""
    found = list(queries.given_to(subjects, year).select_for_update(of=("self",)))
    basis.check_seen(queries.state_of(found))
    return {rating.subject.pk: rating for rating in found}


def _checked(
    rated: Sequence[Subject],
    year: int,
    given: Mapping[int, Given],
    known: Mapping[int, Evaluation],
) -> list[str]:
    """Return what the rules of a list warn of.

    :raises RatingsRefused: if something cannot be
    """
    staged = [
        {
            **each.key,
            "origin": each.pk,
            "capacity": each.capacity,
            "full_name": each.name,
            "year": year,
            "first_day": dt.date(year, 1, 1),
            "last_day": queries.last_day(year),
            "agency_id": each.place_id,
            "rating": given[each.pk].rating,
            "is_known": each.pk in known,
        }
        for each in rated
    ]
    with connection.cursor() as cursor:
        bulk.stage_ratings(cursor, staged)
        found = bulk.check_by_hand(cursor)
    wrong = {each.origin: each.message for each in found if each.severity == "error"}
    wrong |= _unclear(given) | _unchanged(given, known)
    if wrong:
        raise RatingsRefused(wrong)
    return [each.message for each in found]


def _unclear(given: Mapping[int, Given]) -> dict[int, str]:
    message = "Hãy chọn một mức xếp loại, hoặc “Không xếp loại” kèm lý do."
    return {
        pk: message
        for pk, each in given.items()
        if bool(each.rating) == bool(each.not_rated_reason)
    }


def _unchanged(given: Mapping[int, Given], known: Mapping[int, Evaluation]) -> dict[int, str]:
    return {
        pk: UNCHANGED for pk, rating in known.items() if pk in given and _is_so(rating, given[pk])
    }


def _is_so(rating: Evaluation, given: Given) -> bool:
    return all(getattr(rating, name) == value for name, value in _said(given).items())


def _said(given: Given) -> dict[str, str]:
    return {name: value for name, value in asdict(given).items() if value is not None}


def _new(subject: Subject, year: int, level: str) -> Evaluation:
    return Evaluation(
        **subject.key,
        capacity=subject.capacity,
        year=year,
        agency_id=subject.place_id,
        title=subject.title,
        level=level,
    )


def _write(rating: Evaluation, given: Given) -> Evaluation:
    for name, value in _said(given).items():
        setattr(rating, name, value)
    return saved(rating, twin=RecordChanged())  # somebody else has just given one


def _corrected(subject: Subject, old: Mapping[str, str]) -> str:
    return f"{subject.name}: sổ đã ghi “{old['Kết quả']}”, nay ghi lại."


def _over_the_cap(rated: Sequence[Subject], year: int, given: Mapping[int, Given]) -> list[str]:
    """Return where too many are excellent; whoever adds none is not asked."""
    is_asked = any(each.rating == Rating.EXCELLENT for each in given.values())
    places = {each.place_id for each in rated}
    return queries.excellent_at(places, rated[0].capacity, year) if is_asked else []


def _record(rating: Evaluation, old: dict[str, str], actor: Actor, basis: Basis) -> None:
    audit.record(
        actor=actor,
        action="rating.corrected" if old else "rating.given",
        subject=rating,
        unit_id=rating.place_id,
        summary=f"{'Sửa xếp loại' if old else 'Xếp loại'} năm {rating.year}",
        reason=basis.reason,
        values={"old": old, "new": queries.in_words(rating)},
    )
