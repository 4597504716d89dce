"""Whether a register can answer for a day; a number is never invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from attrs import frozen

from coso.core.dates import format_date
from coso.figures.engine import Figure, Scope, Store
from coso.organizations.enums import Level, Tree

_KEPT: Final = """
SELECT register, detail, first_day, last_day FROM registers WHERE unit_id IS NULL"""

# A unit without a roster of its own (a branch founded later) is covered by the register's first.
_KEPT_IN_VIEW: Final = """
SELECT r.register, min(r.first_day) FROM registers r
  JOIN closure c ON c.unit_id = r.unit_id AND c.ancestor_id = $unit
 WHERE c.starts <= $day AND c.ends > $day
 GROUP BY r.register"""

# Whose ratings a figure counts, unless those that cadres were given at a level.
_RATED: Final = {"MEMBER": "của đảng viên", "ORGANIZATION": "của tổ chức đảng"}
_NO_PARTY: Final = "Đơn vị này không có tổ chức đảng riêng vào ngày xem."
_NO_AREAS: Final = "Không đếm đơn vị hành chính theo cơ quan: hãy chọn tổ chức đảng hoặc địa bàn."


@frozen
class Coverage:
    """From when to when each register was kept, in the installation and in the unit in view."""

    scope: Scope
    unit_tree: str
    first: dict[tuple[str, str], dt.date]
    last: dict[tuple[str, str], dt.date]
    years: dict[str, set[int]]
    in_view: dict[str, dt.date]

    @classmethod
    def of(cls, store: Store, scope: Scope, unit_tree: str) -> Coverage:
        """Read what the registers of a snapshot cover for a unit."""
        first: dict[tuple[str, str], dt.date] = {}
        last: dict[tuple[str, str], dt.date] = {}
        years: dict[str, set[int]] = {}
        for register, detail, first_day, last_day in store.know(_KEPT):
            key = (register, detail)
            first[key] = min(first_day, first.get(key, first_day))
            last[key] = max(last_day, last.get(key, last_day))
            years.setdefault(f"{register}:{detail}", set()).add(first_day.year)
        in_view = dict(store.know(_KEPT_IN_VIEW, unit=scope.s_unit, day=scope.s_tree_day))
        return cls(scope, unit_tree, first, last, years, in_view)

    def reason(self, figure: Figure) -> str:
        """Return why a figure has no value, empty where it has one."""
        rule, _, detail = figure.available.partition(":")
        return _RULES[rule](self, detail)


def _units(coverage: Coverage, tree: Tree) -> str:
    first = coverage.first.get(("units", tree.value))
    if first is not None and coverage.scope.s_day < first:
        return f"Danh mục {tree.label.lower()} chỉ có từ ngày {format_date(first)}."
    return ""


def _party(coverage: Coverage, _detail: str) -> str:
    if coverage.scope.s_party is None:
        return _NO_PARTY
    return _units(coverage, Tree.PARTY)


def _areas(coverage: Coverage, _detail: str) -> str:
    if coverage.unit_tree == Tree.AGENCY:
        return _NO_AREAS
    return _units(coverage, Tree.AREA)


def _villages(coverage: Coverage, _detail: str) -> str:
    """Return why villages are not counted; the first catalogue answers for before it, too."""
    return _NO_AREAS if coverage.unit_tree == Tree.AGENCY else ""


def _roster(coverage: Coverage, register: str, name: str, day: dt.date) -> str:
    first = coverage.in_view.get(register) or coverage.first.get((register, ""))
    if first is None:
        return f"Chưa có {name}: hãy nhập danh sách."
    if day < first:
        return f"Sổ chỉ có {name} từ ngày {format_date(first)}."
    return ""


def _members(coverage: Coverage, _detail: str) -> str:
    return _roster(coverage, "members", "danh sách đảng viên", coverage.scope.s_day)


def _balance(coverage: Coverage, _detail: str) -> str:
    return _roster(coverage, "members", "danh sách đảng viên", coverage.scope.s_opening)


def _staff(coverage: Coverage, _detail: str) -> str:
    return _roster(
        coverage, "staff", "danh sách cán bộ, công chức, viên chức", coverage.scope.s_day
    )


def _quotas(coverage: Coverage, _detail: str) -> str:
    year = coverage.scope.s_day.year
    known = coverage.years.get("quotas:", set())
    return "" if year in known else f"Chưa có biên chế giao năm {year}."


def _evaluations(coverage: Coverage, kind: str) -> str:
    year = coverage.scope.s_year
    if year >= coverage.scope.s_day.year:
        return f"Năm {year} chưa kết thúc vào ngày xem."
    if year not in coverage.years.get(f"evaluations:{kind}", set()):
        of = _RATED.get(kind) or f"ở {Level(kind).label.lower()}"
        return f"Chưa có kết quả xếp loại năm {year} {of}."
    return ""


def _meetings(coverage: Coverage, kind: str) -> str:
    kinds = [key for key in coverage.first if key[0] == "meetings" and kind in ("", key[1])]
    if not kinds:
        return "Chưa có sổ sinh hoạt chi bộ: hãy nhập bảng theo dõi."
    first = min(coverage.first[key] for key in kinds)
    end = max(coverage.last[key] for key in kinds)
    if coverage.scope.s_day < first:
        return f"Sổ sinh hoạt chi bộ chỉ có từ ngày {format_date(first)}."
    if coverage.scope.s_since >= end:
        return f"Sổ sinh hoạt chi bộ mới có đến kỳ kết thúc trước ngày {format_date(end)}."
    return ""


def _from(coverage: Coverage, register: str, name: str) -> str:
    first = coverage.first.get((register, ""))
    if first is None:
        return f"Chưa có {name}."
    if coverage.scope.s_day < first:
        return f"Sổ chỉ có {name} từ ngày {format_date(first)}."
    return ""


def _from_term(coverage: Coverage, register: str, name: str) -> str:
    if coverage.scope.s_term_since is None:
        return "Chưa khai báo nhiệm kỳ vào ngày xem: hãy chọn ngày đầu kỳ."
    return _from(coverage, register, name)


def _visits(coverage: Coverage, _detail: str) -> str:
    if coverage.scope.s_party is None:
        return _NO_PARTY
    return _from_term(coverage, "visits", "lượt dự sinh hoạt")


def _courses(coverage: Coverage, _detail: str) -> str:
    return _from_term(coverage, "courses", "lớp đào tạo, bồi dưỡng")


def _secretaries(coverage: Coverage, _detail: str) -> str:
    if ("secretaries", "") not in coverage.first:
        return "Chưa có bí thư chi bộ nào trong sổ: hãy nhập danh sách đảng viên."
    if coverage.scope.s_party is None:
        return _NO_PARTY
    return _from(coverage, "courses", "lớp đào tạo, bồi dưỡng")


def _admissions(coverage: Coverage, _detail: str) -> str:
    known = ("members", "") in coverage.first
    return "" if known else "Chưa có danh sách đảng viên: hãy nhập danh sách."


def _targets(coverage: Coverage, _detail: str) -> str:
    return _from(coverage, "targets", "chỉ tiêu của nghị quyết")


def _work_items(coverage: Coverage, _detail: str) -> str:
    return _from(coverage, "work_items", "nhiệm vụ của nghị quyết")


def _decisions(coverage: Coverage, _detail: str) -> str:
    return _from_term(coverage, "decisions", "quyết định cán bộ")


def _planning(coverage: Coverage, _detail: str) -> str:
    return _from(coverage, "planning", "quy hoạch cán bộ")


def _visited(coverage: Coverage, _detail: str) -> str:
    return _party(coverage, "") or _visits(coverage, "")


def _documents(coverage: Coverage, _detail: str) -> str:
    if coverage.scope.s_party is None:
        return _NO_PARTY
    if coverage.scope.s_term is None:
        return "Chưa khai báo nhiệm kỳ vào ngày xem."
    return _from(coverage, "documents", "văn bản")


def _themes(coverage: Coverage, _detail: str) -> str:
    return _from(coverage, "themes", "danh mục chuyên đề")


_RULES: Final[dict[str, Callable[[Coverage, str], str]]] = {
    "party": _party,
    "areas": _areas,
    "villages": _villages,
    "members": _members,
    "balance": _balance,
    "staff": _staff,
    "quotas": _quotas,
    "evaluations": _evaluations,
    "meetings": _meetings,
    "visits": _visits,
    "courses": _courses,
    "secretaries": _secretaries,
    "admissions": _admissions,
    "targets": _targets,
    "work_items": _work_items,
    "decisions": _decisions,
    "planning": _planning,
    "visited": _visited,
    "documents": _documents,
    "themes": _themes,
}
