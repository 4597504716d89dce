"""The filters that are on, in words, each with the address that takes it off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import frozen
from django.http import QueryDict

from coso.core.dates import format_date


@frozen
class Chip:
    """One active filter: `Giới tính: Nữ`."""

    label: str
    remove_url: str


def chips_of(filterset: Any, query: QueryDict) -> list[Chip]:
    """Return a chip for every filled field of a valid filter form."""
    if filterset is None or not filterset.form.is_valid():
        return []
    return [
        Chip(
            _said(field, filterset.form.cleaned_data[field.name]),
            _without(query, field.name),
        )
        for field in filterset.form.visible_fields()
        if _is_filled(filterset.form.cleaned_data.get(field.name))
    ]


def _is_filled(value: Any) -> bool:
    """Tell whether a field narrows; a box that is not ticked does not, a number 0 does."""
    return value is not False and value not in (None, "", [])


def _said(field: Any, value: Any) -> str:
    return str(field.label) if value is True else f"{field.label}: {_words(field, value)}"


def _words(field: Any, value: Any) -> str:
    if isinstance(value, dt.date):
        return format_date(value)
    options = dict(getattr(field.field, "choices", ()) or ()) if isinstance(value, str) else {}
    return str(options.get(value, value))


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    rest.pop("trang", None)
    return f"?{rest.urlencode()}"
