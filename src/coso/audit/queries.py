"""Reading the trail, and proving that nobody has touched it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from coso.audit.enums import ACTION_LABELS, DETAIL_ERASED, FindingKind, Stream
from coso.audit.models import AccessEntry, AuditDetail, AuditEntry, Seal
from coso.core import text

Entry = AuditEntry | AccessEntry

MODELS: Final[Mapping[Stream, type[AuditEntry] | type[AccessEntry]]] = {
    Stream.CHANGES: AuditEntry,
    Stream.ACCESS: AccessEntry,
}
# What a seal covers, in this order; a column added later starts a list of its own.
SEALED_COLUMNS: Final[Mapping[Stream, tuple[str, ...]]] = {
    Stream.CHANGES: (
        "id", "at", "actor_id", "actor_label", "action", "object_type", "object_id", "unit_id",
        "summary", "reason", "detail_digest",
    ),
    Stream.ACCESS: (
        "id", "at", "actor_id", "actor_label", "action", "object_type", "object_id", "unit_id",
        "summary", "rows",
    ),
}  # fmt: skip
GENESIS: Final = "0" * 64
_BEFORE_EVERY_ID: Final = -(2**63)
_CHUNK: Final = 2000


@frozen(kw_only=True)
class Link:
    """What a seal says about the entries it covers."""

    first_id: int
    last_id: int
    entries: int
    previous: str
    digest: str


@frozen(kw_only=True)
class Finding:
    """A place where the trail is not what it was when it was sealed."""

    stream: Stream
    kind: FindingKind
    first_id: int
    last_id: int
    message: str


@frozen
class Change:
    """What somebody did to a record, in few words; `object_type` is the label of its model."""

    object_type: str
    object_id: int
    actor_label: str
    summary: str


def trail_of(subject: models.Model) -> QuerySet[AuditEntry]:
    """Return the changes of one record, the latest first."""
    return (
        AuditEntry.objects.filter(object_type=subject._meta.label_lower, object_id=subject.pk)
        .select_related("detail")
        .order_by("-pk")
    )


def changes() -> QuerySet[AuditEntry]:
    """Return the book of changes, the latest first."""
    return AuditEntry.objects.select_related("detail").order_by("-pk")


def latest_change() -> int:
    """Return the key of the last entry: as long as it is the same, nobody has written."""
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def changes_since(key: int) -> list[Change]:
    """Return what was done to records after an entry of the book, in order."""
    since = AuditEntry.objects.filter(pk__gt=key, object_id__isnull=False).order_by("pk")
    told = since.values_list("object_type", "object_id", "actor_label", "summary")
    return [Change(of, record or 0, who, what) for of, record, who, what in told]


def changes_of(actions: Iterable[str], **values: Any) -> QuerySet[AuditEntry]:
    """Return the changes of some kinds whose details say something, the latest first."""
    about = {f"detail__values__{name}": value for name, value in values.items()}
    return changes().filter(action__in=actions, **about)


def readings() -> QuerySet[AccessEntry]:
    """Return the book of readings, the latest first."""
    return AccessEntry.objects.order_by("-pk")


def actions(stream: Stream) -> list[tuple[str, str]]:
    """Return the actions that occur in a book with what they are called, in this order."""
    found = MODELS[stream]._default_manager.order_by("action").values_list("action", flat=True)
    return sorted(((action, label_of(action)) for action in found.distinct()), key=_by_label)


def label_of(action: str) -> str:
    """Return what an action is called on a page."""
    return ACTION_LABELS.get(action, action)


def latest_seals() -> list[Seal]:
    """Return the last seal of each book; copied to paper, it proves that none was cut off."""
    newest = (Seal.objects.filter(stream=stream).order_by("-pk").first() for stream in Stream)
    return [seal for seal in newest if seal is not None]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as JSON gives them back, so that a digest can be computed again.

    Fractions become text: PostgreSQL writes 1e16 back as a whole number.
    """
    text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)
    stored: dict[str, Any] = json.loads(text, parse_float=str)
    return stored


def detail_digest(salt: str, values: Any) -> str:
    """Return the salted digest by which an entry vouches for its detail."""
    return hashlib.sha256(f"{salt}{_canonical(values)}".encode()).hexdigest()


def link(stream: Stream, after: int | None, last_id: int, previous: str) -> Link:
    """Return the link over the entries after one id up to another, as they stand now."""
    first_id, counted = last_id, 0
    chain = hashlib.sha256(previous.encode())
    for entry in _entries_between(stream, after, last_id):
        first_id = entry.pk if counted == 0 else first_id
        counted += 1
        chain.update(b"\n")
        chain.update(_serialized(stream, entry).encode())
    chain.update(_canonical([stream.value, first_id, last_id, counted]).encode())
    return Link(
        first_id=first_id,
        last_id=last_id,
        entries=counted,
        previous=previous,
        digest=chain.hexdigest(),
    )


