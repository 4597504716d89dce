"""A post that somebody holds: what is written of it, and what must be true for that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from attrs import frozen
from django.db import connection

from coso.audit import services as audit
from coso.core import text
from coso.core.dates import format_date
from coso.core.db import Finding
from coso.core.errors import DomainError
from coso.core.periods import Period, format_period
from coso.core.types import Actor
from coso.core.writing import Basis
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.models import Person
from coso.personnel import bulk, queries, validators
from coso.personnel.enums import AssignmentBasis, Category, Ending
from coso.personnel.models import Assignment, Post

_SAID: Final = frozenset({"info"})


class UnableToAssign(DomainError):
    """The person cannot hold the post in that time."""


@frozen(kw_only=True)
class AssignmentDetails:
    """A post, how somebody holds it, and when; `until` is the first day not any more."""

    agency: Unit
    title: str
    on: dt.date
    category: Category
    is_primary: bool = True
    basis: AssignmentBasis = AssignmentBasis.ASSIGNED
    decision: str = ""
    decided_on: dt.date | None = None
    rank_code: str = ""
    recruited_on: dt.date | None = None
    until: dt.date | None = None
    ending: Ending | None = None
    ending_decision: str = ""

    @property
    def during(self) -> Period:
        """The days of the assignment."""
        return Period(self.on, self.until)

    @property
    def is_counted(self) -> bool:
        """Whether it counts in the headcount of the agency."""
        return self.is_primary and self.category != Category.CONTRACT_WORKER

    def columns(self) -> dict[str, Any]:
        """Return the columns of `Assignment` but the person and the post."""
        return {
            "category": self.category,
            "is_primary": self.is_primary,
            "basis": self.basis,
            "decision": self.decision,
            "decided_on": self.decided_on,
            "rank_code": self.rank_code,
            "recruited_on": self.recruited_on,
            "during": self.during.to_range(),
            "ending": self.ending or "",
            "ending_decision": self.ending_decision,
        }

    def staged(self) -> dict[str, Any]:
        """Return what a list of the first day would say."""
        return {
            "agency_id": self.agency.pk,
            "agency": self.agency.name,
            "title": self.title,
            "match_title": text.match_key(self.title),
            "is_head": validators.is_head(self.title),
            "recruited_on": self.recruited_on,
            "listed_on": self.on,
        }


def lock(person: Person, *agencies: Unit) -> None:
    """Let one write at a time: about the person, and about what goes on in the agencies."""
    list(Person.objects.select_for_update(of=("self",)).filter(pk=person.pk))
    keys = [agency.pk for agency in agencies]
    list(Unit.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def lock_held(assignment: Assignment, basis: Basis, *agencies: Unit) -> Assignment:
    """Return an assignment as it is now, locked with all that its person holds.

    :raises UnableToAssign: if it is no more
    :raises RecordChanged: if the person's work is not what the writer saw
    """
    lock(assignment.person, *agencies)
    basis.check_seen(queries.state_of(assignment.person))
    held: Assignment | None = queries.assignments().filter(pk=assignment.pk).first()
    if held is None:
        message = "Dòng này vừa được người khác bỏ khỏi sổ."
        raise UnableToAssign("assignment_gone", f"{message} Hãy mở lại hồ sơ.")
    return held


def check_room(
    person: Person, details: AssignmentDetails, besides: Assignment | None = None
) -> None:
    """Refuse days that the agency does not have, or in which the person has no room.

    :param besides: the assignment that is written anew
    :raises UnableToAssign: with the reason
    """
    _check_days(details)
    _check_agency(details)
    held = queries.assignments_of(person).filter(during__overlap=details.during.to_range())
    if besides is not None:
        held = held.exclude(pk=besides.pk)
    title = text.match_key(details.title)
    same = held.filter(post__agency=details.agency, post__match_title=title).first()
    if same is not None:
        message = f"Sổ đã ghi {summary_of(same)}."
        raise UnableToAssign("assignment_known", f"{message} Hãy kiểm tra lại ngày.")
    primary = held.filter(is_primary=True).first() if details.is_primary else None
    if primary is not None:
        message = f"Trong thời gian này đã có vị trí chính: {summary_of(primary)}."
        raise UnableToAssign(
            "second_primary", f"{message} Hãy dùng “Chuyển công tác”, hoặc ghi là kiêm nhiệm."
        )


def post_of(details: AssignmentDetails) -> Post:
    """Return the post of the title in the agency; a new one has the group that it tells."""
    unit = organizations.details_on(details.agency, details.on)
    agency_type = "" if unit is None else unit.type.pk
    post, _ = Post.objects.get_or_create(
        agency=details.agency,
        match_title=text.match_key(details.title),
        defaults={
            "title": details.title,
            "group": validators.post_group(details.title, agency_type),
        },
    )
    return post


def warnings_of(person: Person, details: AssignmentDetails) -> list[str]:
    """Return what the checks of a list say of an assignment that is written.

    :raises UnableToAssign: if they would keep it out of the book
    """
    with connection.cursor() as cursor:
        bulk.stage_known(cursor, details.staged(), people.details_of(person), person.pk)
        found = bulk.check_standing(cursor, bulk.STAGING)
        if details.is_counted:
            found += bulk.check_headcounts(cursor, bulk.STAGING)
    return told(found)


def told(found: Iterable[Finding]) -> list[str]:
    """Return the warnings among findings.

    :raises UnableToAssign: if one of them keeps a row of a list out of the book
    """
    said = [finding for finding in found if finding.severity not in _SAID]
    for finding in said:
        if finding.severity != "warning":
            raise UnableToAssign(finding.kind, finding.message)
    return [finding.message for finding in said]


def summary_of(assignment: Assignment) -> str:
    """Return the post, where and when: no name of a person."""
    post, during = assignment.post, Period.from_range(assignment.during)
    return f"{post.title or 'chưa ghi chức danh'}, {post.agency}, {format_period(during)}"


def record(
    assignment: Assignment, action: str, values: dict[str, Any], actor: Actor, basis: Basis
) -> None:
    """Write the change of an assignment to the trail of its person."""
    audit.record(
        actor=actor,
        action=action,
        subject=assignment.person,
        unit_id=assignment.post.agency_id,
        summary=summary_of(assignment),
        reason=basis.reason,
        values=values,
    )


def _check_days(details: AssignmentDetails) -> None:
    if details.until is None and details.ending is not None:
        message = f"Đã ghi “{details.ending.label}” nhưng chưa ghi ngày thôi giữ."
        raise UnableToAssign("ending_without_day", f"{message} Hãy ghi ngày, hoặc bỏ lý do thôi.")
    if details.until is not None and details.until <= details.on:
        message = f"Ngày thôi giữ {format_date(details.until)} không sau ngày bắt đầu"
        raise UnableToAssign(
            "assignment_empty", f"{message} {format_date(details.on)}. Hãy kiểm tra lại hai ngày."
        )


def _check_agency(details: AssignmentDetails) -> None:
    agency, on, until = details.agency, details.on, details.until
    if organizations.details_on(agency, on) is None:
        message = f"{agency} không có trong sổ vào ngày {format_date(on)}."
        raise UnableToAssign("unit_not_alive", f"{message} Hãy chọn nơi khác, hoặc ngày khác.")
    closed_on = agency.closed_on
    if closed_on is not None and (until is None or until > closed_on):
        message = f"{agency} kết thúc từ ngày {format_date(closed_on)}."
        raise UnableToAssign(
            "unit_closed", f"{message} Hãy chọn nơi còn hoạt động, hoặc ghi ngày thôi giữ."
        )
