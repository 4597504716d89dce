"""Figures, lists and papers under the tree of their day, under today's, and under both."""

import datetime as dt
import io

import openpyxl
import pytest
from attrs import frozen

from coso.access.enums import Role
from coso.core import clock
from coso.documents.models import Document
from coso.meetings.models import Meeting
from coso.organizations.models import Unit
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import YEARS_AGO, Planning, district
from tests.web.test_pages import MOST_QUERIES

pytestmark = pytest.mark.django_db

BEFORE, AFTER = dt.date(2024, 6, 30), dt.date(2024, 7, 2)
NOW, BOTH = {"cay-ngay": "nay"}, {"cay-ngay": "ca-hai"}
FIGURE = "/so-lieu/member.total/"
REGISTERS = (
    *("/sinh-hoat/", "/du-sinh-hoat/", "/van-ban/", "/xep-loai/", "/xep-loai/to-chuc/"),
    *("/dao-tao/", "/dao-tao/hoc-vien/", "/dieu-dong-bo-nhiem/", "/quy-hoach/"),
    *("/nghi-quyet/", "/nghi-quyet/nhiem-vu/"),
)
MEETINGS, VISITS, DOCUMENTS, MEMBERS_RATED, UNITS_RATED, *OF_CADRES = REGISTERS
COURSES, LEARNERS, DECISIONS, PLANS, TARGETS, WORK_ITEMS = OF_CADRES


@frozen
class Merged:
    """A district whose communes became one, and one branch of which was dissolved.

    `follower` went from the dissolved branch to branch one by name; of the four that it had,
    `gone` had left before.
    """

    root: Unit
    first: Unit
    second: Unit
    one: Unit
    three: Unit
    new: Unit
    follower: object
    gone: object


@pytest.fixture(scope="module")
def merged_once(lasting):
    """Return three members of branch one, two of branch two, two of branch three before."""
    place = district()
    for branch, number in ((place.one, 3), (place.two, 2)):
        for _ in range(number):
            registers.member(branch, YEARS_AGO)
    follower = registers.member(place.three, YEARS_AGO)
    other = registers.member(place.three, YEARS_AGO)
    gone = registers.member(place.three, YEARS_AGO, until=dt.date(2024, 6, 1), leaving="DECEASED")
    plan = Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root)
    plan.step("CONSOLIDATE", [place.first, place.second], [new])
    plan.step("DISSOLVE", [place.three], [place.one, place.two])
    plan.move(follower, place.one).move(other, place.two).applied()
    return Merged(
        root=place.root,
        first=place.first,
        second=place.second,
        one=place.one,
        three=place.three,
        new=Unit.objects.get(name="Đảng bộ xã Tân Kỳ"),
        follower=follower,
        gone=gone,
    )


@pytest.fixture
def merged(merged_once, db):
    """Return the district, and take back what a test adds to it."""
    return merged_once


@pytest.fixture
def desk(merged, browse_as):
    return browse_as(make_actor(merged.root, Role.OFFICER))


def switch(page):
    """Return the trees that the page offers, with their addresses, and which it shows."""
    choices = page.response.context["view"].tree_choices
    return {each.label: each.url for each in choices}, [e.label for e in choices if e.is_current]


def counted(page):
    """Return the figure of a page, and how many records stand under it."""
    context = page.response.context
    return context["value"].value, context["records"]["total"]


def test_the_switch_is_there_where_the_trees_differ(desk):
    offered, shown = switch(desk.get("/", on=BEFORE))

    assert [*offered] == ["lúc đó", "hôm nay", "cả hai"]
    assert shown == ["lúc đó"]
    assert switch(desk.get("/", on=AFTER)) == ({}, [])
    assert switch(desk.get("/", on=None)) == ({}, [])


@pytest.mark.parametrize(
    "path",
    ["/", FIGURE, "/dang-vien/", "/to-chuc/", "/can-bo/", "/so-lieu/", *REGISTERS],
)
def test_the_choice_is_kept_across_links(desk, path):
    page = desk.get(path, on=BEFORE, **NOW)

    inner = [each for each in page.links if each.startswith(("/?", "/dang-vien/?", "/bao-cao/?"))]
    assert inner
    assert all("cay-ngay=nay" in each for each in inner)
    assert switch(page)[1] == ["hôm nay"]


