"""Plans of a large office: the worker tries them, carries them out and takes them back."""

import pytest
from django.db import connection

from coso.access.enums import Role
from coso.core.types import SYSTEM
from coso.reorganizations import services
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import YEARS_AGO
from tests.web.reorganizations.test_stepping import seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _large_office(settings):
    settings.PLAN_UNITS_AT_ONCE = 1


@pytest.fixture
def plan(merging):
    return merging()


@pytest.fixture
def at(desk, plan):
    """Return a function that opens a page of the plan."""
    return lambda step="": desk.get(f"/sap-xep/{plan.pk}/{step}", on=None)


@pytest.fixture
def rehearsed(desk, plan, run_jobs):
    desk.post(f"/sap-xep/{plan.pk}/dien-tap/")
    run_jobs()
    return plan


def now(plan):
    return Reorganization.objects.get(pk=plan.pk)


def ask(desk, plan, seen="", **values):
    return desk.post(f"/sap-xep/{plan.pk}/thuc-hien/", confirmed="on", seen=seen, **values)


def test_the_worker_tries_a_plan_when_it_is_asked_to(desk, plan, at, run_jobs):
    assert "Bản này chưa diễn tập" in at().words
    assert "Hãy diễn tập." in at("thuc-hien/").words
    assert at("dang-vien.svg").status == 404

    sent = desk.post(f"/sap-xep/{plan.pk}/dien-tap/")
    meanwhile = at()
    run_jobs()
    after = at()

    assert sent.status == 303
    assert meanwhile.response.context["status"].label == "Chưa bắt đầu được"
    assert "Diễn tập lúc" in after.words
    assert "Không có lỗi." in after.words
    assert "9 trước, 9 sau; không thiếu ai" in after.words
    assert at("dang-vien.svg").status == 200


def test_without_a_worker_the_page_says_whom_to_tell(desk, plan, at):
    desk.post(f"/sap-xep/{plan.pk}/dien-tap/")

    assert "Máy chủ chưa chạy phần việc nền" in at().words
    assert "Đang diễn tập" not in at().words
    assert "Đang diễn tập" not in desk.get("/sap-xep/", on=None).words
    assert "Chưa bắt đầu được" in desk.get("/sap-xep/", on=None).words


def test_trees_are_those_that_the_worker_found(desk, rehearsed, at, merging):
    page = at("cay/")

    assert "Theo lần diễn tập lúc" in page.words
    assert "Đảng bộ xã Tân Sơn 1 thay đổi bên dưới" in page.words
    assert "Từ lúc đó sổ đã ghi thêm" not in page.words
    assert not any("reorganizations_stepunit" in asked for asked in page.queries)
    assert at("cay.svg").status == 200
    merging(name="Phương án khác")
    assert "Từ lúc đó sổ đã ghi thêm" in at("cay/").words


def test_trees_of_a_plan_that_was_changed_since_say_so(desk, rehearsed, at):
    services.remove_step(step=rehearsed.steps.first(), actor=SYSTEM)

    page = at("cay/")

    assert "Từ lúc đó phương án đã sửa, cây này chưa có chỗ sửa" in page.words
    assert "Đảng bộ xã Tân Sơn 1 thay đổi bên dưới" in page.words


def test_with_a_worker_the_page_and_the_list_say_what_it_does(desk, plan, at):
    desk.post(f"/sap-xep/{plan.pk}/dien-tap/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_register_worker_v1()")

    assert at().response.context["status"].label == "Đang diễn tập"
    assert "Đang diễn tập" in desk.get("/sap-xep/", on=None).words


def test_list_asks_once_whether_there_is_a_worker(desk, merging, at):
    costs = []
    for _ in range(2):
        desk.post(f"/sap-xep/{merging().pk}/dien-tap/")
        costs.append(len(desk.get("/sap-xep/", on=None).queries))

    assert costs[0] == costs[1]


def test_a_double_click_carries_a_plan_out_once(desk, rehearsed, at, run_jobs):
    seen = seen_on(at("thuc-hien/"))

    first, second = ask(desk, rehearsed, seen), ask(desk, rehearsed, seen)
    assert (first.status, second.status) == (303, 303)
    assert now(rehearsed).status == PlanStatus.DRAFT
    assert "Chưa bắt đầu được" in at().words
    assert "đã giao máy chủ, chưa xong" in at("thuc-hien/").words

    assert len(run_jobs()) == 1
    assert "thực hiện ngày" in at().words
    assert ask(desk, rehearsed, seen).status == 422


def test_a_refusal_stands_on_the_page_of_the_plan(desk, rehearsed, at, run_jobs, place):
    seen = seen_on(at("thuc-hien/"))
    registers.member(place.two, YEARS_AGO)

    ask(desk, rehearsed, seen)
    run_jobs()

    assert now(rehearsed).status == PlanStatus.DRAFT
    assert "người khác đã sửa đúng chỗ này" in at().words


def test_the_page_asks_again_until_it_is_done(desk, plan, run_jobs):
    desk.post(f"/sap-xep/{plan.pk}/dien-tap/")
    address = f"/sap-xep/{plan.pk}/tien-do/"

    working = desk.htmx(address, "plan-progress", on=None)
    led_back = desk.get(address, on=None)
    run_jobs()
    done = desk.htmx(address, "plan-progress", on=None)

    assert (working.status, led_back.status) == (200, 303)
    assert 'id="plan-progress"' in working.text
    assert f'hx-get="{address}"' in working.text
    assert done.response["HX-Redirect"].startswith(f"/sap-xep/{plan.pk}/?")


def test_nobody_changes_a_plan_that_the_worker_has(desk, plan, at):
    desk.post(f"/sap-xep/{plan.pk}/dien-tap/")

    led_back = at("sua/")

    assert led_back.status == 303
    assert "đã giao máy chủ, chưa xong. Hãy chờ xong rồi sửa" in at().words


def test_a_plan_is_taken_back_by_the_worker(desk, rehearsed, at, run_jobs):
    ask(desk, rehearsed, seen_on(at("thuc-hien/")))
    run_jobs()

    desk.post(f"/sap-xep/{rehearsed.pk}/hoan-tac/", confirmed="on", reason="Ghi nhầm ngày")
    assert now(rehearsed).work == "UNDO"
    assert "đang hoàn tác" in at("hoan-tac/").words
    run_jobs()

    assert now(rehearsed).status == PlanStatus.UNDONE


def test_the_tree_to_draw_on_says_that_the_plan_was_not_tried(at):
    assert "1 bước. Bản này chưa diễn tập" in at("ve/").words


def test_who_may_only_read_is_offered_no_rehearsal(browse_as, place, plan):
    reader = browse_as(make_actor(place.root, Role.LEADER))

    page = reader.get(f"/sap-xep/{plan.pk}/", on=None)

    assert "Bản này chưa diễn tập" in page.words
    assert "dien-tap" not in page.text
    assert reader.post(f"/sap-xep/{plan.pk}/dien-tap/").status == 403
