"""Vietnamese text: one form to store, keys to search, to compare and to sort."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from attrs import frozen

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
# The order of the dictionary: ngang (no mark), huyền, hỏi, ngã, sắc, nặng.
_TONE_RANKS: Final = {_GRAVE: "1", _HOOK: "2", _TILDE: "3", _ACUTE: "4", _DOT: "5"}

_INVISIBLE: Final = dict.fromkeys(map(ord, "\x00\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_HYPHENS: Final = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"
)
# Old fonts and keyboards write the Icelandic and the African letter, which look the same.
_LOOKALIKES: Final = {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ", ord("ɖ"): "đ"}
_CLEANED: Final = {**_INVISIBLE, **_HYPHENS, **_LOOKALIKES}
# Almost no text has one: looking is much faster than replacing.
_TO_CLEAN: Final = re.compile(f"[{re.escape(''.join(map(chr, _CLEANED)))}]")

# After the plain letter and every letter that may follow it: "{" and "|" sort behind "z".
# The foreign letters stand behind y as "z" plus themselves.
_LETTER_KEYS: Final = {
    **{letter: letter for letter in "abcdeghiklmnopqrstuvxy"},
    **dict(zip("ăâđêôơư", ("a{", "a|", "d{", "e{", "o{", "o|", "u{"), strict=True)),
    **{letter: f"z{letter}" for letter in "fjwz"},
}
_WORD: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+")
_LONGEST_NUMBER: Final = 99
_SLIP_FROM: Final = 3
_SLIPS: Final = 2

# Not after q: in "quý" the u belongs to the consonant.
_OPEN_TWO_VOWELS: Final = re.compile(
    r"(?:(?<!q)u[ỳỷỹýỵ]|o[àảãáạèẻẽéẹ])(?![\w\u0300-\u036f])", re.IGNORECASE
)


@frozen
class NameParts:
    """The parts of a personal name; ``family`` and ``middle`` are empty where there is none."""

    family: str
    middle: str
    given: str


def normalize(text: str) -> str:
    """Return the form in which text is stored and compared.

    NFC, single spaces, no spaces around, no invisible characters, every hyphen and dash "-",
    look-alikes of Đ replaced. Tone placement stays as written.
    """
    cleaned = text.translate(_CLEANED) if _TO_CLEAN.search(text) else text
    return " ".join(unicodedata.normalize("NFC", cleaned).split())


def search_key(text: str) -> str:
    """Return the text in lower case without any mark, đ as d.

    The same as ``unaccent(lower(…))`` of PostgreSQL for Vietnamese letters.
    """
    return " ".join(filter(None, map(_bare, normalize(text).lower().split(" "))))


def match_key(text: str) -> str:
    """Return the key of "the same name".

    Case, extra spaces, Unicode form and the place of the tone mark do not count (hoà = hòa);
    every mark does (Hòa ≠ Hoa), and y is not i. Not meant for reading.
    """
    return " ".join(filter(None, map(_matching, normalize(text).lower().split(" "))))


def bears(label: str, words: str) -> bool:
    """Tell whether every word begins a word of a label; a mark counts where it is written."""
    called = canonical_tone(normalize(label).lower()).split(" ")
    letters = [_bare(word) for word in called]
    return all(
        any(word.startswith(wanted) for word in (letters if _bare(wanted) == wanted else called))
        for wanted in canonical_tone(normalize(words).lower()).split(" ")
    )


def divisions(words: str) -> list[tuple[str, str]]:
    """Return the ways to part words into some that come first and the rest; most first."""
    parts = normalize(words).split(" ")
    ends = range(len(parts), 0, -1)
    return [(" ".join(parts[:end]), " ".join(parts[end:])) for end in ends]


def canonical_tone(text: str) -> str:
    """Return the text with the tone on the first vowel of final oa, oe, uy: hòa, khỏe, thúy.

    Nothing else changes: quý (qu is the consonant), toán, hoàn, giá keep their only spelling.
    """
    return _OPEN_TWO_VOWELS.sub(_tone_moved, unicodedata.normalize("NFC", text))


def name_case(full_name: str) -> str:
    """Return a personal name with the usual capitals: NGUYỄN VĂN AN, nguyễn văn an."""
    return " ".join(map(_capitalized, full_name.split(" ")))


def split_name(full_name: str) -> NameParts:
    """Return family name (first word), middle names and given name (last word)."""
    words = normalize(full_name).split(" ")
    family = words[0] if len(words) > 1 else ""
    return NameParts(family=family, middle=" ".join(words[1:-1]), given=words[-1])


def name_order_key(full_name: str) -> str:
    """Return the key by which rolls are sorted, byte by byte (collation "C").

    Given name, then family name, then middle names; syllable by syllable, the letters of the
    Vietnamese alphabet before the tones: Anh, Ánh, Ăn, Ân, Dung, Dũng, Đạt, Em.
    """
    parts = split_name(full_name)
    return " ".join(text_order_key(part) for part in (parts.given, parts.family, parts.middle))


def text_order_key(text: str) -> str:
    """Return the key by which ordinary text is sorted, byte by byte (collation "C").

    From left to right as in ``name_order_key``; numbers by their value: Tổ 2 before Tổ 10.
    Punctuation only separates.
    """
    return "!".join(filter(None, map(_ordering, normalize(text).lower().split(" "))))


def nearest(written: str, names: Iterable[str]) -> list[str]:
    """Return the names of which a text is a slip of the pen; of several only the nearest.

    Numbers are never slips: Tổ 14 is not Tổ 4.
    """
    found = {name: _slips(written, name) for name in names}
    slips = {name: number for name, number in found.items() if number is not None}
    return [name for name, number in slips.items() if number == min(slips.values())]


def distance(one: str, other: str) -> int:
    """Return how many letters and marks must be added, dropped, changed or swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            steps = [before[j] + 1, row[-1] + 1, before[j - 1] + (sign != wanted)]
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == wanted:
                steps.append(earlier[j - 2] + 1)
            row.append(min(steps))
    return row[-1]


