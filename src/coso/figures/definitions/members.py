"""Figures of Party members: the stock of a day and what came and went in a period."""

from __future__ import annotations

from typing import Any, Final

import ibis
from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import (
    CHILDREN,
    ETHNICITY,
    GENDER,
    HOST_TYPE,
    PROFESSIONAL,
    THEORY,
    TYPE,
    age_band,
    column,
    month_of,
)
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, birthday, events, in_view, stock, table, tree_day_of
from coso.members.enums import Entry, Leaving

_GROUP: Final = "Đảng viên"
_BALANCE: Final = "Biến động đảng viên"
_SOURCE: Final = "Sổ đảng viên"
_WITH_UNIT: Final = "WITH_UNIT"
_WITH_UNIT_LABEL: Final = "Theo tổ chức được sắp xếp lại"


def _members() -> Table:
    return _under_the_tree(stock("memberships"))


def _members_before() -> Table:
    return _under_the_tree(stock("memberships", day="s_opening", tree_day="s_opening_tree_day"))


def _under_the_tree(rows: Table) -> Table:
    """Keep where members stood, or where a reorganization brought them, by the tree asked for."""
    found: Table = rows.filter(ibis.ifelse(asked("s_now"), rows.of_now, rows.of_then))
    return found


def _arrivals() -> Table:
    return _crossings(inside="to_unit", outside="from_unit")


def _departures() -> Table:
    return _crossings(inside="from_unit", outside="to_unit")


def _admissions() -> Table:
    """Return who was admitted in the period, each where the books first found them."""
    rows = _under_the_tree(events(table("admissions"), "placed_on"))
    admitted = rows.filter(rows.day >= asked("s_since"), rows.day <= asked("s_day"))
    return admitted.mutate(birthdays_until=birthday(admitted.day))


def _crossings(inside: str, outside: str) -> Table:
    """Return movements with one end in view and the other not, each by the tree of its day."""
    moves = table("movements")
    units = in_view()
    rows = moves.join(units, moves[inside] == units.below_id)
    day_of = {"to_unit": "day", "from_unit": "day_before"}
    rows = _under_the_tree(rows)
    inside_day, outside_day = (tree_day_of(rows, day_of[end]) for end in (inside, outside))
    rows = rows.filter(
        rows.below_from <= inside_day,
        rows.below_to > inside_day,
        rows.day >= asked("s_since"),
        rows.day <= asked("s_day"),
    ).mutate(other_unit=rows[outside], other_day=outside_day, unit_id=rows[inside])
    others = in_view().select("below_id", "below_from", "below_to").view()
    crossed = rows.drop("below_id", "below_from", "below_to")
    crossed = crossed.anti_join(
        others,
        [
            crossed.other_unit == others.below_id,
            others.below_from <= crossed.other_day,
            others.below_to > crossed.other_day,
        ],
    )
    return crossed.mutate(on_day=crossed.day, birthdays_until=birthday(crossed.day))


_PERSON: Final = (CHILDREN, GENDER, ETHNICITY, age_band("members"))
_STOCK: Final = (*_PERSON, PROFESSIONAL, THEORY, TYPE, HOST_TYPE)

MEMBERS: Final = Fact("members", "members.MembershipPeriod", _SOURCE, _members, _STOCK)
MEMBERS_BEFORE: Final = Fact(
    "members_before", "members.MembershipPeriod", _SOURCE, _members_before, _STOCK
)
ADMISSIONS: Final = Fact(
    "admissions",
    "members.MembershipPeriod",
    _SOURCE,
    _admissions,
    (*_PERSON, month_of("day"), TYPE, HOST_TYPE),
    details=("day",),
)
ARRIVALS: Final = Fact(
    "arrivals",
    "members.MembershipPeriod",
    _SOURCE,
    _arrivals,
    (
        *_PERSON,
        column("kind", "Lý do", "entry", {**dict(Entry.choices), _WITH_UNIT: _WITH_UNIT_LABEL}),
    ),
    record="entered_id",
    details=("day",),
)
DEPARTURES: Final = Fact(
    "departures",
    "members.MembershipPeriod",
    _SOURCE,
    _departures,
    (
        *_PERSON,
        column("kind", "Lý do", "leaving", {**dict(Leaving.choices), _WITH_UNIT: _WITH_UNIT_LABEL}),
    ),
    record="left_id",
    details=("day",),
)


def _is_official(rows: Table) -> Any:
    return rows.official_from <= asked("s_day")


def _member(name: str, label: str, definition: str, where: Predicate | None = None) -> Figure:
    return Figure(
        id=name,
        label=label,
        definition=definition,
        group=_GROUP,
        fact=MEMBERS,
        permission=Permission.MEMBERS_VIEW,
        available="members",
        measure=Measure(where),
    )


def _balance(
    name: str, label: str, definition: str, fact: Fact, where: Predicate | None = None
) -> Figure:
    return Figure(
        id=name,
        label=label,
        definition=definition,
        group=_BALANCE,
        fact=fact,
        permission=Permission.MEMBERS_VIEW,
        available="balance",
        measure=Measure(where),
        additive=fact is MEMBERS_BEFORE,
        since="since",
    )


def _came(name: str, entry: str, label: str) -> Figure:
    return _balance(
        f"member.in.{name}",
        f"Trong đó: {_lowered(label)}",
        f"Số lượt đảng viên vào đơn vị trong kỳ do: {_lowered(label)}.",
        ARRIVALS,
        lambda rows: rows.entry == entry,
    )


