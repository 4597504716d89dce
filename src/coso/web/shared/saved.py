"""Saved filters as a list shows them: what of the address is kept, and what no longer fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from attrs import frozen
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from coso.accounts import queries as accounts
from coso.accounts.models import SavedFilter, User
from coso.web.frame import DATE_PARAMETER, TREE_PARAMETER, UNIT_PARAMETER, Frame
from coso.web.shared.columns import COLUMN_PARAMETER

SAVED_PARAMETER: Final = "bo-loc"
ORDER_PARAMETER: Final = "sap-xep"
# What belongs to a visit of the list, not to the filter.
PASSING: Final = frozenset(
    {"trang", "xuat", SAVED_PARAMETER, UNIT_PARAMETER, DATE_PARAMETER, TREE_PARAMETER}
)


@frozen
class SavedMenu:
    """The filters of a list that its reader has saved, and where the one in view is saved."""

    filters: Sequence[SavedFilter]
    current: SavedFilter | None
    save_url: str


def menu_of(request: HttpRequest, reader: User, frame: Frame) -> SavedMenu:
    """Return the menu of the list that a request asks for."""
    match = request.resolver_match
    list_name = match.view_name if match else ""
    found = list(accounts.saved_filters(reader).filter(list_name=list_name))
    opened = request.GET.get(SAVED_PARAMETER, "")
    current = next((each for each in found if str(each.pk) == opened), None)
    asked = {
        **dict(frame.place_parameters),
        "danh-sach": list_name,
        "dieu-kien": kept_query(request.GET),
        **({} if current is None else {SAVED_PARAMETER: opened}),
    }
    save_url = f"{reverse('saved-filters:save')}?{urlencode(asked)}"
    return SavedMenu(found, current, save_url)


def kept_query(query: QueryDict) -> str:
    """Return the part of an address that a filter keeps: conditions, columns, order."""
    return urlencode([pair for pair in _pairs(query) if pair[0] not in PASSING and pair[1]])


def unfit(
    query: QueryDict, filterset: Any, table_class: Any, more: Sequence[str]
) -> dict[str, list[str]]:
    """Return what of a query the list does not know any more: values by parameter.

    :param more: further parameters that the list knows
    """
    fields, columns = filterset.form.fields, table_class.base_columns
    known = {*fields, *more, *PASSING, COLUMN_PARAMETER, ORDER_PARAMETER}
    gone: dict[str, list[str]] = {}
    for name, value in _pairs(query):
        is_lost = name not in known or name in filterset.form.errors
        is_lost |= name == COLUMN_PARAMETER and value not in columns
        is_lost |= name == ORDER_PARAMETER and value.lstrip("-") not in columns
        if is_lost:
            gone.setdefault(name, []).append(value)
    return gone


def without(query: QueryDict, gone: dict[str, list[str]]) -> str:
    """Return the query without what does not fit."""
    return urlencode(
        [(name, value) for name, value in _pairs(query) if value not in gone.get(name, ())]
    )


def _pairs(query: QueryDict) -> Iterator[tuple[str, str]]:
    return ((name, str(value)) for name, values in query.lists() for value in values)
