"""Drawing the steps of a plan by hand: picked in the tree, filled in, changed, taken out."""

import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reorganizations import services
from coso.reorganizations.models import Reorganization
from tests.factories import organizations as make
from tests.factories.reorganizations import DAY, Planning, said_by

pytestmark = pytest.mark.django_db

GRASSROOTS = "GRASSROOTS_COMMITTEE_ORG"


@pytest.fixture
def plan(place):
    """A plan without steps."""
    return Planning().drafted()


@pytest.fixture
def write(desk):
    """Return a function that fills in the form of an event about some units."""

    def run(plan, event, units=(), *, tree="dang", **values):
        address = adding(plan, event, units, tree)
        form = desk.get(address, on=None)
        assert form.status == 200, form.words
        initial = form.response.context["form"].initial
        sent = {name: value for name, value in initial.items() if value not in (None, False)}
        seen = form.response.context["seen"]
        return desk.post(address, **{**sent, **values}, seen=seen)

    return run


def adding(plan, event, units=(), tree="dang"):
    chosen = "".join(f"&chon={getattr(unit, 'pk', unit)}" for unit in units)
    return f"/sap-xep/{plan.pk}/buoc/them/?cay={tree}&hinh-thuc={event}{chosen}"


def draw(desk, plan, **query):
    return desk.get(f"/sap-xep/{plan.pk}/ve/", on=None, **query)


