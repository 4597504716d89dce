"""Tests of Vietnamese text: the forms, the keys and their order."""

import unicodedata
from itertools import pairwise, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coso.core.text import (
    NameParts,
    bears,
    canonical_tone,
    distance,
    divisions,
    match_key,
    name_case,
    name_order_key,
    nearest,
    normalize,
    search_key,
    split_name,
    text_order_key,
)

ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
# ngang, huyền, hỏi, ngã, sắc, nặng
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = "aăâeêioôơuưy"
TONED = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)]

NAMES = [
    "Nguyễn Văn Hoà", "Nguyễn Văn Hòa", "Trần Thị Thuý", "Trần Thị Thúy", "Lý A Sử", "Đặng Uỷ",
    "Hà Ủy", "Nông Văn Quý", "Triệu Đức Văn", "Phạm Gia Toán", "Bàn Khoẻ", "Lê Ánh", "Mai Anh",
]  # fmt: skip
names = st.sampled_from(NAMES)
letters = st.sampled_from([*ALPHABET, *ALPHABET.upper(), *TONED])
words = st.text(letters, min_size=1, max_size=6)
full_names = st.lists(words, min_size=1, max_size=5).map(" ".join)
any_text = st.text(max_size=30) | st.text(
    st.sampled_from([*TONED, *TONES[1:], *"đĐÐ -–\u2011\u00a0\u200b\u00adAa1"]), max_size=20
)


def is_ascending(keys):
    return all(earlier.encode() < later.encode() for earlier, later in pairwise(keys))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Nguyễn \t Văn\nA ", "Nguyễn Văn A"),
        ("Nguyễn\u00a0Văn\u202fA", "Nguyễn Văn A"),
        ("Nguy\u200bễn\ufeff Văn A\u00ad", "Nguyễn Văn A"),
        (unicodedata.normalize("NFD", "Đặng Thị Hường"), "Đặng Thị Hường"),
        ("03\u2011NQ/HU", "03-NQ/HU"),
        ("2020 – 2025", "2020 - 2025"),
        ("2020\u20142025", "2020-2025"),
        ("\u221212", "-12"),
        ("Ðồng Tâm", "Đồng Tâm"),
        ("Hoà", "Hoà"),
        ("", ""),
    ],
)
def test_normalize_gives_the_form_to_store(raw, text):
    assert normalize(raw) == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đặng Thị Hường", "dang thi huong"),
        ("NGUYỄN  VĂN Ấp", "nguyen van ap"),
        (unicodedata.normalize("NFD", "Đảng uỷ xã Yên Đĩnh"), "dang uy xa yen dinh"),
        ("03–NQ/HU", "03-nq/hu"),
    ],
)
def test_search_key_is_lower_case_without_marks(text, key):
    assert search_key(text) == key


@given(any_text)
def test_normalize_and_keys_are_idempotent(text):
    assert normalize(normalize(text)) == normalize(text)
    assert search_key(search_key(text)) == search_key(text)
    assert canonical_tone(canonical_tone(text)) == canonical_tone(text)


@given(any_text)
def test_every_key_ignores_the_unicode_form(text):
    decomposed = unicodedata.normalize("NFD", text)

    for key in (normalize, search_key, match_key, canonical_tone, name_order_key, text_order_key):
        assert key(decomposed) == key(unicodedata.normalize("NFC", text))


@given(full_names)
def test_search_key_of_vietnamese_is_plain_ascii(name):
    key = search_key(name)

    assert key.isascii()
    assert key == key.lower()


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("hoà", "hòa"), ("uỷ", "ủy"), ("thuý", "thúy"), ("Hoà", "Hòa"), ("HOÀ", "HÒA"),
        ("UỶ BAN", "ỦY BAN"), ("khoẻ", "khỏe"), ("loã", "lõa"), ("luỹ", "lũy"), ("hoạ", "họa"),
        ("truỵ", "trụy"), ("Đảng uỷ xã Hoà Mục", "Đảng ủy xã Hòa Mục"), ("thuỷ,", "thủy,"),
    ],
)  # fmt: skip
def test_canonical_tone_moves_the_mark_to_the_first_vowel(written, canonical):
    assert canonical_tone(written) == canonical
    assert canonical_tone(unicodedata.normalize("NFD", written)) == canonical
    assert match_key(written) == match_key(canonical)


