"""The dashboard."""

import datetime as dt
import re

import pytest

from coso.access.enums import Role
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest
from coso.web.home.pictures import PICTURES
from tests.factories import organizations as make
from tests.factories.access import make_actor
from tests.web.conftest import AS_OF


def card(page, label):
    """Return the words of the card with a label."""
    [found] = [
        card
        for card in re.findall(
            r'<article class="figure-card">(.*?)</article>', page.text, re.DOTALL
        )
        if re.search(rf">{label}</a>", card)
    ]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found)).strip()


def test_dashboard_shows_figures_with_their_share_and_base(officer_of_sample):
    page = officer_of_sample.get("/")

    assert "3.549" in card(page, "Đảng viên")
    assert "41,3% của 3.549 đảng viên" in card(page, "Đảng viên nữ")
    assert "97,2% của 809 người được xếp loại" in page.words
    assert "Xếp loại năm 2022" in page.words
    assert "Dự sinh hoạt từ 01/10/2020" in page.words


def test_rate_is_shown_as_percent(officer_of_sample):
    rate = card(officer_of_sample.get("/"), "Tỷ lệ dự sinh hoạt")

    assert re.search(r"9\d,\d%", rate)
    assert re.search(r"[\d.]+ trên [\d.]+ lượt đảng viên phải dự", rate)


def test_every_card_leads_to_its_list_and_its_passport(officer_of_sample):
    page = officer_of_sample.get("/")

    cards = len(re.findall(r'<article class="figure-card">', page.text))
    lists = {link for link in page.links if re.match(r"/so-lieu/[a-z_.]+/\?", link)}
    passports = {link for link in page.links if "/cach-tinh/" in link}
    assert len(passports) == cards
    assert len(lists) >= cards
    assert all("ngay=2023-06-30" in link for link in lists | passports)


def test_dashboard_of_a_branch_leaves_out_what_it_has_nothing_of(browse):
    page = browse("bithu").get("/")

    assert "Ở đơn vị này đều bằng 0: Tổ chức đảng và địa bàn; Cán bộ" in page.words
    assert "Xã, phường, thị trấn" not in page.words
    assert "Đơn vị trực thuộc theo số đảng viên" not in page.words
    assert "Đảng viên nữ" in page.words
    assert "Hoàn thành tốt nhiệm vụ trở lên (đảng viên)" in page.words
    assert "của 0 người" not in page.words


def test_dashboard_before_every_register_says_that_there_is_nothing(officer_of_sample):
    page = officer_of_sample.get("/", on=None, ngay="2001-01-01")

    assert page.status == 200
    assert "Chưa có số liệu nào đến ngày 01/01/2001" in page.words
    assert "Chọn một ngày khác ở đầu trang" in page.words
    assert "Đảng viên nữ" not in page.words


def charts(page):
    """Return the pictures of a dashboard by name."""
    sections = page.response.context["sections"]
    return {chart.name: chart for section in sections for chart in section["charts"]}


DRAWN = [name for name in PICTURES if name != "ban-do"]  # the sample lies in no known boundary


def figure(unit, name, **more):
    [value] = figures.evaluate(FigureRequest(ids=(name,), unit_id=unit.pk, as_of=AS_OF, **more))
    return value


def test_pictures_stand_over_their_table(officer_of_sample):
    page = officer_of_sample.get("/")

    assert list(charts(page)) == DRAWN
    assert page.text.count("Bảng số liệu<") == len(DRAWN)
    assert "3.549 đảng viên ở 41 đơn vị; nhiều nhất là Đảng bộ xã Tân Sơn: 266" in page.words
    assert charts(page)["dao-tao"].title == "Lượt học viên theo loại hình"
    assert charts(page)["quyet-dinh"].title == "Quyết định cán bộ theo hình thức"


def test_pictures_show_the_figures(officer_of_sample, root):
    shown = charts(officer_of_sample.get("/"))

    sums = {name: [shown[name].total_of(i) for i in range(2)] for name in ("do-tuoi", "sinh-hoat")}
    visits = shown["du-sinh-hoat"]
    assert shown["don-vi"].total == figure(root, "member.total").value
    assert sums["do-tuoi"] == [figure(root, f"member.{sex}").value for sex in ("male", "female")]
    assert sums["sinh-hoat"] == [
        figure(root, f"meeting.regular.{state}").value for state in ("held", "missing")
    ]
    assert [visits.total_of(0), visits.total_of(1)] == [66, 293]
    assert [row.total for row in shown["xep-loai"].rows] == [809, 282, 262, 3383]
    assert [row.total for row in shown["chuyen-mon"].rows] == [3549, 809, 282]
    assert sum(row.total for row in visits.coarser.rows) == visits.total


def test_months_without_a_visit_are_shown_too(officer_of_sample):
    rows = charts(officer_of_sample.get("/"))["du-sinh-hoat"].rows

    assert (rows[0].label, rows[-1].label, len(rows)) == ("10/2020", "06/2023", 33)


@pytest.mark.parametrize("name", DRAWN)
def test_every_mark_leads_to_as_many_records_as_it_says(officer_of_sample, name):
    chart = charts(officer_of_sample.get("/"))[name]
    cells = [cell for row in chart.rows for cell in row.cells if cell.value]

    for cell in [cells[0], cells[len(cells) // 2], cells[-1]]:
        page = officer_of_sample.get(cell.url, on=None)
        assert page.status == 200
        assert page.response.context["records"]["total"] == cell.value
        assert page.response.context["value"].value == cell.value


@pytest.mark.parametrize("name", DRAWN)
def test_picture_is_taken_away_with_its_source(officer_of_sample, name):
    [address] = {
        link for link in officer_of_sample.get("/").links if link.startswith(f"/hinh/{name}.svg")
    }

    answer = officer_of_sample.get(address, on=None).response

    assert answer["Content-Type"] == "image/svg+xml"
    assert f"{name}-2023-06-30.svg" in answer["Content-Disposition"]
    assert "Nguồn: Sổ" in answer.content.decode()


def test_picture_of_a_larger_unit_is_not_found(browse, root):
    secretary = browse("bithu")

    assert secretary.get("/hinh/do-tuoi.svg").status == 200
    assert secretary.get("/hinh/do-tuoi.svg", don_vi=root.pk).status == 404
    assert secretary.get("/hinh/khong-co.svg").status == 404


@pytest.mark.parametrize("name", PICTURES)
def test_picture_of_nothing_says_so(officer_of_sample, name):
    answer = officer_of_sample.get(f"/hinh/{name}.svg", on=None, ngay="2001-01-01").response

    said = "Chưa có ranh giới" if name == "ban-do" else "nào để vẽ: các số đều bằng 0"
    assert said in answer.content.decode()


def test_whoever_has_no_role_is_told_what_to_do(sign_in, outsider):
    response = sign_in(outsider).get("/", follow=True)

    assert response.status_code == 200
    assert "chưa được giao vai trò" in response.content.decode()


def test_administrator_begins_with_the_accounts(sign_in, party_tree):
    response = sign_in(make_actor(party_tree.above, Role.ADMINISTRATOR)).get("/", follow=True)

    assert response.redirect_chain[-1][0] == "/quan-tri/tai-khoan/"


@pytest.mark.django_db
def test_where_nothing_was_reorganized_there_is_no_tree_to_choose(browse_as):
    browser = browse_as(make_actor(make.roots().party))

    page = browser.get("/", on=dt.date(2024, 6, 30))

    assert page.response.context["view"].tree_choices == []
