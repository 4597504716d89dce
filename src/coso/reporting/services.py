"""Writing papers: which template, which layout, which kind of file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

from coso.audit import services as audit
from coso.core import storage
from coso.core.types import Actor
from coso.reporting.catalogue import Paper, Request
from coso.reporting.enums import Format
from coso.reporting.paper import Draft, Layout
from coso.reporting.writers import docx, pdf, xlsx
from coso.rules import queries as rules

_TEMPLATES: Final = Path(__file__).parent / "templates"
_RULES: Final = "papers"


def draft(*, paper: Paper, request: Request) -> Draft:
    """Write a paper out on its template, before it is a file.

    :raises DomainError: if the template of the office is not right
    """
    return paper.draft(request, docx.lines(template_of(paper)))


def write(*, paper: Paper, request: Request, kind: Format) -> bytes:
    """Return a paper as a file.

    :raises DomainError: if the template of the office is not right
    :raises UnableToConvert: if the machine cannot make PDF files
    """
    return _WRITERS[kind](paper, draft(paper=paper, request=request), request.as_of)


def can_write(kind: Format) -> bool:
    """Tell whether this machine can make files of a kind."""
    return kind != Format.PDF or pdf.is_available()


def template_of(paper: Paper) -> bytes:
    """Return the template that a paper is written on: the office's own, else ours."""
    own = _own_template(paper)
    return (own if own.exists() else _TEMPLATES / paper.template).read_bytes()


def replace_template(*, paper: Paper, content: bytes, request: Request, actor: Actor) -> None:
    """Write a paper on another template from now on, once it has been tried on a request.

    :raises DomainError: if it is no Word document, or a field is unknown or missing
    """
    paper.draft(request, docx.lines(content))
    storage.write(_own_template(paper), [content])
    audit.record(
        actor=actor,
        action="paper.template_replaced",
        subject=None,
        summary=f"{paper.title}: mẫu {paper.template}",
    )


def restore_template(*, paper: Paper, actor: Actor) -> None:
    """Write a paper on the template that ships with the project again."""
    _own_template(paper).unlink(missing_ok=True)
    audit.record(
        actor=actor,
        action="paper.template_restored",
        subject=None,
        summary=f"{paper.title}: mẫu {paper.template}",
    )


def _own_template(paper: Paper) -> Path:
    return storage.folder("templates") / paper.template


def layout_on(day: dt.date) -> Layout:
    """Return how documents look by the rules of a day."""
    names = [field.name for field in Layout.__attrs_attrs__]
    return Layout(**{name: rules.parameter(_RULES, name, on=day) for name in names})


def _docx(paper: Paper, written: Draft, day: dt.date) -> bytes:
    return docx.filled(template_of(paper), written.passages, written.tables, layout_on(day))


def _pdf(paper: Paper, written: Draft, day: dt.date) -> bytes:
    return pdf.converted(_docx(paper, written, day))


def _xlsx(paper: Paper, written: Draft, day: dt.date) -> bytes:
    return xlsx.tables_workbook(
        title=paper.title, as_of=day, tables=written.all_tables, words=written.words
    )


_WRITERS: Final[dict[Format, Callable[[Paper, Draft, dt.date], bytes]]] = {
    Format.DOCX: _docx,
    Format.XLSX: _xlsx,
    Format.PDF: _pdf,
}
