"""The words that offices use for the columns of the registers."""

import tomllib

import pytest

from coso.importing import columns
from coso.importing.columns import header_key
from coso.importing.sheets import REGISTERS
from coso.importing.workbook import Column

FIELDS = {register.kind: register.fields for register in REGISTERS}
SYNONYMS = tomllib.loads(columns._SYNONYMS.read_text("utf-8"))


def field_of(kind, header):
    """Return the field that a single column is in a register."""
    found = columns.match([Column("A", tuple(header.split(" › ")))], FIELDS[kind])
    return next(iter(found), None)


@pytest.mark.parametrize(
    ("kind", "field", "headers"),
    [
        ("members", "full_name", ["HỌ VÀ TÊN", "Họ tên", "Họ, chữ đệm và tên", "Họ tên khai sinh"]),
        ("members", "born_female", ["Năm sinh › Nữ", "Sinh ngày › Nữ", "Ngày sinh nữ"]),
        ("members", "born", ["Ngày/tháng/năm sinh", "Ngày tháng năm sinh", "Năm sinh"]),
        ("members", "gender_said", ["Giới tính", "Nam/Nữ", "Phái"]),
        ("members", "ethnicity", ["DT", "D.Tộc", "Dân tộc ", "Thành phần dân tộc"]),
        ("members", "native_place", ["Nguyên quán", "Quê quán (xã, huyện, tỉnh)", "Quê"]),
        ("members", "residence", ["Nơi cư trú", "Chỗ ở hiện nay", "Hộ khẩu thường trú", "Địa chỉ"]),
        ("members", "admitted_on", ["Đảng tịch › Vào Đảng", "Ngày vào ĐCSVN", "Ngày kết nạp Đảng"]),
        ("members", "official_on", ["Chính thức", "Ngày vào Đảng chính thức"]),
        ("members", "card", ["Số thẻ ĐV", "Số thẻ đảng", "Thẻ ĐV", "Số TĐV"]),
        ("members", "general", ["T.độ › GDPT", "Trình độ học vấn", "Văn hoá"]),
        ("members", "professional", ["Trình độ hiện nay › Chuyên môn", "Trình độ CMNV"]),
        ("members", "theory", ["LLCT", "Lí luận chính trị", "Trình độ › Chính trị"]),
        ("members", "positions_held", ["CV đảng", "Chức vụ Đảng hiện nay", "Chức vụ › Đảng"]),
        ("members", "branch", ["Sinh hoạt tại chi bộ", "Tên chi bộ", "Thuộc chi bộ"]),
        ("members", "organization", ["TCCSĐ", "Đảng uỷ", "Thuộc đảng bộ"]),
        ("staff", "agency", ["Đơn vị", "Cơ quan, đơn vị", "Phòng, ban"]),
        ("staff", "title", ["Chức danh", "Chức vụ/chức danh", "Chức vụ chính quyền"]),
        ("staff", "category_said", ["Diện", "Loại đối tượng"]),
        ("staff", "rank_code", ["Ngạch/CDNN", "Mã CDNN"]),
        ("staff", "recruited_on", ["Tuyển dụng ngày", "Ngày vào biên chế"]),
        ("quotas", "quantity", ["Biên chế được giao", "Biên chế giao 2023"]),
        ("quotas", "contracts", ["HĐLĐ", "Hợp đồng lao động"]),
        ("areas", "name", ["Tên thôn, tổ dân phố", "Tên xã, thị trấn", "Tên thôn, xóm"]),
        ("areas", "parent", ["Thuộc huyện", "Xã, thị trấn", "Trực thuộc"]),
        ("party_organizations", "name", ["Tên chi, đảng bộ", "Tên TCCSĐ"]),
        ("party_organizations", "code", ["Mã TCĐ", "Mã chi bộ"]),
        ("party_organizations", "parent", ["Đảng bộ cấp trên", "Đảng ủy cấp trên"]),
        ("party_organizations", "village", ["Thôn/TDP", "Thôn, bản, tổ dân phố"]),
        ("meetings", "held_on", ["Ngày họp", "Ngày sinh hoạt chi bộ"]),
        ("meetings", "required", ["Số đảng viên › Phải dự", "Số đảng viên phải dự"]),
    ],
)
def test_column_goes_by_many_words(kind, field, headers):
    assert {header: field_of(kind, header) for header in headers} == dict.fromkeys(headers, field)


def test_words_with_synonyms_are_words_of_fields():
    words = {header for fields in FIELDS.values() for field in fields for header in field.headers}

    assert SYNONYMS.keys() <= words


@pytest.mark.parametrize("kind", FIELDS)
def test_no_word_stands_for_two_fields_of_a_register_by_its_synonyms(kind):
    added = {header_key(word) for words in SYNONYMS.values() for word in words}
    keys = [{header_key(h) for h in field.headers} & added for field in FIELDS[kind]]

    assert sum(map(len, keys)) == len(set().union(*keys))
