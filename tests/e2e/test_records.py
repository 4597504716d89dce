"""Documents, ratings, meetings, visits, courses and decisions kept by hand, wide and narrow."""

import datetime as dt
from functools import partial

import pytest
from playwright.sync_api import expect

from coso.core.dates import PartialDate
from coso.core.types import SYSTEM
from coso.core.writing import FRESH
from coso.members import services as members
from coso.organizations import queries as organizations
from coso.organizations import services as keeping
from coso.organizations.enums import Tree
from coso.organizations.models import UnitType
from coso.people.services import PersonDetails
from tests.e2e.conftest import PASSWORD, is_for_everybody, picture, served_office
from tests.factories import files

pytestmark = pytest.mark.browser

FOUNDED = dt.date(2020, 10, 1)
# One branch for each width: what is written stays.
BRANCHES = {1280: "Chi bộ Nà Pái", 390: "Chi bộ Bản Mới"}
NAMES = ("Nông Văn Kiên", "Hoàng Thị Én", "Lò Văn An", "Triệu Thị Mùi", "Ma Văn Bình", "Hà Thị Lan")
# Which of them stand in the guide, and at which width.
GUIDE = {
    "keep-document": 1280,
    "keep-attachment": 1280,
    "keep-ratings": 1280,
    "list-ratings": 1280,
    "keep-course": 1280,
    "list-decisions": 1280,
}
shoot = partial(picture, GUIDE)


@pytest.fixture(scope="module")
def sample_accounts():
    """Return the password of the office's only account."""
    return PASSWORD


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker, tmp_path_factory):
    """Serve an installation with two branches of six members each."""
    folder = tmp_path_factory.mktemp("records")
    with django_db_blocker.unblock(), served_office(seeded, folder, _set_up) as address:
        yield address


def _set_up(root):
    for number, name in enumerate(BRANCHES.values(), 1):
        details = keeping.UnitDetails(name=name, type=UnitType.objects.get(pk="GRASSROOTS_BRANCH"))
        found = keeping.found_unit(details=details, parent=root, on=FOUNDED, actor=SYSTEM)
        for year, member in enumerate(NAMES, 1970):
            members.receive_member(
                person=PersonDetails(
                    full_name=member, born=PartialDate(dt.date(year, 5, 10 + number))
                ),
                unit=found.unit,
                on=FOUNDED,
                papers=members.Papers(),
                basis=FRESH,
                actor=SYSTEM,
            )


def unit_named(name):
    return organizations.find_unit(name, dt.date(2024, 12, 31), Tree.PARTY)