def test_the_heir_comes_into_view_with_its_tree(desk, merged):
    offered, _ = switch(desk.get(FIGURE, on=BEFORE, don_vi=merged.first.pk))

    now = desk.get(f"{FIGURE}{offered['hôm nay']}", on=None)
    assert now.response.context["frame"].unit == merged.new
    assert counted(now) == (7, 7)
    then = desk.get(f"{FIGURE}{offered['lúc đó']}", on=None)
    assert counted(then) == (5, 5)


def test_members_are_counted_and_listed_where_they_went_by_name(desk, merged):
    then = desk.get(FIGURE, on=BEFORE, don_vi=merged.one.pk)
    now = desk.get(FIGURE, on=BEFORE, don_vi=merged.one.pk, **NOW)

    assert counted(then) == (3, 3)
    assert counted(now) == (4, 4)
    assert "theo tổ chức hôm nay" in now.words


def test_roll_under_the_tree_of_today_is_the_figure(desk, merged):
    page = desk.get("/dang-vien/", on=BEFORE, don_vi=merged.one.pk, **NOW)

    assert page.count == 4
    assert merged.follower.person.full_name in page.rows
    assert "4 đảng viên, đến ngày 30/06/2024, theo tổ chức hôm nay" in page.words
    assert desk.get("/dang-vien/", on=BEFORE, don_vi=merged.one.pk).count == 3


def test_roll_under_both_trees_says_where_everybody_stands(desk, merged):
    page = desk.get("/dang-vien/", on=BEFORE, don_vi=merged.three.pk, **BOTH)

    assert page.count == 2
    assert "Theo tổ chức hôm nay" in page.words
    assert f"/to-chuc/{merged.one.pk}/" in page.text
    alone = desk.get("/dang-vien/", on=BEFORE, don_vi=merged.three.pk)
    assert "Theo tổ chức hôm nay" not in alone.words


