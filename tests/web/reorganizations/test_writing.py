"""A plan begun by hand, its name, day and basis changed, its copy."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.core.types import SYSTEM
from coso.documents.models import Document
from coso.reorganizations import services
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Heading
from tests.factories.access import make_actor
from tests.factories.reorganizations import DAY, Planning

pytestmark = pytest.mark.django_db

NEW = "/sap-xep/moi/"


def test_a_plan_begins_with_its_heading_and_leads_to_the_tree(desk, place):
    sent = desk.post(
        NEW,
        name="Sắp xếp xã",
        effective_on="1/7/2024",
        decision="12-NQ/TU",
        decided_on="1/6/2024",
        issuer="Tỉnh ủy",
    )

    plan = Reorganization.objects.get()
    assert (plan.name, plan.effective_on, plan.unit) == ("Sắp xếp xã", DAY, place.root)
    assert (plan.decision, plan.decided_on, plan.issuer) == (
        "12-NQ/TU",
        dt.date(2024, 6, 1),
        "Tỉnh ủy",
    )
    page = desk.get(sent.response["Location"], on=None)
    assert "Đã lập phương án “Sắp xếp xã”. Hãy vẽ bước đầu tiên." in page.words


def test_a_document_of_the_register_gives_day_and_issuer(desk, place):
    Document.objects.create(
        number="12-NQ/HU",
        type="NQ",
        issued_on=dt.date(2024, 6, 1),
        issuer=place.root,
        issuer_name="Huyện ủy Chợ Mới",
        summary="Sắp xếp",
    )

    desk.post(NEW, name="Sắp xếp", effective_on="1/7/2024", decision="12-NQ/HU")

    plan = Reorganization.objects.get()
    assert (plan.decided_on, plan.issuer) == (dt.date(2024, 6, 1), "Huyện ủy Chợ Mới")


def test_field_of_the_basis_asks_for_documents(desk, place):
    field = desk.get(NEW, on=None).text.partition('name="decision"')[2].partition(">")[0]

    assert 'hx-get="/van-ban/goi-y/?muc=decision"' in field
    assert 'list="decision-choices"' in field


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Tên phương án"),
        ({"effective_on": "32/1/2024"}, "Ngày hiệu lực"),
        ({"name": "x" * 201}, "Tên phương án"),
    ],
)
def test_a_heading_that_says_too_little_is_refused(desk, place, values, sentence):
    sent = desk.post(NEW, **{"name": "Sắp xếp", "effective_on": "1/7/2024", **values})

    assert sent.status == 422
    assert f"{sentence} :" in sent.words
    assert not Reorganization.objects.exists()


def test_heading_is_changed_also_of_a_plan_out_of_a_workbook(desk, merging):
    plan = merging(name="14_sap_nhap_2025")
    address = f"/sap-xep/{plan.pk}/sua/"
    form = desk.get(address, on=None)
    assert 'value="14_sap_nhap_2025"' in form.text
    assert 'value="01/07/2024"' in form.text

    seen = form.response.context["seen"]
    sent = desk.post(address, name="Nhập Bản Cũ", effective_on="1/8/2024", seen=seen)

    plan.refresh_from_db()
    assert (plan.name, plan.effective_on, plan.decision) == (
        "Nhập Bản Cũ",
        dt.date(2024, 8, 1),
        "",
    )
    assert "Nhập Bản Cũ" in desk.get(sent.response["Location"], on=None).words


def test_both_versions_of_a_heading_are_shown_to_whoever_comes_second(desk, merging):
    plan = merging()
    address = f"/sap-xep/{plan.pk}/sua/"
    seen = desk.get(address, on=None).response.context["seen"]
    heading = Heading(name="Của người khác", effective_on=DAY)
    services.change_plan(plan=plan, heading=heading, actor=SYSTEM)

    sent = desk.post(address, name="Của tôi", effective_on="1/7/2024", seen=seen)

    assert sent.status == 409
    assert "Tên phương án Của người khác Của tôi" in sent.words


def test_a_copy_is_a_draft_that_can_be_changed(desk, merging):
    plan = merging(name="Nhập")
    services.apply_plan(plan=plan, actor=SYSTEM, on=DAY)
    address = f"/sap-xep/{plan.pk}/ban-sao/"
    assert "1 bước được chép sang bản đang soạn mới." in desk.get(address, on=None).words

    sent = desk.post(address, confirmed="on")

    copy = Reorganization.objects.exclude(pk=plan.pk).get()
    assert (copy.name, copy.status) == ("Nhập (bản sao)", PlanStatus.DRAFT)
    assert f"/sap-xep/{copy.pk}/" in sent.response["Location"]
    assert "Vẽ thêm bước" in desk.get(sent.response["Location"], on=None).words


def test_an_empty_plan_leads_to_its_first_step(desk, place):
    page = desk.get(f"/sap-xep/{Planning().drafted().pk}/", on=None)

    assert "Phương án chưa có bước nào" in page.words
    assert "Vẽ bước đầu tiên" in page.words


def test_whoever_only_reads_sees_no_way_to_change(browse_as, merging, place):
    plan = merging()
    reader = browse_as(make_actor(place.root, Role.LEADER))

    page = reader.get(f"/sap-xep/{plan.pk}/", on=None)

    assert page.status == 200
    assert "Vẽ thêm bước" not in page.words
    assert not any("/buoc/" in link for link in page.links)
