"""Units written by hand: the forms, what they ask, what they refuse, what they leave behind."""

import datetime as dt
import re

import pytest

from coso.access.enums import Reach, Role
from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.members.models import Membership, MembershipPeriod
from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from tests.factories import organizations as make
from tests.factories import people
from tests.factories.access import make_actor
from tests.factories.lists import COMMITTEES

DAY = dt.date(2024, 1, 1)
LATER = dt.date(2024, 6, 1)


@pytest.fixture
def committee(books):
    organizations.refresh_overseers()
    return Unit.objects.get(name=COMMITTEES[0])


@pytest.fixture
def branch(committee):
    return committee.children.order_by("pk").first()


def address(name, unit):
    paths = {
        "found": "lap", "change": "thay-doi", "correct": "sua", "move": "chuyen",
        "add-term": "nhiem-ky", "assign-code": "cap-ma", "close": "ket-thuc", "reopen": "mo-lai",
    }  # fmt: skip
    return f"/to-chuc/{unit.pk}/{paths[name]}/"


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page.text)[1]


def branch_of(name="Chi bộ thôn Nà Mố", **values):
    return {"on": "01/01/2024", "name": name, "type": "BRANCH", **values}


def messages_of(page):
    return [str(message) for message in page.response.wsgi_request._messages]


# --- founding


def test_unit_is_founded_under_the_one_in_view(books, committee):
    page = books.post(address("found", committee), **branch_of(decision="5-QĐ/ĐU"))

    founded = Unit.objects.get(name="Chi bộ thôn Nà Mố")
    assert page.response.url.startswith(f"/to-chuc/{founded.pk}/")
    assert (founded.parent, founded.founded_on) == (committee, DAY)
    assert messages_of(page) == [
        f"Đã lập Chi bộ thôn Nà Mố trực thuộc {committee} từ ngày 01/01/2024."
    ]


def test_refused_form_keeps_what_was_filled_in(books, committee):
    page = books.post(address("found", committee), **branch_of(on="31/02/2024", name=""))

    assert page.status == 422
    assert set(page.response.context["form"].errors) == {"on", "name"}
    assert 'value="31/02/2024"' in page.text


def test_rule_that_refuses_is_said_in_its_words(books, committee):
    page = books.post(address("found", committee), **branch_of(type="DISTRICT"))

    assert page.status == 422
    assert "không đặt trực tiếp dưới" in page.words
    assert not Unit.objects.filter(name="Chi bộ thôn Nà Mố").exists()


def test_rule_that_warns_asks_for_the_reason(books, committee):
    values = branch_of("Đảng bộ bộ phận A", type="SECTION_ORG")

    asked = books.post(address("found", committee), **values)
    kept = dict(asked.response.context["kept"])
    unexplained = books.post(address("found", committee), **kept, confirmed="on", reason=" ")
    books.post(address("found", committee), **kept, confirmed="on", reason="Công văn 5-CV/HU")

    assert asked.status == 200
    assert "cần cấp trên đồng ý" in asked.words
    assert unexplained.status == 422
    assert kept["name"] == "Đảng bộ bộ phận A"
    assert AuditEntry.objects.get(action="unit.founded").reason == "Công văn 5-CV/HU"


def test_unit_above_must_be_reached_with_all_below(browse_as, books, committee):
    alone = browse_as(make_actor(committee, Role.OFFICER, Reach.UNIT))

    assert alone.get(address("found", committee)).status == 403
    assert alone.get(address("change", committee)).status == 200


# --- change from a day on, correction


def test_change_is_shown_before_it_is_written(books, branch):
    form = books.get(address("change", branch), on=None)
    values = branch_of("Chi bộ Bản Mới 1", seen=seen(form))

    asked = books.post(address("change", branch), **values)

    assert asked.status == 200
    assert f"Tên: {branch.name} → Chi bộ Bản Mới 1" in asked.words
    assert "trước ngày 01/01/2024 giữ nguyên" in asked.words
    assert branch.versions.count() == 1
    assert f"Thay đổi từ ngày: {branch.name}" in asked.words


def test_confirmed_change_is_a_new_period_in_the_history(books, branch):
    old = branch.name
    asked = books.post(address("change", branch), **branch_of("Chi bộ Bản Mới 1"))

    done = books.post(
        address("change", branch), **dict(asked.response.context["kept"]), confirmed="on"
    )
    record = books.get(done.response.url, on=None)

    assert [period.label for period in record.response.context["periods"]] == [
        f"{old} (Chi bộ trực thuộc)",
        "Chi bộ Bản Mới 1 (Chi bộ trực thuộc)",
    ]
    assert "Ghi nhầm thì dùng “Sửa chỗ ghi sai”" in record.words


