"""Which columns of a list are shown: the reader's choice stands in the address."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from django.http import QueryDict

from coso.web.shared.tables import STANDING

COLUMN_PARAMETER = "cot"


@frozen
class ColumnChoice:
    """A column that may be hidden, and whether it is shown now."""

    name: str
    label: str
    is_shown: bool


def choices(table_class: Any, query: QueryDict) -> list[ColumnChoice]:
    """Return the columns a reader may hide or show."""
    concealed = hidden(table_class, query)
    return [
        ColumnChoice(name, label, name not in concealed)
        for name, label in _optional(table_class).items()
    ]


def hidden(table_class: Any, query: QueryDict) -> tuple[str, ...]:
    """Return the columns not asked for; without a choice those hidden at first."""
    chosen = query.getlist(COLUMN_PARAMETER)
    if not chosen:
        return tuple(table_class.Meta.hidden_at_first)
    return tuple(name for name in _optional(table_class) if name not in chosen)


def _optional(table_class: Any) -> dict[str, str]:
    # Where a row stands today is told by the tree asked for, not by choice.
    always = (*table_class.Meta.always, STANDING)
    return {
        name: str(column.verbose_name)
        for name, column in table_class.base_columns.items()
        if name not in always
    }
