"""The search over all registers."""

import datetime as dt
import logging

import pytest
from django.urls import reverse

from coso.access.enums import Reach, Role
from coso.core import crypto, text
from coso.core.periods import Period
from coso.core.searching import SHOWN_AT_MOST
from coso.members.models import PositionHolding
from coso.organizations.enums import Tree
from coso.organizations.models import UnitCode, UnitVersion
from coso.rules import services as rules
from coso.web.search import pages
from tests.factories.access import ALWAYS, make_actor, make_unit
from tests.factories.registers import (
    course,
    decision,
    employee,
    member,
    resolution,
    theme,
)

SEARCH = "/tim/"
EVERYTHING = {
    *("nguoi", "chuc-vu", "don-vi", "van-ban", "chuyen-de", "lop", "quyet-dinh", "trang"),
}


def groups(page):
    """Return what was found: for each kind the labels."""
    return {
        group.name: [hit.label for hit in group.hits] for group in page.response.context["groups"]
    }


def counts(page):
    return {group.name: group.count for group in page.response.context["groups"]}


def hold(who, unit, position="SECRETARY"):
    return PositionHolding.objects.create(
        person=who.person, unit=unit, position=position, during=ALWAYS.to_range()
    )


def rename(unit, name, until):
    """Give a unit another name from a day on."""
    UnitVersion.objects.filter(unit=unit).update(during=Period(None, until).to_range())
    old = UnitVersion.objects.get(unit=unit)
    UnitVersion.objects.create(
        unit=unit,
        name=name,
        search_name=text.search_key(name),
        match_name=text.match_key(name),
        order_key=text.search_key(name),
        type=old.type,
        during=Period(until, None).to_range(),
    )


@pytest.fixture
def officer_searches(party_tree, browse_as):
    """Return a function that searches as the officer of the committee."""
    browser = browse_as(make_actor(party_tree.own, Role.OFFICER))
    return lambda words, **query: browser.get(SEARCH, q=words, **query)


def test_people_are_found_without_accents_and_in_part(officer_of_sample):
    page = officer_of_sample.get(SEARCH, q="hoang", nhom="nguoi")

    labels = groups(page)["nguoi"]
    assert len(labels) == 20
    assert all("hoàng" in label.lower() for label in labels)
    assert f"hơn {SHOWN_AT_MOST}" in page.words


def test_a_hit_tells_people_of_one_name_apart(party_tree, officer_searches):
    who = member(party_tree.below, full_name="Nông Văn An", born_on=dt.date(1975, 5, 12))

    page = officer_searches("nông văn an 1975")

    [group] = page.response.context["groups"]
    assert group.hits[0].note == "sinh 12/05/1975; Chi bộ Bản Mới"
    assert f"/nguoi/{who.person_id}/" in group.hits[0].url
    assert officer_searches("nông văn an 1974").response.context["groups"] == []


def test_card_number_is_found_only_by_who_may_see_it(party_tree, browse_as, officer_searches):
    who = member(party_tree.below, full_name="Nông Văn An")
    who.card_digest = crypto.digest("012345678901")
    who.save()
    leader = browse_as(make_actor(party_tree.own, Role.LEADER))

    assert groups(officer_searches("0123 4567 8901")) == {"nguoi": ["Nông Văn An"]}
    assert groups(officer_searches("012345678902")) == {}
    assert groups(leader.get(SEARCH, q="012345678901")) == {}


def test_unit_is_found_by_former_name_and_codes(party_tree, officer_searches):
    rename(party_tree.below, "Chi bộ Thôn Đoài", dt.date(2021, 7, 1))
    for code, during in (
        ("06.001.002.003.004", Period(None, dt.date(2021, 7, 1))),
        ("06.001.002.003.005", Period(dt.date(2021, 7, 1), None)),
    ):
        UnitCode.objects.create(
            unit=party_tree.below, tree=Tree.PARTY, code=code, during=during.to_range()
        )

    for words in ("thôn đoài", "ban moi", "06.001.002.003.004", "06001002003005", "06.001.002.003"):
        assert groups(officer_searches(words))["don-vi"] == ["Chi bộ Thôn Đoài"]
    assert "tên cũ: Chi bộ Bản Mới" in officer_searches("bản mới").words


