"""Files kept with documents: which are taken, how they lie, when they go."""

import datetime as dt
import io
import os

import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing
from coso.documents import queries
from coso.documents import services as keeping
from coso.documents.enums import SecretMark
from coso.documents.models import Attachment, Document
from coso.documents.services import UnableToAttachFile, Upload
from tests.factories import files
from tests.factories.registers import resolution

WHY = Basis(reason="Nhầm tệp")
LATER = dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=2)


@pytest.fixture
def home(settings, tmp_path):
    """Let files of a test lie in a folder of its own."""
    settings.COSO_HOME = tmp_path
    return tmp_path


@pytest.fixture
def document(party_tree, home):
    return resolution(party_tree.own, dt.date(2023, 5, 4))


def attach(
    document, content=files.PDF, name="03-NQ-ĐU.pdf", *, size=None, mark=None, largest=2**20
):
    upload = Upload(name, len(content) if size is None else size, io.BytesIO(content))
    return keeping.attach_file(
        document=document, upload=upload, mark=mark, largest=2**20, actor=SYSTEM
    )


def kept(home):
    return [path for path in (home / "files").rglob("*") if path.is_file()]


def test_file_lies_under_its_digest_for_our_eyes_only(document, home):
    made = attach(document)

    path = queries.path_of(made)
    assert path.read_bytes() == files.PDF
    assert path.is_relative_to(home / "files" / "attachments")
    assert path.name == made.sha256
    assert path.stat().st_mode & 0o077 == 0
    assert (made.name, made.content_type, made.size) == (
        "03-NQ-ĐU.pdf",
        "application/pdf",
        len(files.PDF),
    )
    entry = AuditEntry.objects.get(action="attachment.added")
    assert (entry.object_id, entry.unit_id) == (document.pk, document.issuer_id)
    assert entry.detail.values["new"] == {"Tệp": made.name, "SHA-256": made.sha256}


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\an\\quyết định.PDF", "quyết định.pdf"),
        ("hóa đơn.exe.pdf", "hóa đơn-exe.pdf"),
        ("a\u202efdp.exe.pdf", "a-fdp-exe.pdf"),
        ('"<b>\n|x.pdf', "b- -x.pdf"),
        ("....pdf", "tep.pdf"),
        (f"{'dài' * 100}.pdf", f"{'dài' * 50}.pdf"),
    ],
)
def test_name_is_kept_without_paths_signs_and_second_suffixes(document, name, kept_as):
    assert attach(document, name=name).name == kept_as


@pytest.mark.parametrize(
    ("content", "name", "code", "words"),
    [
        (b"", "a.pdf", "file_empty", "là tệp rỗng"),
        (b"MZ\x90", "a.exe", "file_kind", "không phải loại tệp được nhận"),
        (b"MZ\x90", "a.pdf", "file_kind", "không phải loại tệp được nhận"),
        (files.PDF, "a.pdf.exe", "file_misnamed", "mang đuôi “.exe” nhưng nội dung là PDF"),
        (files.PNG, "a.pdf", "file_misnamed", "nội dung là Ảnh PNG"),
        (files.PDF, "a", "file_misnamed", "nội dung là PDF"),
        (files.bomb(), "a.docx", "file_unreadable", "giải nén ra quá lớn"),
        (
            files.package({"word/document.xml": "<a>"}),
            "a.docx",
            "file_unreadable",
            "không kiểm tra được",
        ),
    ],
)
def test_file_that_cannot_be_kept_is_refused(document, home, content, name, code, words):
    with pytest.raises(UnableToAttachFile, match=words) as refusal:
        attach(document, content, name)

    assert refusal.value.code == code
    assert kept(home) == []
    assert not Attachment.objects.exists()


