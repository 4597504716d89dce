"""Files of documents on the site."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coso.access.enums import Role
from coso.audit.models import AccessEntry
from coso.documents import queries
from coso.documents.models import Attachment
from tests.factories import files
from tests.factories.access import make_actor
from tests.factories.registers import resolution


@pytest.fixture
def keeper(party_tree, browse_as):
    return browse_as(make_actor(party_tree.own, Role.OFFICER))


@pytest.fixture
def document(party_tree, settings, tmp_path):
    settings.COSO_HOME = tmp_path
    return resolution(party_tree.own, dt.date(2023, 5, 4))


def send(browser, document, content=files.PDF, name="03-NQ-ĐU.pdf", mark="NONE"):
    file = SimpleUploadedFile(name, content, "text/html")
    return browser.post(f"/van-ban/{document.pk}/dinh-kem/", file=file, mark=mark)


def test_file_is_attached_shown_and_taken(keeper, document, party_tree, browse_as):
    done = send(keeper, document)
    made = Attachment.objects.get()
    reader = browse_as(make_actor(party_tree.own, Role.LEADER))

    page = reader.get(f"/van-ban/{document.pk}/")
    answer = reader.get(f"/van-ban/tep/{made.pk}/").response

    assert done.status == 302
    assert f"PDF 03-NQ-ĐU.pdf ({len(files.PDF)} byte)" in page.words
    assert f"/van-ban/tep/{made.pk}/bo/" not in page.text
    assert answer.content == files.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    entry = AccessEntry.objects.get(action="attachment.taken")
    assert (entry.object_id, entry.unit_id) == (document.pk, party_tree.own.pk)


def test_refusals_stand_on_the_form(keeper, document):
    empty = keeper.post(f"/van-ban/{document.pk}/dinh-kem/")
    secret = send(keeper, document, mark="SECRET")
    wrong = send(keeper, document, b"MZ", "a.pdf")

    assert [page.status for page in (empty, secret, wrong)] == [422, 422, 422]
    assert set(empty.response.context["form"].errors) == {"file", "mark"}
    assert "Văn bản có dấu “Mật” không được đưa vào phần mềm này" in secret.words
    assert set(wrong.response.context["form"].errors) == {"file"}
    assert "không phải loại tệp được nhận" in wrong.words
    assert not Attachment.objects.exists()


def test_file_larger_than_the_setting_is_refused(keeper, document, settings):
    settings.LARGEST_ATTACHMENT = 1 << 20
    content = files.PDF + b" " * (1 << 20)

    page = send(keeper, document, content)

    assert "lớn hơn 1 MB, cỡ lớn nhất được nhận" in page.words
    assert not Attachment.objects.exists()


def test_file_of_a_document_out_of_reach_is_not_found(keeper, document, party_tree, browse_as):
    send(keeper, document)
    made = Attachment.objects.get()
    beside = browse_as(make_actor(party_tree.sibling, Role.OFFICER))

    assert beside.get(f"/van-ban/tep/{made.pk}/").status == 404
    assert beside.post(f"/van-ban/tep/{made.pk}/bo/", reason="x").status == 404
    assert not AccessEntry.objects.filter(action="attachment.taken").exists()


def test_file_that_is_gone_from_the_disk_is_not_found(keeper, document):
    send(keeper, document)
    made = Attachment.objects.get()
    queries.path_of(made).unlink()

    assert keeper.get(f"/van-ban/tep/{made.pk}/").status == 404
    assert not AccessEntry.objects.filter(action="attachment.taken").exists()


def test_file_is_removed_with_a_reason(keeper, document):
    send(keeper, document)
    path = f"/van-ban/tep/{Attachment.objects.get().pk}/bo/"

    assert keeper.post(path).status == 422
    done = keeper.post(path, reason="Nhầm tệp")

    assert done.response.url.startswith(f"/van-ban/{document.pk}/")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_record_costs_the_same_for_one_and_three_files(keeper, document, count):
    for number in range(count):
        send(keeper, document, files.PDF + bytes([number]))
    page = f"/van-ban/{document.pk}/"
    keeper.get(page)

    shown = keeper.get(page)

    assert shown.text.count("/van-ban/tep/") == 2 * count
    assert len(shown.queries) <= 10
