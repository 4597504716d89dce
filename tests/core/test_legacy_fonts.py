import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.core.legacy_fonts import Font, evidence, may_be_legacy, to_unicode

# Written down letter by letter as the fonts show them, apart from the tables that are tested.
# fmt: off
LETTERS = [
    "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "đ", "è",
    "ẻ", "ẽ", "é", "ẹ", "ê", "ề", "ể", "ễ", "ế", "ệ", "ì", "ỉ", "ĩ", "í", "ị", "ò", "ỏ", "õ", "ó",
    "ọ", "ô", "ồ", "ổ", "ỗ", "ố", "ộ", "ơ", "ờ", "ở", "ỡ", "ớ", "ợ", "ù", "ủ", "ũ", "ú", "ụ", "ư",
    "ừ", "ử", "ữ", "ứ", "ự", "ỳ", "ỷ", "ỹ", "ý", "ỵ",
]
TCVN3 = [
    "µ", "¶", "·", "¸", "¹", "¨", "»", "¼", "½", "¾", "Æ", "©", "Ç", "È", "É", "Ê", "Ë", "®", "Ì",
    "Î", "Ï", "Ð", "Ñ", "ª", "Ò", "Ó", "Ô", "Õ", "Ö", "×", "Ø", "Ü", "Ý", "Þ", "ß", "á", "â", "ã",
    "ä", "«", "å", "æ", "ç", "è", "é", "¬", "ê", "ë", "ì", "í", "î", "ï", "ñ", "ò", "ó", "ô",
    "\xad", "õ", "ö", "÷", "ø", "ù", "ú", "û", "ü", "ý", "þ",
]
VNI = [
    "aø", "aû", "aõ", "aù", "aï", "aê", "aè", "aú", "aü", "aé", "aë", "aâ", "aà", "aå", "aã",
    "aá", "aä", "ñ", "eø", "eû", "eõ", "eù", "eï", "eâ", "eà", "eå", "eã", "eá", "eä", "ì", "æ",
    "ó", "í", "ò", "oø", "oû", "oõ", "où", "oï", "oâ", "oà", "oå", "oã", "oá", "oä", "ô", "ôø",
    "ôû", "ôõ", "ôù", "ôï", "uø", "uû", "uõ", "uù", "uï", "ö", "öø", "öû", "öõ", "öù", "öï", "yø",
    "yû", "yõ", "yù", "î",
]
# fmt: on
TYPED = {
    Font.TCVN3: {**dict(zip(LETTERS, TCVN3, strict=True)), "Đ": "§"},
    Font.VNI: {**dict(zip(LETTERS, VNI, strict=True)), "Đ": "Ñ"},
}
# Of most sounds of the language at least one syllable.
# fmt: off
SYLLABLES = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ",
    "hồ", "ngô", "dương", "lý", "đảng", "bộ", "chi", "ủy", "viên", "thường", "vụ", "bí", "thư",
    "tỉnh", "huyện", "xã", "phường", "thôn", "bản", "tổ", "dân", "phố", "khối", "cơ", "quan",
    "trường", "học", "tiểu", "mầm", "non", "trung", "tâm", "y", "tế", "nông", "nghiệp", "lâm",
    "sản", "kiểm", "sát", "thanh", "tra", "tuyên", "giáo", "vận", "động", "quần", "chúng", "phụ",
    "nữ", "cựu", "chiến", "binh", "liên", "đoàn", "lao", "quyết", "định", "nghị", "kết", "quả",
    "xếp", "loại", "hoàn", "thành", "xuất", "sắc", "nhiệm", "khuyết", "điểm", "giữ", "gìn",
    "quỳnh", "khuya", "thuở", "ngoằn", "ngoèo", "rượu", "hươu", "khuỷu", "bướm", "ngượng",
    "nghễnh", "quốc", "chuyển", "chính", "thức", "dự", "bị", "miễn", "sinh", "hoạt", "tạm",
    "thời", "giấy", "giới", "thiệu", "thẻ", "huy", "hiệu", "ngày", "tháng", "năm",
]
# fmt: on


