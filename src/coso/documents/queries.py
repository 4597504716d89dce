"""Reading the register of documents, and who issues them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, OuterRef, Q, QuerySet, Value

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import searching, storage, writing
from coso.core.dates import format_date
from coso.core.searching import Found
from coso.core.text import match_key, normalize
from coso.core.types import Actor
from coso.documents.models import Attachment, Document
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitVersion

# The folder of the private files in which attachments lie.
ATTACHMENTS: Final = "attachments"
# Which organization a committee leads; the words that follow it are the same in both names.
_LED: Final = (
    ("Tỉnh ủy", "Đảng bộ tỉnh"),
    ("Thành ủy", "Đảng bộ thành phố"),
    ("Quận ủy", "Đảng bộ quận"),
    ("Huyện ủy", "Đảng bộ huyện"),
    ("Thị ủy", "Đảng bộ thị xã"),
    ("Đảng ủy", "Đảng bộ"),
    ("Chi ủy", "Chi bộ"),
)
_ORGANIZATIONS: Final = {
    match_key(committee): match_key(organization) for committee, organization in _LED
}
# Longest first: "đảng bộ" alone is what is left when no level follows.
_BARE: Final = tuple(
    match_key(words)
    for words in (
        "Đảng bộ thành phố",
        "Đảng bộ thị trấn",
        "Đảng bộ đặc khu",
        "Đảng bộ phường",
        "Đảng bộ thị xã",
        "Đảng bộ huyện",
        "Đảng bộ tỉnh",
        "Đảng bộ quận",
        "Đảng bộ xã",
        "Đảng bộ",
        "Chi bộ",
    )
)
_ANY: Final = match_key("Đảng bộ")
_COMMUNES: Final = {
    match_key(f"Đảng bộ {kind}") for kind in ("xã", "phường", "thị trấn", "đặc khu")
}
_BODIES: Final = tuple(
    match_key(body)
    for body in (
        "Ban Chấp hành",
        "Ban Thường vụ",
        "Thường trực",
        "Thường vụ",
        "BCH",
        "BTV",
    )
)
_YEARS: Final = re.compile(r"(?:19|20)\d\d")


def documents() -> QuerySet[Document]:
    """Return all documents with issuer and term, the latest first."""
    return Document.objects.select_related("issuer", "term").order_by("-issued_on", "pk")


def issued_until(found: QuerySet[Document], day: dt.date) -> QuerySet[Document]:
    """Keep the documents issued by a day."""
    return found.filter(issued_on__lte=day)


def matching(found: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Keep the documents whose number or summary holds the words, accents and case apart."""
    wanted = normalize(words)
    return found.filter(Q(number__icontains=wanted) | Q(summary__unaccent__icontains=wanted))


def cited_in(words: str) -> QuerySet[Document]:
    """Return the documents whose number begins a basis as it is written: “05-NQ/ĐU ngày …”."""
    number = normalize(words).partition(" ")[0]
    return documents().filter(number__iexact=number) if number else Document.objects.none()


def meant_by(words: str, reader: Actor) -> Document | None:
    """Return the document that a basis means, if one alone has its number and may be read."""
    found = scoping.visible(cited_in(words), reader, Permission.DOCUMENTS_VIEW)[:2]
    return found[0] if len(found) == 1 else None


def with_meant(rows: QuerySet[Any], column: str, reader: Actor) -> QuerySet[Any]:
    """Add `documents_meant`: keys of documents that the basis in a column may mean, two at most.

    It is empty, or nothing, where there is none that the reader may see.
    """
    number = Func(OuterRef(column), Value(" "), Value(1), function="split_part")
    cited = Document.objects.filter(number__iexact=number)
    found = scoping.visible(cited, reader, Permission.DOCUMENTS_VIEW)
    meant: QuerySet[Any] = rows.annotate(documents_meant=ArraySubquery(found.values("pk")[:2]))
    return meant


def search(words: str, within: QuerySet[Document]) -> Found[Document]:
    """Return the documents that words number or describe, the nearest first, then the latest."""
    wanted = normalize(words)
    tiers = (
        Q(number__iexact=wanted),
        Q(number__istartswith=wanted),
        Q(summary__icontains=wanted),
        Q(number__icontains=wanted) | searching.holds_all("summary", wanted),
    )
    return searching.nearest_of_few(within, tiers, "-issued_on")


def thematic_until(issuers: Iterable[Unit], day: dt.date) -> QuerySet[Document]:
    """Return the thematic resolutions of some units that a day is in the years of, oldest first."""
    in_years = Q(first_year__lte=day.year, last_year__gte=day.year) | Q(first_year__isnull=True)
    found = documents().filter(in_years, is_thematic=True, issuer__in=list(issuers))
    return issued_until(found, day).order_by("issued_on", "pk")


