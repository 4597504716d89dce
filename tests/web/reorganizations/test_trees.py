"""The tree before and after a plan: only what is different, opened step by step."""

import pytest

from coso.core.types import SYSTEM
from coso.reorganizations import services
from coso.web.reorganizations import parts
from tests.factories.reorganizations import DAY, Planning

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(united):
    return united.drafted()


@pytest.fixture
def closed(monkeypatch):
    """No branch is short enough to be open from the beginning."""
    monkeypatch.setattr(parts, "SHOWN_AT_ONCE", 0)


def trees(desk, plan, **query):
    return desk.get(f"/sap-xep/{plan.pk}/cay/", on=None, **query)


def sides(page):
    before, after = page.words.split(" Trước ")[-1].split(" Sau ")
    return before, after


def branch_link(page, number):
    """Return where a branch of the page opens, without its place."""
    found = [link for link in page.links if "duoi=" in link]
    return found[number]


ENDING = "Đảng bộ xã Tân Sơn kết thúc về Đảng bộ xã Tân Kỳ; 2 thay đổi bên dưới"


def test_what_ends_and_what_is_new_is_marked_in_words(desk, plan):
    before, after = sides(trees(desk, plan))

    assert ENDING in before
    came_from = "từ Đảng bộ xã Tân Sơn, Đảng bộ xã Cao Kỳ"
    assert f"Đảng bộ xã Tân Kỳ lập mới {came_from}; 2 thay đổi bên dưới" in after


def test_short_branches_are_open_and_long_ones_are_not(desk, plan, monkeypatch):
    page = trees(desk, plan)
    assert "Chi bộ Bản Cũ kết thúc về Chi bộ Bản Mới" in page.words
    assert page.links == [link for link in page.links if "duoi=" not in link]

    monkeypatch.setattr(parts, "SHOWN_AT_ONCE", 1)
    before, after = sides(trees(desk, plan))
    assert "Chi bộ Bản Cũ" not in before
    assert "Chi bộ Nà Lạn" in before
    assert "Chi bộ Bản Mới" not in after


@pytest.mark.usefixtures("closed")
def test_branches_open_one_by_one_as_a_part_or_as_a_page(desk, plan):
    link = branch_link(trees(desk, plan), 1)
    page = desk.get(link, on=None)
    part = desk.get(link, on=None, headers={"HX-Request": "true"})

    line = "Chi bộ Bản Cũ kết thúc về Chi bộ Bản Mới"
    assert line in page.words
    assert line in part.words
    assert "<html" in page.text
    assert "<html" not in part.text


@pytest.mark.usefixtures("closed")
def test_moves_and_names_are_told_on_both_sides(desk, plan):
    top = trees(desk, plan)
    before = desk.get(branch_link(top, 0), on=None)
    after = desk.get(branch_link(top, 2), on=None)

    became = "thành Chi bộ Nà Lạn 2, về dưới Đảng bộ xã Tân Kỳ"
    assert f"Chi bộ Nà Lạn chuyển đổi tên {became}" in before.words
    was = "trước là Chi bộ Nà Lạn, trước ở Đảng bộ xã Cao Kỳ"
    assert f"Chi bộ Nà Lạn 2 chuyển đổi tên {was}" in after.words


def test_what_is_the_same_is_counted_and_not_listed(desk, place):
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).drafted()

    before, after = sides(trees(desk, plan))

    assert "Đảng bộ xã Tân Sơn 1 thay đổi bên dưới" in before
    assert "Đảng bộ xã Cao Kỳ" not in before
    assert "Và 1 đơn vị giữ nguyên." in before
    assert "Chi bộ Bản Mới tiếp nhận từ Chi bộ Bản Cũ" in after


def test_a_branch_that_there_is_not_is_not_found(desk, plan):
    assert trees(desk, plan, duoi="999999", ben="truoc").status == 404
    assert trees(desk, plan, duoi=str(plan.unit_id), ben="giua").status == 404


def test_of_a_plan_that_was_carried_out_there_is_nothing_to_compare(desk, plan):
    services.apply_plan(plan=plan, actor=SYSTEM, on=DAY)

    assert trees(desk, plan).status == 404
    assert "Cây trước và sau" not in desk.get(f"/sap-xep/{plan.pk}/", on=None).words


def test_trees_are_taken_away_as_a_picture(desk, plan):
    picture = trees(desk, plan).response.context["picture"]
    file = desk.get(picture["svg_url"], on=None).response

    drawing = file.content.decode()
    assert file["Content-Type"] == "image/svg+xml"
    assert "attachment" in file["Content-Disposition"]
    for words in (
        "Trước",
        "Sau",
        "Đảng bộ xã Tân Sơn",
        "kết thúc; về Đảng bộ xã Tân Kỳ",
        "lập mới; từ Đảng bộ xã Tân Sơn, Đảng bộ xã Cao Kỳ",
    ):
        assert f">{words}<" in drawing
    names = ("Đảng bộ xã Cao Kỳ", "Chi bộ Nà Lạn", "Đảng bộ xã Tân Sơn", "Chi bộ Bản Cũ")
    assert sorted(names, key=drawing.index) == [*names]


def test_picture_is_of_the_tree_in_view(desk, plan):
    page = trees(desk, plan, cay="dia-ban")
    drawing = desk.get(page.response.context["picture"]["svg_url"], on=None).response.content

    assert "Đơn vị hành chính trước và sau" in drawing.decode()
    assert "Đảng bộ xã Tân Kỳ" not in drawing.decode()


def test_flow_is_taken_away_as_a_picture(desk, plan):
    chart = desk.get(f"/sap-xep/{plan.pk}/", on=None).response.context["chart"]
    file = desk.get(chart.svg_url, on=None).response

    drawing = file.content.decode()
    assert file["Content-Type"] == "image/svg+xml"
    assert "Đảng viên đi đâu" in drawing
    assert "Đảng bộ xã Cao Kỳ" in drawing


@pytest.mark.parametrize("name", ["cay.svg", "dang-vien.svg"])
def test_what_was_carried_out_has_no_picture_of_what_it_would_do(desk, plan, name):
    assert desk.get(f"/sap-xep/{plan.pk}/{name}", on=None).status == 200
    services.apply_plan(plan=plan, actor=SYSTEM, on=DAY)

    assert desk.get(f"/sap-xep/{plan.pk}/{name}", on=None).status == 404
