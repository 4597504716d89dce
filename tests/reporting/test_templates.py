"""Templates of an office: fields by name, however Word has cut them up; what is wrong is said."""

import io

import docx
import pytest
from docx.shared import Pt

from coso.core.errors import DomainError
from coso.reporting import services
from coso.reporting.catalogue import PAPERS
from coso.reporting.paper import Field, Layout, Passage, Piece, Table
from coso.reporting.writers import docx as writer
from coso.reporting.writers import pdf
from coso.rules.models import RuleParameter
from tests.reporting.conftest import AS_OF, read, text_of

LAYOUT = Layout(
    margins={"top": 20, "bottom": 20, "left": 30, "right": 15},
    font="Times New Roman",
    body_size=14,
    first_line=10,
    line_spacing=18,
    paragraph_spacing=6,
)
PAPER = PAPERS["nghi-quyet"]
NEEDED = "{{đơn vị}} {{cơ quan ban hành}} {{ngày số liệu}}"


def document(*paragraphs):
    """Return a Word document; a paragraph may be given as several runs."""
    made = docx.Document()
    for runs in paragraphs:
        paragraph = made.add_paragraph()
        for run in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(run)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def drafted(office, *paragraphs):
    return PAPER.draft(office.request(), writer.lines(document(*paragraphs)))


def filled(template, texts, tables=None):
    lines = writer.lines(template)
    passages = [
        Passage(
            line,
            tuple(
                Piece(texts[part.field.name], part.field) if part.field else Piece(part.text)
                for part in line.parts
            ),
        )
        for line in lines
    ]
    return writer.filled(template, passages, tables or {}, LAYOUT)


def test_field_cut_into_runs_is_filled_and_the_rest_keeps_its_looks():
    template = document(["Có {{mem", "ber.total}} đảng viên, ", "nữ {{ Member.Female }}."])
    filling = {"member.total": "3.549", "member.female": "1.465"}

    paragraph = read(filled(template, filling)).paragraphs[0]

    assert [run.text for run in paragraph.runs] == ["Có 3.549", " đảng viên, ", "nữ 1.465."]


def test_line_without_pieces_is_taken_out():
    template = document("{{trên}}", "Số {{số}}")
    lines = writer.lines(template)
    passages = [Passage(lines[0], ()), Passage(lines[1], (Piece("Số "), Piece("1", Field("số"))))]

    content = writer.filled(template, passages, {}, LAYOUT)

    assert text_of(content) == "Số 1"


def test_table_stands_where_the_template_names_it():
    table = Table("Bảng", ("TT", "Tên"), ((1, "<A & B>\x07"), (1234, None)), (1, 3))

    content = filled(document("Trước", "{{bảng}}", "Sau"), {"bảng": ""}, {"bảng": [table]})

    [grid] = read(content).tables
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["TT", "Tên"],
        ["1", "<A & B>"],
        ["1.234", ""],
    ]
    assert text_of(content).splitlines()[:2] == ["Trước", "Bảng"]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("{{tên lạ}}", "Mẫu có trường {{tên lạ}} mà phần mềm không biết: hãy dùng mã"),
        ("{{member.total | tỷ lệ}}", "sau dấu | của chỉ tiêu này hãy ghi một trong: (để trống);"),
        ("{{org.direct | từ ngày}}", "sau dấu | của chỉ tiêu này"),
        ("{{đơn vị | năm}}", "Mẫu có trường {{đơn vị | năm}}"),
    ],
)
def test_unknown_field_is_said(office, field, sentence):
    with pytest.raises(DomainError) as refusal:
        drafted(office, NEEDED, "{{phụ lục}}", field)

    assert sentence in str(refusal.value)


def test_missing_fields_are_said(office):
    lines = writer.lines(document("{{đơn vị}} {{cơ quan ban hành}}"))

    verdict = PAPER.look_over(office.request(), lines)

    assert (verdict.unknown, verdict.missing) == (
        (),
        ("{{ngày số liệu}}", "{{bảng chỉ tiêu}}", "{{phụ lục}}"),
    )


