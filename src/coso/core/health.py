"""How the installation is doing: what a monitor asks for, and an administrator looks at."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Final

from attrs import frozen
from django.conf import settings
from django.db import models

from coso.core import jobs, schema, storage

# Files in the home that say when something was last done.
BACKUP: Final = "last-backup"
DRILL: Final = "last-drill"
# A daily backup may take hours; a monthly drill may fall on another weekday.
_BACKUP_WITHIN: Final = dt.timedelta(hours=36)
_DRILL_WITHIN: Final = dt.timedelta(days=40)
_LEAST_FREE: Final = 2 << 30
_LEAST_SHARE: Final = 0.05


class Trouble(models.TextChoices):
    """What somebody has to look after."""

    DATABASE = "database", "Cơ sở dữ liệu không trả lời."
    SCHEMA = "schema", "Cơ sở dữ liệu chưa nâng cấp cho phiên bản này: hãy chạy coso init."
    WORKER = "worker", "Việc nền không chạy: hãy xem dịch vụ coso worker."
    BACKUP = "backup", "Đã hơn một ngày chưa sao lưu: hãy chạy coso backup."
    DRILL = "drill", "Đã hơn một tháng chưa diễn tập phục hồi: hãy chạy coso restore --drill."
    DISK = "disk", "Ổ đĩa sắp đầy: hãy dọn bớt, hoặc chuyển các bản sao lưu sang máy khác."


# The site cannot be used.
GRAVE: Final = frozenset({Trouble.DATABASE, Trouble.SCHEMA})


@frozen
class Health:
    """How the installation is doing at a moment; there is no queue without its tables."""

    at: dt.datetime
    queue: jobs.State | None
    backed_up_at: dt.datetime | None
    tried_at: dt.datetime | None
    free_bytes: int
    total_bytes: int

    def troubles(self) -> list[Trouble]:
        """Return what somebody has to look after, the gravest first."""
        least = min(_LEAST_FREE, self.total_bytes * _LEAST_SHARE)
        found = {
            Trouble.SCHEMA: self.queue is None,
            Trouble.WORKER: self.queue is not None and not self.queue.has_worker,
            Trouble.BACKUP: self._is_late(self.backed_up_at, _BACKUP_WITHIN),
            Trouble.DRILL: self._is_late(self.tried_at, _DRILL_WITHIN),
            Trouble.DISK: self.free_bytes < least,
        }
        return [trouble for trouble, is_there in found.items() if is_there]

    def _is_late(self, done_at: dt.datetime | None, within: dt.timedelta) -> bool:
        return done_at is None or self.at - done_at > within


def state(at: dt.datetime) -> Health:
    """Return how the installation is doing.

    :raises OperationalError: if the database does not answer
    """
    disk = shutil.disk_usage(settings.COSO_HOME)
    return Health(
        at=at,
        queue=None if schema.is_behind() else jobs.state(),
        backed_up_at=last(BACKUP),
        tried_at=last(DRILL),
        free_bytes=disk.free,
        total_bytes=disk.total,
    )


def note(what: str, at: dt.datetime) -> None:
    """Keep when something was done."""
    storage.write(Path(settings.COSO_HOME, what), [at.isoformat().encode()])


def last(what: str) -> dt.datetime | None:
    """Return when something was last done; `None` if never, or if another user keeps it."""
    try:
        return dt.datetime.fromisoformat(Path(settings.COSO_HOME, what).read_text(encoding="ascii"))
    except OSError:
        return None
