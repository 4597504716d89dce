"""Documents written by hand: what the forms ask, refuse and leave behind."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.audit.models import AuditEntry
from coso.documents.models import Document
from tests.factories.access import make_actor
from tests.factories.registers import resolution

ADD = "/van-ban/them/"
DAY = dt.date(2023, 5, 4)
COMMITTEE = "Đảng ủy xã Yên Thịnh"  # leads `party_tree.own`


@pytest.fixture
def keeper(party_tree, browse_as):
    return browse_as(make_actor(party_tree.own, Role.OFFICER))


def new(**values):
    return {
        "number": "7-NQ/ĐU",
        "issued_on": "15/3/2023",
        "issuer_name": COMMITTEE,
        "summary": "Về nâng cao chất lượng sinh hoạt chi bộ",
        "years": "2023-2025",
        "mark": "NONE",
        **values,
    }


def test_list_leads_keepers_to_the_form_and_readers_not(keeper, party_tree, browse_as):
    reader = browse_as(make_actor(party_tree.own, Role.LEADER))

    assert "Thêm văn bản" in keeper.get("/van-ban/").words
    assert "Thêm văn bản" not in reader.get("/van-ban/").words
    assert COMMITTEE in keeper.get(ADD, on=None).text


def test_document_is_written_and_shown(keeper, party_tree):
    done = keeper.post(ADD, **new())

    made = Document.objects.get()
    assert done.response.url.startswith(f"/van-ban/{made.pk}/")
    assert (made.number, made.issuer, made.first_year) == ("07-NQ/ĐU", party_tree.own, 2023)
    assert "Đã ghi văn bản 07-NQ/ĐU ngày 15/03/2023" in keeper.get(done.response.url).words


def test_refused_fields_say_why_and_keep_what_was_written(keeper):
    page = keeper.post(ADD, **new(issued_on="31/02/2023", years="sắp tới", mark=""))

    assert page.status == 422
    assert set(page.response.context["form"].errors) == {"issued_on", "years", "mark"}
    assert 'value="31/02/2023"' in page.text


@pytest.mark.parametrize("issuer", ["Đảng ủy xã Quảng Chu", "Bộ Nội vụ", "Đảng ủy xã Đâu Đó"])
def test_issuer_out_of_reach_is_refused_like_one_that_is_unknown(keeper, issuer):
    page = keeper.post(ADD, **new(issuer_name=issuer))

    assert page.status == 422
    assert f"“{issuer}” không phải cơ quan trong phạm vi" in page.words
    assert not Document.objects.exists()


def test_whoever_keeps_all_writes_documents_from_outside(party_tree, browse_as):
    of_root = browse_as(make_actor(party_tree.above, Role.OFFICER))

    of_root.post(ADD, **new(number="77/2023/NĐ-CP", issuer_name="Chính phủ"))

    assert Document.objects.get().issuer is None


def test_secret_document_is_refused_with_one_sentence(keeper):
    page = keeper.post(ADD, **new(mark="TOP_SECRET"))

    assert page.status == 422
    assert (
        "Văn bản có dấu “Tuyệt mật” không được đưa vào phần mềm này. Hãy để văn bản ở sổ và nơi "
        "lưu tài liệu mật của cơ quan." in page.words
    )
    assert not Document.objects.exists()


def test_number_used_again_asks_for_the_reason(keeper):
    keeper.post(ADD, **new())

    asked = keeper.post(ADD, **new(issued_on="20/03/2023"))
    kept = dict(asked.response.context["kept"])
    keeper.post(ADD, **kept, confirmed="on", reason="Cấp số hai lần")

    assert "sổ đã có 07-NQ/ĐU của Đảng ủy xã Yên Thịnh, ban hành ngày 15/03/2023" in asked.words
    assert Document.objects.count() == 2
    assert AuditEntry.objects.filter(reason="Cấp số hai lần").count() == 1


def test_correction_and_removal_ask_why(keeper, party_tree):
    keeper.post(ADD, **new())
    made = Document.objects.get()
    path = f"/van-ban/{made.pk}"

    assert keeper.post(f"{path}/sua/", **new(summary="Khác")).status == 422
    keeper.post(f"{path}/sua/", **new(summary="Khác", reason="Ghi thiếu"))
    made.refresh_from_db()
    assert made.summary == "Khác"
    assert keeper.post(f"{path}/bo/").status == 422
    done = keeper.post(f"{path}/bo/", reason="Ghi hai lần")

    assert done.response.url.startswith("/van-ban/?")
    assert not Document.objects.exists()
    reasons = AuditEntry.objects.filter(object_id=made.pk).values_list("reason", flat=True)
    assert set(reasons) == {"", "Ghi thiếu", "Ghi hai lần"}


def test_whoever_comes_second_sees_both_versions(keeper):
    keeper.post(ADD, **new())
    path = f"/van-ban/{Document.objects.get().pk}/sua/"
    seen = keeper.get(path, on=None).response.context["seen"]
    keeper.post(path, **new(summary="Của người thứ nhất", reason="Sửa"), seen=seen)

    page = keeper.post(path, **new(summary="Của người thứ hai", reason="Sửa"), seen=seen)

    assert page.status == 409
    assert "Của người thứ nhất" in page.words
    assert "Của người thứ hai" in page.words
    assert Document.objects.get().summary == "Của người thứ nhất"


def test_tasks_and_trail_are_for_whoever_may(keeper, party_tree, browse_as):
    made = resolution(party_tree.own, DAY)
    page = f"/van-ban/{made.pk}/"
    inspector = browse_as(make_actor(party_tree.own, Role.INSPECTOR))

    assert "Ghi vào sổ" in keeper.get(page).words
    assert "Nhật ký thay đổi" not in keeper.get(page).words
    assert "Ghi vào sổ" not in inspector.get(page).words
    assert "Nhật ký thay đổi" in inspector.get(page).words
