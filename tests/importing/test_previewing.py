"""The head of a sheet, and what its columns are taken for."""

import pytest

from coso.importing import services
from tests.factories.members import ROSTER, roster, roster_row

pytestmark = pytest.mark.django_db

GOOD = roster_row()
STRANGE = ["TT", "Anh chị em", "Chốn ở", "Thuộc về"]


def columns(preview):
    return {column.header: column.taken_for for column in preview.columns}


def test_known_sheet_shows_what_each_column_is(upload):
    source = upload(A=roster(GOOD, header=[*ROSTER[:-1], "Họ tên mẹ"]))

    preview = services.preview_sheet(source=source, file="sổ.xlsx", sheet="A")

    assert (preview.register, preview.header_row) == ("members", 6)
    assert columns(preview)["Họ và tên"] == "Họ và tên"
    assert columns(preview)["Trình độ › Chuyên môn"] == "Trình độ › Chuyên môn"
    assert columns(preview)["Họ tên mẹ"] == ""
    assert preview.rows[2][1][0] == "DANH SÁCH ĐẢNG VIÊN"
    [name] = [each for each in preview.columns if each.header == "Họ và tên"]
    assert (name.letter, name.samples) == ("B", ("Lò Văn An",))


def test_sheet_with_strange_headers_shows_the_likely_one(upload):
    source = upload(A=(("SỔ TAY",), STRANGE, [[1, "Lò Văn An", "Bản Mới", None]]))

    preview = services.preview_sheet(source=source, file="sổ.xlsx", sheet="A")

    assert (preview.register, preview.header_row) == ("", 4)
    assert columns(preview) == dict.fromkeys(STRANGE, "")


def test_user_says_which_row_is_the_header_and_of_which_register(upload):
    longer = ["một", "hai", "ba", "bốn", "năm"]
    source = upload(A=(("SỔ TAY",), STRANGE, [longer, [1, "Lò Văn An", "Bản Mới"]]))
    place = {"source": source, "file": "sổ.xlsx", "sheet": "A"}
    assert list(columns(services.preview_sheet(**place))) == longer

    preview = services.preview_sheet(**place, register="staff", header_row=4)

    assert (preview.register, preview.header_row) == ("staff", 4)
    assert list(columns(preview)) == STRANGE


def test_remembered_headers_are_shown_as_what_they_mean(upload, user):
    source = upload(A=roster(GOOD, header=["Đồng chí" if h == "Họ và tên" else h for h in ROSTER]))
    services.remember_headers(
        source=source, register="members", meanings={"Đồng chí": "Họ và tên"}, actor=user
    )

    preview = services.preview_sheet(source=source, file="sổ.xlsx", sheet="A")

    assert (preview.register, columns(preview)["Đồng chí"]) == ("members", "Họ và tên")


def test_table_of_text_has_a_head_too(user, home):
    content = "STT;Họ và tên;Chi bộ\n1;Lò Văn An;Chi bộ Bản Mới\n".encode()
    source = services.receive_files(
        uploads=[services.Upload("danh sách.csv", len(content), [content])], actor=user
    )

    preview = services.preview_sheet(source=source, file="danh sách.csv", sheet="danh sách")

    assert [row for _number, row in preview.rows][1] == ("1", "Lò Văn An", "Chi bộ Bản Mới")


@pytest.mark.parametrize(("file", "sheet"), [("sổ.xlsx", "B"), ("khác.xlsx", "A")])
def test_sheet_that_is_not_there_cannot_be_shown(upload, file, sheet):
    source = upload(A=roster(GOOD))

    with pytest.raises(services.UnableToPreviewSheet, match="tải tệp lên lại"):
        services.preview_sheet(source=source, file=file, sheet=sheet)