def _went(name: str, leaving: str, label: str) -> Figure:
    return _balance(
        f"member.out.{name}",
        f"Trong đó: {_lowered(label)}",
        f"Số lượt đảng viên ra khỏi đơn vị trong kỳ do: {_lowered(label)}.",
        DEPARTURES,
        lambda rows: rows.leaving == leaving,
    )


def _lowered(label: str) -> str:
    return label[0].lower() + label[1:]


_STANDING: Final = (
    _member(
        "member.total",
        "Đảng viên",
        "Số người có đảng tịch vào ngày xem mà tổ chức nơi sinh hoạt chính thức thuộc đơn vị; "
        "người đang chuyển sinh hoạt còn tính ở nơi chuyển đi cho đến khi được tiếp nhận.",
    ),
    _member(
        "member.official",
        "Đảng viên chính thức",
        "Số đảng viên đã được công nhận chính thức vào ngày xem.",
        _is_official,
    ),
    _member(
        "member.probationary",
        "Đảng viên dự bị",
        "Số đảng viên có ngày vào Đảng và chưa được công nhận chính thức vào ngày xem.",
        lambda rows: ~_is_official(rows) & rows.probation_known,
    ),
    _member(
        "member.status_unknown",
        "Chưa rõ chính thức hay dự bị",
        "Số đảng viên mà sổ chưa có ngày vào Đảng và ngày chính thức, hoặc chỉ biết là chính thức "
        "kể từ một ngày sau ngày xem; chính thức, dự bị và chưa rõ cộng lại bằng số đảng viên.",
        lambda rows: ~_is_official(rows) & ~rows.probation_known,
    ),
    _member(
        "member.female",
        "Đảng viên nữ",
        "Số đảng viên là nữ.",
        lambda rows: rows.female,
    ),
    _member(
        "member.male",
        "Đảng viên nam",
        "Số đảng viên là nam.",
        lambda rows: rows.male,
    ),
    _member(
        "member.minority",
        "Đảng viên dân tộc thiểu số",
        "Số đảng viên có dân tộc khác Kinh.",
        lambda rows: rows.minority,
    ),
    _member(
        "member.exempt",
        "Miễn công tác và sinh hoạt đảng",
        "Số đảng viên được miễn công tác và sinh hoạt đảng vào ngày xem.",
        lambda rows: rows.exempt,
    ),
    _member(
        "member.in_transit",
        "Đang chuyển sinh hoạt",
        "Số đảng viên đã làm thủ tục chuyển đi nhưng nơi đến chưa tiếp nhận; nằm trong tổng số.",
        lambda rows: rows.in_transit,
    ),
    _member(
        "member.temporary_out",
        "Sinh hoạt tạm thời nơi khác",
        "Số đảng viên đang sinh hoạt tạm thời nơi khác; vẫn tính ở nơi sinh hoạt chính thức.",
        lambda rows: rows.temporary_out,
    ),
)

_MOVING: Final = (
    _balance(
        "member.opening",
        "Đảng viên đầu kỳ",
        "Số đảng viên vào ngày liền trước kỳ.",
        MEMBERS_BEFORE,
    ),
    _balance("member.in", "Tăng trong kỳ", "Số lượt đảng viên vào đơn vị trong kỳ.", ARRIVALS),
    _came("admitted", Entry.ADMITTED.value, "Kết nạp"),
    _came("readmitted", Entry.READMITTED.value, "Kết nạp lại"),
    _came("restored", Entry.RESTORED.value, "Khôi phục đảng tịch"),
    _came("transferred", Entry.TRANSFERRED_IN.value, "Chuyển đến"),
    _came("moved", Entry.MOVED.value, "Chuyển nội bộ từ ngoài đơn vị"),
    _came("with_unit", _WITH_UNIT, _WITH_UNIT_LABEL),
    _came("roster", Entry.ROSTER.value, "Bổ sung theo danh sách"),
    _balance(
        "member.out", "Giảm trong kỳ", "Số lượt đảng viên ra khỏi đơn vị trong kỳ.", DEPARTURES
    ),
    _went("transferred", Leaving.TRANSFERRED_OUT.value, "Chuyển đi"),
    _went("moved", Leaving.MOVED.value, "Chuyển nội bộ ra ngoài đơn vị"),
    _went("with_unit", _WITH_UNIT, _WITH_UNIT_LABEL),
    _went("deceased", Leaving.DECEASED.value, "Từ trần"),
    _went("struck_off", Leaving.STRUCK_OFF.value, "Xóa tên"),
    _went("expelled", Leaving.EXPELLED.value, "Khai trừ"),
    _went("resigned", Leaving.RESIGNED.value, "Xin ra khỏi Đảng"),
    _went("cancelled", Leaving.CANCELLED.value, "Hủy quyết định kết nạp"),
    Figure(
        id="member.admissions",
        label="Kết nạp, theo ngày kết nạp",
        definition="Số đảng viên trong sổ có ngày kết nạp từ ngày đầu kỳ xem đến ngày xem, ở tổ "
        "chức nơi sổ ghi lần đầu; gồm cả người kết nạp trước ngày lập danh sách đảng viên, trừ "
        "người đã ra khỏi Đảng trước ngày ấy vì sổ không có.",
        group=_BALANCE,
        fact=ADMISSIONS,
        permission=Permission.MEMBERS_VIEW,
        available="admissions",
        since="since",
    ),
    Figure(
        id="member.closing",
        label="Đảng viên cuối kỳ",
        definition="Số đảng viên vào ngày xem: đầu kỳ + tăng − giảm.",
        group=_BALANCE,
        fact=MEMBERS,
        permission=Permission.MEMBERS_VIEW,
        available="members",
        since="since",
    ),
)

FIGURES: Final = (*_STANDING, *_MOVING)
