"""Text typed in the fonts of before Unicode, told from the words themselves and made Unicode.

A cell typed in .VnTime (TCVN3) or VNI-Times holds Latin letters and signs that only its font shows
as Vietnamese: “NguyÔn V¨n An”, “Nguyeãn Vaên An”. A word tells how it was typed if it is a
Vietnamese syllable in one reading and in no other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

from attrs import frozen

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_TONES: Final = frozenset((_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT))
# So many different words are no accident.
_CERTAIN_FROM: Final = 3


class Font(StrEnum):
    """A family of fonts, by the name of its encoding."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


@frozen
class Evidence:
    """How many different words are Vietnamese in one reading only, and how many in none."""

    unicode: int
    fonts: Mapping[Font, int]
    unknown: int

    @property
    def font(self) -> Font | None:
        """The font, if the words leave no doubt."""
        best, found = self._best
        others = max(count for font, count in self.fonts.items() if font is not best)
        sure = found >= _CERTAIN_FROM and not self.unicode
        return best if sure and found >= 2 * self.unknown and found >= 4 * others else None

    @property
    def is_doubtful(self) -> bool:
        """Whether words of an old font stand among words that are none."""
        found = self._best[1]
        return self.font is None and found >= max(_CERTAIN_FROM, self.unicode / 20)

    @property
    def _best(self) -> tuple[Font, int]:
        return max(self.fonts.items(), key=lambda item: item[1])


def evidence(texts: Iterable[str]) -> Evidence:
    """Return what the words of texts say about how they were typed."""
    words = {word for text in texts if not text.isascii() for word in _words(text)}
    read = Counter(_reading(word) for word in words)
    return Evidence(read["unicode"], {font: read[font] for font in Font}, read["unknown"])


def may_be_legacy(text: str) -> bool:
    """Tell quickly whether a text holds what proper Vietnamese never does."""
    return _SUSPICIOUS.search(text) is not None


def to_unicode(text: str, font: Font) -> str:
    """Return a text typed in a font as Unicode; what the font does not know stays."""
    if text.isascii():
        return text
    read = _PATTERNS[font].sub(lambda found: _LETTERS[font][found[0]], text)
    return read.upper() if _is_upper(text) else read


def _is_upper(text: str) -> bool:
    """Tell whether a text is in capitals, of which TCVN3 has none with a tone."""
    return bool(_CAPITALS.search(text)) and not _SMALL.search(text)


def _words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if not word.isascii() and _LATIN.search(word))


@lru_cache(maxsize=65_536)
def _reading(word: str) -> str:
    """Return the only reading in which a word is a syllable; "either" if there are several."""
    fonts = [font for font in Font if _fits(word, font)]
    if _is_syllable(word):
        return "either" if fonts else "unicode"
    if _BEYOND.search(word):
        # Letters that no old font gives: a foreign word, or a slip of the pen.
        return "unicode"
    return fonts[0] if len(fonts) == 1 else "either" if fonts else "unknown"


def _fits(word: str, font: Font) -> bool:
    """Tell whether all signs of a word belong to a font and make it a syllable."""
    read = to_unicode(word, font)
    return read != word and not _SIGN.search(read) and _is_syllable(read)


def _is_syllable(word: str) -> bool:
    """Tell whether a word is spelled like a Vietnamese one."""
    signs = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in signs if sign in _TONES]
    letters = unicodedata.normalize("NFC", "".join(s for s in signs if s not in _TONES))
    found = _SYLLABLE.fullmatch(letters)
    if found is None or len(tones) > 1:
        return False
    return not found["stop"] or tones in ([_ACUTE], [_DOT])


def _tcvn3() -> dict[str, str]:
    runs = {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
        0xB5: "àảãáạ",
        0xBB: "ằẳẵắ",
        0xC6: "ặầẩẫấậè",
        0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù",
        0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }
    return {chr(first + n): letter for first, run in runs.items() for n, letter in enumerate(run)}


def _vni() -> dict[str, str]:
    tones = (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
    plain = dict(zip("ùøûõï", tones, strict=True))
    roof = dict(zip("âáàåãä", (_CIRCUMFLEX + tone for tone in ("", *tones)), strict=True))
    bow = dict(zip("êéèúüë", (_BREVE + tone for tone in ("", *tones)), strict=True))
    marks = {**dict.fromkeys("uyôö", plain), **dict.fromkeys("eo", plain | roof)}
    marks["a"] = plain | roof | bow
    single = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
    single |= {old.upper(): new.upper() for old, new in single.items()}
    pairs = {
        letter + mark: unicodedata.normalize("NFC", single.get(letter, letter) + signs)
        for vowel, signs_of in marks.items()
        for sign, signs in signs_of.items()
        for letter in (vowel, vowel.upper())
        for mark in (sign, sign.upper())
    }
    return pairs | single


_LETTERS: Final = {Font.TCVN3: _tcvn3(), Font.VNI: _vni()}
_PATTERNS: Final = {
    font: re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))
    for font, letters in _LETTERS.items()
}
# Latin letters with the signs that the old fonts show as letters, or any other letters.
_WORD: Final = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u00a1-\u00ff])+")
_LATIN: Final = re.compile(r"[A-Za-z]")
_CAPITALS: Final = re.compile(r"[A-Z]{2}")
_SMALL: Final = re.compile(r"[a-z]")
_BEYOND: Final = re.compile(r"[\u0100-\U0010ffff]")
_SIGNS: Final = r"[\u00a1-\u00bf×÷ØøÞþßÅåÆæÇçÄäËëÎîÏïÑñÖöÛûÜüÐð]"
_SIGN: Final = re.compile(_SIGNS)
# Behind a and e no Vietnamese word has another vowel with a mark.
_SUSPICIOUS: Final = re.compile(rf"{_SIGNS}|[ae][âáàãùõêéèú]", re.IGNORECASE)
_INITIAL: Final = "b|ch|c|d|đ|gh|gi|g|hm|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|sl|s|th|tr|t|v|x"
_OPEN: Final = (
    "ai|ao|au|ay|âu|ây|eo|êu|iêu|ia|iu|oai|oao|oay|oa|oeo|oe|oi|ôi|ơi|ua|uây|uê|ui|uôi|uơ|uya|uyu|"
    "uy|ưa|ươi|ươu|ưi|ưu|yêu|a|e|ê|i|o|ô|ơ|u|ư|y"
)
_NUCLEI: Final = "iê|oa|oă|oe|oo|uâ|uê|uô|uyê|uy|ươ|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
_SYLLABLE: Final = re.compile(
    rf"(?:{_INITIAL})?(?:(?:{_OPEN})|(?:{_NUCLEI})(?:(?P<stop>ch|c|p|t)|ng|nh|m|n))"
)
