"""A branch asks for changes of itself, and takes the request back."""

import datetime as dt

import pytest

from coso.core.dates import format_date
from coso.core.types import SYSTEM
from coso.members import services as members
from coso.members.enums import Position
from coso.organizations import services as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reorganizations import queries
from coso.reorganizations.enums import RequestStatus
from coso.reorganizations.models import ChangeRequest
from tests.factories import organizations as units
from tests.factories.access import make_actor
from tests.factories.reorganizations import YEARS_AGO
from tests.web.change_requests.conftest import TODAY, WANTED_ON

pytestmark = pytest.mark.django_db


def send(browser, unit, **filled):
    values = {"effective_on": format_date(WANTED_ON), "reason": "Thôn đã đổi tên"} | filled
    return browser.post(f"/de-nghi/to-chuc/{unit.pk}/", **values)


def fields():
    [request] = queries.requests()
    return {field.kind: field for field in request.fields.all()}


def test_the_page_of_a_unit_leads_to_asking(below, place):
    page = below.get(f"/to-chuc/{place.two.pk}/", on=None)

    assert any(link.startswith(f"/de-nghi/to-chuc/{place.two.pk}/") for link in page.links)
    assert "Gửi cấp trên: tên, loại, sáp nhập, chức vụ đảng" in page.words


def test_what_the_register_says_now_stands_beside_each_field(below, place):
    page = below.get(f"/de-nghi/to-chuc/{place.two.pk}/", on=None)

    assert "Sổ đang ghi: Chi bộ Bản Cũ" in page.words
    assert "Sổ đang ghi: Chi bộ trực thuộc" in page.words
    assert "Sổ đang ghi: Đảng bộ xã Tân Sơn." in page.words


def test_only_kinds_that_may_stand_there_or_a_level_higher_are_offered(below, place):
    form = below.get(f"/de-nghi/to-chuc/{place.two.pk}/", on=None).response.context["form"]

    offered = set(form.fields["type"].queryset.values_list("pk", flat=True))
    assert {"BRANCH", "SECTION_ORG"} <= offered
    assert offered.isdisjoint({"CENTRAL", "PROVINCE", "DISTRICT"})


def test_only_what_is_filled_in_is_asked_for(below, place, secretary):
    page = send(below, place.two, name="Chi bộ thôn Bản Cũ", basis="05-NQ/CB")

    request = ChangeRequest.objects.get()
    assert page.response["Location"].startswith(f"/de-nghi/{request.pk}/")
    assert list(fields()) == ["NAME"]
    assert (request.proposed_by, request.proposed_on, request.basis) == (
        secretary,
        TODAY,
        "05-NQ/CB",
    )
    following = below.get(page.response["Location"], on=None)
    assert f"Đã gửi đề nghị số {request.pk}." in following.words


def test_the_branch_beside_is_named_by_its_whole_name_or_code(below, place):
    send(below, place.two, merge_into="Chi bộ Bản Mới", parent="06.2")

    assert fields()["MERGE_INTO"].unit == place.one
    assert fields()["PARENT"].unit == place.second


def test_a_unit_elsewhere_does_not_exist_for_whoever_asks(below, place):
    page = send(below, place.two, merge_into="Chi bộ Nà Lạn")

    assert page.status == 422
    assert "Không tìm thấy đơn vị “Chi bộ Nà Lạn”" in page.words
    assert not ChangeRequest.objects.exists()


def test_a_position_is_asked_for_by_name(below, place, person):
    before, after = person("Lý Văn Cũ"), person("Lý Văn Mới")
    members.hold_position(
        person=before,
        unit=place.two,
        position=Position.DEPUTY_SECRETARY,
        on=YEARS_AGO,
        actor=SYSTEM,
    )
    holding = before.positions.get()

    send(
        below,
        place.two,
        position="DEPUTY_SECRETARY",
        person="lý văn mới",
        replaced=holding.pk,
    )

    field = fields()["POSITION"]
    assert (field.person, field.person_now, field.position) == (after, before, "DEPUTY_SECRETARY")