def in_words(document: Document) -> dict[str, str]:
    """Return what the register says of a document, as it is called and written there."""
    return {
        "Số, ký hiệu": document.number,
        "Loại": document.get_type_display(),
        "Ngày ban hành": format_date(document.issued_on),
        "Cơ quan ban hành": document.issuer_name,
        "Nhiệm kỳ": document.term_name,
        "Nghị quyết chuyên đề": "Có" if document.is_thematic else "Không",
        "Giai đoạn": years_of(document),
        "Trích yếu": document.summary,
        "Ghi chú": document.note,
    }


def years_of(document: Document) -> str:
    """Return the period of a document in words ("2021-2025"), empty where it has none."""
    if document.first_year is None:
        return ""
    if document.last_year in (None, document.first_year):
        return str(document.first_year)
    return f"{document.first_year}-{document.last_year}"


def state_of(document: Document) -> str:
    """Return a token of what the register says of a document."""
    return writing.state_of(in_words(document).items())


def issuer_named(name: str) -> Unit | None:
    """Return the unit that issues under a name; none for an outside issuer."""
    found = issuers_named([name])
    return Unit.objects.select_related("overseer").get(pk=found[name]) if found else None


def attachments() -> QuerySet[Attachment]:
    """Return all files kept with documents, in the order in which they came."""
    return Attachment.objects.select_related("document__issuer__overseer").order_by("pk")


def attachments_of(document: Document) -> QuerySet[Attachment]:
    """Return the files kept with a document."""
    return attachments().filter(document=document)


def path_of(attachment: Attachment) -> Path:
    """Return where the content of a file lies: equal contents lie there once."""
    return storage.folder(ATTACHMENTS, attachment.sha256[:2]) / attachment.sha256


def findings() -> list[str]:
    """Return one sentence for each file that is not there as it was kept."""
    return [
        f"Tệp đính kèm “{each}” của văn bản {each.document} {fault}: hãy phục hồi từ bản sao lưu, "
        "hoặc bỏ tệp rồi đính kèm lại."
        for each in attachments().iterator()
        if (fault := _fault_of(each))
    ]


def _fault_of(attachment: Attachment) -> str:
    path = path_of(attachment)
    if not path.is_file():
        return "không còn trên đĩa"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return "" if digest == attachment.sha256 else "đã bị đổi nội dung"


def committee_of(organization: str) -> str:
    """Return the committee that leads an organization: “Huyện ủy X” for “Đảng bộ huyện X”."""
    for committee, led in _LED:
        if organization.startswith(f"{led} "):
            return committee + organization.removeprefix(led)
    return organization


def issuers_named(names: Iterable[str]) -> dict[str, int]:
    """Return the unit that each name of an issuer means; outside issuers are left out.

    A committee is its organization ("Đảng ủy xã Tân Sơn" is Đảng bộ xã Tân Sơn); a bare level
    ("Huyện ủy") is the root or the one above it.
    """
    wanted = {name: _organization_key(name) for name in names}
    known = _units_by_name(set(wanted.values()))
    lineage = list(_lineage_of_root())
    found = {name: known.get(key) or _bare_match(key, lineage) for name, key in wanted.items()}
    return {name: unit_id for name, unit_id in found.items() if unit_id is not None}


def stored_issuer_names(names: Iterable[str]) -> dict[str, str]:
    """Return the spelling that the register already has for each name of an issuer."""
    stored = {
        match_key(name): name
        for name in Document.objects.order_by("-pk").values_list("issuer_name", flat=True)
    }
    return {name: stored.get(match_key(name), name) for name in names}


def years_named(period: str) -> tuple[int | None, int | None]:
    """Return the first and the last year of a period ("2021-2025", "2018").

    What follows them ("định hướng đến năm 2030") is outlook, not period.
    """
    years = [int(year) for year in _YEARS.findall(period)]
    if not years:
        return None, None
    first, last = years[0], years[min(1, len(years) - 1)]
    return (first, last) if first <= last else (last, first)


def _organization_key(issuer: str) -> str:
    key = match_key(issuer)
    for body in _BODIES:
        key = key.removeprefix(body).strip()
    for committee, organization in _ORGANIZATIONS.items():
        if key == committee or key.startswith(f"{committee} "):
            return organization + key.removeprefix(committee)
    return key


def _units_by_name(keys: set[str]) -> dict[str, int]:
    versions = UnitVersion.objects.filter(match_name__in=keys).order_by(
        "unit__is_active", "unit__tree", "unit_id"
    )
    return dict(versions.values_list("match_name", "unit_id"))


def _lineage_of_root() -> Iterator[Unit]:
    unit = Unit.objects.filter(tree=Tree.PARTY, is_root=True).select_related("parent").first()
    while unit is not None:
        yield unit
        unit = unit.parent


def _bare_match(key: str, lineage: Iterable[Unit]) -> int | None:
    if key not in _BARE:
        return None
    # "Đảng ủy" alone is how a commune's committee calls itself.
    meant = _COMMUNES if key == _ANY else {key}
    return next((unit.pk for unit in lineage if _level_of(unit.match_name) in meant), None)


def _level_of(organization: str) -> str:
    """Return the words of a name that tell its level ("đảng bộ huyện"), without the place."""
    return next((words for words in _BARE if organization.startswith(f"{words} ")), "")