@pytest.mark.parametrize(
    "text",
    ["hòa", "ủy", "thúy", "quý", "Quý", "QUÝ", "quỳ", "quỵ", "giá", "gìn", "toán", "hoàn", "hoạt",
     "loại", "xoáy", "khuỷu", "huýt", "huỳnh", "thuyền", "quả", "của", "mía", "Hoa", "Đoàn"],
)  # fmt: skip
def test_canonical_tone_leaves_every_other_spelling(text):
    assert canonical_tone(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hoà", "NGUYỄN  VĂN HÒA"),
        ("Đảng uỷ", "đảng ủy"),
        ("Trần Thị Thuý", unicodedata.normalize("NFD", "trần thị thúy ")),
        ("Tóan", "Toán"),
    ],
)
def test_match_key_is_equal_for_the_same_name(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa", "Hoa"), ("Hòa", "Hóa"), ("Đông", "Dông"), ("Mỹ", "Mĩ"), ("Tân", "Tan"),
     ("Hà An", "Hàan"), ("Tổ 1", "Tổ 2"), ("Lý", "Ly")],
)  # fmt: skip
def test_match_key_differs_for_different_names(one, other):
    assert match_key(one) != match_key(other)


@given(full_names)
def test_match_key_ignores_case_spaces_form_and_tone_placement(name):
    written_otherwise = f" {unicodedata.normalize('NFD', canonical_tone(name)).upper()}  "

    assert match_key(written_otherwise.replace(" ", "  ")) == match_key(name)


@given(full_names, full_names)
def test_names_without_a_common_search_key_never_match(one, other):
    assume(search_key(one) != search_key(other))

    assert match_key(one) != match_key(other)


@pytest.mark.parametrize(
    ("full_name", "parts"),
    [
        ("Triệu Đức Văn", NameParts(family="Triệu", middle="Đức", given="Văn")),
        (" Nguyễn  Thị Minh  Khai ", NameParts("Nguyễn", "Thị Minh", "Khai")),
        ("Giàng Sử", NameParts("Giàng", "", "Sử")),
        ("Sử", NameParts("", "", "Sử")),
        ("", NameParts("", "", "")),
    ],
)
def test_split_name_takes_the_last_word_as_given_name(full_name, parts):
    assert split_name(full_name) == parts


@given(full_names)
def test_split_name_loses_no_word(full_name):
    parts = split_name(full_name)

    joined = " ".join(part for part in (parts.family, parts.middle, parts.given) if part)
    assert joined == normalize(full_name)


@pytest.mark.parametrize(
    "in_order",
    [
        ["Anh", "Ánh", "Ăn", "Ân", "Dung", "Dũng", "Đạt", "Em"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["An", "Anh", "Ành", "Ảnh", "Ãnh", "Ánh", "Ạnh", "Ao"],
        ["Lê Văn An", "Nguyễn An", "Nguyễn Thị An", "Nguyễn Văn An", "Đỗ Ánh", "Lê Bình"],
        ["Bùi Hòa", "Lê Hoà", "Mai Hòa"],
        ["Nguyễn Văn Em", "Nguyễn Văn Yên", "Nguyễn Văn Fa", "Nguyễn Văn Jun", "Nguyễn Văn Zin"],
        ["Trần Mai", "Trần Văn Mai", "Trần Vân Mai"],
        ["Trần Hơ", "An Hơ-Mia", "An Hơn"],
    ],
)
def test_name_order_key_sorts_like_a_vietnamese_roll(in_order):
    assert is_ascending([name_order_key(name) for name in in_order])


@given(st.lists(names | full_names, max_size=12))
def test_order_keys_sort_alike_as_text_and_as_bytes(some_names):
    keys = [name_order_key(name) for name in some_names]

    assert sorted(keys) == sorted(keys, key=str.encode)
    assert all(key.isascii() for key in keys)


@given(full_names, full_names)
def test_order_keys_are_equal_only_for_the_same_name(one, other):
    same_order = name_order_key(one) == name_order_key(other)

    assert same_order == (match_key(one) == match_key(other))


@given(words, words)
def test_letters_decide_before_tones_within_a_syllable(one, other):
    def letters_of(word):
        marks = "".join(TONES)
        bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if sign not in marks)
        return [ALPHABET.index(sign) for sign in unicodedata.normalize("NFC", bare.lower())]

    assume(letters_of(one) != letters_of(other))

    in_alphabet = letters_of(one) < letters_of(other)
    assert (text_order_key(one) < text_order_key(other)) == in_alphabet


@given(words, words, full_names)
def test_the_first_syllable_decides_whatever_follows(one, other, rest):
    assume(text_order_key(one) != text_order_key(other))

    follows = text_order_key(f"{one} {rest}") < text_order_key(f"{other} {rest}")
    assert follows == (text_order_key(one) < text_order_key(other))


def test_alphabet_is_in_the_order_of_the_dictionary():
    assert is_ascending([text_order_key(letter) for letter in ALPHABET])


@pytest.mark.parametrize(
    "in_order",
    [
        ["Tổ 2", "Tổ 10"],
        ["Tổ 0", "Tổ 01", "Tổ 2", "Tổ 003", "Tổ 10"],
        ["Chi bộ", "Chi bộ 1", "Chi bộ 1A", "Chi bộ 2", "Chi bộ 11", "Chi bộ An", "Chi bộ Ăn"],
        ["Đảng bộ xã Hoà Mục", "Đảng bộ xã Như Cố", "Đảng bộ xã Nông Hạ"],
    ],
)
def test_text_order_key_sorts_unit_names(in_order):
    assert is_ascending([text_order_key(text) for text in in_order])


