"""The roll of members: filter, search, sort, columns, pages, Excel."""

import datetime as dt
import io
import re

import openpyxl
import pytest

from coso.audit import queries as audit
from coso.core import crypto, text
from coso.members import queries as members
from tests.factories.access import make_actor
from tests.factories.registers import member
from tests.web.conftest import AS_OF

LIST = "/dang-vien/"


def workbook_of(response):
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


def test_roll_counts_to_the_figure(officer_of_sample):
    assert officer_of_sample.get(LIST).count == 3549
    assert officer_of_sample.get(LIST, gioi="FEMALE").count == 1465
    assert officer_of_sample.get(LIST, tinh_trang="du-bi").count == 94
    assert officer_of_sample.get(LIST, tinh_trang="mien").count == 85


def test_roll_of_a_unit_holds_those_below_it(officer_of_sample, unit_named):
    committee = unit_named("Đảng bộ xã Tân Sơn")

    assert officer_of_sample.get(LIST, don_vi=committee.pk).count == 266


def test_search_needs_no_accents_and_puts_exact_ones_first(officer_of_sample):
    rows = officer_of_sample.get(LIST, tim="Hoà").rows

    exact = [text.match_key("Hoà") in text.match_key(name) for name in rows]
    assert exact == sorted(exact, reverse=True)
    assert all("hoa" in text.search_key(name) for name in rows)


def test_search_by_card_number(officer_of_sample):
    stay = members.roll_on(AS_OF).exclude(membership__card_digest=None)[0]
    number = crypto.decrypt(bytes(stay.membership.card_cipher))

    assert officer_of_sample.get(LIST, tim=number).rows == [stay.membership.person.full_name]
    assert officer_of_sample.get(LIST, tim="999999999999").count == 0


@pytest.mark.parametrize("order", ["name", "born_on", "unit", "ethnicity", "admitted_on"])
def test_columns_sort_both_ways(officer_of_sample, order):
    up = officer_of_sample.get(LIST, cot=order, **{"sap-xep": order})
    down = officer_of_sample.get(LIST, cot=order, **{"sap-xep": f"-{order}"})

    assert up.status == down.status == 200
    assert up.rows != down.rows
    assert 'aria-sort="ascending"' in up.text
    assert 'aria-sort="descending"' in down.text


def test_names_are_sorted_by_given_name(officer_of_sample):
    given = [name.split()[-1] for name in officer_of_sample.get(LIST).rows]

    assert given == sorted(given, key=text.text_order_key)


@pytest.mark.parametrize(
    ("asked", "figure"),
    [
        ("chinh-thuc", "member.official"),
        ("du-bi", "member.probationary"),
        ("chua-ro", "member.status_unknown"),
        ("mien", "member.exempt"),
    ],
)
def test_members_of_a_status_are_as_many_as_the_figure(officer_of_sample, asked, figure):
    counted = officer_of_sample.get(f"/so-lieu/{figure}/").response.context["value"].value

    assert officer_of_sample.get(LIST, tinh_trang=asked).count == counted


def test_filters_are_chips_that_come_off(officer_of_sample):
    page = officer_of_sample.get(LIST, tim="an", gioi="FEMALE", don_vi="", cot="unit")
    chips = page.response.context["chips"]

    assert [chip.label for chip in chips] == ["Họ tên hoặc số thẻ: an", "Giới tính: Nữ"]
    without = officer_of_sample.get(LIST + chips[0].remove_url, on=None)
    assert without.count == 1465
    assert without.response.context["columns"] == page.response.context["columns"]


def test_form_of_filters_keeps_unit_date_columns_and_order(officer_of_sample, root):
    page = officer_of_sample.get(LIST, don_vi=root.pk, cot=["unit", "gender"], trang="2")

    form = page.text.partition('class="filter-bar"')[2].partition("</form>")[0]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form)
    assert hidden == [
        ("don-vi", str(root.pk)),
        ("cot", "unit"),
        ("cot", "gender"),
        ("ngay", "2023-06-30"),
    ]


