"""The list of plans, and what the page of one tells before anything is done."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.core import clock
from coso.core.types import SYSTEM
from coso.documents.models import Document
from coso.reorganizations import services
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import YEARS_AGO, Planning

pytestmark = pytest.mark.django_db

TOMORROW = clock.today() + dt.timedelta(days=1)


def test_list_says_where_each_plan_stands(desk, merging):
    merging(name="Nhập Bản Cũ")
    merging(name="Nhập năm sau", on=TOMORROW)

    page = desk.get("/sap-xep/", on=None)

    assert page.count == 2
    assert page.words.index("Nhập năm sau") < page.words.index("Nhập Bản Cũ")
    assert "01/07/2024 Đang soạn 1 01-QĐ/HU" in page.words
    assert "Đọc từ Excel" in page.words


def test_list_costs_the_same_with_one_plan_and_with_three(desk, merging):
    merging()
    desk.get("/sap-xep/", on=None)
    one = desk.get("/sap-xep/", on=None)
    merging()
    merging()
    three = desk.get("/sap-xep/", on=None)

    assert (one.count, three.count) == (1, 3)
    assert len(one.queries) == len(three.queries)


def test_list_narrows_by_status(desk, merging):
    services.apply_plan(plan=merging(name="Xong"), actor=SYSTEM, on=clock.today())
    merging(name="Chưa", on=TOMORROW)

    assert desk.get("/sap-xep/", on=None, tinh_trang="APPLIED").count == 1
    assert desk.get("/sap-xep/", on=None, tinh_trang="DRAFT").count == 1


def test_units_lead_to_the_plans_and_keep_their_entry_of_the_navigation(desk, place):
    page = desk.get("/to-chuc/", on=None)
    assert any(link.startswith("/sap-xep/") for link in page.links)

    frame = desk.get("/sap-xep/", on=None).response.context["frame"]
    assert [entry.label for entry in frame.nav if entry.active] == ["Tổ chức"]


def test_page_rehearses_and_writes_nothing(desk, merging, place):
    plan = merging()

    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)

    assert page.status == 200
    assert "Không có lỗi. Thực hiện được." in page.words
    assert "9 trước, 9 sau; không thiếu ai" in page.words
    assert "Chi bộ Bản Cũ kết thúc 3 –" in page.words
    assert "Chi bộ Bản Mới 3 6" in page.words
    assert "1. Sáp nhập" in page.words
    assert "Từ: Chi bộ Bản Cũ" in page.words
    assert "01-QĐ/HU" in page.words
    place.two.refresh_from_db()
    assert place.two.closed_on is None


def test_a_plan_without_steps_leads_to_the_first_one_and_tells_no_fault(desk, place):
    page = desk.get(f"/sap-xep/{Planning().drafted().pk}/", on=None)

    assert "Vẽ bước đầu tiên" in page.words
    assert "Còn lỗi" not in page.words
    assert "Đảng viên trước và sau" not in page.words


def test_page_shows_who_goes_where_with_a_table(desk, place):
    plan = Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    plan = plan.step("CONSOLIDATE", [place.first, place.second], [new]).drafted()

    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)

    sentence = (
        "9 đảng viên từ 2 nơi đi về 1 nơi đến; đông nhất là từ Đảng bộ xã Tân Sơn về Đảng bộ xã "
        "Tân Kỳ: 6."
    )
    assert sentence in page.words
    assert "Đảng bộ xã Tân Kỳ (lập mới, Đảng bộ cơ sở, mã 06.3, trực thuộc" in page.words
    assert 'aria-label="Đảng bộ xã Cao Kỳ về Đảng bộ xã Tân Kỳ: 3 đảng viên (33,3%)"' in page.text


def test_errors_come_first_and_keep_the_plan_from_being_carried_out(desk, place):
    plan = Planning().step("DISSOLVE", [place.two]).drafted()

    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)
    asked = desk.get(f"/sap-xep/{plan.pk}/thuc-hien/", on=None)

    assert "Còn lỗi: phương án chưa thực hiện được." in page.words
    assert "Lỗi Đảng viên chưa có nơi sinh hoạt mới (1)" in page.words
    assert "3 đảng viên của Chi bộ Bản Cũ chưa có nơi sinh hoạt mới" in page.words
    assert "Còn 1 lỗi." in asked.words
    assert 'id="confirm-submit"' not in asked.text


def test_page_costs_the_same_with_one_step_and_with_three(desk, place):
    assert cost_of(desk, founding(place, 1)) == cost_of(desk, founding(place, 3))


def founding(place, number):
    """Draft a plan that founds so many branches."""
    plan = Planning()
    for each in range(number):
        plan.step("ESTABLISH", [], [plan.new("BRANCH", f"Chi bộ Mới {each}", place.first)])
    return plan.drafted()


def cost_of(desk, plan):
    """Return what a page costs whose rehearsal is at hand."""
    desk.get(f"/sap-xep/{plan.pk}/", on=None)
    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)
    assert page.status == 200
    return len(page.queries)


def test_rehearsal_is_worked_out_anew_once_somebody_has_written(desk, merging, place):
    plan = merging()
    address = f"/sap-xep/{plan.pk}/"
    desk.get(address, on=None)
    kept = len(desk.get(address, on=None).queries)
    merging(name="Phương án khác")

    assert len(desk.get(address, on=None).queries) > kept


def test_steps_and_changes_beyond_a_page_are_turned(desk, place):
    address = f"/sap-xep/{founding(place, 21).pk}/"

    first = desk.get(address, on=None)
    second = desk.get(f"{address}?trang-buoc=2", on=None)

    assert "20. Thành lập" in first.words
    assert "21. Thành lập" not in first.words
    assert "21. Thành lập" in second.words


def test_all_steps_stand_on_one_page_to_be_printed(desk, long_plan):
    address = f"/sap-xep/{long_plan.pk}/"
    [link] = [each for each in desk.get(address, on=None).links if "tat-ca" in each]

    page = desk.get(f"{address}{link.partition('#')[0]}", on=None)

    assert shown_steps(page) == [*range(1, long_plan.steps.count() + 1)]
    assert "trang-buoc=2" not in page.text


def test_whoever_sees_no_people_is_told_no_names(browse_as, place):
    plan = Planning().step("DISSOLVE", [place.two]).drafted()
    reader = browse_as(make_actor(place.root, Role.FIGURES_READER))

    page = reader.get(f"/sap-xep/{plan.pk}/", on=None)

    assert page.status == 200
    assert "chưa có nơi sinh hoạt mới" not in page.words
    assert "Thực hiện" not in page.words


def shown_steps(page):
    return [line.number for line in page.response.context["lines"]]


@pytest.fixture
def long_plan(place):
    """Draft a plan of 24 steps: branches are founded, one is dissolved, one is renamed."""
    plan = Planning()
    for each in range(22):
        name = f"Chi bộ Đồng Mới {each}"
        plan.step("ESTABLISH", [], [plan.new("BRANCH", name, place.first)])
    plan.step("DISSOLVE", [place.two])
    plan.of(place.three, name="Chi bộ Nà Lạn 2")
    return plan.step("RENAME", [place.three], [place.three]).drafted()


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"hinh_thuc": "RENAME"}, [24]),
        ({"ten": "na lan"}, [24]),
        ({"ten": "Nà Lạn 2"}, [24]),
        ({"ten": "ban cu"}, [23]),
        ({"hinh_thuc": "RENAME", "ten": "ban cu"}, []),
        ({"vuong": "on", "hinh_thuc": "DISSOLVE"}, [23]),
        ({"vuong": "on", "hinh_thuc": "RENAME"}, []),
        ({"ten": "dong moi", "trang-buoc": "2"}, [21, 22]),
    ],
)
def test_steps_are_narrowed(desk, long_plan, asked, wanted):
    page = desk.get(f"/sap-xep/{long_plan.pk}/", on=None, **asked)

    assert shown_steps(page) == wanted
    assert ("Không có bước nào như vậy" in page.words) == (not wanted)


def test_pages_of_narrowed_steps_stay_narrowed(desk, long_plan):
    page = desk.get(f"/sap-xep/{long_plan.pk}/", on=None, ten="dong moi")

    [following] = [link for link in page.links if "trang-buoc=2" in link]
    assert "ten=dong" in following
    assert "1–20 trong 22" in page.words


def test_only_what_narrows_is_named(desk, long_plan):
    address = f"/sap-xep/{long_plan.pk}/"
    all_of_them = desk.get(address, on=None)
    narrowed = desk.get(address, on=None, vuong="on", ten="ban cu")

    assert "Bỏ điều kiện này" not in all_of_them.words
    assert "Chỉ bước có vướng mắc Bỏ điều kiện này" in narrowed.words
    assert "Tên đơn vị: ban cu Bỏ điều kiện này" in narrowed.words


def test_steps_of_the_same_kind_without_fault_are_left_out(desk, place):
    plan = Planning()
    for each in range(10):
        plan.step("ESTABLISH", [], [plan.new("BRANCH", f"Chi bộ Mới {each}", place.first)])
    plan.step("ESTABLISH", [place.three], [plan.new("BRANCH", "Chi bộ Sai", place.first)])
    address = f"/sap-xep/{plan.drafted().pk}/"

    page = desk.get(address, on=None, vuong="on", hinh_thuc="ESTABLISH")

    assert "“Thành lập” cần" in page.words
    assert shown_steps(page) == [11]


def test_steps_about_a_namesake_of_what_stands_against_the_plan_are_left_out(desk, place):
    namesake = make.unit("BRANCH", str(place.two), under=place.second)
    plan = Planning()
    for each in range(9):
        plan.step("ESTABLISH", [], [plan.new("BRANCH", f"Chi bộ Mới {each}", place.first)])
    plan.step("DISSOLVE", [place.two])
    plan.step("DISSOLVE", [namesake])
    address = f"/sap-xep/{plan.drafted().pk}/"

    page = desk.get(address, on=None, vuong="on", hinh_thuc="DISSOLVE")

    assert "3 đảng viên của Chi bộ Bản Cũ chưa có nơi sinh hoạt mới" in page.words
    assert shown_steps(page) == [10]


def test_few_steps_need_no_filter(desk, merging):
    assert "Chỉ bước có vướng mắc" not in desk.get(f"/sap-xep/{merging().pk}/", on=None).words


@pytest.mark.parametrize(("number", "is_led_to"), [("01-QĐ/HU", True), ("02-QĐ/HU", False)])
def test_the_document_that_a_plan_rests_on_is_led_to(desk, merging, place, number, is_led_to):
    document = registers.resolution(place.root, YEARS_AGO)
    Document.objects.filter(pk=document.pk).update(number=number)

    page = desk.get(f"/sap-xep/{merging().pk}/", on=None)

    assert "theo 01-QĐ/HU" in page.words
    assert any(f"/van-ban/{document.pk}/" in link for link in page.links) == is_led_to