def test_units_with_the_very_name_come_first(party_tree, officer_searches):
    for name in ("Chi bộ Nà Pái Hạ", "Thôn Chi bộ Nà Pái", "Chi bộ Nà Pai", "Chi bộ Nà Pái"):
        make_unit(name, party_tree.own)

    assert groups(officer_searches("Chi bộ Nà Pái"))["don-vi"] == [
        "Chi bộ Nà Pái", "Chi bộ Nà Pai", "Chi bộ Nà Pái Hạ", "Thôn Chi bộ Nà Pái",
    ]  # fmt: skip


def test_documents_are_found_by_number_before_abstract(party_tree, officer_searches):
    first = resolution(party_tree.own, dt.date(2021, 5, 4), summary="Về cải cách hành chính")
    resolution(party_tree.own, dt.date(2023, 5, 4), summary=f"Thay thế {first.number}")

    labels = groups(officer_searches(first.number.lower()))["van-ban"]
    assert labels[0] == f"Nghị quyết số {first.number}"
    assert len(labels) == 2
    assert len(groups(officer_searches("hanh chinh cai cach"))["van-ban"]) == 1


def test_themes_are_found_by_code_and_words(officer_searches):
    theme("CĐ07")
    theme("CĐ08")

    assert groups(officer_searches("cđ07"))["chuyen-de"] == ["CĐ07. Chuyên đề CĐ07"]
    assert len(groups(officer_searches("chuyen de"))["chuyen-de"]) == 2


def test_courses_are_found_by_code_and_words(party_tree, officer_searches):
    first = course(party_tree.own, dt.date(2022, 3, 1), name="Sơ cấp lý luận chính trị")
    course(party_tree.own, dt.date(2023, 3, 1), name="Bồi dưỡng bí thư chi bộ")

    [group] = officer_searches(first.code.lower()).response.context["groups"]
    assert [hit.label for hit in group.hits] == ["Sơ cấp lý luận chính trị"]
    assert group.hits[0].note == f"mã {first.code}, mở ngày 01/03/2022"
    assert groups(officer_searches("ly luan so cap"))["lop"] == ["Sơ cấp lý luận chính trị"]


def test_decisions_are_found_by_number_alone(party_tree, browse_as):
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.own)
    decision(agency, dt.date(2022, 3, 1), number="1651/QĐ-UBND", new_post="Kế toán trưởng 9")
    search = browse_as(make_actor(party_tree.own, Role.PERSONNEL_OFFICER)).get

    [group] = search(SEARCH, q="1651/qđ").response.context["groups"]
    assert (group.name, group.count) == ("quyet-dinh", 1)
    assert group.hits[0].note.startswith("số 1651/QĐ-UBND ngày ")
    assert groups(search(SEARCH, q="651/QĐ-UBND")) == {}
    assert groups(search(SEARCH, q="quyết định UBND")) == {}


def test_holders_are_found_by_position_and_unit(party_tree, officer_searches):
    below = member(party_tree.below, full_name="Nông Văn An")
    above = member(party_tree.own, full_name="Lý Thị Hoa")
    hold(below, party_tree.below)
    hold(above, party_tree.own)

    assert groups(officer_searches("bí thư"))["chuc-vu"] == ["Lý Thị Hoa", "Nông Văn An"]
    assert groups(officer_searches("bi thu ban moi"))["chuc-vu"] == ["Nông Văn An"]
    page = officer_searches("bí thư bản mới")
    assert "Bí thư, Chi bộ Bản Mới" in page.words
    assert "chuc-vu" not in groups(officer_searches("phó bí thư"))


def test_holders_are_found_by_post_and_agency(party_tree, officer_searches):
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.own)
    held = employee(agency)
    held.post.title = "Công chức Kế toán"
    held.post.save()

    assert groups(officer_searches("ke toan"))["chuc-vu"] == [held.person.full_name]
    assert groups(officer_searches("kế toán yên thịnh"))["chuc-vu"] == [held.person.full_name]
    assert "chuc-vu" not in groups(officer_searches("kế toán quảng chu"))


def test_holders_are_those_of_the_date(party_tree, officer_searches):
    who = member(party_tree.below, full_name="Nông Văn An")
    holding = hold(who, party_tree.below)
    holding.during = Period(dt.date(2021, 1, 1), dt.date(2022, 1, 1)).to_range()
    holding.save()

    assert "chuc-vu" in groups(officer_searches("bí thư", on=dt.date(2021, 6, 1)))
    assert "chuc-vu" not in groups(officer_searches("bí thư", on=dt.date(2022, 1, 1)))


