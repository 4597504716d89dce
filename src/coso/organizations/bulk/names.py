"""What the words of a name tell: the kind of an area or agency, a name without its kind."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any, Final

from coso.core import text
from coso.organizations.enums import Level

SEEDS: Final = Path(__file__).parents[1] / "seeds"
# Keys of the words, the longer first, with the space after them.
_AREAS: Final = {
    f"{text.match_key(words)} ": kind
    for words, kind in (
        ("thị trấn", "TOWNSHIP"),
        ("tiểu khu", "RESIDENTIAL_GROUP"),
        ("đặc khu", "SPECIAL_ZONE"),
        ("khu phố", "RESIDENTIAL_GROUP"),
        ("phường", "WARD"),
        ("thị xã", "AREA_DISTRICT"),
        ("huyện", "AREA_DISTRICT"),
        ("quận", "AREA_DISTRICT"),
        ("tỉnh", "AREA_PROVINCE"),
        ("thôn", "VILLAGE"),
        ("bản", "VILLAGE"),
        ("xã", "COMMUNE"),
        ("tổ", "RESIDENTIAL_GROUP"),
    )
}
COMMUNES: Final = ("COMMUNE", "WARD", "TOWNSHIP", "SPECIAL_ZONE")
_COMMITTEES: Final = {
    f"{text.match_key(committee)} ": text.match_key(organization)
    for committee, organization in (
        ("đảng ủy", "đảng bộ"),
        ("huyện ủy", "đảng bộ huyện"),
        ("quận ủy", "đảng bộ quận"),
        ("thị ủy", "đảng bộ thị xã"),
        ("thành ủy", "đảng bộ thành phố"),
        ("tỉnh ủy", "đảng bộ tỉnh"),
    )
}
_ORGANIZATIONS: Final = tuple(f"{text.match_key(words)} " for words in ("chi bộ", "đảng bộ"))


def area_kind(name: str) -> str:
    """Return the kind of area that a name begins with, empty if it tells none."""
    key = text.match_key(name)
    return next((kind for words, kind in _AREAS.items() if key.startswith(words)), "")


def short_area_key(match: str) -> str:
    """Return the key of a commune's name without its kind: xã tân sơn → tân sơn."""
    for words, kind in _AREAS.items():
        if kind in COMMUNES and match.startswith(words):
            return match.removeprefix(words)
    return match


def party_key(match: str) -> str:
    """Return the key of the organization that a committee's name means.

    Đảng ủy xã Tân Sơn → đảng bộ xã tân sơn; Huyện ủy Chợ Mới → đảng bộ huyện chợ mới.
    """
    for committee, organization in _COMMITTEES.items():
        if match.startswith(committee):
            return f"{organization} {match.removeprefix(committee)}"
    return match


def without_party_prefix(match: str) -> str:
    """Return the key of a Party organization's name without “Chi bộ”, “Đảng bộ”."""
    for words in _ORGANIZATIONS:
        if match.startswith(words):
            return match.removeprefix(words)
    return ""


def level_of_name(name: str) -> str:
    """Return the level that the area in the name of an organization has, empty if none tells."""
    kind = area_kind(without_party_prefix(text.match_key(name)))
    if kind in COMMUNES:
        return Level.COMMUNE
    return {"AREA_PROVINCE": Level.PROVINCE, "AREA_DISTRICT": Level.DISTRICT}.get(kind, "")


def agency_kind(name: str, block: str = "") -> str:
    """Return the kind of agency that a name, else the block it is listed in, tells."""
    key = f" {text.search_key(name)} "
    for rule in _agencies()["rules"]:
        if _fits(rule, key):
            return str(rule["type"])
    blocks: dict[str, str] = _agencies()["blocks"]
    return blocks.get(text.search_key(block), str(_agencies()["otherwise"]))


def _fits(rule: dict[str, Any], key: str) -> bool:
    starts = any(key.startswith(f" {text.search_key(words)} ") for words in rule.get("starts", ()))
    ends = any(key.endswith(f" {text.search_key(words)} ") for words in rule.get("ends", ()))
    holds = any(f" {text.search_key(words)} " in key for words in rule.get("holds", ()))
    return starts or ends or holds


@functools.cache
def _agencies() -> dict[str, Any]:
    return tomllib.loads((SEEDS / "agencies.toml").read_text(encoding="utf-8"))
