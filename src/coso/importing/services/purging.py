"""Removing what is kept of imports longer than it may be."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from coso.core import storage
from coso.importing import queries
from coso.importing.enums import ImportStatus
from coso.importing.models import Import, ImportChange, ImportDecision
from coso.importing.services import files
from coso.importing.services.undoing import UNDO_DAYS

_ON_THE_WAY = (ImportStatus.CHECKING, ImportStatus.READY, ImportStatus.FAILED)


@transaction.atomic
def purge(*, on: dt.date) -> None:
    """Remove workbooks, decisions and values before of imports that came in 30 days ago.

    One that nobody wrote by then is thrown away; what was written stays in the log, and of what was
    found the work that is left.
    """
    old = Import.objects.filter(received_at__date__lt=on - dt.timedelta(days=UNDO_DAYS))
    for source in old.filter(files__removed_at=None).distinct():
        files.remove(source)
    queries.past_problems(old).delete()
    ImportDecision.objects.filter(source__in=old).delete()
    old.filter(status__in=_ON_THE_WAY).update(status=ImportStatus.DISCARDED)
    written = Import.objects.filter(applied_at__date__lt=on - dt.timedelta(days=UNDO_DAYS))
    ImportChange.objects.filter(source__in=written).delete()
    storage.forget_uploads(before=on - dt.timedelta(days=1))
