"""Writing papers: which template, which layout, which kind of file."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.db import transaction

from coso.audit import services as audit
from coso.core import storage
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.reporting.catalogue import PAPERS, Paper, Request, Verdict
from coso.reporting.enums import Format
from coso.reporting.paper import Draft, Layout
from coso.reporting.writers import docx, pdf, xlsx
from coso.rules import queries as rules

_TEMPLATES: Final = Path(__file__).parent / "templates"
_RULES: Final = "papers"
_DIGEST: Final = 16


class UnfitTemplate(DomainError):
    """A template has fields that mean nothing, or lacks some that every paper needs."""

    def __init__(self, verdict: Verdict) -> None:
        said = []
        if verdict.unknown:
            said += ["Mẫu có trường mà phần mềm không biết.", *verdict.unknown]
        if verdict.missing:
            said.append(
                f"Mẫu thiếu trường {', '.join(verdict.missing)}: hãy tải mẫu hiện dùng, sửa trên "
                "tệp ấy và giữ các trường này."
            )
        super().__init__(
            "paper.unfit_template",
            " ".join(said),
            unknown=verdict.unknown,
            missing=verdict.missing,
        )


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


def look_over(*, paper: Paper, content: bytes, request: Request) -> Verdict:
    """Return what is wrong with a template, for all papers that are written on it.

    :raises DomainError: if it is no Word document, or carries more than text and pictures
    """
    docx.check_safe(content)
    lines = docx.lines(content)
    found = [each.look_over(request, lines) for each in papers_on(paper)]
    return Verdict(
        tuple(dict.fromkeys(said for each in found for said in each.unknown)),
        tuple(dict.fromkeys(name for each in found for name in each.missing)),
    )


def papers_on(paper: Paper) -> list[Paper]:
    """Return the papers that are written on the template of a paper, this one first."""
    others = (each for each in PAPERS.values() if each.template == paper.template)
    return [paper, *(each for each in others if each is not paper)]


@transaction.atomic
def replace_template(
    *, paper: Paper, content: bytes, request: Request, actor: Actor, accepts_missing: bool = False
) -> None:
    """Write a paper on another template from now on; the one before stays among the versions.

    :param accepts_missing: take it although it lacks fields that every paper should have
    :raises UnfitTemplate: if a field is unknown, or one is missing
    :raises DomainError: if it is no Word document, or carries more than text and pictures
    """
    verdict = look_over(paper=paper, content=content, request=request)
    if verdict.unknown or (verdict.missing and not accepts_missing):
        raise UnfitTemplate(verdict)
    version = f"{hashlib.sha256(content).hexdigest()[:_DIGEST]}-{paper.template}"
    storage.write(_versions() / version, [content])
    storage.write(_own_template(paper), [content])
    _note(paper, "paper.template_replaced", version, actor)


@transaction.atomic
def restore_template(*, paper: Paper, actor: Actor) -> None:
    """Write a paper on the template that ships with the project again."""
    _own_template(paper).unlink(missing_ok=True)
    _note(paper, "paper.template_restored", "", actor)


def is_own_template(paper: Paper) -> bool:
    """Tell whether a paper is written on a template of the office."""
    return _own_template(paper).exists()


def version_of(paper: Paper, name: str) -> bytes | None:
    """Return a template that the office used once, by the name that the trail has for it."""
    known = {path.name: path for path in _versions().glob(f"*-{paper.template}")}
    return known[name].read_bytes() if name in known else None


def keep_draft(*, paper: Paper, content: bytes, actor: Actor) -> None:
    """Keep a template that somebody tries out, until it is used or thrown away."""
    storage.write(_draft_of(paper, actor), [content])


def draft_of(paper: Paper, actor: Actor) -> bytes | None:
    """Return the template that somebody tries out."""
    path = _draft_of(paper, actor)
    return path.read_bytes() if path.exists() else None


def forget_draft(*, paper: Paper, actor: Actor) -> None:
    """Throw away what somebody tries out."""
    _draft_of(paper, actor).unlink(missing_ok=True)


def trial(*, paper: Paper, content: bytes, request: Request) -> bytes:
    """Return a paper as Word on a template that is not used yet.

    :raises UnknownField: if a field means nothing
    """
    written = paper.draft(request, docx.lines(content))
    layout = layout_on(request.as_of)
    return docx.filled(content, written.passages, written.tables, layout)


def _note(paper: Paper, action: str, version: str, actor: Actor) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=None,
        summary=f"{paper.title}: mẫu {paper.template}",
        values={"template": paper.template, "version": version},
    )


def _versions() -> Path:
    return storage.folder("templates", "versions")


def _draft_of(paper: Paper, actor: Actor) -> Path:
    return storage.folder("templates", "drafts") / f"{actor.pk}-{paper.template}"


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


def _xlsx(paper: Paper, written: Draft, _day: dt.date) -> bytes:
    return xlsx.tables_workbook(title=paper.title, tables=written.all_tables, words=written.words)


_WRITERS: Final[dict[Format, Callable[[Paper, Draft, dt.date], bytes]]] = {
    Format.DOCX: _docx,
    Format.XLSX: _xlsx,
    Format.PDF: _pdf,
}
