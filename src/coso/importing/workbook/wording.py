"""The words by which lines between, above and below the rows of a table are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from coso.core.text import normalize, search_key

# Stands in front of the first value of the row that blank forms show as an example.
SAMPLE_MARK: Final = "VÍ DỤ:"
_ORDINAL: Final = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ])\s*[.)/]?")
_NUMBERED: Final = re.compile(
    r"(?:(?P<roman>[IVXLC]{1,6})|(?P<capital>[A-ZĐ])|(?P<digits>\d{1,2}(?:\.\d{1,2})*)|"
    r"(?P<small>[a-zđ])|(?P<dash>[-+*•]))(?:\s*[.)/:-]\s*|(?<=[-+*•])\s*)(?=\S)"
)
# What a number may be of: people, units, rows, or something that no row is one of.
_PEOPLE: Final = "nguoi|dong chi|d/c|dc|dang vien|dv|can bo"
_UNITS: Final = "to chuc|chi bo|dang bo|tccsd|don vi"
_ROWS: Final = "dong|truong hop"
_NOUNS: Final = f"{_PEOPLE}|{_UNITS}|{_ROWS}|nu|nam|thon|ho|khau|luot|cuoc|bien che|vi tri"
_AMOUNT: Final = re.compile(rf"\d[\d\s.,%/]*(?:(?:{_NOUNS})\b)?")
_COUNT: Final = re.compile(
    rf"(?P<mark>[:(]\s*)?(?<![\d.,/])(?P<number>\d{{1,3}}(?:[. ]\d{{3}})+|\d{{1,9}})"
    rf"(?![\d,/%])\s*(?P<noun>(?:{_NOUNS})\b)?"
)
_TOTAL: Final = re.compile(
    r"(tổng\s*cộng|tổng\s*số|tổng|cộng\s*dồn|cộng|lũy\s*kế|luỹ\s*kế|mang\s+sang|chuyển\s+sang|"
    r"tỷ\s*lệ|tỉ\s*lệ|bình\s+quân|trung\s+bình|trong\s+đó|tong\s+cong|tong\s+so|cong(?=\W*$)|"
    r"(?:grand |sub)?total)(?!\w)(.*)"
)
# What “tổng” alone may be followed by; else it begins a name (“Tổng công ty”, “Tổng Văn Cộng”).
_OF_ALL: Final = re.compile(r"(?:chung|toan|ca|trang|khoi|nhom|cac|dang vien|dong chi|nguoi)\b")
# What “cộng” may be followed by; else it begins a name (“Cộng Hòa”).
_OF_GROUP: Final = re.compile(
    rf"(?:{_NOUNS}|cb|db|dang uy|khoi|nhom|to|cum|phan|muc|trang|toan|cac|cap|co quan|phong|ban|"
    r"van phong|truong|trung tam|uy ban|ubnd|hoi|lien doan|doan|huyen doan|mttq|mat tran|"
    r"thanh tra|vien|toa an|chi cuc|hat|tram|cong an|quan su|kho bac|bao hiem|cong ty|"
    r"doanh nghiep|xa|thi tran|phuong|huyen|tdp|quy|thang|ca|so|chung|tren|mang|lai|"
    r"[ivxlc]+|[a-z]|\d+)\b"
)
_WHOLE: Final = frozenset(("tong cong", "tong so", "tong"))
_MAY_FOLLOW: Final = {"tong": _OF_ALL, "cong": _OF_GROUP}
_COUNTED: Final = re.compile(rf"toan [\w ]+|chung|(?:so |danh sach )?(?P<noun>{_NOUNS})?")
_REMARK: Final = re.compile(
    r"\(?\*+\)?.*|(?:ghi chu|chu thich|chu y|luu y|nguon|giai thich|bang chu|noi nhan)\b.*|"
    r"(?:an dinh )?danh sach (?:nay |tren )?(?:co|gom|duoc)\b.*|an dinh danh sach.*|"
    r"so lieu (?:tren|duoc|tong hop)\b.*|- ?(?:nhu tren|luu)\b.*|(?:trang|page) \d+(?: ?/ ?\d+)?|"
    r"\(?(?:tiep theo|xem tiep|con tiep)\b.*|.*\./\.?"
)
_SIGNATURE: Final = re.compile(
    r"t/? ?m[./ ] ?\w.*|(?:tm|kt|tl|tuq|q)[./] ?\w.*|"
    r"(?:nguoi|can bo|chuyen vien|ke toan) (?:lap|tong hop|thuc hien|ghi|bao cao)\b.*|"
    r"lap (?:bieu|bang|danh sach)\b.*|thu truong(?: don vi| co quan)?|"
    r"\( ?(?:da )?ky\b.*|(?:da )?ky(?:,| ten\b| va\b).*|xac nhan (?:cua )?\w.*|"
    r"(?:[\w ]{1,40}, ?)?ngay ?[\d.… ]{0,8} ?thang ?[\d.… ]{0,8} ?nam ?[\d.… ]{0,10}"
)
_LETTER: Final = re.compile(r"[^\W_]")
_NUMBER_SIGNS: Final = re.compile(r"[()\[\]\s]|=.*|\.0?$")
_SMALL_NUMBER: Final = re.compile(r"\d{1,3}")
_FIRST_LETTERS: Final = ["a", "b", "c", "d"]


@frozen
class Count:
    """A number, and what it says that it counts ("12 đồng chí")."""

    number: int
    noun: str

    def may_count_rows(self, *, of_people: bool) -> bool:
        """Tell whether the rows of a table, of people or of units, are what is counted."""
        nouns = (_ROWS, _PEOPLE if of_people else _UNITS)
        return not self.noun or self.noun in "|".join(nouns).split("|")


@frozen
class TotalLabel:
    """The label of a line of totals.

    `is_whole` says that it may be of the whole table, `counts` what it counts: `None` if only
    some of the rows or something else. The label may say the number itself.
    """

    is_whole: bool
    counts: str | None
    count: Count | None


def is_amount(text: str) -> bool:
    """Tell whether a text says only how many ("12", "12 đồng chí", "97,2%", "x", "-")."""
    folded = search_key(text)
    return folded.strip("x") == "" or not _LETTER.search(_AMOUNT.sub(" ", folded))


def count_of(amount: str) -> Count | None:
    """Return the number of a text that says only how many."""
    return _count_in(f": {amount}")


def is_sample(text: str) -> bool:
    """Tell whether a text begins the row that blank forms show as an example."""
    return normalize(text).upper().startswith(SAMPLE_MARK)


def is_ordinal(text: str) -> bool:
    """Tell whether a text numbers a group of rows ("I", "A.")."""
    return _ORDINAL.fullmatch(text) is not None


def without_number(text: str) -> tuple[str, str]:
    """Return how the line of a group is numbered ("roman", "digits"…, "") and what it says."""
    found = _NUMBERED.match(text)
    return (found.lastgroup or "", text[found.end() :]) if found else ("", text)


def total_label(text: str) -> TotalLabel | None:
    """Return what the label of a line of totals means; `None` if it is no such label."""
    found = _TOTAL.match(normalize(without_number(text)[1]).lower().lstrip("-*+ "))
    if found is None:
        return None
    head, rest = search_key(found[1]), search_key(found[2])
    named = re.sub(r"[\W_]+", " ", _COUNT.sub(" ", rest)).strip()
    may_follow = _MAY_FOLLOW.get(head)
    if named and may_follow is not None and not may_follow.match(named):
        return None
    of_all = _COUNTED.fullmatch(named) if head in _WHOLE else None
    counts = (of_all["noun"] or "") if of_all else "" if head == "cong" else None
    return TotalLabel(head in _WHOLE, counts, _count_in(rest) if counts is not None else None)


def _count_in(text: str) -> Count | None:
    """Return the number that a text says, if it says one."""
    numbers = [one for one in _COUNT.finditer(search_key(text)) if one["mark"] or one["noun"]]
    if len(numbers) != 1:
        return None
    return Count(int(re.sub(r"\D", "", numbers[0]["number"])), numbers[0]["noun"] or "")


def ends_table(text: str) -> bool:
    """Tell whether a text is a remark below a table or part of its signatures."""
    folded = search_key(text)
    return bool(_REMARK.fullmatch(folded) or _SIGNATURE.fullmatch(folded))


def numbers_columns(texts: Mapping[int, str]) -> bool:
    """Tell whether a row, by columns, numbers them: (1) (2) (3), A B 1 2, 1 2 3=1+2."""
    signs = {column: _NUMBER_SIGNS.sub("", text).lower() for column, text in texts.items()}
    letters = [sign for sign in signs.values() if sign in _FIRST_LETTERS]
    numbers = {column: int(sign) for column, sign in signs.items() if _SMALL_NUMBER.fullmatch(sign)}
    if (
        len(letters) + len(numbers) < max(len(signs), 2)
        or letters != _FIRST_LETTERS[: len(letters)]
    ):
        return False
    first = min(numbers.values(), default=1)
    by_place = len({number - column for column, number in numbers.items()}) <= 1
    one_by_one = list(numbers.values()) == list(range(first, first + len(numbers)))
    in_brackets = all(text.lstrip().startswith("(") for text in texts.values())
    return first <= 1 + len(letters) and (by_place or one_by_one or in_brackets)