@pytest.mark.parametrize(
    ("words", "role", "label"),
    [
        ("báo cáo", Role.OFFICER, "Báo cáo, biểu thống kê, danh sách"),
        ("bao cao", Role.LEADER, "Báo cáo, biểu thống kê, danh sách"),
        ("sao lưu", Role.ADMINISTRATOR, "Tình trạng hệ thống"),
        ("mật khẩu", Role.INSPECTOR, "Đổi mật khẩu"),
        ("ai đã xem", Role.INSPECTOR, "Nhật ký đọc"),
        ("đảng viên nữ", Role.FIGURES_READER, "Đảng viên nữ"),
    ],
)
def test_pages_are_found_by_what_is_done_there(party_tree, browse_as, words, role, label):
    page = browse_as(make_actor(party_tree.above, role)).get(SEARCH, q=words, nhom="trang")

    assert label in groups(page)["trang"]


@pytest.mark.parametrize(
    ("words", "role", "label"),
    [
        ("sao lưu", Role.OFFICER, "Tình trạng hệ thống"),
        ("nhập dữ liệu", Role.LEADER, "Nhập dữ liệu từ Excel"),
        ("đảng viên nữ", Role.ADMINISTRATOR, "Đảng viên nữ"),
        ("đảng viên", Role.FIGURES_READER, "Danh sách đảng viên"),
    ],
)
def test_pages_that_may_not_be_opened_are_not_found(party_tree, browse_as, words, role, label):
    page = browse_as(make_actor(party_tree.above, role)).get(SEARCH, q=words, nhom="trang")

    assert label not in groups(page).get("trang", [])


@pytest.mark.parametrize("role", Role)
def test_every_page_that_is_found_opens(party_tree, browse_as, role):
    browser = browse_as(make_actor(party_tree.above, role))
    found = {
        hit.url
        for words in ("a", "b", "c", "d", "đ", "k", "n", "s", "t", "v", "x")
        for page in (browser.get(SEARCH, q=words, nhom="trang", on=None),)
        for group in page.response.context["groups"]
        for hit in group.hits
        if "/so-lieu/" not in hit.url or "member.total" in hit.url
    }

    assert {browser.client.get(url).status_code for url in found} <= {200, 302}


def test_every_part_of_the_work_is_found(officer_of_sample):
    page = officer_of_sample.get("/", on=None)
    addresses = {item.url.partition("?")[0] for item in page.response.context["frame"].nav}

    assert addresses <= {found.url for found in pages.PAGES}


def test_nothing_out_of_reach_is_found_or_counted(party_tree, officer_searches):
    who = member(party_tree.sibling, full_name="Nông Văn Xa")
    hold(who, party_tree.sibling)
    resolution(party_tree.sibling, dt.date(2021, 5, 4), summary="Nghị quyết xa")
    agency = make_unit("Trạm xa", tree=Tree.AGENCY, overseer=party_tree.sibling)
    employee(agency, holder=who.person)

    for words in ("nông văn xa", "bí thư", "vị trí", "quảng chu", "trạm xa", "nghị quyết xa"):
        assert set(counts(officer_searches(words))) <= {"trang"}, words


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.OFFICER, EVERYTHING),
        (Role.PERSONNEL_OFFICER, EVERYTHING - {"chuyen-de"}),
        (Role.VISIT_TEAM_MEMBER, {"don-vi", "chuyen-de", "trang"}),
        (Role.FIGURES_READER, {"don-vi", "trang"}),
        (Role.ADMINISTRATOR, {"trang"}),
    ],
)
def test_only_registers_that_may_be_read_are_searched(party_tree, browse_as, role, kinds):
    page = browse_as(make_actor(party_tree.own, role)).get(SEARCH, q="zzzz")

    assert {register.name for register in page.response.context["registers"]} == kinds
    assert ("Họ tên, có dấu hay không dấu" in page.words) == ("nguoi" in kinds)


