"""`coso report`: papers as files, and the templates that they are written on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from coso.access.enums import Permission
from coso.core import clock
from coso.core.types import SYSTEM
from coso.documents import queries as documents
from coso.ops import progress
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reporting import services
from coso.reporting.catalogue import PAPERS, Paper, Request
from coso.reporting.enums import Format


def show() -> None:
    """Print which papers there are."""
    progress.print_table(
        ["Tên", "Giấy tờ", "Nội dung"],
        [[paper.name, paper.title, paper.description] for paper in PAPERS.values()],
    )


def write(name: str, out: Path, **asked: Any) -> None:
    """Write a paper to a file of the kind that its name says."""
    kind = out.suffix.lower().removeprefix(".")
    if kind not in Format.values:
        raise click.UsageError(f"{out}: hãy đặt tên tệp kết thúc bằng .docx, .xlsx hoặc .pdf.")
    content = services.write(paper=_paper(name), request=_request(**asked), kind=Format(kind))
    out.write_bytes(content)
    click.echo(f"Đã ghi {out}")


def replace_template(name: str, template: Path, **asked: Any) -> None:
    """Write a paper on another template from now on."""
    paper = _paper(name)
    services.replace_template(
        paper=paper, content=template.read_bytes(), request=_request(**asked), actor=SYSTEM
    )
    click.echo(f"Từ nay {paper.title} lập trên mẫu {template}")


def restore_template(name: str) -> None:
    """Write a paper on the template that ships with the project again."""
    paper = _paper(name)
    services.restore_template(paper=paper, actor=SYSTEM)
    click.echo(f"Từ nay {paper.title} lập trên mẫu gốc")


def _paper(name: str) -> Paper:
    if name not in PAPERS:
        raise click.UsageError(
            f"Không có báo cáo “{name}”: hãy dùng một trong {', '.join(PAPERS)}."
        )
    return PAPERS[name]


def _request(*, unit: str | None, as_of: dt.date | None, since: dt.date | None) -> Request:
    day = as_of or clock.today()
    found = _unit(unit, day)
    above = organizations.ancestors_on(found, day)
    resolution = documents.thematic_until([found, *above], day).first()
    return Request(unit=found, as_of=day, since=since, resolution=resolution, may_list=_may_list)


def _may_list(_permission: Permission) -> bool:
    """Whoever runs commands on the server reads its database."""
    return True


def _unit(written: str | None, day: dt.date) -> Unit:
    if written:
        return organizations.find_unit(written, day)
    root: Unit | None = organizations.root_on(Tree.PARTY, day)
    if root is None:
        raise click.UsageError("Chưa có đơn vị gốc: hãy chạy coso init --root TỆP trước.")
    return root
