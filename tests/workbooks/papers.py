"""Making what a world writes down about its work: meetings, visits, resolutions, themes."""

import datetime as dt
from collections.abc import Iterator

from tests.workbooks.people import Crowd
from tests.workbooks.world import DAY, Meeting, Organization, Paper, Visit, World

THEMES = {
    "CĐ1": "Học tập và làm theo Bác về nêu gương",
    "CĐ2": "Nâng cao chất lượng sinh hoạt chi bộ",
    "CĐ3": "Chuyển đổi số ở cơ sở",
    "CĐ4": "Bảo vệ rừng và môi trường",
    "CĐ5": "Phát triển đảng viên ở thôn, tổ dân phố",
}


def add(world: World, crowd: Crowd, first: dt.date, organ: str) -> None:
    """Let a world meet, visit and decide from a day until after its lists were drawn up."""
    world.themes = THEMES
    for branch in world.branches:
        for is_thematic, months in ((False, 1), (True, 3)):
            for starts, after in _periods(first, world.as_of, months):
                if branch.founded is None or branch.founded <= starts:
                    _meet(world, crowd, Meeting(branch, is_thematic, starts, after, None))
    _visit(world, crowd, first)
    _decide(world, organ)


def _periods(first: dt.date, last: dt.date, months: int) -> Iterator[tuple[dt.date, dt.date]]:
    starts = first
    while starts <= last:
        month = starts.month - 1 + months
        after = dt.date(starts.year + month // 12, month % 12 + 1, 1)
        yield starts, after
        starts = after


def _meet(world: World, crowd: Crowd, meeting: Meeting) -> None:
    dice = crowd.dice
    luck = dice.random()
    if luck < 0.02:
        return  # not even a row
    world.meetings.append(meeting)
    if luck < 0.04:
        return  # a row that says that there was no meeting
    late = luck < 0.08
    meeting.held = (
        meeting.after + DAY * dice.randrange(6)
        if late
        else meeting.first + DAY * dice.randrange((meeting.after - meeting.first).days)
    )
    meeting.required = dice.randint(6, 14)
    meeting.excused = dice.randint(0, 2)
    meeting.unexcused = int(dice.random() < 0.06)
    meeting.present = meeting.required - meeting.excused - meeting.unexcused
    meeting.upper_score = dice.choice((80.5, 90.0)) if dice.random() < 0.1 else None
    meeting.theme = dice.choice(list(THEMES)) if meeting.is_thematic else ""
    meeting.reported = meeting.held + DAY * dice.choice((1, 3, 9, 10, 11, 14))


def _visit(world: World, crowd: Crowd, first: dt.date) -> None:
    """Visit from before the term until after the day of the lists, also on their very edges."""
    places = [each for each in world.organizations if each.is_branch or not each.parent]
    term = world.term_on(world.as_of)
    days = [
        *(crowd.day(first, world.as_of + 60 * DAY) for _ in range(90)),
        *(term.first - DAY, term.first, world.as_of, world.as_of + DAY),
    ]
    seen: set[tuple[dt.date, Organization]] = set()
    for day in sorted(days):
        place = crowd.dice.choice([p for p in places if not p.founded or p.founded <= day])
        if (day, place) not in seen:
            world.visits.append(Visit(day, crowd.dice.randint(1, 4), place))
            seen.add((day, place))


def _decide(world: World, organ: str) -> None:
    """Issue resolutions in and out of the term, ours and of those above."""
    term = world.term_on(world.as_of)
    ours = "Huyện ủy" if organ == "HU" else f"Đảng ủy xã {world.place}"
    rows = (
        ("01", "NQ", term.first - 20 * DAY, True, "phát triển rừng bền vững"),
        ("01", "NQ", term.first, False, "chương trình làm việc toàn khóa"),
        ("02", "NQ", term.first + 60 * DAY, True, "nâng cao chất lượng tổ chức cơ sở đảng"),
        ("03", "NQ", term.first + 90 * DAY, True, "chuyển đổi số"),
        ("05", "NQ", world.as_of, True, "phát triển du lịch cộng đồng"),
        ("06", "NQ", world.as_of + 5 * DAY, True, "xây dựng nông thôn mới"),
        ("11", "KH", term.first + 70 * DAY, True, "thực hiện nghị quyết chuyên đề số 02"),
    )
    kinds = {"NQ": "Nghị quyết", "KH": "Kế hoạch"}
    for number, kind, day, thematic, about in rows:
        symbol = f"{number}-{kind}/{organ}"
        world.papers.append(Paper(symbol, day, kinds[kind], thematic, ours, True, about))
    above = ("20-NQ/TU", term.first + 100 * DAY, "Nghị quyết", True, "Tỉnh ủy Sơn Lâm", False)
    world.papers.append(Paper(*above, "đẩy mạnh công tác dân vận"))
