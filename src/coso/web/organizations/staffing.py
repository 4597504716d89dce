"""The parts of an agency's record that the register of staff tells."""

from __future__ import annotations

from django.urls import reverse

from coso.organizations.models import Unit
from coso.personnel import queries as personnel
from coso.personnel.models import HeadcountQuota
from coso.web.frame import Frame
from coso.web.shared.records import Fact, Group, day, steps
from coso.web.shared.writing import Task
from coso.web.templatetags.drawing import Step


def headcounts(agency: Unit, frame: Frame, *, is_kept: bool) -> Group:
    """Return the headcount of each year; that of the day in view beside who is there."""
    present = personnel.headcount_on(agency, frame.as_of)
    return Group(
        "Biên chế giao",
        [
            Fact(
                label=f"Năm {quota.year}",
                value=_in_words(quota, present if quota.year == frame.as_of.year else None),
                steps=_steps("quota", f"năm {quota.year}", quota.pk, frame) if is_kept else (),
            )
            for quota in personnel.quotas_of(agency)
        ],
    )


def posts(agency: Unit, frame: Frame, *, is_kept: bool) -> Group:
    """Return the posts, and how many hold each on the day in view."""
    return Group(
        f"Vị trí việc làm ngày {day(frame.as_of)}",
        [
            Fact(
                label=post.title or "Chưa ghi chức danh",
                value=f"{post.holders or 'chưa có'} người; {post.get_group_display().lower()}",
                steps=_steps("post", f"vị trí {post}", post.pk, frame) if is_kept else (),
            )
            for post in personnel.posts_of(agency, frame.as_of)
        ],
    )


def tasks(agency: Unit, frame: Frame) -> list[Task]:
    """Return what may be written about the staff of an open agency; today only."""
    if not frame.is_today or agency.closed_on is not None:
        return []
    return [
        Task(
            label=label,
            text=text,
            url=f"{reverse(name, args=[agency.pk])}?{frame.place}",
            icon=icon,
        )
        for label, text, name, icon in (
            ("Ghi biên chế giao", "Số biên chế của một năm.", "personnel:give-quota", "users"),
            ("Thêm vị trí việc làm", "Vị trí còn trống.", "personnel:add-post", "briefcase"),
        )
    ]


def _steps(what: str, of: str, pk: int, frame: Frame) -> tuple[Step, ...]:
    names = (f"personnel:correct-{what}", f"personnel:remove-{what}")
    return steps(of, frame.place, *names, pk)


def _in_words(quota: HeadcountQuota, present: int | None) -> str:
    by = f"quyết định {quota.decision}" if quota.decision else ""
    there = "" if present is None else f"có mặt {present}"
    over = (
        "" if present is None or present <= quota.quantity else (f"vượt {present - quota.quantity}")
    )
    return "; ".join(filter(None, [str(quota.quantity), there, over, by]))
