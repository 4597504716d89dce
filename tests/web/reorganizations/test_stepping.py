"""Carrying a plan out, letting it wait, throwing it away, taking it back."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.audit.models import AuditEntry
from coso.core import clock
from coso.core.types import SYSTEM
from coso.members.models import MembershipPeriod
from coso.organizations import queries as organizations
from coso.organizations import services as keeping
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType
from coso.reorganizations import services
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import DAY, YEARS_AGO, Planning

pytestmark = pytest.mark.django_db

TODAY = clock.today()
TOMORROW = TODAY + dt.timedelta(days=1)


def status(plan):
    return Reorganization.objects.get(pk=plan.pk).status


def seen_on(page):
    return page.response.context["form"].initial["seen"]


def carry_out(desk, plan, step="thuc-hien", **values):
    """Ask for a step, and confirm what was shown."""
    address = f"/sap-xep/{plan.pk}/{step}/"
    asked = desk.get(address, on=None)
    return desk.post(address, confirmed="on", seen=seen_on(asked), **values)


def following(desk, page):
    return desk.get(page.response["Location"], on=None)


def test_what_will_happen_is_shown_before_it_is_done(desk, merging):
    plan = merging()

    asked = desk.get(f"/sap-xep/{plan.pk}/thuc-hien/", on=None)

    assert "1 bước, có hiệu lực từ ngày 01/07/2024." in asked.words
    assert "9 đảng viên trước khi sắp xếp." in asked.words
    assert "9 đảng viên sau khi sắp xếp." in asked.words
    assert status(plan) == PlanStatus.DRAFT


def test_confirmed_it_is_done_once(desk, merging, place, officer):
    plan = merging()

    done = carry_out(desk, plan)
    led_to = following(desk, done)
    again = desk.post(f"/sap-xep/{plan.pk}/thuc-hien/", confirmed="on")

    assert done.status == 303
    assert "Đã thực hiện phương án: 9 đảng viên" in led_to.words
    assert status(plan) == PlanStatus.APPLIED
    assert MembershipPeriod.objects.on(DAY).filter(unit=place.one).count() == 6
    assert again.status == 422
    assert "đã thực hiện" in again.text
    entry = AuditEntry.objects.get(action="reorganization.applied")
    assert entry.actor_id == officer.pk


def test_what_changed_since_it_was_looked_at_is_not_done(desk, merging, place):
    plan = merging()
    seen = seen_on(desk.get(f"/sap-xep/{plan.pk}/thuc-hien/", on=None))
    registers.member(place.two, YEARS_AGO)

    sent = desk.post(f"/sap-xep/{plan.pk}/thuc-hien/", confirmed="on", seen=seen)

    assert sent.status == 422
    assert "người khác đã sửa" in sent.text
    assert status(plan) == PlanStatus.DRAFT


def test_warnings_ask_for_a_reason_that_stands_in_the_trail(desk, place):
    plan = Planning()
    plan.details.decision = ""
    plan = plan.step("MERGE_INTO", [place.two], [place.one]).drafted()
    asked = desk.get(f"/sap-xep/{plan.pk}/thuc-hien/", on=None)
    assert "1 bước chưa ghi số văn bản" in asked.words

    refused = carry_out(desk, plan)
    assert (refused.status, status(plan)) == (422, PlanStatus.DRAFT)
    done = carry_out(desk, plan, reason="Quyết định đang ký")

    assert (done.status, status(plan)) == (303, PlanStatus.APPLIED)
    assert AuditEntry.objects.get(action="reorganization.applied").reason == "Quyết định đang ký"


def test_a_plan_of_the_future_waits_and_can_be_stopped(desk, merging):
    plan = merging(on=TOMORROW)
    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)
    assert "Đặt chờ đến ngày hiệu lực" in page.words

    assert carry_out(desk, plan, "dat-cho").status == 303
    assert status(plan) == PlanStatus.SCHEDULED
    assert "Chờ đến ngày hiệu lực" in desk.get(f"/sap-xep/{plan.pk}/", on=None).words

    desk.post(f"/sap-xep/{plan.pk}/dung-cho/", confirmed="on")
    assert status(plan) == PlanStatus.DRAFT


def test_a_plan_of_the_future_is_not_carried_out_before_its_day(desk, merging):
    plan = merging(on=TOMORROW)

    sent = carry_out(desk, plan)

    assert sent.status == 422
    assert "Hãy đặt chờ đến ngày đó" in sent.text


def test_a_draft_is_thrown_away(desk, merging):
    plan = merging()

    asked = desk.get(f"/sap-xep/{plan.pk}/bo/", on=None)
    done = desk.post(f"/sap-xep/{plan.pk}/bo/", confirmed="on")

    assert "1 bước đã ghi không còn." in asked.words
    assert "Đã bỏ phương án" in following(desk, done).words
    assert not Reorganization.objects.exists()


def test_taken_back_with_a_reason_everything_is_as_before(desk, merging, place):
    plan = merging()
    carry_out(desk, plan)
    address = f"/sap-xep/{plan.pk}/hoan-tac/"

    refused = desk.post(address, confirmed="on")
    done = desk.post(address, confirmed="on", reason="Ghi nhầm ngày")

    assert refused.status == 422
    assert "sổ như trước khi thực hiện" in following(desk, done).words
    assert status(plan) == PlanStatus.UNDONE
    assert MembershipPeriod.objects.on(DAY).filter(unit=place.two).count() == 3
    assert AuditEntry.objects.get(action="reorganization.undone").reason == "Ghi nhầm ngày"


def test_what_depends_on_the_plan_is_named_and_nothing_is_taken_back(desk, place):
    plan = Planning()
    new = plan.new("BRANCH", "Chi bộ Mới", place.first)
    plan = plan.step("ESTABLISH", [], [new]).drafted()
    carry_out(desk, plan, reason="Chưa có đảng viên")
    founded = organizations.find_unit("Chi bộ Mới", TODAY, Tree.PARTY)
    keeping.change_unit(
        unit=founded,
        details=organizations.details_on(founded, TODAY).__class__(
            name="Chi bộ Mới nhất", type=founded.type
        ),
        on=TODAY,
        actor=SYSTEM,
    )

    sent = desk.post(f"/sap-xep/{plan.pk}/hoan-tac/", confirmed="on", reason="Ghi nhầm")

    assert sent.status == 422
    assert "sau đó sổ đã ghi tiếp ở" in sent.text
    assert status(plan) == PlanStatus.APPLIED


def test_pages_still_open_for_whoever_administers_after_the_root_has_passed(desk, place):
    plan = Planning(on=dt.date(2025, 7, 1))
    province = plan.new("PROVINCE", "Đảng bộ tỉnh Thái Nguyên")
    province.is_older = True
    commune = UnitType.objects.get(pk="UPPER_GRASSROOTS")
    for unit in (place.first, place.second):
        plan.of(unit, type=commune).parent = province
        plan.step("TRANSFER_UNIT", [unit], [unit])
    plan = plan.step("END_OPERATION", [place.root]).drafted()

    done = carry_out(desk, plan, reason="Nghị quyết của Quốc hội")

    assert done.status == 303
    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)
    assert page.status == 200
    assert "Hoàn tác" in page.words
    taken_back = desk.post(f"/sap-xep/{plan.pk}/hoan-tac/", confirmed="on", reason="Thử")
    assert (taken_back.status, status(plan)) == (303, PlanStatus.UNDONE)
    assert following(desk, taken_back).status == 200


def test_an_officer_of_a_commune_keeps_no_plan(browse_as, merging, place):
    plan = merging()
    officer = browse_as(make_actor(place.first, Role.OFFICER))

    assert officer.get("/sap-xep/tai-len/", on=None).status == 403
    assert officer.get(f"/sap-xep/{plan.pk}/", on=None).status == 404
    assert officer.get(f"/sap-xep/{plan.pk}/thuc-hien/", on=None).status == 404
    services.discard_plan(plan=plan, actor=SYSTEM)