def _slips(one: str, other: str) -> int | None:
    """Return how many slips part two texts, `None` if they are more than slips."""
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return None
    if search_key(one) == search_key(other):
        return 0
    parts = _unlike(one, other)
    shorter, longer = sorted(len(search_key(part)) for part in parts)
    # A short word with another letter is another word: Nà Pái, Nà Mái.
    if longer < _SLIP_FROM + (shorter == longer) or longer > shorter + _SLIPS:
        return None
    found = distance(*(unicodedata.normalize("NFD", part) for part in parts))
    return found if found <= (_SLIPS if shorter > _SLIP_FROM + _SLIPS else 1) else None


def _unlike(one: str, other: str) -> tuple[str, str]:
    """Return two texts without the words with which both begin and end."""
    first, second = (canonical_tone(normalize(text).lower()).split(" ") for text in (one, other))
    for end in (0, -1):
        while first and second and first[end] == second[end]:
            first.pop(end)
            second.pop(end)
    return " ".join(first), " ".join(second)


def _capitalized(word: str) -> str:
    # A single capital is how it should be: Lý A Sử.
    is_shouted = len(word) > 1 and word.isupper()
    return word.title() if is_shouted or word[:1].islower() else word


def _number_key(digits: str) -> str:
    value = digits.lstrip("0") or "0"
    return f"{min(len(value), _LONGEST_NUMBER):02d}{value}"


# A few thousand syllables make up every name: whole registers are keyed at once.
@lru_cache(maxsize=16_384)
def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")
    return normalize(bare.replace("đ", "d"))


@lru_cache(maxsize=16_384)
def _matching(word: str) -> str:
    return _LETTERS.sub(lambda letters: _tone_last(letters[0]), normalize(word))


@lru_cache(maxsize=16_384)
def _ordering(word: str) -> str:
    parts = _WORD.findall(normalize(word))
    return "!".join(
        _number_key(part) if part[0] in "0123456789" else _word_key(part) for part in parts
    )


def _word_key(word: str) -> str:
    letters, tones = _without_tones(word)
    return f"{''.join(map(_letter_key, letters))}.{tones}"


def _letter_key(letter: str) -> str:
    known = _LETTER_KEYS.get(letter)
    if known is not None:
        return known
    plain = unicodedata.normalize("NFD", letter)[0]
    return _LETTER_KEYS.get(plain, f"z~{ord(plain):06x}")


def _tone_last(word: str) -> str:
    letters, tones = _without_tones(word)
    return f"{letters}^{tones}" if tones else letters


def _without_tones(word: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", word)
    letters = "".join(sign for sign in decomposed if sign not in _TONE_RANKS)
    tones = "".join(_TONE_RANKS[sign] for sign in decomposed if sign in _TONE_RANKS)
    return unicodedata.normalize("NFC", letters), tones


def _tone_moved(vowels: re.Match[str]) -> str:
    first = vowels[0][0]
    second = unicodedata.normalize("NFD", vowels[0][1])
    return unicodedata.normalize("NFC", first + second[1]) + second[0]
