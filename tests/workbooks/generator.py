"""Two offices that never were: a district, and a commune of the time without districts."""

import datetime as dt
import random

from tests.workbooks import papers, people
from tests.workbooks.names import VILLAGES
from tests.workbooks.people import Crowd
from tests.workbooks.world import Agency, Area, Level, Organization, Term, Work, World

DISTRICT_ROOT = """
regime = "R0"
[party]
name = "Đảng bộ huyện Phú Lâm"
level = "district"
superior = "Đảng bộ tỉnh Sơn Lâm"
[area]
code = "997"
name = "Huyện Phú Lâm"
parent_code = "99"
parent_name = "Tỉnh Sơn Lâm"
[[terms]]
name = "2017-2022"
from = 2017-05-15
to = 2022-09-14
[[terms]]
name = "2022-2027"
from = 2022-09-15
"""

COMMUNE_ROOT = """
regime = "R1"
[party]
name = "Đảng bộ xã Bình Lãng"
level = "commune"
superior = "Đảng bộ tỉnh Sơn Lâm"
[area]
code = "99801"
name = "Xã Bình Lãng"
parent_code = "99"
parent_name = "Tỉnh Sơn Lâm"
[[terms]]
name = "2025-2030"
from = 2025-08-20
"""

COMMUNES = (("Thị trấn", "Phú Lâm"), ("Xã", "Đồng Vang"), ("Xã", "Suối Bạc"), ("Xã", "Nà Hin"))


def district(seed: int = 1) -> World:
    """Return a district whose term began while the registers were already kept."""
    terms = (
        Term("2017-2022", dt.date(2017, 5, 15), dt.date(2022, 9, 14)),
        Term("2022-2027", dt.date(2022, 9, 15)),
    )
    as_of = dt.date(2024, 3, 31)
    world = World(DISTRICT_ROOT, "Phú Lâm", as_of, 2023, terms)
    crowd = Crowd.of(random.Random(seed))  # noqa: S311 — invented people, no secrets
    for number, (kind, place) in enumerate(COMMUNES, start=1):
        _add_commune(world, number, kind, place)
    _add_offices(world)
    people.add_members(world, crowd, (6, 11))
    people.add_staff(world, crowd, _posts_of_district(world))
    people.add_moves(world, crowd, months=9)
    people.add_ratings(world, crowd)
    papers.add(world, crowd, first=dt.date(2022, 1, 1), organ="HU")
    return world


def commune(seed: int = 2) -> World:
    """Return a commune that stands directly under its province."""
    terms = (Term("2025-2030", dt.date(2025, 8, 20)),)
    world = World(COMMUNE_ROOT, "Bình Lãng", dt.date(2026, 3, 31), 2025, terms)
    crowd = Crowd.of(random.Random(seed))  # noqa: S311 — invented people, no secrets
    for number, village in enumerate(VILLAGES, start=1):
        area = Area(f"Thôn {village}", "Thôn", f"99801.{number:02d}")
        world.areas.append(area)
        branch = _cell(f"Chi bộ thôn {village}", "Thôn", f"99.801.{number:03d}")
        branch.area = area
        world.organizations.append(branch)
    _add_committee(world, "Đảng bộ các cơ quan Đảng xã", "Cơ quan Đảng, đoàn thể", 20)
    _add_committee(world, "Đảng bộ Ủy ban nhân dân xã", "Cơ quan hành chính", 21)
    world.organizations.append(_cell("Chi bộ Công an xã", "Công an", "99.801.022"))
    people.add_members(world, crowd, (8, 13))
    people.add_staff(world, crowd, _posts_of_commune(world))
    people.add_moves(world, crowd, months=4)
    people.add_ratings(world, crowd)
    papers.add(world, crowd, first=dt.date(2025, 7, 1), organ="ĐU")
    return world


