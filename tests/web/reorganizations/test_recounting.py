"""What a plan that was carried out has changed, on its page."""

import pytest

from coso.access.enums import Role
from coso.core.types import SYSTEM
from coso.organizations.models import Unit
from coso.reorganizations import services
from coso.reorganizations.enums import Mark
from tests.factories.access import make_actor
from tests.factories.reorganizations import Planning

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(united):
    return united.applied()


def changes(desk, plan, **query):
    return desk.get(f"/sap-xep/{plan.pk}/da-thay-doi/", on=None, **query)


def told(page):
    return {line.name: (line.marks, line.note) for line in page.response.context["lines"]}


def test_every_unit_is_named_with_what_became_of_it(desk, plan):
    assert told(changes(desk, plan)) == {
        "Đảng bộ xã Cao Kỳ": ("kết thúc", "về Đảng bộ xã Tân Kỳ (3 đảng viên)"),
        "Đảng bộ xã Tân Sơn": ("kết thúc", "về Đảng bộ xã Tân Kỳ (6 đảng viên)"),
        "Chi bộ Bản Cũ": ("kết thúc", "về Chi bộ Bản Mới (3 đảng viên)"),
        "Đảng bộ xã Tân Kỳ": ("lập mới", ""),
        "Chi bộ Nà Lạn 2": (
            "đổi tên, chuyển",
            "trước là Chi bộ Nà Lạn; từ Đảng bộ xã Cao Kỳ sang Đảng bộ xã Tân Kỳ",
        ),
        "Chi bộ Bản Mới": ("chuyển", "từ Đảng bộ xã Tân Sơn sang Đảng bộ xã Tân Kỳ"),
    }


def test_what_happened_is_counted_and_filters(desk, plan):
    page = changes(desk, plan)

    choices = {each.label: each for each in page.response.context["choices"]}
    counts = {label: each.count for label, each in choices.items()}
    assert counts == {"Tất cả": 6, "kết thúc": 3, "lập mới": 1, "chuyển": 2, "đổi tên": 1}
    for label, choice in choices.items():
        shown = desk.get(f"/sap-xep/{plan.pk}/da-thay-doi/{choice.url}", on=None)
        assert len(told(shown)) == choice.count, label


def test_what_was_carried_is_counted(desk, plan):
    written = dict(changes(desk, plan).response.context["written"])

    assert written["đảng viên chuyển nơi sinh hoạt"] == 3
    assert written["mã đơn vị cấp mới hoặc thôi dùng"] >= 1


def test_unit_founded_alone_is_the_only_change(place):
    plan = Planning()
    made = plan.new("BRANCH", "Chi bộ mới", place.first)
    plan.step("ESTABLISH", [], [made])
    applied = plan.applied()

    found = services.recount(plan=applied)

    assert [(each.name, each.marks) for each in found.units] == [
        ("Chi bộ mới", (Mark.NEW,)),
    ]
    assert found.count(Mark.ENDS) == 0


def test_what_was_there_before_outside_the_registers_is_not_new(place):
    plan = Planning()
    province = plan.new("PROVINCE", "Đảng bộ tỉnh Thái Nguyên")
    province.is_older = True
    plan.of(place.first).parent = province
    applied = plan.step("TRANSFER_UNIT", [place.first], [place.first]).applied()

    found = services.recount(plan=applied)

    assert {each.name: each.marks for each in found.units} == {"Đảng bộ xã Tân Sơn": (Mark.MOVED,)}


def test_plan_leads_there_once_it_is_carried_out(desk, plan):
    address = f"/sap-xep/{plan.pk}/da-thay-doi/"
    assert any(link.startswith(address) for link in desk.get(f"/sap-xep/{plan.pk}/", on=None).links)

    services.undo_plan(plan=plan, actor=SYSTEM)

    assert changes(desk, plan).status == 404
    assert address not in desk.get(f"/sap-xep/{plan.pk}/", on=None).text


def test_plan_of_a_unit_above_is_not_there(plan, browse_as):
    new = Unit.objects.get(name="Đảng bộ xã Tân Kỳ")
    reader = browse_as(make_actor(new, Role.OFFICER))

    assert changes(reader, plan).status == 404


def test_changes_cost_the_same_for_few_and_many(desk, plan, place):
    few = changes(desk, plan, viec="doi-ten")
    many = changes(desk, plan)

    assert len(told(few)) < len(told(many))
    assert len(many.queries) <= len(few.queries) + 1
