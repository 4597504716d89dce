import io

import pytest

from coso.core.office_text import UnreadablePackage, lines
from tests.factories import files

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(content, **limit):
    return [line for line in lines(io.BytesIO(content), **limit) if line.strip()]


def test_paragraphs_headers_and_cells_are_read():
    content = files.word("Kính gửi", "Nơi nhận", header="ĐẢNG BỘ", cell="Ô")

    assert {"Kính gửi", "Nơi nhận", "ĐẢNG BỘ", "Ô"} <= set(read(content))


def test_cells_of_a_workbook_are_read():
    assert {"Họ và tên", "Ghi chú"} <= set(read(files.excel("Họ và tên", "Ghi chú")))


def test_line_breaks_part_lines():
    assert read(files.open_document("MẬT")) == ["MẬT", "Kính gửi"]


def test_word_in_pieces_and_text_box_inside_a_paragraph():
    content = files.package(
        {
            "word/document.xml": f'<w:p xmlns:w="{_W}"><w:r><w:t>TỐI </w:t></w:r><w:r><w:t>MẬT'
            "</w:t></w:r><w:txbx><w:p><w:r><w:t>Hộp</w:t></w:r></w:p></w:txbx></w:p>"
        }
    )

    assert read(content) == ["Hộp", "TỐI MẬT"]


@pytest.mark.parametrize(
    "content",
    [
        files.package({"word/document.xml": "<a><b></a>"}),
        files.package({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        b"PK\x03\x04 cut off",
    ],
)
def test_what_cannot_be_read_is_refused(content):
    with pytest.raises(UnreadablePackage):
        read(content)


def test_no_more_is_unpacked_than_the_limit():
    content = files.word("x" * 1000)

    with pytest.raises(UnreadablePackage):
        read(content, most=500)