def verify() -> list[Finding]:
    """Compute both chains and every digest again and return what does not agree."""
    findings = [finding for stream in Stream for finding in _verify_chain(stream)]
    return [*findings, *_verify_details(), *_verify_erasures()]


def _verify_chain(stream: Stream) -> Iterator[Finding]:
    previous, after = GENESIS, None
    for seal in Seal.objects.filter(stream=stream).order_by("pk").iterator(_CHUNK):
        if seal.previous != previous:
            yield _broken(stream, seal)
        else:
            yield from _compare(stream, seal, link(stream, after, seal.last_id, previous))
        previous, after = seal.digest, seal.last_id


def _compare(stream: Stream, seal: Seal, found: Link) -> Iterator[Finding]:
    if found.entries < seal.entries:
        kind, what = FindingKind.MISSING, f"thiếu {seal.entries - found.entries} mục"
    elif found.entries > seal.entries:
        kind, what = FindingKind.EXTRA, f"thừa {found.entries - seal.entries} mục"
    elif found.digest != seal.digest or found.first_id != seal.first_id:
        kind, what = FindingKind.ALTERED, "nội dung đã bị sửa"
    else:
        return
    yield Finding(
        stream=stream,
        kind=kind,
        first_id=seal.first_id,
        last_id=seal.last_id,
        message=f"{_book(stream)}, {_range_text(seal)}: {what} sau khi niêm phong "
        f"{_moment(seal.sealed_at)}. So với bản sao lưu trước đó để biết mục nào.",
    )


def _broken(stream: Stream, seal: Seal) -> Finding:
    return Finding(
        stream=stream,
        kind=FindingKind.BROKEN,
        first_id=seal.first_id,
        last_id=seal.last_id,
        message=f"{_book(stream)}: niêm phong của {_range_text(seal)} không nối với niêm phong "
        "liền trước; một niêm phong đã bị xóa hoặc sửa. So với bản sao lưu trước đó.",
    )


def _verify_details() -> Iterator[Finding]:
    details = AuditDetail.objects.select_related("entry").order_by("pk")
    for detail in details.iterator(_CHUNK):
        if detail.entry.detail_digest != detail_digest(detail.salt, detail.values):
            yield _detail(detail.entry_id, "đã bị sửa sau khi ghi")


def _verify_erasures() -> Iterator[Finding]:
    """Return the details that are gone although no entry says who erased them."""
    told = AuditEntry.objects.filter(
        action=DETAIL_ERASED, object_type=AuditEntry._meta.label_lower, object_id=OuterRef("pk")
    )
    gone = AuditEntry.objects.filter(~Exists(told), detail__isnull=True).exclude(detail_digest="")
    for entry_id in gone.order_by("pk").values_list("pk", flat=True).iterator(_CHUNK):
        yield _detail(entry_id, "đã bị xóa mà nhật ký không ghi ai xóa, vì sao")


def _detail(entry_id: int, what: str) -> Finding:
    return Finding(
        stream=Stream.CHANGES,
        kind=FindingKind.DETAIL,
        first_id=entry_id,
        last_id=entry_id,
        message=f"{_book(Stream.CHANGES)}, mục {entry_id}: giá trị chi tiết {what}. "
        "So với bản sao lưu trước đó để biết giá trị cũ.",
    )


def _entries_between(stream: Stream, after: int | None, last_id: int) -> Iterable[Entry]:
    first = _BEFORE_EVERY_ID if after is None else after
    entries = MODELS[stream]._default_manager.filter(pk__gt=first, pk__lte=last_id)
    found: Iterable[Entry] = entries.order_by("pk").iterator(_CHUNK)
    return found


def _serialized(stream: Stream, entry: Entry) -> str:
    return _canonical([_sealed(getattr(entry, name)) for name in SEALED_COLUMNS[stream]])


def _sealed(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _book(stream: Stream) -> str:
    return f"Nhật ký {stream.label.lower()}"


def _range_text(seal: Seal) -> str:
    if seal.first_id == seal.last_id:
        return f"mục {seal.last_id}"
    return f"các mục {seal.first_id} đến {seal.last_id}"


def _moment(at: dt.datetime) -> str:
    return f"lúc {at:%H:%M} ngày {at:%d/%m/%Y}"


def _by_label(action: tuple[str, str]) -> tuple[Any, ...]:
    return (text.text_order_key(action[1]), action[0])
