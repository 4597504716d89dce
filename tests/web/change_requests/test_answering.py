"""The level above answers field by field; both sides see what became of it."""

import pytest
from attrs import evolve

from coso.core.types import SYSTEM
from coso.members.enums import Position
from coso.members.models import PositionHolding
from coso.organizations import services as organizations
from coso.organizations.enums import Tree, UnitEvent
from coso.organizations.queries import details_on
from coso.reorganizations import queries, services
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Appointment, StepDetails, UnitDetails
from tests.factories.access import make_actor
from tests.factories.change_requests import NEW_NAME, accept, answer, rejected
from tests.factories.reorganizations import Planning
from tests.web.change_requests.conftest import TODAY

pytestmark = pytest.mark.django_db

PAPER = {"decision": "12-QĐ/ĐU", "decided_on": "20/06/2024"}


def page_of(browser, request):
    return browser.get(f"/de-nghi/{request.pk}/tra-loi/", on=None)


def say(browser, request, verdicts, comments=None, *, seen=None, **more):
    """Answer the fields of these kinds on the page."""
    fields = {field.kind: field.pk for field in request.fields.all()}
    values = {f"verdict-{pk}": verdicts.get(kind, "OPEN") for kind, pk in fields.items()}
    values |= {f"comment-{fields[kind]}": text for kind, text in (comments or {}).items()}
    token = page_of(browser, request).response.context["seen"] if seen is None else seen
    return browser.post(f"/de-nghi/{request.pk}/tra-loi/", seen=token, **values | more)


def field(request, kind):
    return queries.fields().get(request=request, kind=kind)


def test_now_and_asked_for_stand_side_by_side(desk, asked, place):
    request = asked(name=NEW_NAME, merge_into=place.one, basis="05-NQ/CB")

    page = page_of(desk, request)

    assert "Khi đề nghị Chi bộ Bản Cũ Đề nghị Chi bộ thôn Bản Cũ" in page.words
    assert "Sáp nhập vào Khi đề nghị Đang hoạt động Đề nghị Chi bộ Bản Mới" in page.words
    assert "Lý Thị Sen gửi ngày" in page.words
    assert "(căn cứ: 05-NQ/CB)" in page.words


def test_one_is_accepted_another_rejected_and_both_sides_see_it(desk, below, asked, place):
    request = asked(name=NEW_NAME, merge_into=place.one)

    say(
        desk,
        request,
        {"NAME": "ACCEPTED", "MERGE_INTO": "REJECTED"},
        {"MERGE_INTO": "Hai bản cách xa nhau"},
        **PAPER,
    )

    plan = Reorganization.objects.get()
    above, own = (browser.get(f"/de-nghi/{request.pk}/", on=None) for browser in (desk, below))
    for page in (above, own):
        assert "Đã trả lời" in page.words
        assert "Hai bản cách xa nhau" in page.words
        assert "Đang soạn, trong phương án" in page.words
        assert "theo 12-QĐ/ĐU" in page.words
        assert "Trả lời từng mục" not in page.words
    assert any(f"/sap-xep/{plan.pk}/" in link for link in above.links)
    assert not any(f"/sap-xep/{plan.pk}/" in link for link in own.links)
    listed = below.get("/de-nghi/", on=None)
    assert "1 chấp nhận, 1 không" in listed.words


def test_what_became_of_it_follows_the_plan(desk, asked, officer):
    request = asked(effective_on=TODAY)
    accept(request, officer, on=TODAY)
    plan = field(request, "NAME").step.plan

    def told():
        return desk.get(f"/de-nghi/{request.pk}/", on=None).words

    services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)
    assert "Đã thực hiện, trong phương án" in told()
    services.undo_plan(plan=plan, actor=SYSTEM)
    assert "Đã hoàn tác, trong phương án" in told()
    plan.delete()
    assert "Phương án đã bỏ" in told()


def test_one_button_accepts_everything(desk, asked, place):
    request = asked(name=NEW_NAME, parent=place.second)

    say(desk, request, {}, all="1")

    plan = Reorganization.objects.get()
    assert [step.event for step in plan.steps.order_by("position")] == ["RENAME", "TRANSFER_UNIT"]


def test_what_is_left_for_later_stays_open(desk, asked, place):
    request = asked(name=NEW_NAME, merge_into=place.one)
    say(desk, request, {"MERGE_INTO": "REJECTED"}, {"MERGE_INTO": "Chưa đủ căn cứ"})

    page = page_of(desk, request)

    assert "Sáp nhập vào" not in page.words
    say(desk, request, {"NAME": "ACCEPTED"})
    assert "Không còn mục nào chờ trả lời." in page_of(desk, request).words


def test_an_accepted_change_goes_into_a_draft_that_is_chosen(desk, asked, place):
    plan = Planning(name="Sắp xếp đợt 2").step("MERGE_INTO", [place.three], [place.one]).drafted()
    request = asked()
    assert "Sắp xếp đợt 2, hiệu lực 01/07/2024" in page_of(desk, request).words

    say(desk, request, {"NAME": "ACCEPTED"}, plan=plan.pk)

    assert field(request, "NAME").step.plan == plan


