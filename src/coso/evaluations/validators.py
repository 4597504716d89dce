"""How a rating is read from what offices write, and how many may be excellent."""

import datetime as dt
import re
from typing import Final

from attrs import frozen

from coso.core.text import normalize, search_key
from coso.evaluations.enums import Rating

_WRITTEN: Final = {
    Rating.EXCELLENT: ("hoan thanh xuat sac", "xuat sac", "htxsnv", "htxs", "ht xuat sac"),
    Rating.GOOD: ("hoan thanh tot", "tot", "httnv", "htt", "ht tot"),
    # "nhưng còn hạn chế về năng lực": the third level until 2020 (Nghị định 56/2015/NĐ-CP).
    Rating.COMPLETED: (
        "hoan thanh",
        "htnv",
        "hoan thanh nhiem vu nhung con han che ve nang luc",
    ),
    Rating.NOT_COMPLETED: (
        "khong hoan thanh",
        "chua hoan thanh",
        "khtnv",
        "khong htnv",
        "khong ht",
    ),
}
_RATINGS: Final = {
    written + ending: rating
    for rating, forms in _WRITTEN.items()
    for written in forms
    for ending in ("", " nhiem vu", " nhiem vu duoc giao")
}
_NOT_RATED: Final = (
    "khong xep loai",
    "chua xep loai",
    "khong danh gia",
    "chua danh gia",
    "mien xep loai",
    "khong du dieu kien xep loai",
    "chua du dieu kien xep loai",
    "kxl",
)
# After a colon the reason is as it stands, else what is between brackets or behind a dash.
_REASON: Final = re.compile(r"\s*(?::\s*(?P<whole>.+)|[-.,:;(\s]*(?P<loose>.*?)[.)\s]*$)")


@frozen
class Outcome:
    """What the column of results says: a rating, or the reason why there is none."""

    rating: Rating | None
    not_rated_reason: str = ""


def rating_of(text: str) -> Rating | None:
    """Return the rating that was written, ``None`` if the words are unknown."""
    key = search_key(text).strip(" .")
    return _RATINGS.get(key.removeprefix("loai ").strip())


def outcome_of(text: str, note: str = "") -> Outcome | None:
    """Return the rating, or the reason for none; ``None`` if the words are unknown.

    The reason is what follows "không xếp loại" ("Không xếp loại: nghỉ thai sản"), else the note,
    else these words themselves.
    """
    rating = rating_of(text)
    if rating is not None:
        return Outcome(rating)
    written = normalize(text)
    key = search_key(written)
    for form in _NOT_RATED:
        if key.startswith(form):
            said = _REASON.match(written, len(form))
            reason = (said["whole"] or said["loose"] or "") if said else ""
            return Outcome(None, reason or normalize(note) or written)
    return None


def excellent_allowed(base: int, cap: int) -> int:
    """Return how many may be excellent: so many of a hundred of the base, the rest cut off."""
    return base * cap // 100


def year_refusal(year: int, today: dt.date) -> str:
    """Return why nobody can be rated for a year yet; empty if they can."""
    if year <= today.year:
        return ""
    return f"Năm {year} chưa đến. Hãy ghi xếp loại khi năm ấy đã có kết quả."
