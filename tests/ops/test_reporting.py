"""`coso report`: papers as files from the command line."""

import docx
import pytest
from click.testing import CliRunner

from coso.ops.cli import coso
from coso.reporting.catalogue import PAPERS

pytestmark = pytest.mark.usefixtures("in_sample")


def run(*arguments):
    return CliRunner().invoke(coso, ["report", *arguments])


def test_list_names_every_paper():
    result = run("--list")

    assert result.exit_code == 0
    assert [name for name in PAPERS if name not in result.output] == []


def test_report_is_written(tmp_path):
    out = tmp_path / "báo cáo.docx"

    result = run("nghi-quyet", "--unit", "065", "--as-of", "2023-06-30", "-o", str(out))

    assert result.exit_code == 0, result.output
    text = "\n".join(paragraph.text for paragraph in docx.Document(out).paragraphs)
    assert "Tổng số đảng viên là 3.549" in text
    assert "03-NQ/HU" in text


def test_day_without_a_register_is_written_too(tmp_path):
    out = tmp_path / "x.xlsx"

    assert run("thong-ke-can-bo", "--as-of", "2019-01-01", "-o", str(out)).exit_code == 0
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["khong-co", "-o", "x.docx"],
            "Không có báo cáo “khong-co”: hãy dùng một trong",
        ),
        (["nghi-quyet", "-o", "x.txt"], "hãy đặt tên tệp kết thúc bằng .docx, .xlsx hoặc .pdf"),
        (["nghi-quyet"], "và tệp cần ghi (-o TỆP)"),
        (
            ["nghi-quyet", "--tree", "both", "-o", "x.docx"],
            "lập theo một cây tổ chức: hãy dùng --tree then hoặc --tree now.",
        ),
        ([], "Hãy nêu tên báo cáo"),
    ],
)
def test_wrong_use_is_said(arguments, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = run(*arguments)

    assert result.exit_code == 2
    assert sentence in " ".join(result.output.split())
    assert list(tmp_path.iterdir()) == []


def test_wrong_template_is_refused_and_not_kept(tmp_path):
    template = tmp_path / "mau.docx"
    made = docx.Document()
    made.add_paragraph("{{đơn vị}} {{cơ quan ban hành}} {{ngày số liệu}} {{tên lạ}} {{phụ lục}}")
    made.save(template)

    result = run("nghi-quyet", "--as-of", "2023-06-30", "--template", str(template))
    after = run("nghi-quyet", "--as-of", "2023-06-30", "-o", str(tmp_path / "x.docx"))

    assert result.exit_code == 1
    assert "Mẫu có trường mà phần mềm không biết. {{tên lạ}}:" in " ".join(result.output.split())
    assert after.exit_code == 0