def _add_commune(world: World, number: int, kind: str, place: str) -> None:
    """Add a commune with its villages, its committee and a branch in each village and school."""
    area = Area(f"{kind} {place}", kind, f"{99700 + number}")
    code = f"99.997.{number:03d}"
    committee = Organization(
        f"Đảng bộ {kind.lower()} {place}", "Đảng bộ cơ sở", "Xã, thị trấn", code, False, area=area
    )
    world.areas.append(area)
    world.organizations.append(committee)
    for ordinal, village in enumerate(VILLAGES[: 3 + number % 2], start=1):
        name = f"Tổ dân phố {ordinal}" if kind == "Thị trấn" else f"Thôn {village}"
        _add_village(world, name, (area, committee), ordinal)
    school = Organization(
        f"Chi bộ Trường Tiểu học {place}",
        "Chi bộ trực thuộc",
        "Đơn vị sự nghiệp",
        f"{code}.009",
        True,
        committee,
        founded=dt.date(2023, 5, 10) if place == "Đồng Vang" else dt.date(2011, 8, 1),
    )
    world.organizations.append(school)


def _add_village(world: World, name: str, above: tuple[Area, Organization], number: int) -> None:
    commune, committee = above
    kind = "Tổ dân phố" if name.startswith("Tổ") else "Thôn"
    area = Area(name, kind, f"{commune.code}.{number:02d}", commune)
    branch = Organization(
        f"Chi bộ {name[0].lower()}{name[1:]}",
        "Chi bộ trực thuộc",
        kind,
        f"{committee.code}.{number:03d}",
        True,
        committee,
        area,
    )
    world.areas.append(area)
    world.organizations.append(branch)


def _add_offices(world: World) -> None:
    _add_committee(world, "Đảng bộ Cơ quan huyện Phú Lâm", "Cơ quan hành chính", 10)
    for number, (name, host) in enumerate(
        (
            ("Chi bộ Trung tâm Văn hóa - Thể thao huyện", "Đơn vị sự nghiệp"),
            ("Chi bộ Hạt Kiểm lâm huyện", "Cơ quan hành chính"),
            ("Chi bộ Bưu điện huyện", "Doanh nghiệp nhà nước"),
        ),
        start=11,
    ):
        world.organizations.append(_cell(name, host, f"99.997.{number:03d}"))


def _add_committee(world: World, name: str, host: str, number: int) -> None:
    """Add the committee of an office with three branches of its own."""
    code = f"99.{'997' if world.place == 'Phú Lâm' else '801'}.{number:03d}"
    committee = Organization(name, "Đảng bộ cơ sở", host, code, False)
    world.organizations.append(committee)
    for part in ("Văn phòng", "Khối tổng hợp", "Khối chuyên môn"):
        place = len(world.organizations)
        branch = Organization(
            f"Chi bộ {part}", "Chi bộ trực thuộc", host, f"{code}.{place:03d}", True, committee
        )
        world.organizations.append(branch)


def _cell(name: str, host: str, code: str) -> Organization:
    founded = dt.date(2004, 3, 1)
    return Organization(name, "Chi bộ cơ sở", host, code, True, founded=founded)


def _posts_of_district(world: World) -> list[tuple[Agency, tuple]]:
    offices = ("Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính - Kế hoạch")
    posts = [
        *((Agency(name, Level.DISTRICT), people.DISTRICT_OFFICE) for name in offices),
        (Agency("Trung tâm Văn hóa - Thể thao", Level.DISTRICT), people.DISTRICT_SERVICE),
    ]
    for kind, place in COMMUNES:
        office = f"UBND {kind.lower()} {place}"
        posts.append((Agency(f"Trường Tiểu học {place}", Level.DISTRICT), people.SCHOOL))
        posts.append((Agency(office, Level.COMMUNE), people.COMMUNE_OFFICE))
    world.agencies = [agency for agency, _ in posts]
    return posts


def _posts_of_commune(world: World) -> list[tuple[Agency, tuple]]:
    offices = ("Văn phòng HĐND và UBND xã", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội")
    wanted = tuple((title, category, Work.COMMUNE) for title, category, _ in people.DISTRICT_OFFICE)
    posts = [(Agency(name, Level.COMMUNE), wanted) for name in offices]
    school = tuple((title, category, None) for title, category, _ in people.SCHOOL)
    posts.append((Agency("Trường Tiểu học Bình Lãng", Level.COMMUNE), school))
    world.agencies = [agency for agency, _ in posts]
    return posts
