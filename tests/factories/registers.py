"""Records of the registers that figures count, with minimal defaults."""

import datetime as dt
import itertools

from coso.appointments.models import Decision
from coso.core import text
from coso.core.dates import month_period, quarter_period
from coso.core.periods import Period
from coso.documents.models import Document
from coso.evaluations.models import Evaluation
from coso.meetings.models import Meeting, Theme
from coso.members.models import Membership, MembershipPeriod
from coso.people.models import Ethnicity, Qualification, QualificationLevel
from coso.personnel.models import Assignment, HeadcountQuota, Post
from coso.planning.models import PlanningCandidate, PlanningCycle, PlanningPosition
from coso.resolutions.models import Milestone, Progress, Target, WorkItem
from coso.training.models import Course, Enrollment
from coso.visits.models import Visit, VisitTeam
from tests.factories.people import person

ROSTER_DAY = dt.date(2023, 6, 30)
_numbers = itertools.count(1)


def ethnicity(code, name):
    """Write an ethnic group, once."""
    return Ethnicity.objects.get_or_create(
        code=code, defaults={"name": name, "match_name": text.match_key(name)}
    )[0]


def member(
    unit, since=ROSTER_DAY, until=None, *, entry="ROSTER", leaving="", official_on=None, **facts
):
    """Write a person with a membership and a first stay; return the membership."""
    membership = Membership.objects.create(
        person=person(**facts), admitted_on=dt.date(2000, 1, 1), official_on=official_on
    )
    stay(membership, unit, since, until, entry=entry, leaving=leaving)
    return membership


def stay(membership, unit, since, until=None, *, entry="MOVED", leaving="", **more):
    """Write a stay of a member in a home organization."""
    if until is not None and not leaving:
        leaving = "MOVED"
    return MembershipPeriod.objects.create(
        membership=membership,
        unit=unit,
        during=Period(since, until).to_range(),
        entry=entry,
        leaving=leaving,
        **more,
    )


def qualified(holder, kind, code, rank, known_from=ROSTER_DAY):
    """Write a qualification and its level."""
    level, _ = QualificationLevel.objects.get_or_create(
        kind=kind, code=code, defaults={"name": code, "rank": rank}
    )
    return Qualification.objects.create(person=holder, level=level, known_from=known_from)


def employee(
    agency, category="CIVIL_SERVANT", group="OFFICE", since=ROSTER_DAY, until=None, **more
):
    """Write a person on a primary post of an agency; return the assignment."""
    title = f"Vị trí {next(_numbers)}"
    post = Post.objects.create(
        agency=agency, title=title, match_title=text.match_key(title), group=group
    )
    return Assignment.objects.create(
        person=more.pop("holder", None) or person(),
        post=post,
        category=category,
        during=Period(since, until).to_range(),
        **more,
    )


def quota(agency, year, quantity):
    """Write the headcount given to an agency."""
    return HeadcountQuota.objects.create(agency=agency, year=year, quantity=quantity)


def rating(agency, year, rating, level="DISTRICT", *, holder=None, capacity="EMPLOYEE", **more):
    """Write the rating of a person, a new one unless told."""
    return Evaluation.objects.create(
        person=holder or person(),
        capacity=capacity,
        agency=agency,
        year=year,
        level=level,
        rating=rating,
        **more,
    )


def unit_rating(unit, year, rating, above, level="GRASSROOTS"):
    """Write the rating that an organization got from the one above it."""
    return Evaluation.objects.create(unit=unit, agency=above, year=year, rating=rating, level=level)


def meeting(unit, year, number, held_on=None, kind="REGULAR", **more):
    """Write the meeting of a branch for a month, or for a quarter where thematic."""
    period = month_period(year, number) if kind == "REGULAR" else quarter_period(year, number)
    return Meeting.objects.create(
        unit=unit, kind=kind, period=period.to_range(), held_on=held_on, **more
    )


def theme(code, since=None):
    """Write a theme of the catalogue."""
    return Theme.objects.create(
        code=code, title=f"Chuyên đề {code}", during=Period(since, None).to_range()
    )


