"""The groups and the timeline of a person's record, each read from its own register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.appointments.enums import DecisionKind
from coso.core import crypto
from coso.core.periods import Period, format_period
from coso.core.types import Actor
from coso.evaluations import queries as evaluations
from coso.evaluations.models import Evaluation
from coso.members import queries as members
from coso.members.models import Exemption, Membership, MembershipPeriod, PositionHolding
from coso.people import queries as people
from coso.people.models import Person, Qualification
from coso.personnel.enums import AssignmentBasis
from coso.personnel.models import Assignment
from coso.planning.enums import Leaving
from coso.training import queries as training
from coso.web.frame import Frame
from coso.web.shared.records import Fact, Group, day, steps, timeline
from coso.web.templatetags.drawing import Step, TimelinePeriod
from coso.web.templatetags.ui import Crumb


def identity(person: Person) -> Group:
    """Return who the person is."""
    return Group(
        "Nhận biết",
        [
            Fact(label="Ngày sinh", value=person.born or ""),
            Fact(label="Giới tính", value=person.get_gender_display()),
            Fact(label="Dân tộc", value=person.ethnicity or ""),
        ],
    )


def qualifications(person: Person, frame: Frame, *, is_kept: bool) -> Group:
    """Return the highest qualification of each scale first, with its field."""
    return Group(
        "Trình độ",
        [
            Fact(
                label=held.level.get_kind_display(),
                value=held,
                steps=_steps_of(held, frame) if is_kept else (),
            )
            for held in people.qualifications_of(person)
        ],
    )


def _steps_of(held: Qualification, frame: Frame) -> tuple[Step, ...]:
    names = ("people:correct-qualification", "people:remove-qualification")
    return steps(str(held), frame.place, *names, held.person_id, held.pk)


def party_life(
    person: Person, frame: Frame, *, shows_card: bool, reveal_url: str, keeper: Actor | None
) -> list[Group]:
    """Return the person's life in the Party; empty when there is none.

    `keeper`: whoever may write about it, if the reader may.
    """
    membership: Membership | None = getattr(person, "membership", None)
    if membership is None:
        return []
    groups = [
        Group("Đảng tịch", _membership_facts(membership, frame.as_of, shows_card, reveal_url)),
        Group("Chức vụ đảng, miễn sinh hoạt, huy hiệu", _party_facts(person, frame, keeper)),
    ]
    return [group for group in groups if group.facts]


def _membership_facts(
    membership: Membership, on: dt.date, shows_card: bool, reveal_url: str
) -> list[Fact]:
    status = f"{membership.status_on(on).label} (ngày {day(on)})"
    card = bytes(membership.card_cipher) if membership.card_cipher else b""
    shown = crypto.decrypt(card) if card and shows_card else f"…{membership.card_tail}"
    return [
        Fact(label="Ngày vào Đảng", value=day(membership.admitted_on)),
        Fact(label="Ngày chính thức", value=_official_day(membership)),
        Fact(label="Tư cách", value=status),
        Fact(label="Quyết định kết nạp", value=membership.decision),
        Fact(
            label="Số thẻ đảng viên",
            value=shown if card else "",
            is_sensitive=bool(card),
            reveal_url=reveal_url,
            is_revealed=shows_card,
        ),
    ]


def _official_day(membership: Membership) -> str:
    if membership.official_by is not None:
        return f"không rõ, chậm nhất {day(membership.official_by)}"
    return day(membership.official_on)


def _party_facts(person: Person, frame: Frame, keeper: Actor | None) -> list[Fact]:
    positions = [
        Fact(
            label=held.get_position_display(),
            value=f"{held.unit.name}, {format_period(Period.from_range(held.during)).lower()}",
            url=_unit(held.unit_id, frame),
            steps=_steps_of_position(held, frame, keeper),
        )
        for held in members.positions_of(person)
    ]
    exemptions = [
        Fact(
            label="Miễn công tác và sinh hoạt",
            value=format_period(Period.from_range(row.during)),
            steps=() if keeper is None else (_step_of_exemption(person, row, frame),),
        )
        for row in members.exemptions_of(person)
    ]
    stays = [
        Fact(
            label=row.get_direction_display(),
            value=f"{row.place or row.unit.name}, từ {day(row.during.lower)}",
        )
        for row in members.temporary_stays_of(person)
    ]
    badges = [
        Fact(label=f"Huy hiệu {badge.years} năm tuổi Đảng", value=day(badge.awarded_on))
        for badge in members.badges_of(person)
    ]
    return positions + exemptions + stays + badges


def _steps_of_position(
    held: PositionHolding, frame: Frame, keeper: Actor | None
) -> tuple[Step, ...]:
    if keeper is None or not scoping.reaches(keeper, Permission.MEMBERS_KEEP, held.unit):
        return ()
    names = ("members:correct-position", "members:remove-position")
    return steps(held.get_position_display(), frame.place, *names, held.pk)


def _step_of_exemption(person: Person, row: Exemption, frame: Frame) -> Step:
    address = reverse("members:exemption-end", args=[person.pk, row.pk])
    of = f"miễn sinh hoạt {format_period(Period.from_range(row.during))}"
    return Step("Đổi thời hạn", of, f"{address}?{frame.place}")


def work(posts: list[Assignment], frame: Frame) -> Group:
    """Return the posts of the day in view."""
    return Group(
        f"Công tác ngày {day(frame.as_of)}",
        [
            Fact(
                label=held.post.title,
                value=f"{held.post.agency.name} ({held.get_category_display().lower()})",
                url=_unit(held.post.agency_id, frame),
            )
            for held in posts
            if Period.from_range(held.during).contains(frame.as_of)
        ],
    )


def ratings(person: Person, frame: Frame, reader: Actor) -> Group:
    """Return the yearly ratings given within the reader's reach, the latest first."""
    given = scoping.visible(evaluations.evaluations_of(person), reader, Permission.EVALUATIONS_VIEW)
    return Group(
        "Đánh giá, xếp loại",
        [
            Fact(
                label=f"Năm {row.year}",
                value=_rating_words(row),
                url=f"{reverse('evaluations:detail', args=[row.pk])}?{frame.place}",
            )
            for row in given
        ],
    )