@given(st.integers(0, 10**20), st.integers(0, 10**20))
def test_numbers_in_text_sort_by_value(one, other):
    assert (text_order_key(f"Tổ {one}") < text_order_key(f"Tổ {other}")) == (one < other)


def test_letters_of_other_scripts_sort_behind_the_alphabet():
    in_order = ["Ca", "Ça va", "Zin", "Ωmega", "中"]

    assert is_ascending([text_order_key(text) for text in in_order])


def test_normalize_drops_what_no_database_stores():
    assert normalize("Nông\x00 Văn") == "Nông Văn"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("Nguyễn văn AN", "Nguyễn Văn An"),
        ("LÝ A SỬ", "Lý A Sử"),
        ("H'LINH Y-KHAM NIÊ", "H'Linh Y-Kham Niê"),
        ("Lò Văn An", "Lò Văn An"),
        ("", ""),
    ],
)
def test_name_case_writes_names_with_the_usual_capitals(written, name):
    assert name_case(written) == name


@given(full_names, st.sampled_from([str.upper, str.lower, str.title]))
def test_capitals_of_a_name_do_not_change_who_it_is(name, shape):
    written = normalize(shape(name))

    assert match_key(name_case(written)) == match_key(written)
    assert name_case(name_case(written)) == name_case(written)


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("bản cà", "bản cà", 0), ("bản càh", "bản cà", 1), ("thịhn", "thịnh", 1), ("", "ab", 2),
     ("cà", "lù", 2)],
)  # fmt: skip
def test_distance_counts_slips_of_the_pen(one, other, steps):
    assert distance(one, other) == steps
    assert distance(other, one) == steps


BRANCHES = [
    "Chi bộ Tổ 1", "Chi bộ Tổ 13", "Chi bộ Bản Cà", "Chi bộ Bản Lù", "Chi bộ Roỏng Cáy",
    "Chi bộ Trường Tiểu học và THCS Thanh Thịnh", "Chi bộ Trường Mầm non Thanh Thịnh",
    "Chi bộ Nà Mái",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Chi bộ Tổ 13h", "Chi bộ Tổ 13"),
        ("Chi bộ Bản Càh", "Chi bộ Bản Cà"),
        ("CHI BO BAN CA", "Chi bộ Bản Cà"),
        ("Chi bộ BảnCà", "Chi bộ Bản Cà"),
        ("Chi bộ Rỏong Cáy", "Chi bộ Roỏng Cáy"),
        ("Chi bộ Trường Tiểu học và THCS Thanh Thịnhh", BRANCHES[5]),
        ("Chi bộ Tổ 14", ""),
        ("Chi bộ Bản Xù", ""),
        ("Chi bộ Nà Pái", ""),
        ("Chi bộ Văn phòng", ""),
    ],
)
def test_nearest_knows_a_slip_from_another_name(written, name):
    assert nearest(written, BRANCHES) == ([name] if name else [])


@pytest.mark.parametrize(
    ("written", "names"),
    [("Chi bộ Bản Ca", ["Chi bộ Bản Cà", "Chi bộ Bản Cá"]), ("Bản Cà", ["Bản Càh", "Bản Càu"])],
)
def test_nearest_never_chooses_between_two(written, names):
    assert nearest(written, names) == names


@given(words, words)
def test_nearest_repairs_a_letter_too_many(first, second):
    name = normalize(f"Chi bộ {first} {second}")
    assume(len(search_key(second)) >= 2)
    assume(canonical_tone(name) == name)  # the letter would move the tone: two slips

    assert nearest(name + "h", [name, "Đảng bộ xã Cao Kỳ"]) == [name]


@pytest.mark.parametrize(
    ("words", "label", "does"),
    [
        ("bao cao", "Báo cáo, biểu thống kê", True),
        ("cáo báo", "Báo cáo, biểu thống kê", True),
        ("báo", "Bão lũ", False),
        ("ao", "Báo cáo", False),
        ("thư", "Bí thư", True),
        ("hoà", "Hòa giải", True),
        ("Đảng", "đảng viên", True),
        ("dang", "Đảng viên", True),
    ],
)
def test_label_bears_words_that_begin_its_words(words, label, does):
    assert bears(label, words) == does


def test_divisions_part_words_the_longest_beginning_first():
    assert divisions("bí thư  Nà Pái") == [
        ("bí thư Nà Pái", ""),
        ("bí thư Nà", "Pái"),
        ("bí thư", "Nà Pái"),
        ("bí", "thư Nà Pái"),
    ]
