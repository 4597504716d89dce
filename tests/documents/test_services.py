"""Documents written by hand: what the services write, refuse and ask the reason for."""

import datetime as dt

import attrs
import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.documents import queries
from coso.documents import services as keeping
from coso.documents.enums import DocumentType, SecretMark
from coso.documents.models import Document
from coso.documents.services import DocumentDetails, UnableToKeepDocument
from tests.factories import organizations

pytestmark = pytest.mark.django_db

ISSUED, TODAY = dt.date(2021, 3, 15), dt.date(2023, 6, 30)
WHY = Basis(reason="Đối chiếu bản gốc")


@pytest.fixture
def issuer():
    return organizations.roots().party


@pytest.fixture
def details(issuer):
    return DocumentDetails(
        number="3-NQ/HU",
        issued_on=ISSUED,
        issuer_name="Huyện ủy",
        issuer=issuer,
        summary="Về công tác cán bộ",
    )


def register(details, **changes):
    basis = changes.pop("basis", Basis())
    written = attrs.evolve(details, **changes)
    return keeping.register_document(details=written, today=TODAY, basis=basis, actor=SYSTEM)


def correct(document, details, basis=WHY, **changes):
    written = attrs.evolve(details, **changes)
    return keeping.correct_document(
        document=document, details=written, today=TODAY, basis=basis, actor=SYSTEM
    )


def test_document_is_written_as_a_list_would_bring_it(details, issuer):
    register(details)

    made = Document.objects.get()
    assert (made.number, made.sequence, made.organ) == ("03-NQ/HU", 3, "HU")
    assert (made.type, made.term.name, made.term_name) == ("NQ", "2020-2025", "2020-2025")
    entry = AuditEntry.objects.get(action="document.registered")
    assert (entry.object_id, entry.unit_id) == (made.pk, issuer.pk)
    assert entry.detail.values["new"]["Trích yếu"] == "Về công tác cán bộ"


def test_type_is_the_one_said_else_the_one_of_the_number(details):
    said = register(details, number="04-CT/HU", type=DocumentType.PLAN)
    told = register(details, number="05-QĐ/HU", summary="Quy định về bổ nhiệm")

    assert (said.type, told.type) == (DocumentType.PLAN, DocumentType.REGULATION)


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"mark": SecretMark.TOP_SECRET}, "secret_document", "dấu “Tuyệt mật” không được đưa vào"),
        ({"number": "3-NQ/HU (Mật)"}, "secret_document", "dấu “Mật”"),
        ({"note": "Độ mật: Tối mật"}, "secret_document", "dấu “Tối mật”"),
        ({"issued_on": dt.date(2023, 7, 1)}, "not_yet_issued", "01/07/2023 sau hôm nay"),
    ],
)
def test_what_may_not_stand_in_the_register_is_refused(details, changes, code, words):
    with pytest.raises(UnableToKeepDocument, match=words) as refusal:
        register(details, basis=WHY, **changes)

    assert refusal.value.code == code
    assert not Document.objects.exists()
    assert not AuditEntry.objects.filter(action="document.registered").exists()


def test_document_stands_in_the_register_once(details):
    register(details)

    with pytest.raises(UnableToKeepDocument, match="Sổ đã có văn bản 03-NQ/HU ngày 15/03/2021"):
        register(details, number="03-NQ/HU")

    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"number": "không số"}, "không theo thể thức đã biết"),
        ({"issued_on": dt.date(2021, 9, 1)}, "Trong năm 2021, sổ đã có 03-NQ/HU của Huyện ủy"),
        ({"number": "9-NQ/HU", "term_name": "2015-2020"}, "ngoài nhiệm kỳ"),
    ],
)
def test_what_is_doubtful_needs_a_reason(details, issuer, changes, warning):
    issuer.terms.create(name="2015-2020", during=(dt.date(2015, 8, 1), dt.date(2020, 8, 1)))
    register(details)

    with pytest.raises(ReasonMissing) as asked:
        register(details, **changes)
    register(details, basis=WHY, **changes)

    assert warning in asked.value.warnings[0]
    assert Document.objects.count() == 2
    assert AuditEntry.objects.filter(reason=WHY.reason).count() == 1


def test_correction_writes_what_was_before_and_why(details):
    made = register(details)

    correct(made, details, summary="Về công tác cán bộ và tổ chức bộ máy", note="")

    made.refresh_from_db()
    entry = AuditEntry.objects.get(action="document.corrected")
    assert made.summary == "Về công tác cán bộ và tổ chức bộ máy"
    assert entry.detail.values["old"]["Trích yếu"] == "Về công tác cán bộ"
    assert entry.reason == WHY.reason


def test_corrected_document_is_no_repeat_of_itself(details):
    made = register(details)

    correct(made, details, issued_on=dt.date(2021, 3, 16), basis=WHY)

    assert Document.objects.get().issued_on == dt.date(2021, 3, 16)


def test_correction_that_changes_nothing_or_has_no_reason_is_refused(details):
    made = register(details)

    with pytest.raises(RecordUnchanged):
        correct(made, details)
    with pytest.raises(ReasonMissing):
        correct(made, details, summary="Khác", basis=Basis())


def test_second_of_two_writers_is_told(details):
    made = register(details)
    seen = Basis(seen=queries.state_of(made), reason="Cùng sửa")
    correct(made, details, summary="Của người thứ nhất", basis=seen)

    with pytest.raises(RecordChanged):
        correct(made, details, summary="Của người thứ hai", basis=seen)
    with pytest.raises(RecordChanged):
        keeping.remove_document(document=made, basis=seen, actor=SYSTEM)

    assert Document.objects.get().summary == "Của người thứ nhất"


def test_removed_document_stays_in_the_trail(details):
    made = register(details)
    pk = made.pk

    with pytest.raises(ReasonMissing):
        keeping.remove_document(document=made, basis=Basis(), actor=SYSTEM)
    keeping.remove_document(document=made, basis=WHY, actor=SYSTEM)

    entry = AuditEntry.objects.get(action="document.removed")
    assert not Document.objects.exists()
    assert (entry.object_id, entry.reason) == (pk, WHY.reason)
    assert entry.detail.values["old"]["Số, ký hiệu"] == "03-NQ/HU"