def visit(unit, visited_on, committee, number=1):
    """Write a visit of a team of a committee."""
    team, _ = VisitTeam.objects.get_or_create(committee=committee, number=number)
    return Visit.objects.create(
        team=team, unit=unit, visited_on=visited_on, visitor_title=f"Thành viên {next(_numbers)}"
    )


def resolution(issuer, issued_on, *, is_thematic=True, summary="Về công tác cán bộ", **more):
    """Write a resolution of a committee."""
    return Document.objects.create(
        number=f"{next(_numbers):02d}-NQ/HU",
        type="NQ",
        issued_on=issued_on,
        issuer=issuer,
        issuer_name=issuer.name,
        summary=summary,
        is_thematic=is_thematic,
        **more,
    )


def course(organizer, starts_on, ends_on=None, **more):
    """Write a course of a committee."""
    code = more.pop("code", None) or f"K{next(_numbers):03d}"
    return Course.objects.create(
        organizer=organizer,
        code=code,
        year=starts_on.year,
        starts_on=starts_on,
        ends_on=ends_on,
        **{"name": f"Lớp {code}", "kind": "PARTY_WORK"} | more,
    )


def learner(course, branch=None, result="COMPLETED", *, holder=None, **more):
    """Write somebody, a new person unless told, into the list of a course."""
    return Enrollment.objects.create(
        course=course, person=holder or person(), branch=branch, result=result, **more
    )


def decision(new_unit, effective_on, kind="APPOINT", *, holder=None, **more):
    """Write a decision that brings somebody, a new person unless told, to a unit."""
    return Decision.objects.create(
        person=holder or person(),
        kind=kind,
        new_unit=new_unit,
        effective_on=effective_on,
        **{
            "new_post": f"Hiệu trưởng, {new_unit}",
            "number": f"{next(_numbers)}/QĐ-UBND",
            "decided_on": effective_on,
        }
        | more,
    )


def planned(  # noqa: PLR0913 — a plan, a title and a person in one
    committee, title, decided_on, *, unit=None, years=(2021, 2026), holder=None, left=None, **more
):
    """Write that somebody, a new person unless told, is in the plan of a committee for a title.

    :param left: the first day out of the plan
    """
    cycle, _ = PlanningCycle.objects.get_or_create(
        organization=committee, first_year=years[0], last_year=years[1]
    )
    position, _ = PlanningPosition.objects.get_or_create(
        cycle=cycle, match_title=text.match_key(title), defaults={"title": title, "unit": unit}
    )
    return PlanningCandidate.objects.create(
        position=position,
        person=holder or person(),
        decided_on=decided_on,
        during=Period(decided_on, left).to_range(),
        **{
            "decision": f"{next(_numbers)}-QĐ/HU",
            "left_for": "PROMOTED" if left else "",
            "left_on": left,
        }
        | more,
    )


def target(of, aims=None, *, reported=(), **more):
    """Write a target of a resolution, with what it aims at by year.

    :param reported: year, part, numerator and denominator of each report
    """
    facts = {
        "code": f"CT{next(_numbers):02d}",
        "text": "Đảng viên hoàn thành tốt nhiệm vụ trở lên",
        "measure": "%",
        "direction": "AT_LEAST",
    }
    written = Target.objects.create(resolution=of, **facts | more)
    for year, value in (aims or {2021: 90, 2022: 90, 2023: 95}).items():
        Milestone.objects.create(target=written, year=year, value=value)
    for year, part, numerator, denominator in reported:
        Progress.objects.create(
            target=written, year=year, part=part, numerator=numerator, denominator=denominator
        )
    return written


def work_item(of, due_on, done_on=None, **more):
    """Write a work item of a resolution; one with a day of completion is wholly done."""
    facts = {
        "code": f"NV{next(_numbers):02d}",
        "text": "Rà soát, bổ sung quy hoạch cán bộ",
        "responsible_name": "Các tổ chức cơ sở đảng",
        "percent": 0 if done_on is None else 100,
    }
    return WorkItem.objects.create(resolution=of, due_on=due_on, done_on=done_on, **facts | more)