def training_of(taken: list[dict[str, Any]], frame: Frame) -> Group:
    """Return the courses that a person was sent to, the latest first."""
    return Group(
        "Đào tạo, bồi dưỡng",
        [
            Fact(
                label=f"Năm {each['year']}",
                value=f"{each['name']}: {training.result_in_words(each['result'], each['grade'])}",
                url=f"{reverse('training:learner', args=[each['pk']])}?{frame.place}",
            )
            for each in taken
        ],
    )


def decisions(decided: list[dict[str, Any]], frame: Frame) -> Group:
    """Return the decisions on a person, the last to take effect first."""
    return Group(
        "Điều động, bổ nhiệm",
        [
            Fact(
                label=day(dt.date.fromisoformat(each["effective_on"])),
                value=f"{DecisionKind(each['kind']).label}: {each['new_post'] or each['old_post']}",
                url=f"{reverse('appointments:detail', args=[each['pk']])}?{frame.place}",
            )
            for each in decided
        ],
    )


def plans(planned: list[dict[str, Any]], frame: Frame) -> Group:
    """Return what a person is planned for, the latest plan first."""
    return Group(
        "Quy hoạch",
        [
            Fact(
                label=f"{each['first_year']}–{each['last_year']}",
                value=f"{each['title']}{_left_plan(each['left_for'])}",
                url=f"{reverse('planning:detail', args=[each['pk']])}?{frame.place}",
            )
            for each in planned
        ],
    )


def _left_plan(reason: str) -> str:
    return f" (đưa ra khỏi quy hoạch: {Leaving(reason).label.lower()})" if reason else ""


def kind_of(party: list[TimelinePeriod], posts: list[TimelinePeriod]) -> str:
    """Say as what the registers know a person, as far as the reader may know."""
    kinds = (("Đảng viên", party), ("Cán bộ, công chức, viên chức", posts))
    return " · ".join(kind for kind, known in kinds if known)


def stands_at(party: list[TimelinePeriod], posts: list[TimelinePeriod], on: dt.date) -> list[Crumb]:
    """Return where a person stands on a day, as links."""
    return [
        Crumb(label=period.label, url=period.url)
        for period in (*party, *posts)
        if period.during.contains(on)
    ]


def _rating_words(rating: Evaluation) -> str:
    where = f"{rating.get_capacity_display()}, {rating.get_level_display()}".lower()
    return f"{evaluations.outcome_of(rating)} ({where})"


def party_timeline(stays: list[MembershipPeriod], frame: Frame) -> list[TimelinePeriod]:
    """Return the stays in home organizations."""
    return timeline(
        stays,
        label=lambda row: row.unit.name,
        note=lambda row: "; ".join(
            filter(None, [row.get_entry_display(), row.get_leaving_display()])
        ),
        url=lambda row: _unit(row.unit_id, frame),
    )


def work_timeline(
    posts: list[Assignment], kept: Collection[int], frame: Frame
) -> list[TimelinePeriod]:
    """Return the posts held; `kept` are those that the reader may correct."""
    return timeline(
        posts,
        label=lambda row: f"{row.post.title}, {row.post.agency.name}",
        note=_way_of_holding,
        url=lambda row: (
            f"{reverse('organizations:detail', args=[row.post.agency_id])}?{frame.place}"
        ),
        steps=lambda row: _steps_of_post(row, frame) if row.pk in kept else (),
    )


def _steps_of_post(held: Assignment, frame: Frame) -> tuple[Step, ...]:
    of = f"{held.post}, {held.post.agency}"
    return steps(of, frame.place, "personnel:correct", "personnel:remove", held.pk)


def _way_of_holding(held: Assignment) -> str:
    """Say how a post is held, by which decisions, and how that ended."""
    by = f"quyết định {held.decision}" if held.decision else ""
    ended = f"thôi do: {held.get_ending_display().lower()}" if held.ending else ""
    ended_by = f"quyết định {held.ending_decision}" if held.ending_decision else ""
    said = [
        held.get_category_display(),
        "" if held.is_primary else "kiêm nhiệm",
        held.get_basis_display().lower() if held.basis != AssignmentBasis.ROSTER else "",
        *(by, ended, ended_by),
    ]
    return "; ".join(filter(None, said))


def _unit(pk: int, frame: Frame) -> str:
    return f"{reverse('organizations:detail', args=[pk])}?{frame.place}"