def test_page_that_asks_leads_back_to_the_filled_form(books, branch):
    asked = books.post(address("change", branch), **branch_of("Chi bộ Bản Mới 1"))

    again = books.post(address("change", branch), **dict(asked.response.context["kept"]), edit="1")

    assert again.status == 200
    assert 'value="Chi bộ Bản Mới 1"' in again.text


def test_correction_needs_a_reason_and_adds_no_period(books, branch):
    values = {"name": "Chi bộ Bản Mới 2", "type": "BRANCH"}
    refused = books.post(address("correct", branch), **values, reason="")
    asked = books.post(address("correct", branch), **values, reason="Gõ sai tên")

    books.post(address("correct", branch), **dict(asked.response.context["kept"]), confirmed="on")

    assert "reason" in refused.response.context["form"].errors
    assert branch.versions.get().name == "Chi bộ Bản Mới 2"
    assert AuditEntry.objects.get(action="unit.corrected").reason == "Gõ sai tên"


def test_correction_is_about_the_period_of_the_day_in_view(books, branch):
    old = queries.details_on(branch, DAY)
    organizations.change_unit(
        unit=branch,
        details=organizations.UnitDetails(name="Chi bộ Mới", type=old.type, level=old.level),
        on=LATER,
        actor=SYSTEM,
    )
    path = f"{address('correct', branch)}?ngay=2024-01-01"

    form = books.get(address("correct", branch), on=DAY)
    values = {"name": "Chi bộ Cũ", "type": "BRANCH", "reason": "x", "confirmed": "on"}
    books.post(path, **values)

    assert "đến 31/05/2024" in form.words
    assert [version.name for version in branch.versions.in_order()] == ["Chi bộ Cũ", "Chi bộ Mới"]


def test_writer_is_shown_what_somebody_else_wrote_meanwhile(books, branch):
    form = books.get(address("correct", branch), on=None)
    values = {"name": "Chi bộ A", "type": "BRANCH", "reason": "x", "confirmed": "on"}
    books.post(address("correct", branch), **{**values, "name": "Chi bộ B"})

    page = books.post(address("correct", branch), **values, seen=seen(form))

    assert page.status == 409
    assert "người khác đã sửa đúng chỗ này" in page.words
    [difference] = page.response.context["differences"]
    assert (difference.label, difference.recorded, difference.written) == (
        "Tên",
        "Chi bộ B",
        "Chi bộ A",
    )
    assert Unit.objects.get(pk=branch.pk).name == "Chi bộ B"
    again = books.post(address("correct", branch), **values, seen=seen(page))
    assert again.status == 302
    assert Unit.objects.get(pk=branch.pk).name == "Chi bộ A"


# --- move, code, closing


def test_move_says_what_goes_along(books, committee, branch):
    person = people.person()
    MembershipPeriod.objects.create(
        membership=Membership.objects.create(person=person),
        unit=branch,
        during=(DAY, None),
        entry="ROSTER",
    )
    other = Unit.objects.get(name=COMMITTEES[1])
    values = {"on": "01/06/2024", "new_parent": other.name}

    asked = books.post(address("move", branch), **values)
    books.post(address("move", branch), **values, confirmed="on", reason="Sẽ đổi tên")

    assert f"{branch} trực thuộc {other}, không còn {committee}" in asked.words
    assert "1 đảng viên sinh hoạt ở đây" in asked.words
    assert queries.parent_on(branch, LATER) == other
    assert queries.parent_on(branch, DAY) == committee


def test_units_out_of_reach_are_not_found(browse_as, books, committee, branch):
    of_committee = browse_as(make_actor(committee, Role.OFFICER))
    values = {"on": "01/06/2024", "new_parent": COMMITTEES[1]}

    page = of_committee.post(address("move", branch), **values)

    assert page.status == 422
    assert f"Không tìm thấy đơn vị “{COMMITTEES[1]}”" in page.words


def test_code_is_given_and_found(books, branch):
    books.post(address("assign-code", branch), on="01/01/2024", code="06.065.001.000.007")

    assert queries.find_unit("06.065.001.000.007", DAY) == branch


def test_unit_that_is_not_empty_is_not_closed(books, committee):
    page = books.post(address("close", committee), on="01/06/2024")

    assert page.status == 422
    assert "đơn vị trực thuộc. Hãy chuyển đi trước" in page.words


