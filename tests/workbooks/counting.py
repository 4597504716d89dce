"""What is true of a world, counted by plain Python; the figures must come to the same."""

import datetime as dt
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from tests.workbooks.world import DAY, Level, Meeting, Member, Organization, Work, World

GOOD = ("Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ")
RATED = (*GOOD, "Hoàn thành nhiệm vụ", "Không hoàn thành nhiệm vụ")
REPORT_DAYS = 10
COMMUNES = ("Xã", "Thị trấn", "Phường")


def share(value: int, base: int) -> dict:
    """Return a part of a base as a reader sees it."""
    if not base:
        return {"value": value, "base": base}
    percent = (Decimal(100) * value / base).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{_said(value)}/{_said(base)} ({str(percent).replace('.', ',')}%)"
    return {"value": value, "base": base, "percent": float(percent), "text": text}


def plain(value: int) -> dict:
    """Return a count as a reader sees it."""
    return {"value": value, "text": _said(value)}


def _said(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def organizations(world: World) -> dict[str, dict]:
    """Count the Party organizations and the areas."""
    direct = [each for each in world.organizations if each.parent is None]
    is_commune_root = 'level = "commune"' in world.root_file
    communes = sum(area.kind in COMMUNES for area in world.areas) + is_commune_root
    committees = sum(
        not each.is_branch and each.host == "Xã, thị trấn" for each in world.organizations
    )
    return {
        "org.direct": plain(len(direct)),
        "org.direct.committees": plain(sum(not each.is_branch for each in direct)),
        "org.direct.cells": plain(sum(each.is_branch for each in direct)),
        "org.branches": plain(len(_below(world))),
        "org.commune_committees": plain(committees + is_commune_root),
        "org.village_branches": plain(
            sum(each.host in ("Thôn", "Tổ dân phố") for each in world.branches)
        ),
        "area.communes": plain(communes),
        "area.villages": plain(sum(area.kind in ("Thôn", "Tổ dân phố") for area in world.areas)),
    }


def _below(world: World) -> list[Organization]:
    return [each for each in world.branches if each.parent is not None]


def members(world: World, day: dt.date) -> dict[str, dict]:
    """Count the members of a day."""
    here = members_on(world, day)
    official = sum(m.official is not None and m.official <= day for m in here)
    unknown = sum(m.admitted is None for m in here)
    return {
        "member.total": plain(len(here)),
        "member.official": plain(official),
        "member.probationary": plain(len(here) - official - unknown),
        "member.status_unknown": plain(unknown),
        "member.female": plain(sum(m.person.is_female for m in here)),
        "member.minority": plain(sum(m.person.ethnicity not in ("", "Kinh") for m in here)),
        "member.exempt": plain(
            sum(m.exempt_from is not None and m.exempt_from <= day for m in here)
        ),
    }


def members_on(world: World, day: dt.date) -> list[Member]:
    """Return who is a member of the root on a day."""
    return [member for member in world.members if member.home_on(day)]


def members_by_organization(world: World, day: dt.date) -> dict[str, int]:
    """Count the members of each organization directly under the root."""
    return dict(Counter(m.home_on(day).top.name for m in members_on(world, day)))


def balance(world: World, first: dt.date, last: dt.date) -> dict[str, int]:
    """Count who came and went from the first to the last day."""
    kinds = Counter(move.kind for move in world.moves if first <= move.day <= last)
    names = {
        "member.in.admitted": "admitted",
        "member.in.transferred": "came",
        "member.out.transferred": "went",
        "member.out.deceased": "died",
        "member.out.struck_off": "struck off",
        "member.out.expelled": "expelled",
    }
    return {
        "member.opening": len(members_on(world, first - DAY)),
        **{name: kinds[kind] for name, kind in names.items()},
        "member.closing": len(members_on(world, last)),
    }


def staff(world: World) -> dict[str, dict]:
    """Count those who work in the agencies."""
    at = Counter(employee.agency.level for employee in world.staff)
    works = Counter(employee.work for employee in world.staff)
    degrees = Counter(employee.work for employee in world.staff if employee.has_degree)
    communists = sum(e.is_member or e.joined_party is not None for e in world.staff)
    return {
        "staff.total": plain(len(world.staff)),
        "staff.district": plain(at[Level.DISTRICT]),
        "staff.commune": plain(at[Level.COMMUNE]),
        "staff.contract": plain(0),
        "staff.managed": plain(works[Work.MANAGED]),
        "staff.managed.degree": share(degrees[Work.MANAGED], works[Work.MANAGED]),
        "staff.professional": plain(works[Work.PROFESSIONAL]),
        "staff.professional.degree": share(degrees[Work.PROFESSIONAL], works[Work.PROFESSIONAL]),
        "staff.commune.degree": share(degrees[Work.COMMUNE], works[Work.COMMUNE]),
        "staff.party_members": plain(communists),
        "staff.quota": plain(sum(agency.quota for agency in world.agencies)),
    }


def ratings(world: World, level: Level) -> dict[str, dict]:
    """Count the results of the year at a level."""
    results = Counter(
        rating.result for rating in world.ratings if rating.employee.agency.level == level
    )
    rated = sum(results[result] for result in RATED)
    good = sum(results[result] for result in GOOD)
    name = f"rating.{level.value}"
    return {
        f"{name}.rated": plain(rated),
        f"{name}.good": share(good, rated),
        f"{name}.excellent": share(results["Hoàn thành xuất sắc nhiệm vụ"], good),
    }


def levels(world: World, level: Level) -> dict[str, int]:
    """Count each result of the year at a level."""
    found = Counter(r.result for r in world.ratings if r.employee.agency.level == level)
    return {result: number for result, number in found.items() if result in RATED}


def visits(world: World) -> dict[str, dict]:
    """Count the visits of the term in force on the day of the lists."""
    term = world.term_on(world.as_of)
    counted = [visit for visit in world.visits if term.first <= visit.day <= world.as_of]
    direct = [visit for visit in counted if visit.organization.parent is None]
    below = [visit for visit in counted if visit.organization.parent is not None]
    all_direct = sum(each.parent is None for each in world.organizations)
    return {
        "visit.direct": plain(len(direct)),
        "visit.branches": plain(len(below)),
        "visit.direct.distinct": share(len({v.organization for v in direct}), all_direct),
        "visit.branches.distinct": share(len({v.organization for v in below}), len(_below(world))),
    }


def papers(world: World) -> dict[str, dict]:
    """Count the thematic resolutions of the term in force, and the themes."""
    term = world.term_on(world.as_of)
    counted = [
        paper
        for paper in world.papers
        if paper.is_ours
        and paper.is_thematic
        and paper.kind == "Nghị quyết"
        and term.first <= paper.day <= world.as_of
    ]
    return {
        "resolution.thematic": plain(len(counted)),
        "theme.total": plain(len(world.themes)),
    }


def meetings(world: World, since: dt.date) -> dict[str, dict]:
    """Count the meetings held by the day of the lists, of the periods since a day."""
    held = held_since(world, since)
    found = {}
    for name, thematic in (("regular", False), ("thematic", True)):
        of_kind = [meeting for meeting in held if meeting.is_thematic == thematic]
        late = sum(meeting.held >= meeting.after for meeting in of_kind)
        found[f"meeting.{name}.held"] = plain(len(of_kind))
        found[f"meeting.{name}.late"] = plain(late)
        found[f"meeting.{name}.missing"] = plain(_missing(world, of_kind, since, thematic))
    return {**found, **_attendance(held), **_reports(world, held)}


def held_since(world: World, since: dt.date) -> list[Meeting]:
    """Return the meetings of the periods since a day that were held by the day of the lists."""
    return [m for m in world.meetings if m.first >= since and m.held and m.held <= world.as_of]


def by_theme(world: World, since: dt.date) -> dict[str, int]:
    """Count the thematic meetings of each theme."""
    return dict(Counter(m.theme for m in held_since(world, since) if m.theme))


def _attendance(held: list[Meeting]) -> dict[str, dict]:
    sums = {
        part: sum(getattr(meeting, part) for meeting in held)
        for part in ("required", "present", "excused", "unexcused")
    }
    return {
        **{f"meeting.attendance.{part}": plain(number) for part, number in sums.items()},
        "meeting.attendance.rate": share(sums["present"], sums["required"]),
    }


def _reports(world: World, held: list[Meeting]) -> dict[str, dict]:
    late = [
        meeting
        for meeting in held
        if meeting.reported
        and meeting.reported <= world.as_of
        and (meeting.reported - meeting.held).days > REPORT_DAYS
    ]
    scored = sum(meeting.upper_score is not None for meeting in held)
    return {
        "meeting.reported_late": plain(len(late)),
        "meeting.upper_scored": plain(scored),
    }


def _missing(world: World, held: list[Meeting], since: dt.date, thematic: bool) -> int:
    periods = {
        (m.first, m.after)
        for m in world.meetings
        if m.is_thematic == thematic and m.first >= since and m.after - DAY <= world.as_of
    }
    expected = {
        (branch, first)
        for branch in world.branches
        for first, _after in periods
        if branch.founded is None or branch.founded <= first
    }
    return len(expected - {(meeting.branch, meeting.first) for meeting in held})
