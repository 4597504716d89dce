"""Making the people of a world: members, what happens to them, staff and their ratings."""

import datetime as dt
import random

from attrs import define

from tests.workbooks.names import ETHNICITIES, FAMILIES, GIVEN, MIDDLES
from tests.workbooks.world import (
    DAY,
    Agency,
    Employee,
    Member,
    Move,
    Organization,
    Person,
    Rating,
    Stay,
    Work,
    World,
)

DEGREES = ("Đại học", "Thạc sĩ")
NO_DEGREES = ("Trung cấp", "Cao đẳng")
# Title, category and group of the statistics, by the kind of agency.
DISTRICT_OFFICE = (
    ("Trưởng phòng", "Công chức", Work.MANAGED),
    ("Phó Trưởng phòng", "Công chức", Work.MANAGED),
    ("Chuyên viên", "Công chức", Work.MANAGED),
    ("Chuyên viên", "Công chức", Work.MANAGED),
)
DISTRICT_SERVICE = (
    ("Giám đốc", "Viên chức", Work.MANAGED),
    ("Kế toán viên", "Viên chức", Work.PROFESSIONAL),
    ("Viên chức chuyên môn", "Viên chức", Work.PROFESSIONAL),
)
SCHOOL = (
    ("Hiệu trưởng", "Viên chức", Work.MANAGED),
    ("Phó Hiệu trưởng", "Viên chức", Work.MANAGED),
    *(("Giáo viên", "Viên chức", Work.PROFESSIONAL),) * 7,
)
COMMUNE_OFFICE = (
    ("Bí thư Đảng ủy", "Cán bộ", Work.COMMUNE),
    ("Chủ tịch UBND", "Cán bộ", Work.COMMUNE),
    ("Chủ tịch Hội Nông dân", "Cán bộ", Work.COMMUNE),
    ("Văn phòng - Thống kê", "Công chức", Work.COMMUNE),
    ("Địa chính - Xây dựng", "Công chức", Work.COMMUNE),
    ("Tài chính - Kế toán", "Công chức", Work.COMMUNE),
)
RESULTS = (
    *("Hoàn thành tốt nhiệm vụ",) * 11,
    *("Hoàn thành xuất sắc nhiệm vụ",) * 3,
    *("Hoàn thành nhiệm vụ",) * 2,
    "Không hoàn thành nhiệm vụ",
    "Không xếp loại",
)


@define
class Crowd:
    """Invents people, never the same name and birth date twice."""

    dice: random.Random
    known: set[tuple[str, dt.date]]

    @classmethod
    def of(cls, dice: random.Random) -> "Crowd":
        return cls(dice, set())

    def person(self, oldest: int = 1950, youngest: int = 2000) -> Person:
        is_female = self.dice.random() < 0.45
        parts = (FAMILIES, MIDDLES[is_female], GIVEN[is_female])
        name = " ".join(self.dice.choice(part) for part in parts)
        born = self.day(dt.date(oldest, 1, 1), dt.date(youngest, 12, 31))
        if (name, born) in self.known:
            return self.person(oldest, youngest)
        self.known.add((name, born))
        return Person(name, born, is_female, self.dice.choice(ETHNICITIES))

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + DAY * self.dice.randrange((last - first).days + 1)


def add_members(world: World, crowd: Crowd, each: tuple[int, int]) -> None:
    """Fill every branch with members of the roster, some of them on probation or exempt."""
    for branch in world.branches:
        for place in range(crowd.dice.randint(*each)):
            member = _member(world, crowd, branch)
            member.position = {0: "Bí thư chi bộ", 1: "Phó Bí thư"}.get(place, "")
            world.members.append(member)


def _member(world: World, crowd: Crowd, branch: Organization) -> Member:
    dice = crowd.dice
    person = crowd.person()
    on_probation = dice.random() < 0.08
    year = dt.timedelta(days=365)
    admitted = crowd.day(
        *(
            (world.as_of - 0.9 * year, world.as_of - 30 * DAY)
            if on_probation
            else (dt.date(person.born.year + 20, 6, 1), world.as_of - 2 * year)
        )
    )
    is_old = person.born.year < 1958
    return Member(
        person=person,
        admitted=admitted,
        official=None if on_probation else admitted + year,
        stays=[Stay(branch, world.as_of)],
        exempt_from=crowd.day(max(admitted + year, dt.date(2019, 1, 1)), world.as_of)
        if is_old and not on_probation and dice.random() < 0.5
        else None,
        degree=dice.choice((*DEGREES, *NO_DEGREES)),
        theory=dice.choice(("", "Sơ cấp", "Trung cấp", "Cao cấp")),
        card="" if on_probation else f"{dice.randrange(10**8):08d}",
    )