def test_closed_unit_offers_to_be_opened_again(books, branch):
    asked = books.post(address("close", branch), on="01/06/2024")
    books.post(address("close", branch), on="01/06/2024", confirmed="on")
    record = books.get(f"/to-chuc/{branch.pk}/", on=None)

    books.post(address("reopen", branch), reason="Ghi nhầm đơn vị")

    assert "không còn trong cây tổ chức" in asked.words
    labels = [task.label for task in record.response.context["tasks"]]
    assert labels == ["Mở lại đơn vị", "Sửa chỗ ghi sai"]
    assert Unit.objects.get(pk=branch.pk).closed_on is None


# --- who, and when


def test_tasks_are_offered_to_whoever_may_write_and_today(browse_as, books, branch):
    path = f"/to-chuc/{branch.pk}/"
    leader = browse_as(make_actor(branch, Role.LEADER))

    today = [task.label for task in books.get(path, on=None).response.context["tasks"]]
    past = [task.label for task in books.get(path, on=DAY).response.context["tasks"]]

    assert today[:2] == ["Thay đổi từ ngày", "Sửa chỗ ghi sai"]
    assert past == ["Sửa chỗ ghi sai"]
    assert leader.get(path, on=None).response.context["tasks"] == []


@pytest.mark.parametrize(
    ("tree", "fields"),
    [
        (Tree.PARTY, {"host_type", "host_area", "host_agency"}),
        (Tree.AGENCY, {"host_area"}),
        (Tree.AREA, set()),
    ],
)
def test_form_asks_what_the_tree_has(books, tree, fields):
    root = queries.root(tree)
    form = books.get(address("change", root), on=None).response.context["form"]

    assert {name for name in form.fields if name.startswith("host")} == fields
    assert form.initial["name"] == root.name


def test_field_suggests_units_within_reach(browse_as, books, committee):
    asked = {"cay": "PARTY", "muc": "new_parent", "new_parent": "bo"}
    of_committee = browse_as(make_actor(committee, Role.OFFICER))

    options = of_committee.get("/to-chuc/goi-y/", **asked).response.context["options"]

    assert {unit.parent or unit for _, unit in options} <= {committee, committee.parent}
    for reference, unit in options:
        assert queries.find_unit(reference, DAY, Tree.PARTY) == unit
    assert of_committee.get("/to-chuc/goi-y/", cay="PARTY").response.context["options"] == []


def test_agency_is_founded_with_the_next_code(books):
    agencies = make.Unit.objects.get(tree=Tree.AGENCY, is_root=True)

    books.post(
        address("found", agencies), on="01/01/2024", name="Phòng Nội vụ", type="STATE_AGENCY"
    )

    assert Unit.objects.get(name="Phòng Nội vụ").code == "CQ.0001"


# --- terms


@pytest.fixture
def root(committee):
    return committee.parent


def term_of(first, last="", name="2030-2035"):
    return {"name": name, "first": first, "last": last}


def test_term_is_declared_and_shown(books, root):
    page = books.post(address("add-term", root), **term_of("01/10/2030", "30/09/2035"))

    assert messages_of(page) == [f"Đã khai nhiệm kỳ 2030-2035 của {root}."]
    assert queries.term_on(root, dt.date(2035, 9, 30)).name == "2030-2035"
    assert queries.term_on(root, dt.date(2035, 10, 1)) is None
    entry = AuditEntry.objects.get(action="root.terms_added", object_id=root.pk)
    assert entry.summary.endswith("từ 01/10/2030 đến 30/09/2035")
    shown = books.get(f"/to-chuc/{root.pk}/", on=dt.date(2031, 1, 1)).words
    assert "Nhiệm kỳ 2030-2035" in shown


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            term_of("01/10/2030", "30/09/2029"),
            "30/09/2029 trước ngày bắt đầu 01/10/2030",
        ),
        (term_of("01/10/2030", name="2040-2045"), "Đã có nhiệm kỳ 2040-2045"),
        (term_of("01/10/2041"), "Trùng ngày với nhiệm kỳ 2040-2045, từ 01/10/2040"),
    ],
)
def test_term_that_cannot_be_says_why(books, root, values, sentence):
    books.post(address("add-term", root), **term_of("01/10/2040", name="2040-2045"))

    page = books.post(address("add-term", root), **values)

    assert page.status == 422
    assert sentence in page.words
    assert root.terms.filter(name="2030-2035").count() == 0


def test_only_a_party_organization_has_terms(books):
    area = Unit.objects.get(tree=Tree.AREA, is_root=True)

    assert books.get(address("add-term", area), on=None).status == 403