def test_a_position_is_written_and_led_to(desk, asked, person):
    new = person("Lý Văn Mới")
    request = asked(effective_on=TODAY, appointment=Appointment(Position.SECRETARY, new))
    assert "Đưa vào phương án" not in page_of(desk, request).words

    refused = say(desk, request, {"POSITION": "ACCEPTED"})
    assert refused.status == 422
    assert "Hãy ghi số và ngày quyết định." in refused.words
    say(desk, request, {"POSITION": "ACCEPTED"}, **PAPER)

    holding = PositionHolding.objects.get()
    assert (holding.person, holding.decision) == (new, "12-QĐ/ĐU")
    page = desk.get(f"/de-nghi/{request.pk}/", on=None)
    assert "Đã ghi vào sổ: Lý Văn Mới" in page.words
    holding.delete()
    told = desk.get(f"/de-nghi/{request.pk}/", on=None).words
    assert "Chức vụ đã ghi nay không còn trong sổ." in told


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ({}, "Chưa trả lời mục nào."),
        ({"NAME": "REJECTED"}, "hãy ghi ý kiến để bên dưới biết vì sao"),
        ({"NAME": "ACCEPTED", "MERGE_INTO": "ACCEPTED"}, "Hãy chỉ chấp nhận một trong hai."),
    ],
)
def test_an_answer_that_does_not_hold_is_refused_with_what_to_do(
    desk, asked, place, verdicts, sentence
):
    request = asked(name=NEW_NAME, merge_into=place.one)

    page = say(desk, request, verdicts, {"MERGE_INTO": "Để xem thêm"}, **PAPER)

    assert page.status == 422
    assert sentence in page.words
    assert "Để xem thêm" in page.text
    assert "12-QĐ/ĐU" in page.text
    assert not Reorganization.objects.exists()


def test_a_value_that_changed_since_is_shown_and_confirmed(desk, asked, place):
    request = asked()
    details = evolve(details_on(place.two, TODAY), name="Chi bộ Bản Cũ 1")
    organizations.change_unit(unit=place.two, details=details, on=TODAY, actor=SYSTEM)
    assert "Sổ nay ghi: Chi bộ Bản Cũ 1" in desk.get(f"/de-nghi/{request.pk}/", on=None).words
    assert "Tôi đã xem: sổ nay ghi Chi bộ Bản Cũ 1" in page_of(desk, request).words

    refused = say(desk, request, {"NAME": "ACCEPTED"})
    assert refused.status == 422
    assert "đánh dấu đã xem giá trị mới" in refused.words
    seen_now = {f"seen-{field(request, 'NAME').pk}": "on"}
    say(desk, request, {"NAME": "ACCEPTED"}, **seen_now)

    assert Reorganization.objects.get().steps.count() == 1


def test_of_two_who_answer_at_once_the_second_is_told(desk, asked, place, officer):
    request = asked(name=NEW_NAME, merge_into=place.one)
    seen = page_of(desk, request).response.context["seen"]
    answer(request, officer, {"MERGE_INTO": rejected()}, on=TODAY)

    part = say(desk, request, {"NAME": "ACCEPTED"}, seen=seen)
    assert part.status == 409
    assert "người khác đã sửa đúng chỗ này" in part.words
    answer(request, officer, {"NAME": rejected()}, on=TODAY)
    whole = desk.post(f"/de-nghi/{request.pk}/tra-loi/", seen=seen)
    assert whole.status == 422
    assert "Không còn mục nào chờ trả lời." in whole.words


def test_an_officer_of_the_unit_itself_may_not_answer(browse_as, place, asked, officer):
    request = asked(place.first, officer)
    own = browse_as(make_actor(place.first))

    assert page_of(own, request).status == 403
    assert "Trả lời từng mục" not in own.get(f"/de-nghi/{request.pk}/", on=None).words


def test_ones_own_request_is_left_to_somebody_else(desk, asked, place, officer):
    make_actor(place.first, full_name="Hà Văn Nam")
    request = asked(actor=officer)

    page = say(desk, request, {"NAME": "ACCEPTED"})

    assert page.status == 422
    assert "Hãy để người khác trả lời, ví dụ Hà Văn Nam." in page.words


def test_a_step_that_was_changed_afterwards_is_told_apart(desk, below, asked, officer, place):
    request = asked(name=NEW_NAME)
    accept(request, officer, on=TODAY)
    step = field(request, "NAME").step
    address = f"/de-nghi/{request.pk}/"
    assert "sửa khác đề nghị" not in desk.get(address, on=None).words

    unit = UnitDetails(tree=Tree.PARTY, unit=place.two, name="Chi bộ Khác")
    details = StepDetails(event=UnitEvent.RENAME, sources=(unit,), targets=(unit,))
    services.change_step(step=step, details=details, actor=officer)

    for browser in (desk, below):
        words = browser.get(address, on=None).words
        assert "Bước đã sửa khác đề nghị, nay ghi Đổi tên: Chi bộ Khác" in words
        assert NEW_NAME in words
    plan = desk.get(f"/sap-xep/{step.plan_id}/", on=None).words
    assert f"Đã sửa khác đề nghị. {request}, tên: {NEW_NAME}." in plan


def test_a_step_of_another_kind_is_told_apart(desk, asked, officer, place):
    request = asked(name=NEW_NAME)
    accept(request, officer, on=TODAY)
    unit = UnitDetails(tree=Tree.PARTY, unit=place.two)
    details = StepDetails(event=UnitEvent.DISSOLVE, sources=(unit,))
    services.change_step(step=field(request, "NAME").step, details=details, actor=officer)

    words = desk.get(f"/de-nghi/{request.pk}/", on=None).words

    assert "Bước đã sửa khác đề nghị, nay ghi Giải thể" in words
