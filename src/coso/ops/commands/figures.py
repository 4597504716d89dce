"""`coso figures` and `coso list`: numbers, and the records behind them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click
from attrs import frozen

from coso.appointments.enums import DecisionKind
from coso.core import clock, dates, numbers
from coso.core.errors import DomainError
from coso.evaluations.enums import Rating
from coso.figures import queries
from coso.figures.queries import FigureRequest, FigureValue, Slice
from coso.meetings.enums import MeetingKind
from coso.members.enums import Entry, Leaving
from coso.ops import placing, progress
from coso.organizations.models import Unit
from coso.people.enums import Gender
from coso.personnel.enums import Category
from coso.planning.enums import Leaving as LeavingPlan
from coso.training.enums import CourseKind, Result

HEADINGS = {
    "name": "Họ và tên",
    "born_on": "Ngày sinh",
    "gender": "Giới tính",
    "unit": "Tổ chức, đơn vị",
    "code": "Mã",
    "type": "Loại hình",
    "admitted_on": "Ngày vào Đảng",
    "official_on": "Ngày chính thức",
    "entry": "Vào do",
    "leaving": "Ra do",
    "day": "Ngày",
    "agency": "Đơn vị công tác",
    "title": "Chức vụ, tên",
    "category": "Đối tượng",
    "year": "Năm",
    "quantity": "Biên chế giao",
    "rating": "Kết quả",
    "course": "Lớp",
    "course_kind": "Loại hình đào tạo",
    "starts_on": "Mở lớp ngày",
    "result": "Kết quả học tập",
    "decision_kind": "Hình thức",
    "new_post": "Chức vụ, đơn vị mới",
    "decided_on": "Ngày quyết định",
    "term_ends_on": "Hết thời hạn",
    "planned_title": "Chức danh quy hoạch",
    "decision": "Số quyết định",
    "left_for": "Đưa ra khỏi quy hoạch",
    "target": "Chỉ tiêu",
    "measure": "Đơn vị tính",
    "work_item": "Nhiệm vụ",
    "responsible": "Đơn vị thực hiện",
    "due_on": "Thời hạn",
    "done_on": "Ngày hoàn thành",
    "visited_on": "Ngày dự",
    "team": "Tổ số",
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "summary": "Trích yếu",
    "kind": "Loại sinh hoạt",
    "period": "Kỳ từ ngày",
    "period_starts": "Kỳ từ ngày",
    "period_ends": "Đến trước ngày",
    "held_on": "Ngày họp",
    "required": "Phải dự",
    "present": "Có mặt",
}
WORDS: dict[str, dict[Any, Any]] = {
    "gender": dict(Gender.choices),
    "entry": dict(Entry.choices),
    "leaving": dict(Leaving.choices),
    "category": dict(Category.choices),
    "rating": dict(Rating.choices),
    "kind": dict(MeetingKind.choices),
    "course_kind": dict(CourseKind.choices),
    "result": dict(Result.choices),
    "decision_kind": dict(DecisionKind.choices),
    "left_for": dict(LeavingPlan.choices),
}


@frozen
class Asked:
    """A unit and what is asked of it."""

    unit: Unit
    request: FigureRequest

    def head(self) -> dict[str, Any]:
        """Return the day, the unit and the tree, as the contract prints them."""
        return {
            "as_of": self.request.as_of.isoformat(),
            "unit": self.unit.code or self.unit.name,
            "unit_name": self.unit.name,
            "tree": self.request.tree,
        }


def figures(
    *, ids: tuple[str, ...], as_json: bool, cluster: str | None = None, **asked: Any
) -> None:
    """Print figures by id; all of them where none is named."""
    counting = queries.counted_by(cluster) if cluster else queries.one_state()
    try:
        with counting:
            answers = [(each, queries.evaluate(each.request)) for each in _asked(ids, **asked)]
    except DomainError as refusal:
        raise click.UsageError(refusal.message) from refusal
    if as_json:
        contents = [
            {**wanted.head(), "figures": [_figure(value) for value in values]}
            for wanted, values in answers
        ]
        _print_json(_in_one(contents))
        return
    for wanted, values in answers:
        _print_heading(wanted)
        _print_values(values)
    if len(answers) > 1:
        _print_differences(*(values for _, values in answers))


def records(*, figure_id: str, as_json: bool, **asked: Any) -> None:
    """Print the records behind a figure; the list counts to the figure."""
    asked["by"] = None
    try:
        answers = [_listed(wanted, figure_id) for wanted in _asked((figure_id,), **asked)]
    except DomainError as refusal:
        raise click.UsageError(refusal.message) from refusal
    if as_json:
        contents = [
            {**wanted.head(), "figure": _figure(value), "count": count, "rows": rows}
            for wanted, value, rows, count in answers
        ]
        _print_json(_in_one(contents))
        return
    for wanted, value, rows, count in answers:
        _print_heading(wanted)
        _print_rows(value, rows, count)


def _listed(wanted: Asked, figure_id: str) -> tuple[Asked, FigureValue, list[Any], int]:
    [value] = queries.evaluate(wanted.request)
    return (wanted, value, *queries.records(wanted.request, figure_id))


def _asked(
    ids: tuple[str, ...], *, unit: str | None, as_of: dt.date | None, tree: str, **more: Any
) -> list[Asked]:
    """Return what is asked: once, or twice under both trees."""
    day = as_of or clock.today()
    return [
        Asked(
            side.unit,
            FigureRequest(unit_id=side.unit.pk, as_of=day, ids=ids, tree=side.tree, **more),
        )
        for side in placing.sides_of(unit, day, tree)
    ]


def _in_one(contents: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the only answer, or those under both trees by the names of the trees."""
    if len(contents) == 1:
        return contents[0]
    return {"tree": "both", **{content["tree"]: content for content in contents}}


