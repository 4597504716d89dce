"""What somebody wrote by hand between the check of an import and its writing.

What the list says would go over it unseen: the check knew nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.apps import apps
from django.db.backends.utils import CursorWrapper
from django.db.models import ForeignKey, Model
from django.db.models.constants import LOOKUP_SEP

from coso.audit import queries as trail
from coso.audit.queries import Change
from coso.core import db
from coso.core.db import Finding

KIND: Final = "changed_since_check"
# How a record of a register leads to the one under which the trail files what is done to it.
_SUBJECTS: Final = ("pk", "person", "membership__person", "unit")
_WRITTEN: Final = "SELECT DISTINCT target FROM merge_log WHERE origin IS NOT NULL ORDER BY 1"
_ROWS: Final = """
SELECT DISTINCT ON (origin) origin, record_id FROM merge_log
 WHERE target = %(target)s AND record_id = ANY(%(records)s::bigint[]) AND origin IS NOT NULL
 ORDER BY origin, id
"""


def findings(cursor: CursorWrapper, since: int) -> list[Finding]:
    """Return the rows that write to a record to which somebody wrote by hand since.

    :param since: the last entry of the trail that the check knew (see `trail.latest_change`)
    """
    entries = trail.changes_since(since)
    if not entries:
        return []
    tables = {target for (target,) in db.rows(cursor, _WRITTEN)}
    touched = [model for model in apps.get_models() if model._meta.db_table in tables]
    told = dict(pair for model in touched for pair in _rows_about(cursor, model, entries))
    return [
        Finding(origin, "full_name", KIND, "warning", _said(entry))
        for origin, entry in sorted(told.items())
    ]


def _rows_about(
    cursor: CursorWrapper, model: type[Model], entries: Sequence[Change]
) -> Iterator[tuple[int, Change]]:
    records = {pk: entry for path in _SUBJECTS for pk, entry in _records(model, path, entries)}
    parameters = {"target": model._meta.db_table, "records": list(records)}
    for origin, record in db.rows(cursor, _ROWS, parameters) if records else ():
        yield origin, records[record]


def _records(
    model: type[Model], path: str, entries: Sequence[Change]
) -> Iterator[tuple[int, Change]]:
    """Return the records that a path leads from to what the entries are about."""
    label = _label(model, path)
    about = {entry.object_id: entry for entry in entries if entry.object_type == label}
    if about:
        found = model._default_manager.filter(**{f"{path}__in": list(about)})
        for pk, subject in found.values_list("pk", path):
            yield pk, about[subject]


def _label(model: type[Model], path: str) -> str:
    """Return what the trail calls the model to which a path leads; nothing if there is no path."""
    for name in [] if path == "pk" else path.split(LOOKUP_SEP):
        field = {each.name: each for each in model._meta.concrete_fields}.get(name)
        if not isinstance(field, ForeignKey):
            return ""
        model = field.remote_field.model
    return model._meta.label_lower


def _said(entry: Change) -> str:
    return (
        f"Sau khi kiểm tra tệp này, {entry.actor_label} đã ghi vào sổ: {entry.summary}. "
        "Ghi tiếp thì sổ theo dòng này."
    )
