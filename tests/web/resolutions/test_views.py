"""What resolutions demand, as readers see it."""

import datetime as dt
import html
import re
from urllib.parse import parse_qsl

import pytest

from coso.access.enums import Role
from coso.organizations.models import Unit, UnitSuccession
from coso.resolutions import queries as resolutions
from coso.rules.services import load_seeds
from tests.factories.access import make_actor
from tests.factories.registers import rating, resolution, target, work_item

LIST, ITEMS = "/nghi-quyet/", "/nghi-quyet/nhiem-vu/"
ISSUED = dt.date(2020, 12, 15)
GOOD = "rating.member.good"


@pytest.fixture
def officer(a_day, party_tree, browse_as):
    return browse_as(make_actor(party_tree.above))


@pytest.fixture
def issued(a_day, party_tree):
    load_seeds()
    return resolution(party_tree.own, ISSUED, first_year=2021, last_year=2025)


def rate(branch, year, good, others=0):
    for result in ("GOOD",) * good + ("COMPLETED",) * others:
        rating(branch, year, result, "BRANCH", capacity="MEMBER")


def test_targets_of_the_sample_stand_with_their_results(officer_of_sample):
    page = officer_of_sample.get(LIST)

    assert page.count == 12
    assert "223/226 (98,7%), 6T/2023" in page.words
    assert "≥ 97% (2023)" in page.words
    assert page.words.count("Đạt mục tiêu cuối kỳ") == 2 * 6  # a picture and a row each
    assert page.text.count('class="sketch"') == 12
    assert "2021: 207/242 (85,5%), mốc 90" in page.text


def test_work_items_of_the_sample_are_found_by_state_unit_and_year(officer_of_sample):
    assert officer_of_sample.get(ITEMS).count == 46
    assert officer_of_sample.get(ITEMS, tinh_trang="DONE_LATE").count == 5
    assert officer_of_sample.get(ITEMS, tinh_trang="DONE").count == 17
    assert officer_of_sample.get(ITEMS, tinh_trang="OVERDUE").count == 0
    assert officer_of_sample.get(ITEMS, on=dt.date(2023, 7, 1), tinh_trang="OVERDUE").count == 0
    assert officer_of_sample.get(ITEMS, on=dt.date(2023, 7, 2), tinh_trang="OVERDUE").count == 1
    assert officer_of_sample.get(ITEMS, tim="xa hoa muc").count == 4
    assert officer_of_sample.get(ITEMS, han="2025").count == 7


def test_every_counted_result_opens_to_as_many_records(officer_of_sample):
    for aimed in resolutions.targets():
        page = officer_of_sample.get(f"/nghi-quyet/chi-tieu/{aimed.pk}/")
        doors = re.findall(r'<a href="(/so-lieu/[^"]+)">([\d.]+)', page.text)
        assert doors, aimed.code
        for address, number in doors:
            path, _, query = html.unescape(address).partition("?")
            asked = dict(parse_qsl(query))
            day = dt.date.fromisoformat(asked.pop("ngay"))
            shown = officer_of_sample.get(path, on=day, **asked)
            assert shown.response.context["records"]["total"] == int(number.replace(".", ""))


def test_difference_from_what_was_reported_is_pointed_out(party_tree, officer, issued):
    rate(party_tree.below, 2021, 1, 1)
    aimed = target(issued, figure=GOOD, reported=[(2021, "YEAR", 2, 2)])

    page = officer.get(f"/nghi-quyet/chi-tieu/{aimed.pk}/")

    assert "1/2 (50,0%)" in page.words
    assert "2/2 (100,0%)" in page.words
    assert "Khác số tính từ sổ" in page.words
    assert "Chưa đạt mốc của năm" in page.words


def test_reason_stands_where_nothing_can_be_counted(officer, issued):
    aimed = target(issued, figure=GOOD)

    page = officer.get(f"/nghi-quyet/chi-tieu/{aimed.pk}/")

    assert "Chưa có kết quả xếp loại năm 2022 của đảng viên." in page.words
    assert "Năm 2023 chưa kết thúc vào ngày xem." in page.words


def test_target_leads_to_its_work_items_and_its_resolution(officer, issued):
    aimed = target(issued)
    work_item(issued, dt.date(2023, 5, 1), text="Rà soát đảng viên", target=aimed)
    work_item(issued, dt.date(2023, 5, 1), text="Việc khác")

    page = officer.get(f"/nghi-quyet/chi-tieu/{aimed.pk}/")

    assert "Rà soát đảng viên" in page.words
    assert "Quá hạn" in page.words
    assert "Việc khác" not in page.words
    assert f"/van-ban/{issued.pk}/" in page.text