def test_two_of_one_name_are_told_by_their_birthday(below, place, person):
    person("Lý Văn Mới", born_on=dt.date(1970, 2, 1), born_precision="DAY")
    younger = person("Lý Văn Mới", born_on=dt.date(1990, 2, 1), born_precision="DAY")

    page = send(below, place.two, position="SECRETARY", person="Lý Văn Mới")
    assert page.status == 422
    assert "Lý Văn Mới, 01/02/1970; Lý Văn Mới, 01/02/1990" in page.words

    send(below, place.two, position="SECRETARY", person="Lý Văn Mới, 01/02/1990")
    assert fields()["POSITION"].person == younger


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({}, "Chưa ghi thay đổi nào."),
        ({"name": "Chi bộ Bản Cũ"}, "sổ đang ghi đúng như đề nghị"),
        ({"name": "x", "effective_on": ""}, "Đề nghị có hiệu lực từ ngày"),
        ({"name": "x", "reason": ""}, "Lý do"),
        ({"position": "SECRETARY"}, "Hãy ghi ai giữ chức vụ này"),
        ({"position": "SECRETARY", "person": "Ma Văn Tý"}, "Hôm nay không có “Ma Văn Tý”"),
    ],
)
def test_what_is_missing_is_said_and_what_was_filled_in_stays(below, place, filled, sentence):
    page = send(below, place.two, **{"basis": "05-NQ/CB"} | filled)

    assert page.status == 422
    assert sentence in page.words
    assert "05-NQ/CB" in page.text
    assert not ChangeRequest.objects.exists()


def test_a_request_is_taken_back_after_asking(below, asked):
    request = asked()

    page = below.get(f"/de-nghi/{request.pk}/rut/", on=None)
    assert f"Rút đề nghị số {request.pk} của Chi bộ Bản Cũ?" in page.words
    below.post(f"/de-nghi/{request.pk}/rut/", confirmed="on")

    assert queries.requests().get().status == RequestStatus.WITHDRAWN
    again = below.post(f"/de-nghi/{request.pk}/rut/", confirmed="on")
    assert again.status == 422
    assert "đã được rút nên không rút được" in again.words


def test_whoever_is_above_answers_instead_of_taking_back(desk, asked):
    request = asked()

    assert "Rút đề nghị" not in desk.get(f"/de-nghi/{request.pk}/", on=None).words
    page = desk.post(f"/de-nghi/{request.pk}/rut/", confirmed="on")
    assert page.status == 422
    assert "chỉ người gửi rút được. Cấp trên thì trả lời từng mục." in page.words


def test_a_request_of_another_unit_does_not_exist(below, asked, place, officer):
    elsewhere = asked(place.three, officer)

    for step in ("", "rut/", "tra-loi/"):
        assert below.get(f"/de-nghi/{elsewhere.pk}/{step}", on=None).status == 404
    assert send(below, place.three, name="x").status == 404


def test_a_commune_asks_for_its_area_in_the_tree_of_areas(browse_as, desk, place):
    root = Unit.objects.get(tree=Tree.AREA, is_root=True)
    area = units.unit("COMMUNE", "Xã Nông Hạ", under=root, code="2.1")
    hosted = {"host_area": area, "host_type": "COMMUNE"}
    committee = units.unit(
        "GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Nông Hạ", under=place.root, **hosted
    )
    organizations.refresh_today()
    commune = browse_as(make_actor(committee, full_name="Hà Thị Mơ"))

    leading = commune.get(f"/to-chuc/{area.pk}/", on=None)
    page = commune.get(f"/de-nghi/to-chuc/{area.pk}/", on=None)
    send(commune, area, name="Xã Nông Thịnh", type="WARD")

    assert any(link.startswith(f"/de-nghi/to-chuc/{area.pk}/") for link in leading.links)
    assert "chức vụ đảng" not in leading.words
    assert "Chức vụ đảng" not in page.words
    assert "cay=AREA" in page.text
    assert set(fields()) == {"NAME", "TYPE"}
    for browser in (commune, desk):
        assert "Xã Nông Hạ" in browser.get("/de-nghi/", on=None).words
    assert "Trả lời từng mục" in desk.get(f"/de-nghi/{ChangeRequest.objects.get().pk}/").words