def test_columns_may_be_chosen(officer_of_sample):
    usual = officer_of_sample.get(LIST)
    chosen = officer_of_sample.get(LIST, cot=["official_on"])

    heads = lambda page: re.findall(r'id="sort-([a-z_]+)"', page.text)  # noqa: E731
    assert heads(usual) == ["name", "born_on", "unit", "admitted_on"]
    assert heads(chosen) == ["name", "official_on"]


def test_nothing_found_says_which_filter_to_loosen(officer_of_sample):
    page = officer_of_sample.get(LIST, tim="zzzz")

    assert "Không có dòng nào khớp các điều kiện lọc" in page.words


def test_empty_roll_says_what_fills_it(officer_of_sample):
    page = officer_of_sample.get(LIST, on=None, ngay="2019-01-01")

    assert "Chưa có đảng viên nào trong ngày này" in page.words


def test_filter_that_does_not_exist_is_refused_in_words(officer_of_sample):
    page = officer_of_sample.get(LIST, gioi="KHAC")

    assert "“KHAC” không có trong danh sách" in page.words
    assert page.count == 0


def test_page_out_of_range_shows_the_last(officer_of_sample):
    assert officer_of_sample.get(LIST, trang="9999").rows == (
        officer_of_sample.get(LIST, trang="71").rows
    )


def test_nobody_asks_for_all_rows_at_once(officer_of_sample):
    assert len(officer_of_sample.get(LIST + "?per_page=5000&=5000").rows) == 50


def test_part_of_the_page_for_htmx(officer_of_sample):
    part = officer_of_sample.htmx(LIST, "table-content", trang="2")

    assert part.text.strip().startswith('<div id="table-content">')
    assert "<html" not in part.text
    assert part.rows


def test_works_without_script(officer_of_sample):
    page = officer_of_sample.get(LIST)

    for element in re.findall(r"<[^>]*hx-get[^>]*>", page.text):
        assert re.search(r'(href|action)="[^"]+"', element), element


def test_excel_holds_the_filtered_rows_with_dates(officer_of_sample):
    response = officer_of_sample.get(LIST, gioi="FEMALE", xuat="xlsx").response

    assert response.headers["Content-Disposition"].endswith('"dang-vien-2023-06-30.xlsx"')
    sheet = workbook_of(response)
    rows = list(sheet.iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if "Họ và tên" in row)
    assert "(Số liệu đến ngày 30/06/2023)" in {cell for row in rows[:head] for cell in row}
    listed = [row for row in rows[head + 1 :] if row[0] is not None]
    assert len(listed) == 1465
    born = rows[head].index("Ngày sinh")
    assert any(isinstance(row[born], dt.datetime) for row in listed)


def test_export_leaves_a_trace(officer_of_sample, root):
    officer_of_sample.get(LIST, tinh_trang="du-bi", xuat="xlsx")

    entry = audit.readings().first()
    assert (entry.action, entry.object_type, entry.rows) == ("list.exported", "dang-vien", 94)
    assert entry.unit_id == root.pk
    assert "đến ngày 30/06/2023" in entry.summary


def test_export_needs_its_own_right(browse):
    secretary = browse("bithu")

    page = secretary.get(LIST)
    assert page.count > 0
    assert "Xuất ra Excel" not in page.words
    assert secretary.get(LIST, xuat="xlsx").status == 403


def test_list_needs_its_right(browse):
    assert browse("solieu").get(LIST).status == 403
    assert browse("canbo").get(LIST).status == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(party_tree, browse_as, rows):
    for _ in range(rows):
        member(party_tree.below)
    browser = browse_as(make_actor(party_tree.own))
    browser.get(LIST)

    page = browser.get(LIST)

    assert page.count == rows
    assert len(page.queries) == 12


def test_members_of_a_sibling_are_out_of_reach(party_tree, browse_as):
    member(party_tree.below, full_name="Lường Văn Trong")
    member(party_tree.sibling, full_name="Lường Văn Ngoài")

    assert browse_as(make_actor(party_tree.own)).get(LIST).rows == ["Lường Văn Trong"]
