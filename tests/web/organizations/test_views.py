"""Units: the list, the tree, the picker, one unit with its history."""

import re

import pytest

from coso.access.enums import Role
from tests.factories.access import make_actor, make_unit


def test_list_counts_the_units_of_the_day(officer_of_sample):
    assert officer_of_sample.get("/to-chuc/").count == 1 + 41 + 221
    assert (
        officer_of_sample.get("/to-chuc/", cay="dia-ban", loai="VILLAGE").count
        + (officer_of_sample.get("/to-chuc/", cay="dia-ban", loai="RESIDENTIAL_GROUP").count)
        == 153
    )


def test_list_of_a_unit_holds_what_stands_below_it(officer_of_sample, unit_named):
    committee = unit_named("Đảng bộ xã Tân Sơn")
    page = officer_of_sample.get("/to-chuc/", don_vi=committee.pk)

    assert "Đảng bộ xã Tân Sơn" in page.rows
    assert page.count == 1 + committee.children.count()


def test_other_trees_show_what_a_committee_answers_for(officer_of_sample, unit_named):
    committee = unit_named("Đảng bộ xã Tân Sơn")

    areas = officer_of_sample.get("/to-chuc/", don_vi=committee.pk, cay="dia-ban")
    agencies = officer_of_sample.get("/to-chuc/", don_vi=committee.pk, cay="co-quan")

    assert "Xã Tân Sơn" in areas.rows
    assert "UBND xã Tân Sơn" in agencies.rows
    assert "UBND xã Yên Cư" not in agencies.rows


def test_form_of_filters_keeps_the_tree(officer_of_sample):
    page = officer_of_sample.get("/to-chuc/", cay="dia-ban")

    assert '<input type="hidden" name="cay" value="dia-ban">' in page.text


@pytest.mark.parametrize("words", ["yen cu", "Yên Cư", "YÊN CƯ"])
def test_units_are_found_by_name(officer_of_sample, words):
    assert "Đảng bộ xã Yên Cư" in officer_of_sample.get("/to-chuc/", tim=words).rows


def test_units_are_found_by_code(officer_of_sample, unit_named):
    committee = unit_named("Đảng bộ xã Tân Sơn")

    assert officer_of_sample.get("/to-chuc/", tim=committee.code).rows == ["Đảng bộ xã Tân Sơn"]


@pytest.mark.parametrize("order", ["name", "-name", "code", "-type", "founded_on"])
def test_units_sort(officer_of_sample, order):
    assert len(officer_of_sample.get("/to-chuc/", **{"sap-xep": order}).rows) == 50


def test_tree_shows_children_with_their_members(officer_of_sample):
    page = officer_of_sample.get("/to-chuc/cay/")
    nodes = page.response.context["nodes"]

    assert len(nodes) == 41
    assert sum(node.members for node in nodes) == 3549
    assert "Đảng bộ tỉnh Bắc Kạn" in page.words


def test_tree_opens_step_by_step(officer_of_sample, unit_named):
    committee = unit_named("Đảng bộ xã Tân Sơn")
    part = officer_of_sample.htmx(f"/to-chuc/cay/{committee.pk}/", "tree-below")

    assert "<html" not in part.text
    assert part.text.count("<li>") == committee.children.count()


def test_tree_opens_without_script(officer_of_sample):
    page = officer_of_sample.get("/to-chuc/cay/")
    below = next(node for node in page.response.context["nodes"] if node.has_children)

    assert below.tree_url in page.links
    assert below.unit.name_on in officer_of_sample.get(below.tree_url, on=None).words


def test_reader_without_figures_sees_the_tree_without_numbers(browse_as, party_tree):
    page = browse_as(make_actor(party_tree.own, Role.FIGURES_READER)).get("/to-chuc/cay/")

    assert "Chi bộ Bản Mới" in page.words
    assert "Đảng bộ xã Quảng Chu" not in page.words