def test_several_become_a_new_one_and_the_result_is_shown_at_once(desk, place, plan, write):
    units = [place.first, place.second]
    sent = write(plan, "CONSOLIDATE", units, name="Đảng bộ xã Tân Kỳ", code="06.3")

    planning = Planning()
    new = planning.new(GRASSROOTS, "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    assert said_by(plan) == said_by(planning.step("CONSOLIDATE", units, [new]).drafted())
    page = desk.get(sent.response["Location"], on=None)
    assert "Đã ghi bước 1: Hợp nhất." in page.words
    assert "1 bước. Diễn tập: không có lỗi, 1 lưu ý; 9 đảng viên trước, 9 sau." in page.words
    assert "Đảng bộ xã Tân Kỳ lập mới" in page.words
    assert "Đảng bộ xã Tân Sơn kết thúc" in page.words


def test_a_form_sent_again_after_going_back_points_to_the_step_that_is_there(
    desk, place, plan, write
):
    names = {f"name_{place.one.pk}": "Chi bộ Một"}
    write(plan, "RENAME", [place.one], **names)

    again = write(plan, "RENAME", [place.one], **names)

    assert again.status == 409
    assert "Phương án đã có bước 1 “Đổi tên” về Chi bộ Bản Mới" in again.words
    step = plan.steps.get()
    assert any(link.endswith(f"#buoc-{step.pk}") for link in again.links)
    assert 'value="Chi bộ Một"' in again.text


def test_a_founded_unit_is_picked_for_the_next_step(place, plan, write):
    write(plan, "CONSOLIDATE", [place.first, place.second], name="Đảng bộ xã Tân Kỳ")
    new = plan.units.get(is_new=True)

    write(plan, "ESTABLISH", [f"moi-{new.pk}"], lines="Chi bộ Cơ quan Đảng; 06.3.9\nChi bộ Xã")

    founded = plan.units.filter(parent=new)
    assert [(unit.name, unit.code, unit.type_id) for unit in founded.order_by("position")] == [
        ("Chi bộ Cơ quan Đảng", "06.3.9", "BRANCH"),
        ("Chi bộ Xã", "", "BRANCH"),
    ]


def test_a_unit_of_another_kind_may_get_the_name_that_fits_it(place, plan, write):
    clinic = make.unit("GRASSROOTS_BRANCH", "Chi bộ Bệnh viện", under=place.root)
    write(plan, "CHANGE_TYPE", [clinic], kind=GRASSROOTS, name="Đảng bộ Bệnh viện")

    said = plan.units.get(unit=clinic)
    assert (said.type_id, said.name) == (GRASSROOTS, "Đảng bộ Bệnh viện")

    write(plan, "SPLIT", [place.one], lines="Chi bộ Bản Mới 1\nChi bộ Bản Mới 2")
    assert {unit.parent.unit for unit in plan.units.filter(is_new=True)} == {place.first}


def test_the_same_units_are_founded_under_several(place, plan, write):
    write(plan, "ESTABLISH", [place.first, place.second], lines="Chi bộ Cơ quan Đảng …")

    assert {(str(unit), unit.parent.unit) for unit in plan.units.filter(is_new=True)} == {
        ("Chi bộ Cơ quan Đảng xã Tân Sơn", place.first),
        ("Chi bộ Cơ quan Đảng xã Cao Kỳ", place.second),
    }
    assert plan.steps.count() == 2


def test_units_are_renamed_each_by_its_own_name(place, plan, write):
    names = {f"name_{place.one.pk}": "Chi bộ Một", f"name_{place.two.pk}": "Chi bộ Hai"}
    write(plan, "RENAME", [place.one, place.two], **names)

    planning = Planning()
    for unit, name in ((place.one, "Chi bộ Một"), (place.two, "Chi bộ Hai")):
        planning.of(unit, name=name)
        planning.step("RENAME", [unit], [unit])
    assert said_by(plan) == said_by(planning.drafted())


def test_units_are_transferred_together(place, plan, write):
    write(plan, "TRANSFER_UNIT", [place.one, place.two], parent="Đảng bộ xã Cao Kỳ")

    planning = Planning()
    for unit in (place.one, place.two):
        planning.of(unit, parent=place.second)
        planning.step("TRANSFER_UNIT", [unit], [unit])
    assert said_by(plan) == said_by(planning.drafted())


def test_a_parent_outside_the_registers_is_taken_only_when_said_so(place, plan, write):
    province = "Đảng bộ tỉnh Thái Nguyên"
    refused = write(plan, "TRANSFER_UNIT", [place.first], parent=province)
    assert refused.status == 422
    assert f"Không có “{province}” trong cây ngày 01/07/2024" in refused.words
    assert "chưa có trong sổ (tỉnh, trung ương) thì đánh dấu ô bên dưới" in refused.words

    write(plan, "TRANSFER_UNIT", [place.first], parent=province, is_outside="on")
    write(plan, "TRANSFER_UNIT", [place.second], parent=province)

    assert [(u.name, u.is_older) for u in plan.units.filter(is_new=True)] == [(province, True)]
    assert plan.units.filter(parent__is_older=True).count() == 2


def test_a_type_of_the_regime_is_chosen(place, plan, write):
    write(plan, "CHANGE_TYPE", [place.first], kind="GRASSROOTS_BRANCH")

    assert plan.units.get(unit=place.first).type_id == "GRASSROOTS_BRANCH"


def test_one_of_those_picked_takes_the_others(place, plan, write):
    write(plan, "MERGE_INTO", [place.one, place.two], goal=place.one.pk, keeps_positions="on")

    planning = Planning().step("MERGE_INTO", [place.two], [place.one], keeps_positions=True)
    assert said_by(plan) == said_by(planning.drafted())


def test_another_unit_takes_those_picked(place, plan, write):
    write(plan, "MERGE_INTO", [place.two], goal="khac", goal_unit="06.2.1")

    assert said_by(plan) == said_by(
        Planning().step("MERGE_INTO", [place.two], [place.three]).drafted()
    )


def test_a_unit_is_split_and_may_go_on(place, plan, write):
    write(plan, "SPLIT", [place.one], lines="Chi bộ Bản Mới 2", parent="06.1", goes_on="on")

    targets = [part.unit for part in plan.steps.get().parts.filter(side="TARGET").order_by("pk")]
    assert [str(unit) for unit in targets] == ["Chi bộ Bản Mới", "Chi bộ Bản Mới 2"]


@pytest.mark.parametrize("event", ["DISSOLVE", "DISBAND", "END_OPERATION"])
def test_units_end_and_pass_on_or_not(place, plan, write, event):
    write(plan, event, [place.two], goal_1="06.1.1")
    write(plan, event, [place.three])

    planning = Planning().step(event, [place.two], [place.one]).step(event, [place.three])
    assert said_by(plan) == said_by(planning.drafted())


def test_areas_take_their_committees_along(desk, place, plan, write):
    areas = [
        make.unit("COMMUNE", name, under=make.roots().area) for name in ("Xã Tân Sơn", "Xã Cao Kỳ")
    ]
    for area, party in zip(areas, (place.first, place.second), strict=True):
        party.versions.update(host_area=area)
    page = desk.get(adding(plan, "CONSOLIDATE", areas, "dia-ban"), on=None)
    assert "Hợp nhất luôn tổ chức đảng ở đó: Đảng bộ xã" in page.words

    write(
        plan,
        "CONSOLIDATE",
        areas,
        tree="dia-ban",
        name="Xã Tân Kỳ",
        with_party="on",
        party_parent="Đảng bộ huyện Chợ Mới",
        party_code="06.3",
        party_decision="535-QĐ/TU",
    )

    area, party = plan.steps.order_by("position")
    assert (area.event, party.event, party.decision) == ("CONSOLIDATE", "CONSOLIDATE", "535-QĐ/TU")
    new = plan.units.get(tree=Tree.PARTY, is_new=True)
    assert (new.name, new.code, new.type_id, str(new.parent)) == (
        "Đảng bộ xã Tân Kỳ",
        "06.3",
        GRASSROOTS,
        "Đảng bộ huyện Chợ Mới",
    )
    assert not services.rehearse(plan=plan).is_blocked


@pytest.mark.parametrize(
    ("event", "number", "sentence"),
    [
        ("", 1, "Hãy chọn hình thức"),
        ("NONSENSE", 1, "Hãy chọn hình thức"),
        ("CONSOLIDATE", 1, "“Hợp nhất” cần ít nhất hai đơn vị. Hãy"),
        ("SPLIT", 2, "“Chia tách” cần đúng một đơn vị. Hãy"),
        ("RENAME", 0, "“Đổi tên” cần ít nhất một đơn vị. Hãy"),
        ("DISSOLVE", 0, "“Giải thể” cần ít nhất một đơn vị. Hãy"),
    ],
)
def test_units_that_do_not_go_with_the_event_are_picked_again(
    desk, place, plan, event, number, sentence
):
    units = [place.one, place.two][:number]

    led = desk.get(adding(plan, event, units), on=None)
    page = desk.get(led.response["Location"], on=None)

    assert led.status == 303
    assert sentence in page.words
    assert page.text.count(" checked") == number


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"goal": "khac"}, "Hãy ghi mục này, hoặc chọn đích khác."),
        ({"goal": "khac", "goal_unit": "Chi bộ Lạ"}, "Không có “Chi bộ Lạ” trong cây"),
        ({"goal": "moi"}, "Hãy ghi mục này"),
        ({"goal": "moi", "name": "Tổ hợp"}, "chưa cho biết đơn vị thuộc loại nào"),
        ({"goal": "moi", "name": "Chi bộ X", "decided_on": "31/02/2024"}, "Ngày quyết định"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_lost(
    place, plan, write, values, sentence
):
    if values.get("name") == "Tổ hợp":
        values = {**values, "parent": "Chi bộ Nà Lạn"}
    sent = write(plan, "CONSOLIDATE", [place.one, place.two], note="Ghi dở", **values)

    assert sent.status == 422
    assert sentence in sent.words
    assert 'value="Ghi dở"' in sent.text
    assert not plan.steps.exists()


def test_two_units_of_one_name_are_told_apart(place, plan, write):
    make.unit("BRANCH", "Chi bộ Nà Lạn", under=place.first)
    sent = write(plan, "MERGE_INTO", [place.two], goal="khac", goal_unit="Chi bộ Nà Lạn")
    assert "Có 2 đơn vị là “Chi bộ Nà Lạn”" in sent.words

    goal = "Chi bộ Nà Lạn, Đảng bộ xã Cao Kỳ"
    write(plan, "MERGE_INTO", [place.two], goal="khac", goal_unit=goal)

    assert plan.units.filter(unit=place.three).exists()


def test_what_somebody_else_changed_is_told_and_the_form_kept(desk, place, plan):
    address = adding(plan, "RENAME", [place.one])
    form = desk.get(address, on=None)
    seen = form.response.context["seen"]
    Planning().step("DISSOLVE", [place.two])
    services.change_plan(
        plan=plan, heading=services.Heading(name="Khác", effective_on=DAY), actor=SYSTEM
    )

    values = {f"name_{place.one.pk}": "Chi bộ Một"}
    refused = desk.post(address, seen=seen, **values)
    again = desk.post(address, seen=refused.response.context["seen"], **values)

    assert refused.status == 409
    assert "người khác đã sửa phương án này" in refused.words
    assert 'value="Chi bộ Một"' in refused.text
    assert (again.status, plan.steps.count()) == (302, 1)


def everything(place):
    """Draft a plan with a step of each event."""
    plan = Planning()
    new = plan.new(GRASSROOTS, "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    plan.step("CONSOLIDATE", [place.first, place.second], [new], decision="02-QĐ/HU")
    one, two = (plan.new("BRANCH", f"Chi bộ Nà Lạn {n}", new, f"06.3.{n}") for n in (1, 2))
    plan.step("SPLIT", [place.three], [one, two], expected_members=3)
    plan.step("MERGE_INTO", [place.two], [place.one], keeps_positions=True, reference="SK9")
    plan.of(place.one, name="Chi bộ Bản Xưa", code="06.3.9").parent = new
    plan.step("RENAME", [place.one], [place.one])
    plan.step("TRANSFER_UNIT", [place.one], [place.one], decided_on=dt.date(2024, 6, 1))
    plan.step("ESTABLISH", [], [plan.new("BRANCH", "Chi bộ Xã", new)], note="Mới")
    clinic = make.unit("GRASSROOTS_BRANCH", "Chi bộ Trạm", under=place.root)
    plan.of(clinic).type = Unit.objects.get(pk=place.first.pk).type
    plan.step("CHANGE_TYPE", [clinic], [clinic])
    school = make.unit("GRASSROOTS_BRANCH", "Chi bộ Trường", under=place.root)
    return plan.step("DISSOLVE", [school], [clinic, one]).drafted()


def test_each_step_is_opened_and_saved_as_it_is(desk, place):
    plan = everything(place)
    before = said_by(plan)

    for step in plan.steps.order_by("position"):
        address = f"/sap-xep/{plan.pk}/buoc/{step.pk}/"
        form = desk.get(address, on=None).response.context["form"]
        values = {
            name: field.prepare_value(form.get_initial_for_field(field, name))
            for name, field in form.fields.items()
        }
        sent = {name: shown(value) for name, value in values.items() if value not in (None, False)}
        saved = desk.post(address, **sent)
        assert saved.status == 302, (step.event, saved.words)

    assert said_by(plan) == before
    assert plan.steps.get(position=3).reference == "SK9"


def shown(value):
    return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else value


def test_a_step_gets_other_units_in_its_place(desk, place):
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).drafted()
    step = plan.steps.get()
    address = f"/sap-xep/{plan.pk}/buoc/{step.pk}/?cay=dang&hinh-thuc=DISSOLVE"

    assert desk.post(f"{address}&chon={place.three.pk}").status == 302

    assert said_by(plan) == said_by(Planning().step("DISSOLVE", [place.three]).drafted())
    assert plan.steps.get().pk == step.pk


def test_a_step_is_taken_out_after_a_question(desk, place):
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).drafted()
    address = f"/sap-xep/{plan.pk}/buoc/{plan.steps.get().pk}/bo/"

    asked = desk.get(address, on=None)
    assert "Từ: Chi bộ Bản Cũ." in asked.words
    done = desk.post(address, confirmed="on", seen=asked.response.context["form"].initial["seen"])

    assert (done.status, plan.steps.count(), plan.units.count()) == (303, 0, 0)