def _figure(value: FigureValue) -> dict[str, Any]:
    content: dict[str, Any] = {
        "id": value.id,
        "label": value.label,
        "value": value.value,
        "base": value.base,
        "percent": value.percent,
        "text": value.text,
        "definition": value.definition,
    }
    if value.reason:
        content["reason"] = value.reason
    content["breakdown"] = [_slice(part) for part in value.breakdown]
    return content


def _slice(part: Slice) -> dict[str, Any]:
    return {
        "key": part.key,
        "label": part.label,
        "value": part.value,
        "base": part.base,
        "percent": part.percent,
        "text": part.text,
    }


def _print_json(content: dict[str, Any]) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> str:
    """Return days as ISO dates, periods as their first day."""
    lower = getattr(value, "lower", None)
    day = value if lower is None or isinstance(value, str) else lower
    return day.isoformat() if isinstance(day, dt.date) else str(value)


def _print_heading(asked: Asked) -> None:
    tree = placing.WORDS[asked.request.tree]
    click.echo(f"{asked.unit.name}, đến ngày {dates.format_date(asked.request.as_of)}, {tree}")


def _print_values(values: list[FigureValue]) -> None:
    lines: list[list[str]] = []
    for value in values:
        lines.append([value.id, value.label, value.text if not value.reason else value.reason])
        lines += [["", f"  {part.label}", part.text] for part in value.breakdown]
    progress.print_table(["Mã", "Số liệu", "Giá trị"], lines)


def _print_differences(then: list[FigureValue], now: list[FigureValue]) -> None:
    """Print what is not the same under both trees."""
    pairs = [(one, other) for one, other in zip(then, now, strict=True) if one.text != other.text]
    if not pairs:
        click.echo("Hai cây tổ chức cho cùng các số liệu.")
        return
    click.echo("Khác nhau giữa hai cây tổ chức:")
    headings = ["Mã", "Số liệu", "Theo tổ chức lúc đó", "Theo tổ chức hôm nay"]
    progress.print_table(headings, [[one.id, one.label, one.text, o.text] for one, o in pairs])


def _print_rows(value: FigureValue, rows: list[dict[str, Any]], count: int) -> None:
    click.echo(f"{value.label}: {value.reason or value.text}")
    if rows:
        names = [name for name in rows[0] if name != "id"]
        headings = [HEADINGS[name] for name in names]
        progress.print_table(
            headings, [[_shown(name, row[name]) for name in names] for row in rows]
        )
    click.echo(f"{numbers.format_integer(count)} dòng.")


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    day = getattr(value, "lower", value) if not isinstance(value, str) else value
    if isinstance(day, dt.date):
        return dates.format_date(day)
    words = WORDS.get(name, {})
    return str(words.get(value, value)) if words else str(value)
