"""Papers on the pages: numbers lead to their figures, files are taken under a trace."""

import datetime as dt
import io
import re

import docx
import pytest

from coso.access.enums import Reach, Role
from coso.audit import queries as audit
from coso.core.types import SYSTEM
from coso.reporting import services
from coso.reporting.catalogue import PAPERS
from coso.reporting.writers import pdf
from tests.factories.access import make_actor
from tests.web.conftest import AS_OF

REPORT = "/bao-cao/nghi-quyet/"


def test_papers_are_offered_by_what_the_reader_may_do(browse):
    officer, reader = browse("tochuc").get("/bao-cao/"), browse("solieu").get("/bao-cao/")

    assert "Báo cáo kết quả thực hiện nghị quyết chuyên đề" in officer.words
    assert "Danh sách đảng viên" in officer.words
    assert "Thống kê đảng viên" in reader.words
    assert "Danh sách đảng viên" not in reader.words


def test_every_number_on_the_page_leads_to_its_figure(officer_of_sample):
    page = officer_of_sample.get(REPORT)
    [link] = [link for link in page.links if link.startswith("/so-lieu/member.total/?")]

    assert "Tổng số đảng viên là 3.549, trong đó 3.455 đảng viên chính thức" in page.words
    assert officer_of_sample.get(link, on=None).response.context["value"].value == 3549
    assert "ngay=2023-06-30" in link


def test_page_of_another_date_and_period(officer_of_sample):
    page = officer_of_sample.get(REPORT, on=dt.date(2024, 12, 31), tu="01/07/2024")

    assert "3.549" not in page.words
    assert "Từ ngày 01/07/2024, số đảng viên tăng" in page.words
    assert any("tu=01%2F07%2F2024&xuat=docx" in link for link in page.links)


def test_resolution_may_be_chosen(officer_of_sample):
    page = officer_of_sample.get(REPORT)
    other = re.search(r'<option value="(\d+)">09-NQ/HU', page.text)[1]

    chosen = officer_of_sample.client.get(
        REPORT, {"ngay": AS_OF.isoformat(), "nghi-quyet": other}
    ).content.decode()

    assert "kết quả thực hiện Nghị quyết số 03-NQ/HU" in page.words
    assert "kết quả thực hiện Nghị quyết số 09-NQ/HU" in chosen


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_taking_a_paper_leaves_a_trace(officer_of_sample, paper, kind):
    answer = officer_of_sample.get(f"/bao-cao/{paper}/", xuat=kind).response

    assert answer.status_code == 200
    assert f"{paper}-2023-06-30.{kind}" in answer["Content-Disposition"]
    assert answer.content.startswith(b"PK")
    entry = audit.readings().first()
    assert (entry.action, entry.object_type) == ("paper.taken", paper)
    assert "30/06/2023" in entry.summary


def test_roster_shows_nobody_on_the_page(officer_of_sample):
    page = officer_of_sample.get("/bao-cao/danh-sach-dang-vien/")

    assert "3.549 người." in page.words
    assert "<td>" not in page.text


def test_roster_is_refused_to_whoever_may_not_take_lists(browse):
    assert browse("solieu").get("/bao-cao/danh-sach-dang-vien/").status == 403
    assert browse("solieu").get("/bao-cao/danh-sach-dang-vien/", xuat="xlsx").status == 403


def test_paper_of_a_unit_that_is_not_wholly_in_reach_is_not_found(party_tree, browse_as):
    browser = browse_as(make_actor(party_tree.own, Role.LEADER, Reach.UNIT))

    for address in ("/bao-cao/", REPORT, f"{REPORT}mau/"):
        assert browser.get(address, on=None, don_vi=party_tree.own.pk).status == 404


def test_unknown_paper_is_not_found(officer_of_sample):
    assert officer_of_sample.get("/bao-cao/khong-co/").status == 404


def test_day_before_the_unit_is_said(officer_of_sample, unit_named):
    unit = unit_named("Đảng bộ thị trấn Đồng Tâm")

    page = officer_of_sample.get(REPORT, on=dt.date(1890, 1, 1), don_vi=unit.pk)

    assert page.status == 200
    assert "Ngày 01/01/1890 sổ không có" in page.words
    assert "Tải Word" not in page.words


def test_start_after_the_date_is_said(officer_of_sample):
    page = officer_of_sample.get(REPORT, tu="01/07/2023")

    assert "Ngày bắt đầu 01/07/2023 sau ngày số liệu 30/06/2023" in page.words


def test_machine_without_the_office_suite_offers_no_pdf(officer_of_sample, monkeypatch):
    monkeypatch.setattr(pdf, "_PROGRAMS", ())

    page = officer_of_sample.get(REPORT)
    asked = officer_of_sample.get(REPORT, xuat="pdf")

    assert "Tải PDF" not in page.words
    assert "không có LibreOffice Writer" in page.words
    assert "hãy lấy tệp Word, mở bằng Word" in asked.words


def test_template_of_the_office_takes_the_place_of_ours(officer_of_sample, in_sample, root):
    paper = PAPERS["nghi-quyet"]
    given = docx.Document(io.BytesIO(officer_of_sample.get(f"{REPORT}mau/").response.content))
    given.add_paragraph("Riêng: {{org.direct}} tổ chức.")
    content = io.BytesIO()
    given.save(content)
    request = services.Request(unit=root, as_of=AS_OF)

    try:
        services.replace_template(
            paper=paper, content=content.getvalue(), request=request, actor=SYSTEM
        )
        assert "Riêng: 41 tổ chức." in officer_of_sample.get(REPORT).words
    finally:
        services.restore_template(paper=paper, actor=SYSTEM)
    assert "Riêng:" not in officer_of_sample.get(REPORT).words


def test_wrong_template_changes_nothing(officer_of_sample, root):
    paper = PAPERS["nghi-quyet"]
    request = services.Request(unit=root, as_of=AS_OF)

    with pytest.raises(services.docx.UnreadableTemplate):
        services.replace_template(paper=paper, content=b"x", request=request, actor=SYSTEM)

    assert "Tổng số đảng viên là 3.549" in officer_of_sample.get(REPORT).words