def test_a_founding_step_in_use_stays_with_a_sentence(desk, place):
    plan = everything(place)
    address = f"/sap-xep/{plan.pk}/buoc/{plan.steps.get(position=1).pk}/bo/"

    refused = desk.post(address, confirmed="on")

    assert refused.status == 422
    assert "Không còn bước nào lập Đảng bộ xã Tân Kỳ" in refused.words


def test_steps_change_places_by_a_button(desk, place):
    plan = everything(place)
    last = plan.steps.get(position=8)

    led = desk.post(f"/sap-xep/{plan.pk}/buoc/{last.pk}/len/")
    assert (led.status, plan.steps.get(pk=last.pk).position) == (303, 7)
    desk.post(f"/sap-xep/{plan.pk}/buoc/{last.pk}/xuong/")

    assert plan.steps.get(pk=last.pk).position == 8
    assert led.response["Location"].endswith(f"#buoc-{last.pk}")


def test_a_plan_that_was_carried_out_is_not_drawn_any_more(desk, place):
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).applied()

    led = draw(desk, plan)
    page = desk.get(led.response["Location"], on=None)
    sent = desk.post(adding(plan, "RENAME", [place.one]), **{f"name_{place.one.pk}": "Chi bộ X"})

    assert led.status == 303
    assert "đã thực hiện, không sửa được nữa" in page.words
    assert "Vẽ thêm bước" not in page.words
    assert (sent.status, "đã thực hiện" in sent.words) == (422, True)