def add_moves(world: World, crowd: Crowd, months: int) -> None:
    """Let things happen to members in the months after the roster."""
    last = world.as_of + dt.timedelta(days=30 * months)
    settled = [m for m in world.members if m.official and not m.exempt_from and not m.position]
    leavers = crowd.dice.sample(settled, 16)
    kinds = ("went",) * 4 + ("died",) * 3 + ("struck off",) * 2 + ("expelled",)
    for kind, member in zip(kinds, leavers, strict=False):
        day = crowd.day(world.as_of + DAY, last)
        member.stays[-1].ends = day
        world.moves.append(_move(kind, member, day))
    for member in leavers[len(kinds) :]:
        _move_inside(world, crowd, member, crowd.day(world.as_of + DAY, last))
    for kind, number in (("admitted", 6), ("came", 5)):
        for _ in range(number):
            _arrive(world, crowd, kind, crowd.day(world.as_of + DAY, last))
    _stay_away(world, crowd, [m for m in settled if m not in leavers][:3])
    _recognize(world, last)


def _move(kind: str, member: Member, day: dt.date, **more: object) -> Move:
    place = "Đảng bộ thành phố Hoa Ban" if kind in ("went", "came", "away", "guest") else ""
    home = member.stays[-1].home if member.stays else more.pop("home")
    return Move(kind, member, day, **{"home": home, "place": place, **more})


def _move_inside(world: World, crowd: Crowd, member: Member, day: dt.date) -> None:
    old = member.stays[-1].home
    new = crowd.dice.choice([each for each in world.branches if each is not old and each.parent])
    world.moves.append(_move("moved", member, day, to=new))
    member.stays[-1].ends = day
    member.stays.append(Stay(new, day))


def _arrive(world: World, crowd: Crowd, kind: str, day: dt.date) -> None:
    home = crowd.dice.choice(world.branches)
    admitted = day if kind == "admitted" else None
    member = Member(crowd.person(1975, 2003), admitted, None, [Stay(home, day)])
    member.person.ethnicity = ""  # the lists of movements do not say
    world.members.append(member)
    world.moves.append(_move(kind, member, day))


def _stay_away(world: World, crowd: Crowd, members: list[Member]) -> None:
    """Let some be elsewhere, and one guest be here, for a time: neither changes a count."""
    day = world.as_of + 40 * DAY
    for member in members:
        world.moves.append(_move("away", member, day, until=day + 90 * DAY))
    guest = Member(crowd.person(), dt.date(2010, 2, 3), dt.date(2011, 2, 3), [])
    home = crowd.dice.choice(world.branches)
    world.moves.append(_move("guest", guest, day, home=home, until=day + 90 * DAY))


def _recognize(world: World, last: dt.date) -> None:
    """Make those on probation official a year after their admission."""
    for member in world.members:
        if member.admitted is None or member.official is not None:
            continue
        day = member.admitted + dt.timedelta(days=365)
        if world.as_of < day <= last and member.home_on(day):
            member.official = day
            world.moves.append(Move("official", member, day, home=member.home_on(day)))


def add_staff(world: World, crowd: Crowd, posts: list[tuple[Agency, tuple]]) -> None:
    """Hire for posts; some of the hired are members of the roster."""
    willing = [m for m in world.members if m.official and 1962 < m.person.born.year < 1995]
    hired = iter(crowd.dice.sample(willing, len(willing)))
    for agency, wanted in posts:
        for title, category, work in wanted:
            member = next(hired, None) if crowd.dice.random() < 0.4 else None
            world.staff.append(_employee(world, crowd, (agency, title, category, work), member))
        agency.quota = len(wanted) + crowd.dice.randrange(3)


def _employee(world: World, crowd: Crowd, post: tuple, member: Member | None) -> Employee:
    agency, title, category, work = post
    degree = crowd.dice.choice(DEGREES if crowd.dice.random() < 0.7 else NO_DEGREES)
    person = member.person if member else crowd.person(1965, 1998)
    # A member of another Party organization is known from the staff list alone.
    joined = dt.date(2015, 9, 2) if not member and crowd.dice.random() < 0.2 else None
    return Employee(
        person,
        agency,
        title,
        category,
        work,
        # The roster of members may know of a higher one than the list of staff.
        has_degree=degree in DEGREES or (member is not None and member.degree in DEGREES),
        degree=degree,
        joined_party=member.admitted if member else joined,
        is_member=member is not None,
    )


def add_ratings(world: World, crowd: Crowd) -> None:
    """Rate the staff of the last year, but the newcomers."""
    for number, employee in enumerate(world.staff):
        if number % 19:
            world.ratings.append(Rating(employee, crowd.dice.choice(RESULTS)))