@pytest.mark.parametrize("width", [1280, 390])
def test_document_is_added_corrected_and_counted(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    page = someone.open("/van-ban/")

    page.get_by_role("link", name="Thêm văn bản").click()
    page.get_by_label("Số, ký hiệu").fill(f"{width}-nq/hu")
    page.get_by_label("Ngày ban hành").fill("15/12/2022")
    page.get_by_label("Trích yếu").fill("Về nâng cao chất lượng sinh hoạt chi bộ")
    page.get_by_label("Là nghị quyết chuyên đề").check()
    page.get_by_label("Giai đoạn").fill("2021-2025")
    is_for_everybody(someone)
    shoot(page, "keep-document", width)
    page.get_by_label("Dấu chỉ mức độ mật").select_option("Mật")
    page.get_by_role("button", name="Ghi văn bản").click()
    expect(page.get_by_role("alert")).to_contain_text("dấu “Mật” không được đưa vào phần mềm này")
    is_for_everybody(someone)
    page.get_by_label("Dấu chỉ mức độ mật").select_option("Không có dấu mật")
    page.get_by_role("button", name="Ghi văn bản").click()

    expect(page.get_by_text(f"Đã ghi văn bản {width}-NQ/HU ngày 15/12/2022")).to_be_visible()
    is_for_everybody(someone)
    page.get_by_role("link", name="Sửa chỗ ghi sai").click()
    page.get_by_label("Giai đoạn").fill("2022-2025")
    page.get_by_label("Vì sao sửa?").fill("Ghi nhầm giai đoạn")
    page.get_by_role("button", name="Sửa sổ").click()
    expect(page.locator(".facts").first).to_contain_text("2022-2025")
    attach_files(someone, width)


def attach_files(someone, width):
    """Keep a file with the document in view, after two that are refused."""
    page = someone.page
    page.get_by_role("link", name="Đính kèm tệp").click()
    for content, refusal in (
        (files.PNG, "mang đuôi “.docx” nhưng nội dung là Ảnh PNG"),
        (files.word("TUYỆT MẬT", "Báo cáo"), "có dấu “Tuyệt mật”"),
    ):
        choose(page, "phụ lục.docx", content)
        page.get_by_role("button", name="Đính kèm tệp").click()
        expect(page.get_by_role("alert")).to_contain_text(refusal)
        is_for_everybody(someone)
    choose(page, "phụ lục.docx", files.word("Phụ lục"))
    page.get_by_role("button", name="Đính kèm tệp").click()
    expect(page.get_by_text("Đã đính kèm “phụ lục.docx”")).to_be_visible()
    is_for_everybody(someone)
    shoot(page, "keep-attachment", width)
    with page.expect_download() as taken:
        page.get_by_role("link", name="phụ lục.docx").first.click()
    assert taken.value.suggested_filename == "phụ lục.docx"


def choose(page, name, content):
    """Choose a file and say that nothing secret is in it."""
    page.get_by_label("Tệp", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_label("Dấu chỉ mức độ mật").select_option("Không có dấu mật")


@pytest.mark.parametrize("width", [1280, 390])
def test_branch_is_rated_on_one_page(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    branch = unit_named(BRANCHES[width])
    page = someone.open(f"/to-chuc/{branch.pk}/")
    page.get_by_role("link", name="Xếp loại đảng viên năm").click()
    for name in NAMES[:4]:
        page.get_by_label(name, exact=True).select_option("Hoàn thành tốt nhiệm vụ")
    page.get_by_label(NAMES[4], exact=True).select_option("Không xếp loại")
    is_for_everybody(someone)
    shoot(page, "keep-ratings", width)

    page.get_by_role("button", name="Ghi xếp loại").click()
    expect(page.get_by_role("alert")).to_contain_text("“Không xếp loại” kèm lý do")
    is_for_everybody(someone)
    page.get_by_label(f"Lý do không xếp loại: {NAMES[4]}").fill("nghỉ thai sản")
    page.get_by_label(NAMES[5], exact=True).select_option("Hoàn thành xuất sắc nhiệm vụ")
    page.get_by_role("button", name="Ghi xếp loại").click()
    expect(page.get_by_text("1 hoàn thành xuất sắc nhiệm vụ, nhiều nhất là 0")).to_be_visible()
    is_for_everybody(someone)
    page.get_by_label("Vẫn ghi, lý do").fill("Cấp trên đồng ý")
    page.get_by_label("Tôi đã xem những thay đổi trên").check()
    page.get_by_role("button", name="Ghi xếp loại").click()

    expect(page.get_by_text("Đã ghi 6 kết quả xếp loại")).to_be_visible()
    expect(page.get_by_label(NAMES[0], exact=True)).to_have_value("GOOD")
    read_the_list(someone, branch, width)


def read_the_list(someone, branch, width):
    """Find in the list of ratings who was not rated, and open the rating."""
    page = someone.open(f"/xep-loai/?don-vi={branch.pk}")
    count = page.locator(".list-count strong")
    expect(count).to_have_text("6")
    is_for_everybody(someone)
    shoot(page, "list-ratings", width)
    page.locator(".filter-bar").get_by_label("Kết quả").select_option("Không xếp loại")
    expect(count).to_have_text("1")
    expect(page.locator("#table-content")).to_contain_text("Không xếp loại: nghỉ thai sản")
    page.locator("tr[data-row-link]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAMES[4])
    is_for_everybody(someone)
    page.get_by_role("link", name=branch.name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(branch.name)


@pytest.mark.parametrize("width", [1280, 390])
def test_meeting_is_recorded_on_the_page_of_its_branch(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    page = someone.open(f"/sinh-hoat/?don-vi={unit_named(BRANCHES[width]).pk}")
    page.get_by_role("link", name="Ghi cuộc sinh hoạt").click()
    page.get_by_label("Kỳ sinh hoạt").fill("10/2024")
    page.get_by_label("Ngày họp").fill("05/10/2024")
    page.get_by_label("Thời lượng (phút)").fill("95")
    for label, count in {"Phải dự": "6", "Có mặt": "5", "Vắng không lý do": "0"}.items():
        page.get_by_label(label).fill(count)
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi cuộc sinh hoạt").click()
    expect(page.get_by_role("alert")).to_contain_text("Hãy ghi đủ bốn số người")
    is_for_everybody(someone)
    page.get_by_label("Vắng có lý do").fill("1")
    page.get_by_role("button", name="Ghi cuộc sinh hoạt").click()

    expect(page.get_by_text("Đã ghi sinh hoạt thường kỳ tháng 10/2024")).to_be_visible()
    expect(page.get_by_text("5/6 (83,3%)")).to_be_visible()
    is_for_everybody(someone)


@pytest.mark.parametrize("width", [1280, 390])
def test_visit_is_recorded(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    page = someone.open("/du-sinh-hoat/")
    page.get_by_role("link", name="Ghi lượt dự").click()
    page.get_by_label("Ngày dự").fill("05/10/2024")
    page.get_by_label("Nơi dự").fill(BRANCHES[width])
    page.get_by_label("Tổ số").fill("1")
    page.get_by_label("Người dự").fill("Tổ trưởng")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi lượt dự").click()

    expect(page.get_by_text(f"Đã ghi lượt Tổ số 1 dự {BRANCHES[width]}")).to_be_visible()
    is_for_everybody(someone)


@pytest.mark.parametrize("width", [1280, 390])
def test_course_is_recorded_and_somebody_is_sent_to_it(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    page = someone.open("/dao-tao/")
    page.get_by_role("link", name="Ghi lớp", exact=True).click()
    page.get_by_label("Mã lớp").fill(f"L{width}")
    page.get_by_label("Tên lớp").fill("Bồi dưỡng nghiệp vụ công tác đảng")
    page.get_by_label("Loại hình").select_option("Nghiệp vụ công tác đảng")
    page.get_by_label("Từ ngày").fill("24/04/2024")
    page.get_by_label("Số học viên theo quyết định").fill("2")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi lớp").click()
    expect(page.get_by_text(f"Đã ghi lớp L{width} năm 2024")).to_be_visible()
    is_for_everybody(someone)
    add_a_learner(someone, width)


def add_a_learner(someone, width):
    """Pick somebody of the branch by what the field suggests, and read the list."""
    page = someone.page
    page.get_by_role("link", name="Thêm học viên").click()
    page.get_by_label("Học viên").press_sequentially("hoang thi")
    option = page.locator("#person-choices option").nth(0 if width == 1280 else 1)
    expect(option).to_be_attached()
    page.get_by_label("Học viên").fill(option.get_attribute("value"))
    page.get_by_label("Kết quả").select_option("Hoàn thành")
    page.get_by_label("Xếp loại").select_option("Khá")
    is_for_everybody(someone)
    page.get_by_role("button", name="Thêm học viên").click()
    expect(page.get_by_text(f"Đã thêm {NAMES[1]} vào lớp L{width}")).to_be_visible()
    expect(page.get_by_text("Danh mục ghi 2 học viên, sổ có 1")).to_be_visible()
    is_for_everybody(someone)
    shoot(page, "keep-course", width)
    page.locator("tr[data-row-link]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAMES[1])
    page.get_by_role("link", name=NAMES[1], exact=True).click()
    expect(page.get_by_text("Hoàn thành, loại khá")).to_be_visible()
    is_for_everybody(someone)


def test_ratings_are_kept_without_script(reader, site):
    branch = unit_named(BRANCHES[1280])
    page = reader(java_script_enabled=False).open(f"/xep-loai/to-chuc/{branch.pk}/")

    page.get_by_label("Năm", exact=True).fill("2022")
    page.get_by_label("Kết quả xếp loại").select_option("Hoàn thành tốt nhiệm vụ")
    page.get_by_role("button", name="Ghi xếp loại").click()

    expect(page.get_by_text("Đã ghi xếp loại năm 2022")).to_be_visible()
    page.get_by_role("link", name="Hoàn thành tốt nhiệm vụ").first.click()
    expect(page.get_by_role("link", name="Bỏ kết quả xếp loại")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_decision_is_recorded_on_the_page_of_its_person(reader, site, width):
    someone = reader(width=width, color_scheme="light")
    page = someone.open(f"/dang-vien/?don-vi={unit_named(BRANCHES[width]).pk}")
    page.get_by_role("link", name=NAMES[2]).click()
    page.get_by_role("link", name="Ghi quyết định cán bộ").click()
    page.get_by_label("Hình thức").select_option("Bổ nhiệm")
    page.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill("05/10/2024")
    page.get_by_label("Chức vụ, đơn vị mới").fill("Hiệu trưởng, Trường Tiểu học Bản Mới")
    page.get_by_label("Thời hạn").fill("lâu dài")
    is_for_everybody(someone)
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator("#id_term_error")).to_contain_text("Không đọc được thời hạn “lâu dài”")
    page.get_by_label("Thời hạn").fill("5 năm")
    page.get_by_role("button", name="Ghi quyết định").click()

    expect(page.get_by_text(f"Đã ghi quyết định số 12/QĐ-UBND của {NAMES[2]}")).to_be_visible()
    expect(page.get_by_text("05/10/2029")).to_be_visible()
    is_for_everybody(someone)
    page.goto(f"{site}/dieu-dong-bo-nhiem/")
    expect(page.locator("#table-content")).to_contain_text("Bổ nhiệm")
    is_for_everybody(someone)
    shoot(page, "list-decisions", width)
