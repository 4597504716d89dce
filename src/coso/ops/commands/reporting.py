"""`coso report`: papers as files, and the templates that they are written on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from coso.access.enums import Permission
from coso.core import clock
from coso.core.types import SYSTEM
from coso.documents import queries as documents
from coso.ops import placing, progress
from coso.ops.placing import Side
from coso.organizations import queries as organizations
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
    paper = _paper(name)
    if asked.get("tree") == "both" and not paper.has_both_trees:
        raise click.UsageError(
            f"{paper.title} lập theo một cây tổ chức: hãy dùng --tree then hoặc --tree now."
        )
    content = services.write(paper=paper, request=_request(**asked), kind=Format(kind))
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


def _request(
    *, unit: str | None, as_of: dt.date | None, since: dt.date | None, tree: str = "then"
) -> Request:
    day = as_of or clock.today()
    asked = [_request_of(side, day, since) for side in placing.sides_of(unit, day, tree)]
    return evolve(asked[0], beside=asked[1]) if len(asked) > 1 else asked[0]


def _request_of(side: Side, day: dt.date, since: dt.date | None) -> Request:
    placed_on = clock.today() if side.tree == "now" else day
    above = organizations.ancestors_on(side.unit, placed_on)
    return Request(
        unit=side.unit,
        as_of=day,
        since=since,
        tree=side.tree,
        placed_on=placed_on,
        resolution=documents.thematic_until([side.unit, *above], day).first(),
        may_list=_may_list,
    )


def _may_list(_permission: Permission) -> bool:
    """Whoever runs commands on the server reads its database."""
    return True
