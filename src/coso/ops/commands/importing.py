"""`coso import`: workbooks into the registers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from coso.core.types import SYSTEM
from coso.importing import services as importing
from coso.ops import progress


def run(paths: Sequence[Path], *, mode: str, dry_run: bool, as_json: bool) -> int:
    """Import the workbooks, print what was done and return the exit status."""
    workbooks = workbooks_of(paths)
    with progress.bar("Nhập dữ liệu") as step:
        report = importing.import_workbooks(
            paths=workbooks, actor=SYSTEM, mode=mode, dry_run=dry_run, progress=step
        )
    content = report.as_json()
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _print(content, dry_run=dry_run)
    return 1 if report.has_errors else 0


def workbooks_of(paths: Sequence[Path]) -> list[Path]:
    """Return the workbooks among files and folders, those of a folder by name.

    :raises click.UsageError: if there is none
    """
    found = [book for path in paths for book in (_in_folder(path) if path.is_dir() else [path])]
    if not found:
        raise click.UsageError("Không có tệp .xlsx nào ở đường dẫn đã cho.")
    return found


def _in_folder(folder: Path) -> list[Path]:
    # Excel keeps a lock file named ~$… beside a workbook that is open.
    return sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith("~$"))


def _print(content: dict[str, Any], *, dry_run: bool) -> None:
    workbooks = content["workbooks"]
    progress.print_table(
        ["Tệp", "Trang tính", "Sổ", "Dòng", "Thêm", "Sửa", "Giữ nguyên"],
        [
            [book["file"], sheet["sheet"], sheet["kind"] or "–"]
            + [str(sheet[part]) for part in ("rows", "created", "updated", "unchanged")]
            for book in workbooks
            for sheet in book["sheets"]
        ],
    )
    for book in workbooks:
        for problem in book["problems"]:
            click.echo(_problem_line(book["file"], problem))
    click.echo(_outcome(applied=bool(content["applied"]), dry_run=dry_run))


def _problem_line(file: str, problem: dict[str, Any]) -> str:
    cell = f"{problem['column'] or ''}{problem['row'] or ''}"
    place = " ".join(str(part) for part in (file, problem["sheet"], cell) if part)
    line = f"{problem['severity']}: {place}: {problem['message']}"
    return f"{line} Gợi ý: {problem['suggestion']}" if problem["suggestion"] else line


def _outcome(*, applied: bool, dry_run: bool) -> str:
    if applied:
        return "Đã ghi vào sổ."
    return "Chỉ kiểm tra, không ghi gì." if dry_run else "Không ghi gì vào sổ."
