"""`coso template`: blank forms for the lists that can be imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from coso.importing import services as importing
from coso.importing.services import UnableToWriteTemplate
from coso.ops import progress


def show() -> None:
    """Print which blank forms there are."""
    progress.print_table(
        ["Mẫu", "Dùng cho", "Tên tệp"],
        [[form.kind, form.label, form.file_name] for form in importing.list_templates()],
    )


def write(kinds: Sequence[str], folder: Path) -> None:
    """Write the blank forms of some registers, or of all, and say where."""
    names = {form.kind: form.file_name for form in importing.list_templates()}
    contents = {folder / names.get(kind, kind): _content(kind) for kind in kinds or names}
    for path in contents:
        _refuse_to_replace(path)
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        path.write_bytes(content)
        click.echo(f"Đã ghi {path}")


def _content(kind: str) -> bytes:
    try:
        return importing.write_template(kind)
    except UnableToWriteTemplate as refusal:
        raise click.UsageError(refusal.message) from refusal


def _refuse_to_replace(path: Path) -> None:
    """Somebody may have filled in the form of that name."""
    if path.exists():
        raise click.UsageError(
            f"Đã có tệp {path}: hãy ghi vào thư mục khác, hoặc đổi tên tệp ấy rồi chạy lại."
        )
