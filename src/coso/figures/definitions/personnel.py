"""Figures of cadres, civil servants and public employees."""

from __future__ import annotations

from typing import Any, Final

from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import (
    CATEGORY,
    CHILDREN,
    ETHNICITY,
    GENDER,
    LEVEL,
    PROFESSIONAL,
    THEORY,
    TYPE,
    age_band,
)
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, stock
from coso.organizations.enums import Level
from coso.personnel.enums import Category, PostGroup

_GROUP: Final = "Cán bộ, công chức, viên chức"
_SOURCE: Final = "Sổ cán bộ, công chức, viên chức"
_ON_PAYROLL: Final = (
    Category.CADRE.value,
    Category.CIVIL_SERVANT.value,
    Category.PUBLIC_EMPLOYEE.value,
)


def _staff() -> Table:
    rows = stock("assignments")
    return rows.filter(rows.is_primary)


def _quotas() -> Table:
    rows: Table = stock("quotas")
    return rows


STAFF: Final = Fact(
    "staff",
    "personnel.Assignment",
    _SOURCE,
    _staff,
    (CHILDREN, GENDER, ETHNICITY, age_band("staff"), PROFESSIONAL, THEORY, LEVEL, CATEGORY, TYPE),
)
QUOTAS: Final = Fact(
    "quotas",
    "personnel.HeadcountQuota",
    "Sổ biên chế giao",
    _quotas,
    (CHILDREN, LEVEL, TYPE),
    details=("quantity",),
)


def _is_on_payroll(rows: Table) -> Any:
    return rows.category.isin(_ON_PAYROLL)


def _is_contract(rows: Table) -> Any:
    return rows.category == Category.CONTRACT_WORKER.value


def _is_at(level: Level) -> Predicate:
    return lambda rows: _is_on_payroll(rows) & (rows.level == level.value)


def _is_managed(rows: Table) -> Any:
    """Tell who belongs to the offices, service units and school managers of the district."""
    manages = (rows.category == Category.PUBLIC_EMPLOYEE.value) & (
        rows.post_group == PostGroup.MANAGING.value
    )
    in_office = _is_contract(rows) & (rows.post_group == PostGroup.OFFICE.value)
    appointed = rows.category.isin((Category.CADRE.value, Category.CIVIL_SERVANT.value))
    return (rows.level == Level.DISTRICT.value) & (appointed | manages | in_office)


def _is_professional(rows: Table) -> Any:
    """Tell who does professional work in the service units of the district."""
    employed = (rows.category == Category.PUBLIC_EMPLOYEE.value) & (
        rows.post_group != PostGroup.MANAGING.value
    )
    contracted = _is_contract(rows) & (rows.post_group == PostGroup.PROFESSIONAL.value)
    return (rows.level == Level.DISTRICT.value) & (employed | contracted)


def _is_of_commune(rows: Table) -> Any:
    appointed = rows.category.isin((Category.CADRE.value, Category.CIVIL_SERVANT.value))
    return (rows.level == Level.COMMUNE.value) & appointed


def _holds_degree(group: Predicate) -> Predicate:
    return lambda rows: group(rows) & rows.has_degree


def _is_party_member(rows: Table) -> Any:
    return (
        _is_on_payroll(rows)
        & (rows.party_from <= asked("s_day"))
        & (rows.party_until > asked("s_day"))
    )


def _figure(
    name: str, label: str, definition: str, where: Predicate, base: Predicate | None = None
) -> Figure:
    return Figure(
        id=f"staff.{name}",
        label=label,
        definition=definition,
        group=_GROUP,
        fact=STAFF,
        permission=Permission.STAFF_VIEW,
        available="staff",
        measure=Measure(where),
        base=None if base is None else Measure(base),
        base_label="" if base is None else "tổng số người thuộc nhóm",
    )


_MANAGED: Final = (
    "vị trí chính ở cấp huyện của cán bộ, công chức, viên chức quản lý và người lao động hợp đồng "
    "làm việc phòng, ban"
)
_PROFESSIONALS: Final = (
    "vị trí chính ở cấp huyện của viên chức không giữ chức vụ quản lý và người lao động hợp đồng "
    "làm chuyên môn nghiệp vụ"
)
_DEGREE: Final = "trong đó trình độ chuyên môn cao nhất là đại học trở lên"

FIGURES: Final = (
    _figure(
        "total",
        "Cán bộ, công chức, viên chức",
        "Số người giữ vị trí chính vào ngày xem là cán bộ, công chức hoặc viên chức; không kể hợp "
        "đồng lao động.",
        _is_on_payroll,
    ),
    _figure(
        "district",
        "Cấp huyện",
        "Số cán bộ, công chức, viên chức mà cơ quan sử dụng thuộc cấp huyện vào ngày xem.",
        _is_at(Level.DISTRICT),
    ),
    _figure(
        "commune",
        "Cấp xã",
        "Số cán bộ, công chức, viên chức mà cơ quan sử dụng thuộc cấp xã vào ngày xem; cũng là "
        "mẫu số của tỷ lệ có trình độ đại học của cán bộ, công chức cấp xã.",
        _is_at(Level.COMMUNE),
    ),
    _figure(
        "contract",
        "Hợp đồng lao động",
        "Số người giữ vị trí chính theo hợp đồng lao động vào ngày xem; ngoài tổng số.",
        _is_contract,
    ),
    _figure(
        "managed",
        "Phòng, ban, đơn vị sự nghiệp và quản lý trường học",
        f"Số {_MANAGED}.",
        _is_managed,
    ),
    _figure(
        "managed.degree",
        "Phòng, ban, đơn vị sự nghiệp và quản lý trường học có trình độ đại học trở lên",
        f"Số {_MANAGED}, {_DEGREE}.",
        _holds_degree(_is_managed),
        _is_managed,
    ),
    _figure(
        "professional",
        "Viên chức chuyên môn nghiệp vụ",
        f"Số {_PROFESSIONALS}.",
        _is_professional,
    ),
    _figure(
        "professional.degree",
        "Viên chức chuyên môn nghiệp vụ có trình độ đại học trở lên",
        f"Số {_PROFESSIONALS}, {_DEGREE}.",
        _holds_degree(_is_professional),
        _is_professional,
    ),
    _figure(
        "commune.degree",
        "Cán bộ, công chức cấp xã có trình độ đại học trở lên",
        f"Số vị trí chính ở cấp xã của cán bộ, công chức, {_DEGREE}.",
        _holds_degree(_is_of_commune),
        _is_of_commune,
    ),
    _figure(
        "party_members",
        "Cán bộ, công chức, viên chức là đảng viên",
        "Số cán bộ, công chức, viên chức là đảng viên vào ngày xem, theo sổ đảng viên hoặc hồ sơ "
        "cán bộ.",
        _is_party_member,
    ),
    Figure(
        id="staff.quota",
        label="Biên chế giao",
        definition="Tổng biên chế giao cho các cơ quan, đơn vị trong năm của ngày xem.",
        group=_GROUP,
        fact=QUOTAS,
        permission=Permission.STAFF_VIEW,
        available="quotas",
        measure=Measure(column="quantity"),
    ),
)
