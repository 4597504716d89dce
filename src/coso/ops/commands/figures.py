"""`coso figures` and `coso list`: numbers, and the records behind them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click
from attrs import frozen

from coso.core import clock, dates, numbers
from coso.core.errors import DomainError
from coso.evaluations.enums import Rating
from coso.figures import queries
from coso.figures.queries import FigureRequest, FigureValue, Slice
from coso.meetings.enums import MeetingKind
from coso.members.enums import Entry, Leaving
from coso.ops import progress
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.people.enums import Gender
from coso.personnel.enums import Category

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


def figures(*, ids: tuple[str, ...], as_json: bool, **asked: Any) -> None:
    """Print figures by id; all of them where none is named."""
    try:
        wanted = _asked(ids, **asked)
        values = queries.evaluate(wanted.request)
    except DomainError as refusal:
        raise click.UsageError(refusal.message) from refusal
    if as_json:
        _print_json({**wanted.head(), "figures": [_figure(value) for value in values]})
    else:
        _print_heading(wanted)
        _print_values(values)


def records(*, figure_id: str, as_json: bool, **asked: Any) -> None:
    """Print the records behind a figure; the list counts to the figure."""
    asked["by"] = None
    try:
        wanted = _asked((figure_id,), **asked)
        [value] = queries.evaluate(wanted.request)
        rows, count = queries.records(wanted.request, figure_id)
    except DomainError as refusal:
        raise click.UsageError(refusal.message) from refusal
    if as_json:
        content = {**wanted.head(), "figure": _figure(value), "count": count, "rows": rows}
        _print_json(content)
    else:
        _print_heading(wanted)
        _print_rows(value, rows, count)


def _asked(ids: tuple[str, ...], *, unit: str | None, as_of: dt.date | None, **more: Any) -> Asked:
    day = as_of or clock.today()
    tree_day = clock.today() if more.get("tree") == "now" else day
    root = organizations.root_on(Tree.PARTY, tree_day)
    found = organizations.find_unit(unit, day) if unit else root
    if found is None:
        raise click.UsageError("Chưa có đơn vị gốc: hãy chạy coso init --root TỆP trước.")
    return Asked(found, FigureRequest(unit_id=found.pk, as_of=day, ids=ids, **more))


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
    tree = "theo tổ chức hôm nay" if asked.request.tree == "now" else "theo tổ chức lúc đó"
    click.echo(f"{asked.unit.name}, đến ngày {dates.format_date(asked.request.as_of)}, {tree}")


def _print_values(values: list[FigureValue]) -> None:
    lines: list[list[str]] = []
    for value in values:
        lines.append([value.id, value.label, value.text if not value.reason else value.reason])
        lines += [["", f"  {part.label}", part.text] for part in value.breakdown]
    progress.print_table(["Mã", "Số liệu", "Giá trị"], lines)


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
