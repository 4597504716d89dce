"""On what somebody writes into a register by hand: the state they saw, the reason they give."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from attrs import frozen
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model, QuerySet
from psycopg.errors import DeadlockDetected, LockNotAvailable

from coso.core import db
from coso.core.errors import DomainError

_TOKEN_LENGTH: Final = 16
UNCHANGED: Final = "Sổ đã ghi đúng như vậy: không có gì để sửa. Hãy sửa mục cần sửa."
Record = TypeVar("Record", bound=Model)
State = Callable[[Record], str]


class RecordChanged(DomainError):
    """Somebody wrote into the record after the writer had looked at it."""

    def __init__(self) -> None:
        super().__init__(
            "record_changed",
            "Trong lúc bạn ghi, người khác đã sửa đúng chỗ này trong sổ. Hãy so lại hai bản rồi "
            "ghi lần nữa.",
        )


class RecordUnchanged(DomainError):
    """The register already says what somebody would correct."""

    def __init__(self) -> None:
        super().__init__("record_unchanged", UNCHANGED)


class ReasonMissing(DomainError):
    """What is written needs a reason; `warnings` say what stands against it, if anything does."""

    def __init__(self, *warnings: str) -> None:
        super().__init__(
            "reason_missing",
            "Chưa ghi lý do. Hãy ghi lý do để người sau biết vì sao sổ được ghi như vậy.",
        )
        self.warnings = warnings


class RegistersBusy(DomainError):
    """A whole list is being written, or somebody writes the same records crosswise."""

    def __init__(self) -> None:
        super().__init__(
            "registers_busy",
            "Chưa ghi được: sổ đang nhận cả một danh sách, hoặc người khác đang ghi cùng chỗ. "
            "Hãy chờ ít phút rồi ghi lại; những gì bạn đã điền vẫn còn trên trang.",
        )


@contextlib.contextmanager
def beside_lists() -> Iterator[None]:
    """Write by hand in one transaction, before or after whole lists, never amid one.

    A list is checked against the registers as they are when it begins; a row written meanwhile
    would be overwritten unseen.

    :raises RegistersBusy: if a list takes long
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            db.work_beside(cursor)
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise RegistersBusy from error
        raise


@frozen
class Basis:
    """The state of the record that the writer saw, and why it is written.

    Without `seen` nothing is compared: the writer has only just read the record.
    """

    seen: str = ""
    reason: str = ""

    def check_seen(self, state: str) -> None:
        """Compare the state of the record, locked, with what the writer saw.

        :raises RecordChanged: if it is another one
        """
        if self.seen and self.seen != state:
            raise RecordChanged

    def locked(self, records: QuerySet[Record], record: Record, state: State[Record]) -> Record:
        """Return a record of a register, locked, to be corrected or removed for a reason.

        :param state: gives the token of the record, as the writer saw it
        :raises RecordChanged: if it is not what the writer saw
        :raises ReasonMissing: without a reason
        """
        locked = records.select_for_update(of=("self",)).get(pk=record.pk)
        self.check_seen(state(locked))
        self.check_explained()
        return locked

    def check_explained(self, *warnings: str) -> None:
        """Let nothing pass without a reason, which then stands in the trail.

        :raises ReasonMissing: if none is given
        """
        if not self.reason.strip():
            raise ReasonMissing(*warnings)

    def check_reason(self, warnings: Sequence[str]) -> None:
        """Let a warning pass only with a reason, which then stands in the trail.

        :raises ReasonMissing: if there is a warning and no reason
        """
        if warnings:
            self.check_explained(*warnings)


# Of a writer who has only just read the record, and gives no reason.
FRESH: Final = Basis()


def corrected(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the trail keeps of a correction.

    :raises RecordUnchanged: if the record said so before
    """
    if before == after:
        raise RecordUnchanged
    return {"old": before, "new": after}


def saved(record: Record, *, twin: DomainError) -> Record:
    """Save a record of which a register has only one, and return it.

    :raises DomainError: `twin`, if the register has such a record already
    """
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise twin from error
    return record


def state_of(rows: Iterable[Any]) -> str:
    """Return a token for the rows of a record; other rows have another one."""
    digest = hashlib.sha256(repr(list(rows)).encode())
    return digest.hexdigest()[:_TOKEN_LENGTH]
