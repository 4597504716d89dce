"""Filters of lists that users keep for themselves."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from django.db import transaction
from django.db.models import QuerySet

from coso.accounts.models import SavedFilter, User
from coso.audit import services as audit
from coso.core import text
from coso.core.errors import DomainError

MOST_FILTERS: Final = 50
_LONGEST_QUERY: Final = 2000


class UnableToSaveFilter(DomainError):
    """The filter cannot be kept so."""


@frozen(kw_only=True)
class FilterDetails:
    """A filter as its user wants it kept: of which list, under which name, with what."""

    list_name: str
    name: str
    query: str


@transaction.atomic
def save_filter(*, details: FilterDetails, actor: User, overwrites: bool = False) -> SavedFilter:
    """Keep a filter of the actor's; the one of the same name is replaced only if told so.

    :raises UnableToSaveFilter: if the name is missing or taken, or there are too many
    """
    name = _fitting_name(details.name)
    if len(details.query) > _LONGEST_QUERY:
        raise UnableToSaveFilter(
            "accounts.filter_too_long",
            "Bộ lọc có quá nhiều điều kiện nên không lưu được. Bỏ bớt điều kiện rồi lưu lại.",
        )
    own = _own_filters(actor)
    same = own.filter(list_name=details.list_name, name__iexact=name).first()
    if same is not None:
        return _overwrite(same, details.query, actor, is_wanted=overwrites)
    if own.count() >= MOST_FILTERS:
        raise UnableToSaveFilter(
            "accounts.too_many_filters",
            f"Bạn đã lưu {MOST_FILTERS} bộ lọc, số nhiều nhất của một tài khoản. Xóa bộ lọc không "
            "còn dùng rồi lưu lại.",
        )
    saved = SavedFilter.objects.create(
        user=actor, list_name=details.list_name, name=name, query=details.query
    )
    _record_filter("filter.saved", saved, f"Lưu bộ lọc “{saved}”", actor)
    return saved


@transaction.atomic
def rename_filter(*, saved: SavedFilter, name: str, actor: User) -> SavedFilter:
    """Give a filter of the actor's another name.

    :raises UnableToSaveFilter: if the name is missing, or taken on the same list
    """
    others = _own_filters(actor).exclude(pk=saved.pk)
    before, saved.name = saved.name, _fitting_name(name)
    if others.filter(list_name=saved.list_name, name__iexact=saved.name).exists():
        raise _name_taken(saved.name)
    saved.save(update_fields=["name"])
    _record_filter("filter.renamed", saved, f"Đổi tên bộ lọc “{before}” thành “{saved}”", actor)
    return saved


@transaction.atomic
def delete_filter(*, saved: SavedFilter, actor: User) -> None:
    """Forget a filter of the actor's."""
    _record_filter("filter.deleted", saved, f"Xóa bộ lọc “{saved}”", actor)
    saved.delete()


def _own_filters(actor: User) -> QuerySet[SavedFilter]:
    """Return the filters of the actor, whose account is locked: of two at once one waits."""
    User.objects.select_for_update().get(pk=actor.pk)
    return SavedFilter.objects.filter(user=actor)


def _overwrite(saved: SavedFilter, query: str, actor: User, *, is_wanted: bool) -> SavedFilter:
    if not is_wanted:
        raise _name_taken(saved.name)
    saved.query = query
    saved.save(update_fields=["query"])
    _record_filter("filter.overwritten", saved, f"Ghi đè bộ lọc “{saved}”", actor)
    return saved


def _fitting_name(written: str) -> str:
    name = text.normalize(written)
    if not name:
        raise UnableToSaveFilter(
            "accounts.no_filter_name", "Bộ lọc chưa có tên. Đặt một tên ngắn để tìm lại."
        )
    return name


def _name_taken(name: str) -> UnableToSaveFilter:
    return UnableToSaveFilter(
        "accounts.filter_name_taken",
        f"Danh sách này đã có bộ lọc “{name}”. Đặt tên khác, hoặc chọn ghi đè bộ lọc đã có.",
        name=name,
    )


def _record_filter(action: str, saved: SavedFilter, summary: str, actor: User) -> None:
    """Leave an entry without the conditions: they may name people."""
    audit.record(actor=actor, action=action, subject=saved, summary=summary)
