"""Tests of the grammar of document numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.documents.enums import SecretMark
from coso.documents.validators import (
    DocumentNumber,
    format_number,
    parse_number,
    secret_mark_in,
    secret_mark_on,
)


def number(raw, seq, **parts):
    defaults = {"suffix": "", "year": None, "type_code": "", "organ": "", "unit": ""}
    return DocumentNumber(raw=raw, seq=seq, **{**defaults, **parts})


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("03-NQ/HU", {"seq": 3, "type_code": "NQ", "organ": "HU", "style": "PARTY"}),
        ("1926-QĐ/TU", {"seq": 1926, "type_code": "QĐ", "organ": "TU", "style": "PARTY"}),
        ("Số 36-HD/VPTW", {"seq": 36, "type_code": "HD", "organ": "VPTW", "style": "PARTY"}),
        ("377-QĐ/TW", {"seq": 377, "type_code": "QĐ", "organ": "TW", "style": "PARTY"}),
        ("24-BS/UBKTTU", {"seq": 24, "type_code": "BS", "organ": "UBKTTU", "style": "PARTY"}),
        ("1289-QĐ/TWĐTN-CTĐ",
         {"seq": 1289, "type_code": "QĐ", "organ": "TWĐTN", "unit": "CTĐ", "style": "PARTY"}),
        ("30/2020/NĐ-CP",
         {"seq": 30, "year": 2020, "type_code": "NĐ", "organ": "CP", "style": "STATE"}),
        ("855/NQ-UBTVQH14", {"seq": 855, "type_code": "NQ", "organ": "UBTVQH14", "style": "STATE"}),
        ("12/QĐ-UBND", {"seq": 12, "type_code": "QĐ", "organ": "UBND", "style": "STATE"}),
        ("639/BNV-VP", {"seq": 639, "organ": "BNV", "unit": "VP", "style": "STATE_CV"}),
        ("12/UBND-NV", {"seq": 12, "organ": "UBND", "unit": "NV", "style": "STATE_CV"}),
        ("80/2025/QH15", {"seq": 80, "year": 2025, "organ": "QH15", "style": "LAW"}),
        ("03a-NQ/HU",
         {"seq": 3, "suffix": "a", "type_code": "NQ", "organ": "HU", "style": "PARTY"}),
        ("06/2021/TTLT-BNV-BTC",
         {"seq": 6, "year": 2021, "type_code": "TTLT", "organ": "BNV", "unit": "BTC",
          "style": "STATE"}),
        ("15-QĐ/ThU", {"seq": 15, "type_code": "QĐ", "organ": "ThU", "style": "PARTY"}),
        ("15-CTr/ĐU", {"seq": 15, "type_code": "CTr", "organ": "ĐU", "style": "PARTY"}),
        ("9-TTr/CB", {"seq": 9, "type_code": "TTr", "organ": "CB", "style": "PARTY"}),
    ],
)  # fmt: skip
def test_parse_number_takes_the_number_apart(raw, parts):
    parsed = parse_number(raw)

    assert parsed == number(raw, **parts)
    assert parsed.raw == raw


@pytest.mark.parametrize(
    "raw",
    ["03-NQ/HU", "3-NQ/HU", "Số 03-NQ/HU", "số: 03-NQ/HU", "Số : 03 - NQ / HU", "Số.03-NQ/HU",
     "03–NQ/HU", "03\u2011NQ/HU", "03\u2014NQ/HU", " 03-NQ/HU\u00a0", "03-nq/hu",
     "So\u0302\u0301 03-NQ/HU"],
)  # fmt: skip
def test_numbers_written_in_many_ways_are_one_number(raw):
    parsed = parse_number(raw)

    assert parsed == parse_number("03-NQ/HU")
    assert format_number(parsed) == "03-NQ/HU"


@pytest.mark.parametrize(
    "raw",
    ["", "NQ/HU", "03", "03-XX/HU", "03-NQ", "03-NQ/", "xin chào", "05/02/2026", "03-NQ/HU và",
     "123456-NQ/HU", "12/huyện-abc", "30/1820/NĐ-CP", "không số", "03-NQ/HU, ngày 15/12/2020"],
)  # fmt: skip
def test_parse_number_knows_what_it_does_not_know(raw):
    assert parse_number(raw) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("3-NQ/HU", "03-NQ/HU"),
        ("Số 36-HD/VPTW", "36-HD/VPTW"),
        ("1289-QĐ/TWĐTN-CTĐ", "1289-QĐ/TWĐTN-CTĐ"),
        ("Số: 5/qđ-ubnd", "05/QĐ-UBND"),
        ("7/qyđ-UBND", "07/QyĐ-UBND"),
        ("5/2021/TTLT-BNV-BTC", "05/2021/TTLT-BNV-BTC"),
        ("6/UBND-NV", "06/UBND-NV"),
        ("80/2025/QH15", "80/2025/QH15"),
        ("3a-NQ/HU", "03a-NQ/HU"),
    ],
)
def test_format_number_is_strict(raw, text):
    assert format_number(parse_number(raw)) == text


def test_party_and_state_numbers_of_the_same_letters_differ():
    assert parse_number("12-QĐ/UBND") != parse_number("12/QĐ-UBND")


symbols = st.text(st.sampled_from("ABCDĐƯHKNQTUV"), min_size=2, max_size=6)
sequences = st.integers(1, 99_999)


@given(sequences, st.sampled_from(["NQ", "QĐ", "CTr", "TTr", "ĐA", "BC"]), symbols)
def test_party_numbers_survive_writing_and_reading(seq, type_code, organ):
    written = number("", seq, type_code=type_code, organ=organ, style="PARTY")

    assert parse_number(format_number(written)) == written


@given(sequences, st.none() | st.integers(1900, 2099), symbols)
def test_state_numbers_survive_writing_and_reading(seq, year, organ):
    written = number("", seq, year=year, type_code="QĐ", organ=organ, style="STATE")

    assert parse_number(format_number(written)) == written


@pytest.mark.parametrize(
    ("number", "texts", "mark"),
    [
        ("12-BC/HU (Mật)", (), SecretMark.SECRET),
        ("12-BC/HU TỐI MẬT", (), SecretMark.HIGHLY_SECRET),
        ("12-BC/HU", ("Về tình hình nội bộ (Mật)",), SecretMark.SECRET),
        ("12-BC/HU", ("", "Độ mật: Tuyệt mật"), SecretMark.TOP_SECRET),
        ("12-BC/HU", ("Độ mật : TỐI  MẬT",), SecretMark.HIGHLY_SECRET),
        ("12-BC/HU", ("[độ Mật]",), SecretMark.SECRET),
        ("12-BC/HU", ("Về quản lý tài liệu tuyệt mật, tối mật", "bảo vệ bí mật nhà nước"), None),
        ("12-QĐ/HU", ("Danh mục bí mật nhà nước độ Tuyệt mật", "Nuôi ong lấy mật"), None),
        ("05-QĐ/MẬTNGỮ", (), None),
    ],
)
def test_mark_of_secrecy_is_told_from_words_about_secrets(number, texts, mark):
    assert secret_mark_on(number, *texts) == mark


@pytest.mark.parametrize("text", ["MẬT", " Mật ", "“TỐI MẬT”", "*Tuyệt mật*"])
def test_mark_that_stands_alone_is_one(text):
    assert secret_mark_in(text) is not None
