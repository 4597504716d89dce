"""Figures of courses, of who was sent to them, and of the people trained."""

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
    TYPE,
    column,
    month_of,
    year_of,
)
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.model import Predicate
from coso.figures.engine.rows import asked, events, first_of, stock, table
from coso.organizations.enums import Tree
from coso.training.enums import CourseKind, Result

_GROUP: Final = "Đào tạo, bồi dưỡng"
_SOURCE: Final = "Sổ đào tạo, bồi dưỡng"
_KIND: Final = column("kind", "Loại hình", "kind", dict(CourseKind.choices))
_RESULT: Final = column("result", "Kết quả", "result_by_day", dict(Result.choices))
_WHEN: Final = (year_of("day"), month_of("day"))
# What is known only once a course is over.
_AT_THE_END: Final = (Result.COMPLETED.value, Result.FAILED.value)


def _begun(rows: Table) -> Table:
    """Return what belongs to courses that began in the period in view."""
    rows = events(rows, "day")
    return rows.filter(rows.day >= asked("s_term_since"), rows.day <= asked("s_day"))


def _enrollments() -> Table:
    """Return the enrollments; whoever has a result of a course that goes on is studying yet."""
    rows = _begun(table("enrollments"))
    goes_on = (rows.ends_on > asked("s_day")) & rows.result.isin(_AT_THE_END)
    return rows.mutate(
        result_by_day=ibis.ifelse(goes_on, ibis.literal(Result.STUDYING.value), rows.result)
    )


def _trained() -> Table:
    """Return the first course in the period that each person has completed."""
    rows = _enrollments()
    rows = rows.filter(rows.result_by_day == Result.COMPLETED.value)
    return first_of(rows, ["person_id"], [rows.day, rows.id])


def _branches() -> Table:
    """Return the branches of the day, and whether the secretary of each was trained in the period.

    A secretary is who holds the post when the course begins.
    """
    taken, held = table("enrollments"), table("secretaries")
    of_secretary = [
        taken.unit_id == held.unit_id,
        taken.person_id == held.person_id,
        held.starts <= taken.day,
        held.ends > taken.day,
    ]
    trained = taken.semi_join(held, of_secretary)
    trained = trained.filter(
        trained.kind == CourseKind.PARTY_WORK.value,
        trained.result == Result.COMPLETED.value,
        trained.day >= asked("s_since"),
        trained.ends_on <= asked("s_day"),
    )
    rows = stock("units", root="s_party")
    rows = rows.filter(rows.tree == Tree.PARTY.value, rows.is_branch)
    return rows.mutate(is_trained=rows.unit_id.isin(trained.unit_id))


COURSES: Final = Fact(
    "courses",
    "training.Course",
    _SOURCE,
    lambda: _begun(table("courses")),
    (CHILDREN, _KIND, *_WHEN),
)
ENROLLMENTS: Final = Fact(
    "enrollments",
    "training.Enrollment",
    _SOURCE,
    _enrollments,
    (CHILDREN, _RESULT, _KIND, *_WHEN, GENDER, ETHNICITY, TYPE, HOST_TYPE),
)
TRAINED: Final = Fact(
    "trained",
    "training.Enrollment",
    _SOURCE,
    _trained,
    (CHILDREN, GENDER, ETHNICITY, TYPE, HOST_TYPE),
)
SECRETARIES: Final = Fact(
    "branches_training",
    "organizations.Unit",
    _SOURCE,
    _branches,
    (CHILDREN, TYPE, HOST_TYPE),
    root="s_party",
)


def _figure(name: str, label: str, definition: str, **more: Any) -> Figure:
    details: dict[str, Any] = {
        "fact": ENROLLMENTS,
        "available": "courses",
        "since": "term_since",
    } | more
    return Figure(
        id=f"training.{name}",
        label=label,
        definition=definition,
        group=_GROUP,
        permission=Permission.TRAINING_VIEW,
        **details,
    )


def _is(result: Result) -> Predicate:
    return lambda rows: rows.result_by_day == result.value


def _of_result(result: Result, name: str, note: str = "") -> Figure:
    said = result.label.lower()
    return _figure(
        f"enrollments.{name}",
        f"Lượt học viên {said}",
        f"Số lượt học viên {said} của các lớp mở từ ngày đầu kỳ xem đến ngày xem, trên số lượt "
        f"học viên.{note}",
        measure=Measure(_is(result)),
        base=Measure(),
        base_label="số lượt học viên",
    )


FIGURES: Final = (
    _figure(
        "courses",
        "Lớp đào tạo, bồi dưỡng",
        "Số lớp do đơn vị và các tổ chức bên dưới mở, có ngày mở từ ngày đầu kỳ xem (mặc định: đầu "
        "nhiệm kỳ) đến ngày xem.",
        fact=COURSES,
    ),
    _figure(
        "enrollments",
        "Lượt học viên",
        "Số lượt học viên của các lớp mở từ ngày đầu kỳ xem đến ngày xem: mỗi người ở mỗi lớp là "
        "một lượt, theo chi bộ khi đi học, không có chi bộ thì theo đơn vị công tác.",
    ),
    _of_result(Result.COMPLETED, "completed", " Lớp chưa kết thúc vào ngày xem thì chưa tính."),
    _of_result(Result.FAILED, "failed", " Lớp chưa kết thúc vào ngày xem thì chưa tính."),
    _of_result(Result.STUDYING, "studying", " Lớp chưa kết thúc vào ngày xem tính là đang học."),
    _of_result(Result.WITHDRAWN, "withdrawn"),
    _of_result(Result.ABSENT, "absent"),
    _figure(
        "people",
        "Người hoàn thành đào tạo, bồi dưỡng",
        "Số người hoàn thành ít nhất một lớp mở từ ngày đầu kỳ xem và đã kết thúc vào ngày xem; "
        "mỗi người tính một lần, ở nơi của lớp đầu tiên.",
        fact=TRAINED,
        additive=False,
    ),
    _figure(
        "secretaries",
        "Chi bộ có bí thư được bồi dưỡng nghiệp vụ công tác đảng",
        "Số chi bộ vào ngày xem có bí thư hoàn thành ít nhất một lớp nghiệp vụ công tác đảng mở "
        "từ ngày đầu kỳ xem (mặc định: đầu năm) và đã kết thúc vào ngày xem, trên số chi bộ. Bí "
        "thư là người giữ chức vụ ngày mở lớp; trước ngày lập danh sách thì theo danh mục chi bộ "
        "và bí thư đầu tiên trong sổ.",
        fact=SECRETARIES,
        measure=Measure(lambda rows: rows.is_trained),
        base=Measure(),
        base_label="số chi bộ",
        available="secretaries",
        since="since",
        also_from="Sổ đảng viên",
    ),
)