def test_template_of_the_office_may_ask_for_any_figure_and_part(office):
    draft = drafted(
        office,
        *(NEEDED, "{{phụ lục}}"),
        *("{{member.total | theo giới tính}}", "{{staff.total | theo cấp}}"),
    )

    assert [passage.text for passage in draft.passages[-2:]] == [
        "nam: 2.084; nữ: 1.465",
        "cấp huyện: 809; cấp xã: 282",
    ]


def test_part_in_brackets_is_left_out_where_there_is_nothing(office):
    line = (
        "Có {{org.direct}} tổ chức[[, {{member.in_transit}} người đang chuyển]]"
        "[[, {{org.branches}} chi bộ]]."
    )
    template = document([NEEDED], ["{{phụ lục}} {{bảng chỉ tiêu}}"], [line[:40], line[40:]])
    written = PAPER.draft(office.request(), writer.lines(template))

    content = writer.filled(template, written.passages, written.tables, LAYOUT)

    assert text_of(content).splitlines()[-1] == "Có 41 tổ chức, 221 chi bộ."
    assert written.passages[-1].text == "Có 41 tổ chức, 221 chi bộ."


def test_brackets_without_figures_and_brackets_that_do_not_close_say_what_they_say(office):
    draft = drafted(office, NEEDED, "{{phụ lục}}", "[[Kính gửi]] [[{{org.direct}} tổ chức")

    assert draft.passages[-1].text == "Kính gửi [[41 tổ chức"


@pytest.mark.parametrize("content", [b"", b"khong phai Word", b"PK\x03\x04" + b"x" * 99])
def test_file_that_is_no_word_document_is_refused(content):
    with pytest.raises(writer.UnreadableTemplate, match="Không đọc được tệp mẫu"):
        writer.lines(content)


def test_workbook_is_no_template(office):
    with pytest.raises(writer.UnreadableTemplate):
        writer.lines(office.file("thong-ke-to-chuc", "xlsx"))


def test_layout_is_that_of_the_rules_of_the_day(office):
    section = read(office.file("nghi-quyet", "docx")).sections[0]
    body = read(office.file("nghi-quyet", "docx")).styles[writer.BODY].paragraph_format

    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (body.line_spacing, body.space_after) == (Pt(18), Pt(6))


def test_margins_follow_the_rule(office):
    rule = RuleParameter.objects.filter(rule_set__code="papers-66qd", name="margins")
    kept = rule.get().value
    try:
        rule.update(value={**kept, "left": 35})
        assert services.layout_on(AS_OF).margins["left"] == 35
        assert services.layout_on(AS_OF.replace(year=2026)).margins["left"] == 30
    finally:
        rule.update(value=kept)


def test_shipped_styles_are_times_new_roman(office):
    styles = read(office.file("nghi-quyet", "docx")).styles

    assert styles["Normal"].font.name == "Times New Roman"
    assert styles["Normal"].font.size == Pt(14)


@pytest.mark.skipif(not pdf.is_available(), reason="LibreOffice Writer is not on this machine")
def test_pdf_through_the_office_suite(office):
    content = office.file("thong-ke-to-chuc", "pdf")

    assert content.startswith(b"%PDF-")
    assert len(content) > 10_000


def test_machine_without_the_office_suite_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert not pdf.is_available()
    with pytest.raises(pdf.UnableToConvert, match="hãy lấy tệp Word"):
        pdf.converted(b"")


def test_document_that_cannot_be_converted_says_so(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o700)
    (tmp_path / "libswlo.so").touch()
    monkeypatch.setenv("PATH", str(tmp_path))

    assert pdf.is_available()
    with pytest.raises(pdf.UnableToConvert):
        pdf.converted(b"")
