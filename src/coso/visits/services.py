"""Visits of attending teams written by hand, by the checks that lists are imported by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from attrs import asdict, frozen
from django.db import connection, transaction

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected, saved
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.visits import bulk, queries
from coso.visits.models import Visit, VisitTeam


class UnableToKeepVisit(DomainError):
    """The visit cannot have been so."""


@frozen(kw_only=True)
class VisitDetails:
    """What the register says of a visit; the team is one of the root's, by its number."""

    unit: Unit
    team_number: int
    visited_on: dt.date
    visitor_title: str = ""
    meeting_kind: str = ""
    meeting_period: Period | None = None
    score: Decimal | None = None
    remark: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the columns of the visit but the team."""
        period = self.meeting_period
        written = asdict(self, recurse=False)
        del written["team_number"]
        return written | {"meeting_period": None if period is None else period.to_range()}


@transaction.atomic
def record_visit(
    *, details: VisitDetails, today: dt.date, actor: Actor, basis: Basis = FRESH
) -> Visit:
    """Record that a team sat in on a meeting; a team that no list has named yet is added.

    :raises UnableToKeepVisit: if it cannot have been so, or the register has it already
    """
    _check(details, today)
    visit = _saved(Visit(team=_team(details), **details.columns()))
    _record(visit, "visit.recorded", {"new": queries.in_words(visit)}, actor, basis)
    return visit


@transaction.atomic
def correct_visit(
    *, visit: Visit, details: VisitDetails, today: dt.date, actor: Actor, basis: Basis
) -> Visit:
    """Correct what the register says of a visit.

    :raises UnableToKeepVisit: as `record_visit`
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the visit is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    visit = basis.locked(queries.visits(), visit, queries.state_of)
    before = queries.in_words(visit)
    _check(details, today)
    visit.team = _team(details)
    for name, value in details.columns().items():
        setattr(visit, name, value)
    values = corrected(before, queries.in_words(visit))
    _saved(visit)
    _record(visit, "visit.corrected", values, actor, basis)
    return visit


@transaction.atomic
def remove_visit(*, visit: Visit, actor: Actor, basis: Basis) -> None:
    """Take a visit out of the register; the trail keeps what was written.

    :raises RecordChanged: if the visit is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    visit = basis.locked(queries.visits(), visit, queries.state_of)
    _record(visit, "visit.removed", {"old": queries.in_words(visit)}, actor, basis)
    visit.delete()


def _team(details: VisitDetails) -> VisitTeam:
    """Return the team of that number of the committee that led the installation on the day."""
    committee = organizations.root_on(Tree.PARTY, details.visited_on)
    number = details.team_number
    return VisitTeam.objects.get_or_create(committee=committee, number=number)[0]


def _check(details: VisitDetails, today: dt.date) -> None:
    if details.visited_on > today:
        message = f"Ngày {format_date(details.visited_on)} chưa đến. Hãy ghi khi tổ đã dự."
        raise UnableToKeepVisit("visit_to_come", message)
    if organizations.version_on(details.unit, details.visited_on) is None:
        message = f"{details.unit} không có trong sổ vào ngày {format_date(details.visited_on)}."
        raise UnableToKeepVisit("unit_not_alive", f"{message} Hãy kiểm tra lại nơi dự và ngày.")
    staged = asdict(details, recurse=False) | {"unit_id": details.unit.pk}
    with connection.cursor() as cursor:
        bulk.stage_visit(cursor, staged)
        found = bulk.check_visits(cursor, bulk.STAGING)
    if found:
        raise UnableToKeepVisit(found[0].kind, found[0].message)


def _saved(visit: Visit) -> Visit:
    message = (
        f"Sổ đã có lượt {visit.team} dự {visit.unit} ngày {format_date(visit.visited_on)} với "
        "cùng người dự. Nếu là hai lượt, hãy ghi rõ người dự."
    )
    return saved(visit, twin=UnableToKeepVisit("visit_known", message))


def _record(visit: Visit, action: str, values: dict[str, Any], actor: Actor, basis: Basis) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=visit,
        unit_id=visit.unit_id,
        summary=f"{visit.team} dự sinh hoạt ngày {format_date(visit.visited_on)}",
        reason=basis.reason,
        values=values,
    )
