"""The report: every number in it is a figure of its unit and day, counted anew here."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from coso.core import numbers
from coso.core.dates import format_date
from coso.documents import queries as documents
from coso.figures import queries
from coso.figures.catalogue import FIGURES
from coso.reporting import services
from coso.reporting.catalogue import PAPERS
from coso.reporting.reports.letterhead import UnitNotThere
from coso.reporting.writers import docx
from tests.reporting.conftest import AS_OF, text_of

NAME = "nghi-quyet"
GOLDEN = Path(__file__).parent / "golden" / "nghi-quyet-2023-06-30.txt"
EXPECTED = yaml.safe_load(
    (Path(__file__).parents[1] / "acceptance" / "expected.yaml").read_text(encoding="utf-8")
)
OF_THE_ARTICLE = [
    *("org.direct", "org.branches", "member.total", "area.communes", "area.villages"),
    *("staff.total", "staff.managed.degree", "staff.professional.degree", "staff.commune.degree"),
    *("rating.district.good", "rating.district.excellent"),
    *("rating.commune.good", "rating.commune.excellent"),
    *("visit.direct", "visit.branches", "resolution.thematic"),
]
PLACES = [
    (AS_OF, None),
    (dt.date(2024, 12, 31), None),
    (dt.date(2023, 12, 31), "Đảng bộ thị trấn Đồng Tâm"),
    (dt.date(2024, 6, 30), "06.065.001.000.001"),
    (AS_OF, "065"),
]


def test_text_of_the_report(office):
    written = text_of(office.file(NAME, "docx"))
    report = written.partition("PHỤ LỤC")[0]

    assert report == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("figure", OF_THE_ARTICLE)
def test_figures_of_the_article_stand_in_the_annex(office, figure):
    table = office.draft(NAME).tables["phụ lục"][0]
    label = FIGURES[figure].label

    [row] = [row for row in table.rows if row[1] == label]

    assert row[2] == EXPECTED["figures"][figure]["text"]
    assert FIGURES[figure].definition in row[3]
    assert "30/06/2023" in row[4]


@pytest.mark.parametrize("code", EXPECTED["targets"])
def test_results_of_the_targets_are_counted_and_their_papers_stand_in_the_annex(office, code):
    draft = office.draft(NAME)
    [table] = draft.tables["bảng chỉ tiêu"]
    row = table.rows[int(code.removeprefix("CT")) - 1]
    period, result = list(EXPECTED["targets"][code].items())[-1]

    said, _, when = row[4].rpartition(", ")
    assert said.replace(".", "") == result
    assert when.endswith(period)
    [papers] = [row for row in draft.tables["phụ lục"][0].rows if row[1].startswith(f"{code}: ")]
    assert papers[2] == said
    assert papers[3]
    assert "Nguồn" in papers[4]


def test_targets_of_the_committee_are_counted_in_the_unit_that_reports(office):
    [table] = office.draft(NAME, AS_OF, "Đảng bộ thị trấn Đồng Tâm").tables["bảng chỉ tiêu"]

    results = {row[1]: row[4] for row in table.rows}
    assert results["Cán bộ, công chức cấp xã hoàn thành tốt nhiệm vụ trở lên"].endswith("năm 2022")
    assert results["Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên"] == "1/1 (100,0%), năm 2022"
    assert {row[6] for row in table.rows} == {""}


def test_resolution_without_targets_has_no_table(office):
    other = documents.documents().get(number="09-NQ/HU")
    draft = office.draft(NAME, resolution=other)

    assert draft.tables["bảng chỉ tiêu"] == ()


@pytest.mark.parametrize(("day", "unit"), PLACES)
def test_every_number_is_the_figure_of_unit_and_day(office, day, unit):
    request = office.request(day, unit)
    draft = services.draft(paper=PAPERS[NAME], request=request)
    lines = iter(text_of(office.file(NAME, "docx", day, unit)).splitlines())

    for passage in draft.passages:
        shown = [piece for piece in passage.pieces if piece.figure and not piece.field.aspect]
        for piece in shown:
            [value] = queries.evaluate(request.figures(piece.figure))
            assert piece.text.lstrip("0") in {numbers.format_integer(value.value), ""}, piece
        if shown:
            assert passage.text in lines


def test_shares_and_starts_are_those_of_the_figure(office):
    request = office.request()
    texts = {
        (piece.figure, piece.field.aspect): piece.text
        for passage in office.draft(NAME).passages
        for piece in passage.pieces
        if piece.figure
    }
    asked = {figure for figure, aspect in texts if aspect == "tỷ lệ"}

    for value in queries.evaluate(request.figures(*asked)):
        assert texts[value.id, "tỷ lệ"] == numbers.format_percent(value.percent)
    [visits] = queries.evaluate(request.figures("visit.direct"))
    assert texts["visit.direct", "từ ngày"] == format_date(visits.passport.since)


def test_another_date_gives_other_numbers(office):
    then, later = (
        text_of(office.file(NAME, "docx", day)) for day in (AS_OF, dt.date(2024, 12, 31))
    )

    assert "Tổng số đảng viên là 3.549" in then
    [members] = queries.evaluate(office.request(dt.date(2024, 12, 31)).figures("member.total"))
    assert f"Tổng số đảng viên là {members.text}" in later
    assert members.value != 3549
    assert "30/06/2023" not in later


def test_what_the_register_does_not_know_is_said(office):
    draft = office.draft(NAME, dt.date(2022, 12, 31))
    text = "\n".join(passage.text for passage in draft.passages)
    reasons = next(table for table in draft.all_tables if table.title == "Số liệu chưa có")

    assert "Chưa có số liệu đến ngày 31/12/2022 về: đảng viên; đảng viên chính thức" in text
    assert ["Đảng viên", "Sổ chỉ có danh sách đảng viên từ ngày 30/06/2023."] in [
        list(row[1:]) for row in reasons.rows
    ]
    assert "None" not in text


def test_what_a_unit_has_nothing_of_is_said_in_words(office):
    text = text_of(office.file(NAME, "docx", AS_OF, "06.065.001.000.001"))

    assert "Không có: cán bộ, công chức, viên chức; cấp huyện; cấp xã" in text
    assert " 0/0" not in text


@pytest.mark.parametrize("unit", ["Đảng bộ xã Tân Sơn", "06.065.001.000.001"])
def test_report_of_a_small_unit_does_not_count_nothings(office, unit):
    report = text_of(office.file(NAME, "docx", AS_OF, unit)).partition("PHỤ LỤC")[0]

    sentences = [
        line for line in report.splitlines() if re.search(r"(?<![\d/,.])0 [^%]|: \.", line)
    ]
    assert [line for line in sentences if "0 báo cáo gửi muộn" not in line] == []


def test_documents_are_named_only_to_whoever_may_see_them(office):
    text = text_of(office.file(NAME, "docx", may_list=lambda _: False))

    assert "đã ban hành 02 nghị quyết chuyên đề: (danh mục không ghi" in text
    assert "09-NQ/HU" not in text


@pytest.mark.parametrize(
    ("unit", "head"),
    [
        (None, ["ĐẢNG BỘ TỈNH BẮC KẠN", "HUYỆN ỦY CHỢ MỚI", "-BC/HU", "T/M BAN THƯỜNG VỤ"]),
        (
            "Đảng bộ thị trấn Đồng Tâm",
            ["ĐẢNG BỘ HUYỆN CHỢ MỚI", "ĐẢNG ỦY THỊ TRẤN ĐỒNG TÂM", "-BC/ĐU", "T/M ĐẢNG ỦY"],
        ),
        (
            "06.065.001.000.001",
            ["ĐẢNG BỘ THỊ TRẤN ĐỒNG TÂM", "CHI BỘ TỔ 1", "-BC/CB", "T/M CHI BỘ"],
        ),
    ],
)
def test_head_and_signature_are_those_of_the_unit(office, unit, head):
    text = text_of(office.file(NAME, "docx", AS_OF, unit))

    assert [words for words in head if words not in text] == []


def test_report_on_an_area_is_issued_by_its_party_organization(office):
    words = office.draft(NAME, AS_OF, "065").words

    assert (words["đơn vị"], words["cơ quan"]) == ("Huyện Chợ Mới", "Huyện ủy Chợ Mới")


def test_unit_that_did_not_exist_is_refused(office):
    request = office.request(AS_OF, "Đảng bộ thị trấn Đồng Tâm")
    early = type(request)(unit=request.unit, as_of=dt.date(1890, 1, 1))

    with pytest.raises(UnitNotThere, match="Ngày 01/01/1890 sổ không có"):
        services.draft(paper=PAPERS[NAME], request=early)


def test_period_moves_the_start_of_what_is_counted_over_one(office):
    text = text_of(office.file(NAME, "docx", since=dt.date(2021, 1, 1)))

    assert "Từ ngày 01/01/2021, các chi bộ đã tổ chức" in text
    assert "Từ ngày 01/01/2021, các tổ dự sinh hoạt đã dự" in text


def test_every_paragraph_with_fields_in_the_template_was_filled(office):
    assert "{{" not in text_of(office.file(NAME, "docx"))
    template = docx.lines(services.template_of(PAPERS[NAME]))
    assert sum(len(line.fields) for line in template) > 70
