"""The tree from which the units of a step are picked, as a plan leaves it."""

import re

import pytest

from tests.factories import organizations as make
from tests.factories.reorganizations import Planning

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(place):
    """A plan without steps."""
    return Planning().drafted()


def draw(desk, plan, **query):
    return desk.get(f"/sap-xep/{plan.pk}/ve/", on=None, **query)


def ticked(page):
    """Return the keys of the units that are picked."""
    return set(re.findall(r'type="checkbox" value="([^"]+)" checked', page.text))


def test_tree_of_the_day_is_shown_to_pick_from(desk, place, plan):
    page = draw(desk, plan)

    assert "Đảng bộ xã Tân Sơn Đảng bộ cơ sở, 06.1 2 đơn vị bên dưới" in page.words
    assert f'value="{place.first.pk}"' in page.text
    assert "Diễn tập" not in page.words


def test_units_stand_by_their_names_whichever_was_written_first(desk, place, plan):
    names = ["Chi bộ Tổ 10", "Chi bộ Tổ 2", "Chi bộ Đội 1", "Chi bộ Dân vận"]
    for name in names:
        make.unit("BRANCH", name, under=place.second)

    shown = draw(desk, plan, mo=place.second.pk).response.context["lines"]

    assert [line.node.name for line in shown] == [
        "Chi bộ Dân vận",
        "Chi bộ Đội 1",
        "Chi bộ Nà Lạn",
        "Chi bộ Tổ 2",
        "Chi bộ Tổ 10",
    ]


def test_branches_open_as_a_page_and_as_a_part(desk, place, plan):
    page = draw(desk, plan, mo=place.first.pk, chon=place.second.pk)
    part = desk.get(
        f"/sap-xep/{plan.pk}/ve/", on=None, headers={"HX-Request": "true"}, mo=place.first.pk
    )

    assert "Chi bộ Bản Mới" in page.words
    assert "Đã chọn ở chỗ khác trên cây Đảng bộ xã Cao Kỳ" in page.words
    assert "Chi bộ Bản Mới" in part.words
    assert "<html" not in part.text


def test_the_whole_tree_is_opened_and_stays_open(desk, place, plan):
    page = draw(desk, plan)
    top = draw(desk, plan, mo="ca-cay")

    assert "Nằm trong: Cả cây / Đảng bộ tỉnh Bắc Kạn / Đảng bộ huyện Chợ Mới" in page.words
    assert "Trên cùng của cây. Đảng bộ tỉnh Bắc Kạn Đảng bộ tỉnh" in top.words
    assert "Đảng bộ xã Tân Sơn" not in top.words
    assert "Đảng bộ xã Tân Sơn" not in draw(desk, plan, duoi="ca-cay", tim="").words


@pytest.mark.parametrize(
    ("where", "query", "wanted"),
    [
        ("root", {}, ["first", "second"]),
        ("first", {}, ["one", "two"]),
        ("", {"tim": "chi bo", "ca": "da-tim"}, ["one", "two", "three"]),
    ],
)
def test_what_stands_together_is_picked_at_once(desk, place, plan, where, query, wanted):
    page = draw(desk, plan, **(query or {"ca": getattr(place, where).pk}))

    assert ticked(page) == {str(getattr(place, name).pk) for name in wanted}


def test_what_ends_is_not_picked_with_the_others(desk, place):
    plan = Planning().step("DISSOLVE", [place.two]).drafted()
    page = draw(desk, plan, mo=place.first.pk, ca=place.first.pk)

    assert ticked(page) == {str(place.one.pk)}
    assert "Đánh dấu cả" not in page.words


def test_members_without_a_home_are_led_to(desk, place, plan):
    left = Planning().step("DISSOLVE", [place.two]).drafted()

    page = draw(desk, left)

    assert "3 đảng viên của Chi bộ Bản Cũ chưa có nơi sinh hoạt mới" in page.words
    assert f'href="/sap-xep/{left.pk}/dang-vien/?' in page.text
    assert f"/sap-xep/{plan.pk}/dang-vien/" not in draw(desk, plan).text


@pytest.mark.parametrize("words", ["ban cu", "Bản Cũ", "06.1.2"])
def test_units_are_found_by_name_or_code(desk, place, plan, words):
    page = draw(desk, plan, tim=words)

    assert "Chi bộ Bản Cũ Chi bộ trực thuộc của Đảng bộ xã Tân Sơn, 06.1.2" in page.words
    assert "Chi bộ Bản Mới" not in page.words


@pytest.mark.parametrize("words", ["ban cu", "Bản Xưa"])
def test_unit_that_the_plan_renames_is_found_by_both_names(desk, place, words):
    planning = Planning()
    planning.of(place.two, name="Chi bộ Bản Xưa")
    planning.step("RENAME", [place.two], [place.two])

    page = draw(desk, planning.drafted(), tim=words)

    assert "Chi bộ Bản Xưa đổi tên" in page.words
    assert "06.1.2; trước là Chi bộ Bản Cũ" in page.words


def test_what_is_not_found_is_said(desk, place, plan):
    assert "Không có đơn vị nào khớp “Nà Pái”" in draw(desk, plan, tim="Nà Pái").words


def test_words_suggest_units_that_the_plan_founds(desk, place):
    planning = Planning()
    new = planning.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    plan = planning.step("CONSOLIDATE", [place.first, place.second], [new]).drafted()

    words = {"cay": "dang", "muc": "parent", "parent": "tan"}
    found = desk.get(f"/sap-xep/{plan.pk}/goi-y/", on=None, **words)

    name = "Đảng bộ xã Tân Kỳ"
    option = f'<option value="{name}">{name}, Đảng bộ huyện Chợ Mới</option>'
    assert found.text.strip() == option


def test_a_suggestion_says_the_code_of_a_unit_that_shares_its_name(desk, place, plan):
    make.unit("BRANCH", place.one.name, under=place.second, code="06.2.9")

    words = {"cay": "dang", "muc": "parent", "parent": "ban moi"}
    found = desk.get(f"/sap-xep/{plan.pk}/goi-y/", on=None, **words)

    assert {"06.1.1", "06.2.9"} == set(re.findall('value="([^"]*)"', found.text))
