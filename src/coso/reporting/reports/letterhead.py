"""Who issues a paper, to whom, where: the words of the head and of the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.documents import queries as documents
from coso.organizations import queries as organizations
from coso.organizations.enums import Level, Tree
from coso.organizations.models import Unit
from coso.organizations.queries import UnitDetails
from coso.reporting.reports.asking import Request

UNIT: Final = "đơn vị"
ISSUER: Final = "cơ quan ban hành"
AS_OF: Final = "ngày số liệu"
# Without these a paper does not say whose it is and of which day.
NEEDED: Final = (UNIT, ISSUER, AS_OF)
_BRANCH: Final = "Chi bộ"
_SYMBOLS: Final = {
    "Tỉnh ủy": "TU",
    "Huyện ủy": "HU",
    "Quận ủy": "QU",
    "Thị ủy": "ThU",
    "Đảng ủy": "ĐU",
    _BRANCH: "CB",
}
# Of a city of the central level, else of a city of a province.
_CITY_SYMBOLS: Final = {True: "TU", False: "ThU"}
_STANDING: Final = ("TU", "HU", "QU", "ThU")
_TWO_WORDS: Final = ("Thị trấn ", "Thành phố ", "Đặc khu ", "Thị xã ")
_UNKNOWN_PLACE: Final = "……"
_SINGLE_DIGIT: Final = 10
_FEBRUARY: Final = 2


class UnitNotThere(DomainError):
    """A paper is asked for a day on which its unit did not exist."""

    def __init__(self, unit: Unit, day: dt.date) -> None:
        super().__init__(
            "paper.unit_not_there",
            f"Ngày {format_date(day)} sổ không có “{unit}”: hãy chọn ngày hoặc đơn vị khác.",
            unit_id=unit.pk,
        )


def words(request: Request) -> dict[str, str]:
    """Return what the fields of the head, of the addressees and of the signature stand for.

    :raises UnitNotThere: if the unit did not exist on the day
    """
    day = request.tree_day
    issuer = _issuer(request.unit, day)
    details = _details(issuer, day)
    own = details if issuer == request.unit else _details(request.unit, day)
    superior = organizations.parent_on(issuer, day)
    above = None if superior is None else _details(superior, day)
    organ = _organ(details)
    symbol = _symbol(details, organ)
    return {
        UNIT: own.name,
        AS_OF: request.when,
        "cơ quan": organ,
        "cơ quan cấp trên": "" if above is None else above.name.upper(),
        ISSUER: organ.upper(),
        "ký hiệu": symbol,
        "nơi, ngày": f"{_place(issuer, details, day)}, {_in_words(request.as_of)}",
        "quyền hạn ký": _authority(organ, symbol),
        "chức vụ ký": "BÍ THƯ",
        "nơi báo cáo": "" if above is None else _organ(above),
        "nơi lưu": "chi bộ" if symbol == _SYMBOLS[_BRANCH] else f"Văn phòng {_kind(organ)}",
    }


def _issuer(unit: Unit, day: dt.date) -> Unit:
    """Return the Party organization that reports: of an area or agency the one that hosts it."""
    if unit.tree == Tree.PARTY:
        return unit
    overseer = organizations.overseers_on(day).get(unit.pk)
    if overseer is None:
        raise UnitNotThere(unit, day)
    return organizations.units().get(pk=overseer)


def _details(unit: Unit, day: dt.date) -> UnitDetails:
    found = organizations.details_on(unit, day)
    if found is None:
        raise UnitNotThere(unit, day)
    return found


def _organ(details: UnitDetails) -> str:
    return details.name if details.type.is_branch else documents.committee_of(details.name)


def _kind(organ: str) -> str:
    """Return the words that say what a committee is: “Huyện ủy”."""
    return " ".join(organ.split()[:2])


def _symbol(details: UnitDetails, organ: str) -> str:
    if _kind(organ) == "Thành ủy":
        return _CITY_SYMBOLS[details.level == Level.PROVINCE]
    return _SYMBOLS.get(_kind(organ), _SYMBOLS["Đảng ủy"])


def _authority(organ: str, symbol: str) -> str:
    if symbol in _STANDING:
        return "T/M BAN THƯỜNG VỤ"
    return f"T/M {_kind(organ).upper()}"


def _place(issuer: Unit, details: UnitDetails, day: dt.date) -> str:
    """Return the name of the commune, district or province that the organization sits in."""
    for host in _hosts(issuer, details, day):
        area = None if host is None else organizations.details_on(host, day)
        if area is not None and area.level != Level.VILLAGE:
            return _bare(area.name)
    return _UNKNOWN_PLACE


def _hosts(issuer: Unit, details: UnitDetails, day: dt.date) -> Iterator[Unit | None]:
    """Return the area that an organization is of, then those of the organizations above it."""
    yield details.host_area
    for above in reversed(organizations.ancestors_on(issuer, day)):
        yield _details(above, day).host_area


def _bare(area: str) -> str:
    for kind in _TWO_WORDS:
        if area.startswith(kind):
            return area.removeprefix(kind)
    return area.partition(" ")[2] or area


def _in_words(day: dt.date) -> str:
    date = f"{day.day:02d}" if day.day < _SINGLE_DIGIT else f"{day.day}"
    month = f"{day.month:02d}" if day.month <= _FEBRUARY else f"{day.month}"
    return f"ngày {date} tháng {month} năm {day.year}"