def test_staff_are_found_by_who_sees_staff_only(party_tree, browse_as):
    agency = make_unit("UBND xã Yên Thịnh", tree=Tree.AGENCY, overseer=party_tree.own)
    employee(agency, holder=member(party_tree.below, full_name="Nông Văn An").person)
    member(party_tree.below, full_name="Nông Văn Anh")
    page = browse_as(make_actor(party_tree.own, Role.PERSONNEL_OFFICER)).get(SEARCH, q="nông văn")

    [group] = page.response.context["groups"]
    assert [hit.label for hit in group.hits] == ["Nông Văn An"]
    assert "Chi bộ" not in group.hits[0].note


def test_large_and_small_reach_find_the_same(party_tree, browse_as, monkeypatch):
    browser = browse_as(make_actor(party_tree.own, Role.OFFICER))
    for name in ("Nông Văn An", "Nông Văn Anh", "Lý Văn An"):
        member(party_tree.below, full_name=name)
    member(party_tree.sibling, full_name="Nông Văn An")
    small = groups(browser.get(SEARCH, q="văn an"))
    monkeypatch.setattr("coso.access.scoping._FEW_UNITS", 0)

    assert groups(browser.get(SEARCH, q="văn an")) == small
    assert small["nguoi"] == ["Lý Văn An", "Nông Văn An"]


def test_each_kind_leads_to_all_of_it_in_pages(party_tree, officer_searches):
    for number in range(23):
        member(party_tree.below, full_name=f"Nông Văn {number}")

    page = officer_searches("nông văn")
    assert "Người: 23" in page.words
    assert "Xem tất cả 23 kết quả: người" in page.words
    assert len(groups(page)["nguoi"]) == 5

    assert len(groups(officer_searches("nông văn", nhom="nguoi"))["nguoi"]) == 20
    assert len(groups(officer_searches("nông văn", nhom="nguoi", trang="2"))["nguoi"]) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_search_costs_the_same_for_one_and_three_of_each(party_tree, browse_as, rows):
    browser = browse_as(make_actor(party_tree.own, Role.OFFICER))
    rules.load_seeds()  # kept for a while once they are there
    agency = make_unit("Bí thư đoàn xã", tree=Tree.AGENCY, overseer=party_tree.own)
    theme("CĐ01")
    for number in range(rows):
        branch = make_unit(f"Chi bộ bí thư {number}", party_tree.own)
        hold(member(branch, full_name=f"Bí Thư {number}"), branch)
        employee(agency)
        resolution(party_tree.own, dt.date(2021, 5, number + 1), summary="Bí thư")
        course(party_tree.own, dt.date(2021, 5, number + 1), name="Lớp bí thư")
    browser.get(SEARCH, q="bí thư")

    page = browser.get(SEARCH, q="bí thư", on=None)

    assert counts(page)["nguoi"] == rows
    assert len(page.queries) <= 15


@pytest.mark.parametrize("words", ["", "   ", "\0", "\u0301", "%"])
def test_searching_for_nothing_says_what_can_be_searched(officer_searches, words):
    page = officer_searches(words)

    assert page.status == 200
    assert page.response.context["groups"] == []
    assert "Tên hiện nay, tên trước đây, hoặc mã" in page.words


def test_search_that_finds_nothing_helps(officer_of_sample):
    page = officer_of_sample.get(SEARCH, q="zzzz")

    assert "Không tìm thấy “zzzz”" in page.words
    assert "năm sinh" in page.words


def test_search_belongs_to_no_entry_of_the_navigation(officer_of_sample):
    assert 'aria-current="page"' in officer_of_sample.get("/").text
    assert 'aria-current="page"' not in officer_of_sample.get(SEARCH, q="nông").text


def test_words_that_were_searched_are_not_logged(party_tree, sign_in, caplog):
    browser = sign_in(make_actor(party_tree.own, Role.OFFICER, Reach.UNIT))
    with caplog.at_level(logging.DEBUG):
        browser.get(SEARCH, {"q": "Nông Văn Bí Mật"})
        browser.get(f"{SEARCH}khong-co/", {"q": "Nông Văn Bí Mật"})

    assert "Bí Mật" not in caplog.text
    assert "%E1%BA%ADt" not in caplog.text


def test_address_of_the_search_is_in_every_frame(party_tree, browse_as):
    page = browse_as(make_actor(party_tree.above, Role.ADMINISTRATOR)).get("/quan-tri/tai-khoan/")

    assert f'action="{reverse("search:results")}"' in page.text