def test_a_plan_that_waits_says_what_a_change_does_to_it(desk, merging):
    plan = merging()
    Reorganization.objects.filter(pk=plan.pk).update(status="SCHEDULED")

    assert "phương án trở lại bản đang soạn" in draw(desk, plan).words
    page = desk.get(f"/sap-xep/{plan.pk}/sua/", on=None)
    assert "phương án trở lại bản đang soạn" in page.words


def test_pages_cost_the_same_with_one_step_and_with_three(desk, place, write):
    costs = []
    for number in (1, 3):
        plan = Planning()
        for each in range(number):
            plan.step("ESTABLISH", [], [plan.new("BRANCH", f"Chi bộ {each}", place.first)])
        plan = plan.drafted()
        step = plan.steps.get(position=number)
        pages = ["ve/", f"buoc/{step.pk}/", f"buoc/{step.pk}/bo/", ""]
        for page in pages:
            desk.get(f"/sap-xep/{plan.pk}/{page}", on=None)
        found = [desk.get(f"/sap-xep/{plan.pk}/{page}", on=None) for page in pages]
        costs.append([len(page.queries) for page in found])

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15


def test_a_removed_step_is_put_back_from_the_page_of_the_plan(desk, merging):
    plan = merging()
    step = plan.steps.get()
    asked = desk.get(f"/sap-xep/{plan.pk}/buoc/{step.pk}/bo/", on=None)
    seen = asked.response.context["form"].initial["seen"]
    desk.post(f"/sap-xep/{plan.pk}/buoc/{step.pk}/bo/", confirmed="on", seen=seen)
    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)
    assert "Bước đã bỏ" in page.words
    assert "Phương án chưa có bước nào" in page.words

    kept = plan.removed_steps.get()
    sent = desk.post(f"/sap-xep/{plan.pk}/buoc-da-bo/{kept.pk}/")

    assert sent.status == 303
    page = desk.get(f"/sap-xep/{plan.pk}/", on=None)
    assert "Đã lấy lại bước 1" in page.words
    assert plan.steps.get().pk == step.pk
    assert desk.post(f"/sap-xep/{plan.pk}/buoc-da-bo/{kept.pk}/").status == 404
