"""`coso import`: workbooks into the registers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from attrs import asdict

from coso.core import clock, numbers
from coso.core.types import SYSTEM
from coso.importing import services as importing
from coso.importing.enums import Severity
from coso.importing.services import ImportReport, Mode
from coso.importing.sheets import LABELS
from coso.ops import progress
from coso.ops.commands import problems

COUNTS = ("rows", "created", "updated", "unchanged")
PROBLEMS_SHOWN = 100


def run(
    paths: Sequence[Path], *, mode: Mode, dry_run: bool, as_json: bool, into: str | None
) -> int:
    """Import the workbooks, print what was done and return the exit status.

    What was found is also written `into` a workbook or a folder.
    """
    sources = importing.files_by_name(paths)
    if into is not None:
        problems.require_place(into, sources.values())
    with progress.bar("Nhập dữ liệu") as step:
        report = importing.import_workbooks(
            paths=paths, actor=SYSTEM, mode=mode, dry_run=dry_run, progress=step
        )
    if not report.files:
        raise click.UsageError("Không có tệp Excel nào ở đường dẫn đã cho.")
    content = report.as_json()
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _print(content, dry_run=dry_run)
    if into is not None:
        problems.write(into, report.problems, sources)
    return 1 if is_refused(report, mode) else 0


def undo(import_id: int, *, as_json: bool) -> None:
    """Take an import back and print what was kept."""
    report = importing.undo_import(import_id=import_id, actor=SYSTEM, on=clock.today())
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        return
    removed, restored = map(numbers.format_integer, (report.removed, report.restored))
    click.echo(
        f"Đã hoàn tác lần nhập {report.import_id}: bỏ {removed} hồ sơ đã thêm, trả lại {restored} "
        "hồ sơ đã sửa."
    )
    for kept in report.kept:
        click.echo(f"Giữ nguyên: {kept.label} ({kept.reason_label}).")


def is_refused(report: ImportReport, mode: Mode) -> bool:
    """Return whether something stands against writing, were it not a dry run."""
    return report.has_errors or (mode == "stop" and report.has_doubts)


def _print(content: dict[str, Any], *, dry_run: bool) -> None:
    workbooks = content["workbooks"]
    progress.print_table(
        ["Tệp", "Trang tính", "Sổ", "Dòng", "Thêm", "Cập nhật", "Giữ nguyên"],
        [
            [book["file"], sheet["sheet"], LABELS.get(sheet["kind"], "–")]
            + [numbers.format_integer(sheet[part]) for part in COUNTS]
            for book in workbooks
            for sheet in book["sheets"]
        ],
    )
    found = [(book["file"], problem) for book in workbooks for problem in book["problems"]]
    for file, problem in found[:PROBLEMS_SHOWN]:
        click.echo(_problem_line(file, problem))
    if len(found) > PROBLEMS_SHOWN:
        more = numbers.format_integer(len(found) - PROBLEMS_SHOWN)
        click.echo(f"… còn {more} dòng nữa; xem đủ bằng --problems TỆP.xlsx.")
    click.echo(_outcome(content, dry_run=dry_run))


def _problem_line(file: str, problem: dict[str, Any]) -> str:
    cell = f"{problem['column'] or ''}{problem['row'] or ''}"
    place = " ".join(str(part) for part in (file, problem["sheet"], cell) if part)
    line = f"{Severity(problem['severity']).label}: {place}: {problem['message']}"
    return f"{line} Gợi ý: {problem['suggestion']}" if problem["suggestion"] else line


def _outcome(content: dict[str, Any], *, dry_run: bool) -> str:
    if content["import_id"] is not None:
        number = content["import_id"]
        return f"Đã ghi vào sổ (lần nhập {number}; hoàn tác: coso import --undo {number})."
    if content["applied"]:
        return "Không có gì thay đổi so với sổ."
    return "Chỉ kiểm tra, không ghi gì." if dry_run else "Không ghi gì vào sổ."