def test_document_leads_to_what_it_demands(officer, party_tree, issued):
    target(issued)
    plain = resolution(party_tree.own, ISSUED, is_thematic=False)

    page = officer.get(f"/van-ban/{issued.pk}/")

    assert f"{LIST}?ngay=" not in page.text  # today needs no date
    assert re.search(rf'href="{LIST}\?[^"]*nghi_quyet={issued.pk}">1</a>', page.text)
    assert "Thêm chỉ tiêu" in page.words
    assert "Thêm chỉ tiêu" not in officer.get(f"/van-ban/{plain.pk}/").words


def test_lists_are_narrowed_to_a_resolution(officer, party_tree, issued):
    other = resolution(party_tree.own, dt.date(2021, 5, 18))
    target(issued, text="Chỉ tiêu một")
    target(other, text="Chỉ tiêu hai")

    assert officer.get(LIST, nghi_quyet=other.pk).rows == ["Chỉ tiêu hai"]
    assert officer.get(LIST, tim="chi tieu mot").rows == ["Chỉ tiêu một"]
    assert officer.get(LIST, on=ISSUED).rows == ["Chỉ tiêu một"]


def test_empty_lists_say_what_to_do(officer):
    assert "Chưa có chỉ tiêu nào đến ngày này" in officer.get(LIST).words
    assert "Chưa có nhiệm vụ nào đến ngày này" in officer.get(ITEMS).words


@pytest.mark.parametrize("path", [LIST, ITEMS])
def test_lists_cost_the_same_for_one_and_three_rows(officer, party_tree, issued, path):
    costs = []
    for _ in range(2):
        for _ in range(1 if not costs else 2):
            aimed = target(issued, figure=GOOD, reported=[(2022, "YEAR", 9, 10)])
            work_item(issued, dt.date(2023, 5, 1), responsible=party_tree.below, target=aimed)
        officer.get(path)
        costs.append(len(officer.get(path).queries))

    assert costs[0] == costs[1] <= 20


def test_branch_sees_what_is_its_to_do_and_no_target(party_tree, browse_as, issued):
    aimed = target(issued, text="Chỉ tiêu của đảng ủy")
    mine = work_item(issued, dt.date(2023, 5, 1), responsible=party_tree.below, target=aimed)
    reader = browse_as(make_actor(party_tree.below, Role.LEADER))

    assert reader.get(ITEMS).rows == [mine.text]
    page = reader.get(f"{ITEMS}{mine.pk}/")
    assert page.status == 200
    assert "Ghi tiến độ" not in page.words
    assert f"/nghi-quyet/chi-tieu/{aimed.pk}/" not in page.text
    assert reader.get(LIST).rows == []
    assert reader.get(f"/nghi-quyet/chi-tieu/{aimed.pk}/").status == 404


def test_page_of_a_unit_out_of_reach_is_not_found(party_tree, browse_as, issued):
    aimed, item = target(issued), work_item(issued, dt.date(2023, 5, 1))
    reader = browse_as(make_actor(party_tree.sibling, Role.LEADER))

    assert reader.get(f"/nghi-quyet/chi-tieu/{aimed.pk}/").status == 404
    assert reader.get(f"{ITEMS}{item.pk}/").status == 404


def test_work_of_a_unit_that_ended_names_who_goes_on_with_it(officer, party_tree, issued):
    day = dt.date(2024, 7, 1)
    ends = {"closed_on": day, "is_active": False}
    Unit.objects.filter(pk=party_tree.below.pk).update(**ends)
    due = dt.date(2025, 1, 31)
    item = work_item(issued, due, responsible=party_tree.below)
    done = work_item(issued, due, dt.date(2023, 1, 1), responsible=party_tree.below)
    address = f"{ITEMS}{item.pk}/"

    assert "không có một đơn vị nào kế thừa: hãy giao lại" in officer.get(address, on=day).words
    UnitSuccession.objects.create(
        predecessor=party_tree.below, successor=party_tree.own, event="MERGE_INTO", on=day
    )
    heir = f"Nay thực hiện {party_tree.own} ({party_tree.below} đã kết thúc ngày 01/07/2024)"

    assert heir in officer.get(address, on=day).words
    assert "Nay thực hiện" not in officer.get(address, on=day - dt.timedelta(days=1)).words
    assert "Nay thực hiện" not in officer.get(f"{ITEMS}{done.pk}/", on=day).words
