"""The office's own template: checked at once, tried out, exchanged, taken back."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coso.access.enums import Role
from coso.audit.models import AuditEntry
from coso.core import storage
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.reporting import services
from coso.reporting.catalogue import PAPERS
from tests.factories import lists
from tests.factories.access import make_actor
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db

LIST, PAGE = "/bao-cao/mau/", "/bao-cao/mau/nghi-quyet/"
PAPER = PAPERS["nghi-quyet"]


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.COSO_HOME = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


@pytest.fixture
def root(db):
    lists.place_units()
    return organizations.root(Tree.PARTY)


@pytest.fixture
def officer(root):
    return Browser(make_actor(root, Role.OFFICER, full_name="Trần Thị Bình"))


def own(*more):
    """Return our template with further paragraphs."""
    given = docx.Document(io.BytesIO(services.template_of(PAPER)))
    for text in more:
        given.add_paragraph(text)
    content = io.BytesIO()
    given.save(content)
    return content.getvalue()


def bare(text):
    given = docx.Document()
    given.add_paragraph(text)
    content = io.BytesIO()
    given.save(content)
    return content.getvalue()


def with_part(content, name):
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(name, b"x")
    return buffer.getvalue()


def send(browser, step, content=None, name="mẫu.docx", **more):
    data = {"viec": step, **more}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content)
    return browser.client.post(PAGE, data, follow=True)


def words(browser):
    return browser.get(PAGE, on=None).words


def test_template_is_checked_tried_out_used_and_taken_back(officer):
    send(officer, "kiem-tra", own("Riêng: {{đơn vị}}."))
    assert "Mọi trường đều đúng" in words(officer)
    assert not services.is_own_template(PAPER)
    tried = officer.get(PAGE, on=None, thu="1").response
    texts = [each.text for each in docx.Document(io.BytesIO(tried.content)).paragraphs]
    assert "Riêng: Đảng bộ huyện Chợ Mới." in texts

    send(officer, "dung")
    shown = words(officer)
    assert "Đang lập trên mẫu của cơ quan." in shown
    assert "thay mẫu, tải bản này (Trần Thị Bình" in shown
    current = officer.get(PAGE, on=None, ban="").response.content
    assert current == services.template_of(PAPER)

    send(officer, "goc")
    assert "Đang lập trên mẫu gốc." in words(officer)
    [version] = [path.name for path in (storage.folder("templates", "versions")).iterdir()]
    assert officer.get(PAGE, on=None, ban=version).response.content == current
    told = AuditEntry.objects.filter(action__startswith="paper.").order_by("pk")
    actions = list(told.values_list("action", flat=True))
    assert actions == [
        "paper.template_replaced",
        "paper.template_restored",
    ]


def test_unknown_fields_are_all_named_with_what_may_be_meant(officer):
    send(officer, "kiem-tra", own("{{member.totl}} {{tên lạ}}", "{{org.direct | tỷ lệ}}"))

    shown = words(officer)
    assert "Có 3 trường phần mềm không biết" in shown
    assert "{{member.totl}}: không có chỉ tiêu hay tên trường nào như vậy. Có phải" in shown
    assert "{{member.total}}?" in shown
    assert "{{org.direct | tỷ lệ}}: sau dấu | hãy ghi một trong" in shown
    assert "Dùng mẫu này" not in shown
    assert send(officer, "dung").status_code == 422
    assert not services.is_own_template(PAPER)


def test_missing_fields_are_a_warning_that_must_be_accepted(officer):
    send(officer, "kiem-tra", bare("Chỉ có {{đơn vị}}."))
    missing = "{{cơ quan ban hành}}, {{ngày số liệu}}, {{bảng chỉ tiêu}}, {{phụ lục}}"
    assert f"Thiếu trường {missing}" in words(officer)

    refused = send(officer, "dung")
    assert refused.status_code == 422
    assert "Mẫu thiếu trường" in refused.content.decode()
    send(officer, "dung", **{"van-dung": "1"})

    assert services.is_own_template(PAPER)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (lambda: b"x", "mẫu.docx", "Không đọc được tệp mẫu"),
        (own, "mẫu.docm", "không phải tệp .docx"),
        (lambda: with_part(own(), "word/vbaProject.bin"), "mẫu.docx", "có macro"),
        (lambda: with_part(own(), "word/embeddings/ole.bin"), "mẫu.docx", "đối tượng nhúng"),
        (lambda: None, "", "Chọn một tệp .docx."),
    ],
)
def test_file_that_is_no_safe_template_is_refused(officer, content, name, sentence):
    response = send(officer, "kiem-tra", content(), name)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Tệp vừa kiểm tra" not in words(officer)


def test_what_was_tried_out_is_thrown_away(officer):
    send(officer, "kiem-tra", own())
    send(officer, "bo")

    assert "Tệp vừa kiểm tra" not in words(officer)
    assert officer.get(PAGE, on=None, thu="1").status == 404
    assert send(officer, "dung").status_code == 404


def test_administrator_exchanges_templates_and_sees_no_figures(root):
    administrator = Browser(make_actor(root, Role.ADMINISTRATOR))

    send(administrator, "kiem-tra", own())

    shown = words(administrator)
    assert "Dùng mẫu này" in shown
    assert "Xem thử" not in shown
    assert administrator.get(PAGE, on=None, thu="1").status == 404


def test_page_of_templates_says_which_papers_are_written_on_each(officer):
    page = officer.get(LIST, on=None)

    assert "Báo cáo kết quả thực hiện nghị quyết chuyên đề mẫu gốc" in page.words
    assert "Thống kê đảng viên, Thống kê cán bộ" in page.words
    assert f'href="{LIST}bieu/"' in page.text
    assert f'href="{LIST}"' in officer.get("/bao-cao/", on=None).text


def test_versions_that_never_were_are_not_found(officer):
    assert officer.get(PAGE, on=None, ban="../../secrets/field.key").status == 404
    assert officer.get("/bao-cao/mau/khong-co/", on=None).status == 404
    assert officer.client.post(PAGE, {"viec": "lạ"}).status_code == 404