def test_too_large_file_is_refused_by_what_was_sent(document, home):
    with pytest.raises(UnableToAttachFile, match="lớn hơn 1 MB, cỡ lớn nhất được nhận"):
        attach(document, size=2**20 + 1)

    assert kept(home) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (files.word("TỐI MẬT", "Báo cáo"), "a.docx"),
        (files.word("Báo cáo", header="Độ mật: Tối mật"), "a.docx"),
        (files.word("Báo cáo", cell=" tối mật "), "a.docx"),
        (files.excel("DANH SÁCH", "TỐI MẬT"), "a.xlsx"),
        (files.open_document("(Tối mật)"), "a.odt"),
        (files.PDF, "Báo cáo (Tối mật).pdf"),
    ],
)
def test_mark_in_the_file_is_found(document, home, content, name):
    with pytest.raises(UnableToAttachFile) as refusal:
        attach(document, content, name)

    assert str(refusal.value) == (
        f"Trong “{name}” có dấu “Tối mật”. Văn bản có dấu “Tối mật” không được đưa vào phần mềm "
        "này. Hãy để văn bản ở sổ và nơi lưu tài liệu mật của cơ quan."
    )
    assert kept(home) == []


def test_mark_that_is_declared_is_refused(document, home):
    with pytest.raises(UnableToAttachFile, match="Văn bản có dấu “Mật” không được đưa vào"):
        attach(document, mark=SecretMark.SECRET)

    assert kept(home) == []


def test_words_about_secrets_are_no_mark(document):
    content = files.word("Về bảo vệ bí mật nhà nước, quản lý tài liệu mật, tối mật")

    assert attach(document, content, "a.docx").pk


def test_same_content_lies_once_and_stands_once_in_a_document(document, party_tree, home):
    other = resolution(party_tree.own, dt.date(2023, 5, 5))
    attach(document)
    attach(other, name="khác.pdf")

    with pytest.raises(UnableToAttachFile, match="đã có tệp với đúng nội dung"):
        attach(document, name="lần hai.pdf")

    assert Attachment.objects.count() == 2
    assert len(kept(home)) == 1


def test_removed_file_goes_a_day_later_unless_it_is_kept_elsewhere(document, party_tree, home):
    other = resolution(party_tree.own, dt.date(2023, 5, 5))
    first, second = attach(document), attach(other)
    with pytest.raises(ReasonMissing):
        keeping.remove_attachment(attachment=first, basis=Basis(), actor=SYSTEM)

    keeping.remove_attachment(attachment=first, basis=WHY, actor=SYSTEM)
    keeping.purge_files(now=LATER)
    assert len(kept(home)) == 1
    keeping.remove_attachment(attachment=second, basis=WHY, actor=SYSTEM)
    keeping.purge_files(now=dt.datetime.now(tz=dt.UTC))
    assert len(kept(home)) == 1
    keeping.purge_files(now=LATER)

    assert kept(home) == []
    entry = AuditEntry.objects.filter(action="attachment.removed").first()
    assert entry.reason == WHY.reason
    assert entry.detail.values["old"]["Tệp"] == "03-NQ-ĐU.pdf"


def test_file_that_was_never_committed_is_purged(document, home):
    left = home / "files" / "attachments" / "ab" / "abcd"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    made = attach(document)

    keeping.purge_files(now=dt.datetime.now(tz=dt.UTC))

    assert kept(home) == [queries.path_of(made)]


def test_files_go_with_their_document(document, home):
    attach(document)

    keeping.remove_document(document=document, basis=WHY, actor=SYSTEM)
    keeping.purge_files(now=LATER)

    assert not Document.objects.exists()
    assert kept(home) == []
    values = AuditEntry.objects.get(action="document.removed").detail.values["old"]
    assert values["Tệp đính kèm"] == ["03-NQ-ĐU.pdf"]


def test_check_finds_files_that_are_gone_or_changed(document):
    gone, changed = attach(document), attach(document, files.PNG, "ảnh.png")
    assert queries.findings() == []

    queries.path_of(gone).unlink()
    queries.path_of(changed).write_bytes(b"x")

    first, second = queries.findings()
    assert "03-NQ-ĐU.pdf” của văn bản" in first
    assert "không còn trên đĩa" in first
    assert "đã bị đổi nội dung" in second
