"""The map: communes whose boundary is known on the day, and nothing else."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.organizations import queries as organizations
from coso.organizations import services
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.access import make_actor

DAY = dt.date(2025, 8, 1)


@pytest.fixture
def province(db):
    """Return the roots of a province with three communes, one of them of a former name."""
    roots = make.roots()
    for code, name, members in (
        ("01843", "Phường Bắc Kạn", 3),
        ("01849", "Xã Phong Quang", 1),
        ("01840", "Xã có mã cũ", 2),
    ):
        commune = make.unit("COMMUNE", name, under=roots.area, code=code)
        committee = make.unit(
            "GRASSROOTS_COMMITTEE_ORG",
            f"Đảng bộ {name}",
            under=roots.party,
            host_area=commune,
            host_type="COMMUNE",
        )
        for _ in range(members):
            registers.member(committee, since=dt.date(2020, 1, 1))
    services.refresh_today()
    return roots


@pytest.fixture
def browser(province, browse_as):
    return browse_as(make_actor(province.party, Role.LEADER))


def map_on(browser, day):
    sections = browser.get("/", on=day).response.context["sections"]
    found = [chart for each in sections for chart in each["charts"] if chart.name == "ban-do"]
    return found[0] if found else None


def test_communes_are_drawn_with_their_members(browser):
    chart = map_on(browser, DAY)

    assert [(row.label, row.total) for row in chart.rows] == [
        ("Phường Bắc Kạn", 3),
        ("Xã Phong Quang", 1),
    ]
    assert chart.place.endswith("; 1 đơn vị chưa có ranh giới")


def test_every_area_opens_its_own_figure(browser):
    for row in map_on(browser, DAY).rows:
        page = browser.get(row.cells[0].url, on=None)
        assert page.response.context["value"].value == row.total


def test_map_says_what_its_table_says(browser):
    page = browser.get("/", on=DAY)

    assert "Phường Bắc Kạn: 3 đảng viên (75,0%)" in page.text
    assert "picture-area fill-seq-3" in page.text


def test_there_is_no_map_before_the_boundaries_hold(browser):
    assert map_on(browser, dt.date(2025, 6, 30)) is None


def test_whoever_sees_only_a_committee_sees_no_map(province, browse_as):
    committee = organizations.children_on(province.party, DAY)[0]

    assert map_on(browse_as(make_actor(committee, Role.LEADER)), DAY) is None


def test_boundaries_are_closed_and_lie_in_the_province():
    known = organizations.boundaries_on(DAY)

    assert len(known) == 92
    for boundary in known.values():
        for ring in boundary.rings:
            assert ring[0] == ring[-1]
            assert all(105 < x < 107 and 21 < y < 23 for x, y in ring)
