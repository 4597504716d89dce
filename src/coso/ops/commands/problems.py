"""`coso import --problems`: what an import found, as a list or as notes in the workbooks."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click

from coso.core import numbers
from coso.core.errors import DomainError
from coso.importing import services as importing
from coso.importing.rows import Problem


def require_place(target: str, sources: Collection[Path]) -> None:
    """Refuse a place where nothing can be written, before anything is imported."""
    path = Path(target).resolve()
    workbooks = {source.resolve() for source in sources}
    if _is_folder(target):
        if path in {workbook.parent for workbook in workbooks}:
            raise click.UsageError(
                f"Thư mục {target} chứa chính các tệp cần nhập: hãy chọn thư mục khác."
            )
    elif path.suffix.lower() != ".xlsx":
        raise click.UsageError(
            f"--problems {target}: hãy cho tên tệp .xlsx, hoặc thư mục (kết thúc bằng /)."
        )
    elif not path.parent.is_dir():
        raise click.UsageError(f"Không có thư mục {path.parent}: hãy tạo trước khi ghi {target}.")
    elif path in workbooks:
        raise click.UsageError(f"{target} là tệp cần nhập: hãy chọn tên khác.")


def write(target: str, problems: Sequence[Problem], sources: Mapping[str, Path]) -> None:
    """Write what an import found, a list into a workbook or notes into copies in a folder."""
    if not problems:
        click.echo("Không có vấn đề nào, nên không ghi tệp nào.", err=True)
        return
    try:
        if _is_folder(target):
            _write_notes(Path(target), problems, sources)
        else:
            Path(target).write_bytes(importing.problems_workbook(problems))
            number = numbers.format_integer(len(problems))
            click.echo(f"Đã ghi {number} vấn đề vào {target}.", err=True)
    except OSError as error:
        raise click.ClickException(
            f"Không ghi được vào {target}: hãy xem ổ đĩa còn chỗ và quyền ghi, rồi chạy lại."
        ) from error


def _write_notes(folder: Path, problems: Sequence[Problem], sources: Mapping[str, Path]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    # The problems of a report stand together by file.
    for file, told in groupby(problems, key=lambda problem: problem.file):
        try:
            content = importing.commented(sources[file], told)
        except DomainError as refusal:
            click.echo(refusal.message, err=True)
            continue
        name = importing.free_name(sources[file].name, taken)
        taken.add(name)
        (folder / name).write_bytes(content)
        click.echo(f"Đã ghi {folder / name}.", err=True)


def _is_folder(target: str) -> bool:
    return target.endswith(("/", os.sep)) or Path(target).is_dir()
