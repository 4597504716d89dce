"""The map: communes whose boundary is known on the day, and nothing else."""

import datetime as dt
from decimal import Decimal

import pytest

from coso.access.enums import Role
from coso.meetings.models import Meeting
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


def map_page(browser, day=DAY, **query):
    return browser.get("/ban-do/", on=day, **query)


def test_any_figure_is_put_on_the_map(browser, province):
    commune = province.area.children.get(name="Phường Bắc Kạn")
    party = make.unit("GRASSROOTS_BRANCH", "Chi bộ Trường", under=province.party, host_area=commune)
    registers.member(party, since=dt.date(2020, 1, 1), gender="FEMALE")
    services.refresh_today()
    page = map_page(browser, **{"chi-tieu": "member.female"})

    chart = page.response.context["found"].chart
    assert chart.title == "Đảng viên nữ theo địa bàn"
    staff = map_page(browser, **{"chi-tieu": "staff.commune"}).response.context["found"]
    assert (
        staff.value.reason == "Chưa có danh sách cán bộ, công chức, viên chức: hãy nhập danh sách."
    )
    assert {row.label: row.total for row in chart.rows}["Phường Bắc Kạn"] == 1
    for row in chart.rows:
        shown = browser.get(row.cells[0].url, on=None).response.context["value"]
        assert (shown.id, shown.value) == ("member.female", row.total)


def test_what_is_not_drawn_is_named(browser):
    assert "Chưa có ranh giới nên không vẽ: Xã có mã cũ." in map_page(browser).words


def test_unknown_figure_is_that_of_the_dashboard(browser):
    page = map_page(browser, **{"chi-tieu": "khong-co"})

    assert page.response.context["figure"].id == "member.total"


@pytest.fixture
def attended(province):
    """Let one branch in each commune meet: 9 of 10, 17 of 20, and nobody in the third."""
    for commune, required, present in (("Phường Bắc Kạn", 10, 9), ("Xã Phong Quang", 20, 17)):
        committee = province.party.children.get(name=f"Đảng bộ {commune}")
        branch = make.unit("BRANCH", f"Chi bộ {commune}", under=committee)
        held = dt.date(2025, 7, 3)
        registers.meeting(branch, 2025, 7, held, required=required, present=present)
    services.refresh_today()


def test_shares_colour_the_map(browser, attended):
    page = map_page(browser, **{"chi-tieu": "meeting.attendance.rate"})

    chart = page.response.context["found"].chart
    assert [(row.label, row.share) for row in chart.rows] == [
        ("Phường Bắc Kạn", Decimal("90.0")),
        ("Xã Phong Quang", Decimal("85.0")),
    ]
    assert "86,7% ở 2 đơn vị; cao nhất là Phường Bắc Kạn: 90,0%" in page.words
    assert "thấp nhất là Xã Phong Quang: 85,0%." in page.words
    assert "85 đến 86%" in page.text
    assert "trên 89 đến 90%" in page.text
    dark, light = (page.text.index(f"picture-area fill-seq-{step}") for step in (5, 1))
    assert dark < light


def test_area_without_anything_to_take_a_share_of_is_not_coloured(browser, attended, province):
    Meeting.objects.filter(unit__name="Chi bộ Xã Phong Quang").delete()

    page = map_page(browser, **{"chi-tieu": "meeting.attendance.rate"})

    chart = page.response.context["found"].chart
    assert chart.rows[-1].share is None
    assert "90,0% ở 1 đơn vị" in page.words
    assert "picture-area fill-data-track" in page.text


def test_map_is_taken_away(browser):
    chart = map_page(browser, **{"chi-tieu": "member.male"}).response.context["found"].chart
    file = browser.get(chart.svg_url, on=None).response

    assert file["Content-Type"] == "image/svg+xml"
    assert "member.male-2025-08-01.svg" in file["Content-Disposition"]
    assert "Đảng viên nam theo địa bàn" in file.content.decode()


def test_before_the_boundaries_the_page_says_from_when_they_are(browser):
    page = map_page(browser, dt.date(2024, 1, 1))

    assert "từ ngày 01/07/2025" in page.words
    assert browser.get("/ban-do/hinh.svg", on=dt.date(2024, 1, 1)).status == 404


def test_an_earlier_day_is_drawn_under_the_tree_of_today(browser):
    page = map_page(browser, dt.date(2024, 1, 1), **{"cay-ngay": "nay"})

    chart = page.response.context["found"].chart
    assert [(row.label, row.total) for row in chart.rows] == [
        ("Phường Bắc Kạn", 3),
        ("Xã Phong Quang", 1),
    ]
    assert "theo tổ chức hôm nay" in chart.place


def test_whoever_sees_not_the_whole_area_has_no_map_of_it(province, browse_as):
    committee = organizations.children_on(province.party, DAY)[0]
    reader = browse_as(make_actor(committee, Role.LEADER))

    page = map_page(reader, don_vi=committee.pk)
    assert page.response.context["found"].chart is None
    assert "Chưa vẽ được bản đồ" in page.words
    assert map_page(reader, don_vi=province.party.pk).status == 404
