from coso.importing.columns import Field, header_key, header_words, match
from coso.importing.workbook import Column, column_letter

FIELDS = (
    Field("code", ("Mã đơn vị", "Mã thôn", "Mã xã")),
    Field("parent_code", ("Mã xã",)),
    Field("admitted_on", ("Ngày, tháng, năm › Vào Đảng", "Ngày vào Đảng")),
    Field("professional", ("Trình độ › Chuyên môn", "Chuyên môn")),
    Field("born_male", ("Ngày sinh › Nam",)),
)


def matched(*headers):
    columns = [
        Column(column_letter(index), tuple(header.split(" › ")))
        for index, header in enumerate(headers)
    ]
    return {name: column.letter for name, column in match(columns, FIELDS).items()}


def test_headers_are_the_same_whatever_their_case_marks_and_notes():
    assert header_key("QUÊ QUÁN (xã, huyện, tỉnh) ") == header_key("Quê quán")
    assert header_key("D.Tộc") == header_key("D. tộc")
    assert header_key("Thôn/TDP") != header_key("Thôn")


def test_columns_are_found_in_any_order():
    assert matched("Chuyên môn", "Mã thôn", "Mã xã", "Ngày vào Đảng") == {
        "professional": "A",
        "code": "B",
        "parent_code": "C",
        "admitted_on": "D",
    }


def test_one_column_is_one_field():
    assert matched("Mã xã") == {"code": "A"}


def test_path_decides_before_the_last_part_alone():
    assert matched("Sinh ngày › Nam", "Ngày sinh › Nam", "Trình độ hiện nay › Chuyên môn") == {
        "born_male": "B",
        "professional": "C",
    }


def test_group_above_the_path_does_not_hide_it():
    assert matched("Thông tin cá nhân › Ngày sinh › Nam") == {"born_male": "A"}


def test_first_of_two_columns_of_one_name_counts():
    assert matched("Chuyên môn", "Chuyên môn") == {"professional": "A"}


def test_words_of_headers_are_known_one_by_one():
    words = header_words(FIELDS)

    assert {header_key("Trình độ"), header_key("Chuyên môn"), header_key("STT")} <= words