def test_roll_is_exported_with_where_everybody_stands(desk, merged):
    query = {"xuat": "xlsx", **BOTH}
    export = desk.get("/dang-vien/", on=BEFORE, don_vi=merged.first.pk, **query).response

    sheet = openpyxl.load_workbook(io.BytesIO(export.content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    header = next(row for row in rows if "Họ và tên" in row)
    stands = [row[header.index("Theo tổ chức hôm nay")] for row in rows[rows.index(header) + 1 :]]
    assert sorted(stands) == ["Chi bộ Bản Cũ"] * 3 + ["Chi bộ Bản Mới"] * 4
    assert "theo tổ chức lúc đó và hôm nay" in str(rows).lower()


def test_units_of_the_day_stand_under_their_heir(desk, merged):
    page = desk.get("/to-chuc/", on=BEFORE, don_vi=merged.new.pk, **NOW)

    assert set(page.rows) == {
        "Đảng bộ xã Tân Sơn",
        "Đảng bộ xã Cao Kỳ",
        "Chi bộ Bản Mới",
        "Chi bộ Bản Cũ",
        "Chi bộ Nà Lạn",
    }
    assert "(đơn vị đã kết thúc)" in page.words


def records(merged, number=1):
    """Have so many meetings, visits, documents, ratings of each commune before the merger."""
    written = Meeting.objects.count() // 2
    for month in range(written + 1, number + 1):
        day = dt.date(2024, month, 6)
        for branch in (merged.one, merged.three):
            registers.meeting(branch, 2024, day.month, day)
            registers.visit(branch, day, merged.root)
            registers.decision(branch, day)
            registers.planned(merged.root, f"Bí thư {branch} {month}", day, unit=branch)
            registers.learner(registers.course(merged.root, day), branch)
            registers.rating(branch, 2024 - month, "GOOD", "BRANCH", capacity="MEMBER")
        for commune in (merged.first, merged.second):
            issued = registers.resolution(commune, day)
            registers.target(issued, reported=[(2023, "YEAR", 9, 10)])
            registers.work_item(issued, day)
            registers.unit_rating(commune, 2024 - month, "GOOD", merged.root)


@pytest.mark.parametrize("path", REGISTERS)
def test_what_a_unit_did_is_listed_under_its_heir(desk, merged, path):
    records(merged)

    counts = [
        desk.get(path, on=BEFORE, don_vi=merged.new.pk, **query).count for query in ({}, NOW, BOTH)
    ]
    assert counts == [0, 2, 2]


@pytest.mark.parametrize(
    ("path", "stands"),
    [
        (MEETINGS, ["(đơn vị đã kết thúc)", "Chi bộ Bản Mới"]),
        (VISITS, ["(đơn vị đã kết thúc)", "Chi bộ Bản Mới"]),
        (DECISIONS, ["(đơn vị đã kết thúc)", "Chi bộ Bản Mới"]),
        (PLANS, ["(đơn vị đã kết thúc)", "Chi bộ Bản Mới"]),
        (DOCUMENTS, ["", "Đảng bộ xã Tân Kỳ", "Đảng bộ xã Tân Kỳ"]),
        (MEMBERS_RATED, ["(đơn vị đã kết thúc)", "Chi bộ Bản Mới"]),
        (UNITS_RATED, ["Đảng bộ xã Tân Kỳ", "Đảng bộ xã Tân Kỳ"]),
        (COURSES, ["Đảng bộ huyện Chợ Mới", "Đảng bộ huyện Chợ Mới"]),
        (TARGETS, ["Đảng bộ xã Tân Kỳ", "Đảng bộ xã Tân Kỳ"]),
        (WORK_ITEMS, ["Đảng bộ xã Tân Kỳ", "Đảng bộ xã Tân Kỳ"]),
        (LEARNERS, ["(đơn vị đã kết thúc)", "Chi bộ Bản Mới"]),
    ],
)
def test_list_of_what_was_done_says_where_it_stands_today(desk, merged, path, stands):
    records(merged)
    outside = registers.resolution(merged.root, dt.date(2024, 2, 1))
    Document.objects.filter(pk=outside.pk).update(issuer=None, issuer_name="Trung ương")

    table = desk.get(path, on=BEFORE, **BOTH).response.context["table"]
    assert sorted(row.get_cell_value("standing_today") for row in table.rows) == stands
    assert "standing_today" not in desk.get(path, on=BEFORE).response.context["table"].columns


@pytest.mark.parametrize("path", REGISTERS)
def test_list_under_both_trees_costs_the_same_for_one_and_three_rows(desk, merged, path):
    asked = []
    for number in (1, 3):
        records(merged, number)
        desk.get(path, on=BEFORE, don_vi=merged.first.pk, **BOTH)  # the figures are read again
        page = desk.get(path, on=BEFORE, don_vi=merged.first.pk, **BOTH)
        asked.append((page.count, len(page.queries)))

    [(few, cost_of_few), (many, cost_of_many)] = asked
    assert (few, many) == (2, 6)
    assert 0 < cost_of_few == cost_of_many <= MOST_QUERIES


def test_dashboard_under_both_trees_has_two_columns(desk, merged):
    page = desk.get("/", on=BEFORE, don_vi=merged.first.pk, **BOTH)

    lines = [each for part in page.response.context["sections"] for each in part["lines"]]
    [members] = [line for line in lines if line.label == "Đảng viên"]
    assert [value.text for value, _ in members.sides] == ["5", "7"]
    assert members.difference == "−2"
    for value, card in members.sides:
        assert counted(desk.get(card.url, on=None)) == (value.value, value.value)


def test_both_columns_of_a_figure_lead_to_lists_that_count_to_them(desk, merged):
    page = desk.get(FIGURE, on=BEFORE, theo="children", **BOTH)

    sides = page.response.context["sides"]
    assert [side.value.value for side in sides] == [7, 7]
    for side in sides:
        assert counted(desk.get(side.url, on=None))[1] == side.value.value
    for line in page.response.context["lines"]:
        for part, url in line.cells:
            if part is not None:
                assert desk.get(url, on=None).response.context["value"].value == part.value


def test_parts_under_both_trees_say_why_they_differ(desk, merged):
    page = desk.get(FIGURE, on=BEFORE, theo="children", **BOTH)

    lines = {line.label: line for line in page.response.context["lines"]}
    told = {label: (line.difference, line.reason) for label, line in lines.items()}
    heir = "Hợp nhất ngày 01/07/2024: nay thuộc Đảng bộ xã Tân Kỳ."
    assert told["Đảng bộ xã Tân Sơn"] == ("+5", heir)
    assert told["Đảng bộ xã Cao Kỳ"] == ("+2", heir)
    assert told["Đảng bộ xã Tân Kỳ"] == (
        "−7",
        "Hợp nhất ngày 01/07/2024: kế thừa Đảng bộ xã Cao Kỳ, Đảng bộ xã Tân Sơn.",
    )


def test_whoever_left_before_a_dissolved_unit_stays_in_its_own_part(desk, merged):
    day = dt.date(2024, 5, 31)
    page = desk.get(FIGURE, on=day, don_vi=merged.new.pk, theo="children", **BOTH)

    [line] = [e for e in page.response.context["lines"] if e.label.endswith("(đã kết thúc)")]
    assert line.label == "Chi bộ Nà Lạn (đã kết thúc)"
    assert [part and part.value for part, _ in line.cells] == [None, 1]
    assert "không có đúng một đơn vị kế thừa" in line.reason


def test_the_period_goes_along_to_the_parts_of_both_trees(desk, merged):
    page = desk.get("/so-lieu/member.out/", on=BEFORE, theo="children", tu="2024-01-01", **BOTH)

    urls = [url for line in page.response.context["lines"] for _, url in line.cells if url]
    assert urls
    assert all("tu=2024-01-01" in url for url in urls)


def test_a_day_to_come_has_its_own_tree(desk, merged):
    later = clock.today() + dt.timedelta(days=400)
    page = desk.get("/", on=later, **NOW)

    assert page.response.context["frame"].tree_day == later
    assert switch(page) == ({}, [])


def test_passport_names_the_tree(desk, merged):
    url = desk.get(FIGURE, on=BEFORE, **BOTH).response.context["sides"][1].passport_url

    assert "Theo tổ chức hôm nay" in desk.get(url, on=None).words


def test_catalogue_under_both_trees(desk, merged):
    page = desk.get("/so-lieu/", on=BEFORE, don_vi=merged.first.pk, **BOTH)

    assert "Đảng viên 5 7 −2" in page.words


def test_two_dates_are_compared_under_the_tree_of_today(desk, merged):
    query = {"voi-ngay": "30/06/2024", **NOW}
    page = desk.get("/so-sanh/", on=None, don_vi=merged.new.pk, **query)

    lines = [each for part in page.response.context["sections"] for each in part["lines"]]
    [members] = [line for line in lines if line.label == "Đảng viên"]
    assert [value.text for value, _ in members.sides] == ["7", "7"]
    assert [*switch(page)[0]] == ["lúc đó", "hôm nay"]


def test_paper_under_both_trees_has_two_columns(desk, merged):
    page = desk.get("/bao-cao/thong-ke-dang-vien/", on=BEFORE, don_vi=merged.first.pk, **BOTH)

    tables = {table.title.partition(". ")[2]: table for table in page.response.context["tables"]}
    assert tables["Đảng viên: tổng hợp"].rows[0][1:5] == ["Đảng viên", "5", "7", "-2"]
    units = {row[1]: row[2:] for row in tables["Đảng viên theo đơn vị trực thuộc"].rows}
    assert units["Tổng số"] == ["5", "7", "-2"]
    assert units["Chi bộ Bản Mới"] == ["3", "4", "-1"]


def test_paper_under_the_tree_of_today_is_that_of_the_heir(desk, merged):
    query = {"xuat": "xlsx", **NOW}
    path = "/bao-cao/thong-ke-dang-vien/"
    file = desk.get(path, on=BEFORE, don_vi=merged.new.pk, **query).response

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "ĐẢNG ỦY XÃ TÂN KỲ" in cells
    assert "(Số liệu đến ngày 30/06/2024, theo tổ chức hôm nay)" in cells


def test_roster_is_under_one_tree(desk, merged):
    page = desk.get("/bao-cao/danh-sach-dang-vien/", on=BEFORE, **BOTH)

    assert [*switch(page)[0]] == ["lúc đó", "hôm nay"]
    assert switch(page)[1] == ["lúc đó"]
    said = "Báo cáo này lập theo một cây tổ chức, dưới đây là theo tổ chức lúc đó"
    assert said in page.words
    assert said not in desk.get("/bao-cao/danh-sach-dang-vien/", on=BEFORE, **NOW).words


def test_part_of_the_other_tree_is_no_way_around_rights(merged, browse_as):
    secretary = browse_as(make_actor(merged.one, Role.BRANCH_SECRETARY))

    for tree in ({}, NOW, BOTH):
        assert secretary.get("/", on=BEFORE, don_vi=merged.new.pk, **tree).status == 404
        assert secretary.get(FIGURE, on=BEFORE, don_vi=merged.root.pk, **tree).status == 404
        assert secretary.get("/dang-vien/", on=BEFORE, don_vi=merged.new.pk, **tree).status == 404