def test_picker_offers_the_topmost_first_and_finds_by_part_of_a_name(officer_of_sample):
    first = officer_of_sample.get("/to-chuc/chon/").response.context["choices"]
    found = officer_of_sample.get("/to-chuc/chon/", tim="tan son").response.context["choices"]

    assert first[0].unit.name_on == "Đảng bộ huyện Chợ Mới"
    names = [choice.unit.name_on for choice in found]
    assert {"Đảng bộ xã Tân Sơn", "Xã Tân Sơn"} <= set(names)
    assert all(f"don-vi={choice.unit.pk}" in choice.url for choice in found)


def test_unit_shows_facts_leaders_children_and_visits(officer_of_sample, unit_named):
    page = officer_of_sample.get(f"/to-chuc/{unit_named('Đảng bộ xã Tân Sơn').pk}/")

    for words in ("Đảng bộ cơ sở", "Bí thư", "Xã Tân Sơn", "Đơn vị trực thuộc", "Lượt dự sinh"):
        assert words in page.words
    assert "Đảng bộ huyện Chợ Mới" in page.words


def test_secretary_is_named_before_others(officer_of_sample, unit_named):
    page = officer_of_sample.get(f"/to-chuc/{unit_named('Đảng bộ xã Tân Sơn').pk}/")
    [_, leaders, *_] = page.response.context["groups"]

    assert leaders.facts[0].label == "Bí thư"


def test_branch_shows_its_latest_meetings(officer_of_sample, unit_named):
    branch = unit_named("Đảng bộ xã Tân Sơn").children.first()
    page = officer_of_sample.get(f"/to-chuc/{branch.pk}/")

    assert re.search(r"Thường kỳ tháng 6/2023 họp ngày \d\d/06/2023, có mặt \d+/\d+", page.words)
    assert "Xem tất cả các kỳ" in page.words


def test_parts_of_a_unit_follow_the_rights(browse, unit_named):
    branch = unit_named("Đảng bộ xã Tân Sơn").children.first()
    page = browse("solieu").get(f"/to-chuc/{branch.pk}/")

    assert "Chức vụ đảng" not in page.words
    assert "Sinh hoạt chi bộ" not in page.words
    assert "Nhật ký thay đổi" not in page.words
    assert "Nhật ký thay đổi" in browse("kiemtra").get(f"/to-chuc/{branch.pk}/").words


def test_agency_leads_to_its_staff(officer_of_sample, unit_named):
    agency = unit_named("UBND xã Tân Sơn")
    page = officer_of_sample.get(f"/to-chuc/{agency.pk}/")
    staff = next(link for link in page.links if link.startswith(f"/can-bo/?don-vi={agency.pk}"))

    assert officer_of_sample.get(staff, on=None).count > 0


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(party_tree, browse_as, rows):
    for number in range(rows - 1):
        make_unit(f"Chi bộ Bản {number}", party_tree.below)
    browser = browse_as(make_actor(party_tree.below))
    browser.get("/to-chuc/")

    page = browser.get("/to-chuc/")

    assert page.count == rows
    assert len(page.queries) == 12


def test_tree_costs_the_same_for_few_and_many_rows(officer_of_sample, root, unit_named):
    committee = unit_named("Đảng bộ xã Tân Sơn")
    officer_of_sample.get("/to-chuc/cay/")

    many = officer_of_sample.get("/to-chuc/cay/", don_vi=root.pk)
    few = officer_of_sample.get("/to-chuc/cay/", don_vi=committee.pk)

    assert len(few.response.context["nodes"]) < len(many.response.context["nodes"])
    # The root is known before the unit in view is asked for.
    assert len(few.queries) - 1 == len(many.queries)


def test_default_unit_is_the_topmost_within_reach(party_tree, browse_as):
    user = make_actor(party_tree.own)

    page = browse_as(user).get("/to-chuc/")

    assert page.response.context["frame"].unit == party_tree.own