def typed(text, font):
    """Return what somebody typed to see a text in a font."""
    return "".join(TYPED[font].get(letter, letter) for letter in text)


@pytest.mark.parametrize("font", Font)
@given(words=st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=12))
def test_what_was_typed_comes_back_as_it_was_seen(font, words):
    text = " ".join(words)

    assert to_unicode(typed(text, font), font) == text


@pytest.mark.parametrize("letter", LETTERS)
def test_capitals_of_vni_have_their_marks_in_either_case(letter):
    base, mark = VNI[LETTERS.index(letter)][0], VNI[LETTERS.index(letter)][1:]
    capitals = {base.upper() + mark, base.upper() + mark.upper()}

    assert {to_unicode(f"{capital}b", Font.VNI) for capital in capitals} == {f"{letter.upper()}b"}


@pytest.mark.parametrize(
    ("written", "font", "text"),
    [
        ("NguyÔn V¨n An", Font.TCVN3, "Nguyễn Văn An"),
        ("§¶ng bé x· Cao Kú", Font.TCVN3, "Đảng bộ xã Cao Kỳ"),
        ("DANH S¸CH §¶NG VI£N", Font.TCVN3, "DANH SÁCH ĐẢNG VIÊN"),
        ("X· A", Font.TCVN3, "Xã A"),
        ("Nguyeãn Vaên An", Font.VNI, "Nguyễn Văn An"),
        ("ÑAÛNG BOÄ XAÕ CAO KYØ", Font.VNI, "ĐẢNG BỘ XÃ CAO KỲ"),
        ("Toå 12/4, 01/02/2003", Font.VNI, "Tổ 12/4, 01/02/2003"),
    ],
)
def test_names_and_titles_are_read(written, font, text):
    assert to_unicode(written, font) == text


@pytest.mark.parametrize("font", Font)
def test_font_is_told_by_a_few_words(font):
    words = ["nguyễn văn đại", "trần thị hường", "lường quốc đảng", "vũ", "tú"]

    assert evidence(typed(word, font) for word in words).font is font
    assert any(may_be_legacy(typed(word, font)) for word in words)


@pytest.mark.parametrize("font", Font)
def test_two_words_are_too_few_to_be_certain(font):
    assert evidence([typed("nguyễn văn", font)]).font is None


@pytest.mark.parametrize("font", Font)
def test_proper_words_among_those_of_a_font_make_it_doubtful(font):
    old = [typed(word, font) for word in ("nguyễn", "đại", "hường", "quốc", "trần")]

    found = evidence([*old, "Nguyễn Văn Đại"])

    assert (found.font, found.is_doubtful) == (None, True)


@given(words=st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=40), upper=st.booleans())
def test_proper_vietnamese_is_never_taken_for_an_old_font(words, upper):
    text = " ".join(words).upper() if upper else " ".join(words).title()
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]

    for found in map(evidence, ([form] for form in forms)):
        assert (found.font, found.is_doubtful) == (None, False)
    assert not may_be_legacy(forms[0])


@given(text=st.text(st.characters(max_codepoint=127), max_size=60), font=st.sampled_from(Font))
def test_plain_text_stays_as_it_is(text, font):
    assert to_unicode(text, font) == text
    assert evidence([text]).font is None


@pytest.mark.parametrize(
    "text",
    [
        *("25 m² × 3", "½ ngày", "Công ty ABC®", "§ 5 Luật số 12", "«Hà Nội»", "20 °C ± 1", "µm"),
        *("Café Müller, naïve Citroën", "São Paulo – Besançon", "Đ/c Ñ", "¶ Điều 3", "Ø 20"),
    ],
)
def test_signs_and_foreign_words_are_no_evidence(text):
    found = evidence([text, "Nguyễn Văn Đại", "Trần Thị Hường"])

    assert (found.font, found.is_doubtful) == (None, False)


def test_tables_of_the_fonts_are_complete():
    assert len(set(TCVN3)) == len(set(VNI)) == len(LETTERS) == 67
    for letter, font in product(LETTERS, Font):
        assert to_unicode(f"{TYPED[font][letter]}b", font) == f"{letter}b"
