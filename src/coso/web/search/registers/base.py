"""What a search looks through: a register, and one answer from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Final

from attrs import frozen
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts.models import User
from coso.core.searching import Found
from coso.web.frame import Frame

_LONGEST_NOTE: Final = 160


@frozen
class Hit:
    """One answer of a search."""

    label: str
    url: str
    note: str = ""


class Register:
    """Something that can be searched, as far as one reader may see it.

    `hint` says what it is found by.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    hint: ClassVar[str]
    permissions: ClassVar[tuple[Permission, ...]]

    def __init__(self, actor: User, frame: Frame) -> None:
        self.actor, self.frame = actor, frame

    @property
    def held(self) -> list[Permission]:
        """The permissions of which any opens the register, as far as the reader has them."""
        return [each for each in self.permissions if scoping.has_permission(self.actor, each)]

    def find(self, words: str) -> Found[Any]:
        """Return what words name, the nearest first; not more than can be read."""
        raise NotImplementedError

    def hits(self, rows: Sequence[Any], words: str) -> list[Hit]:
        """Return the answers to be shown."""
        raise NotImplementedError

    def address(self, name: str, *parameters: Any) -> str:
        return f"{reverse(name, args=parameters)}?{self.frame.place}"


class Records(Register):
    """A register whose records have numbers, names or words of their own, and a page each."""

    page: ClassVar[str]
    all: ClassVar[Callable[[], QuerySet[Any]]]
    search: ClassVar[Callable[[str, QuerySet[Any]], Found[Any]]]

    def find(self, words: str) -> Found[Any]:
        [permission] = self.permissions
        return type(self).search(words, scoping.visible(type(self).all(), self.actor, permission))

    def hits(self, rows: Sequence[Any], words: str) -> list[Hit]:
        return [
            Hit(self.label(row), self.address(self.page, row.pk), self.note(row, words))
            for row in rows
        ]

    def label(self, row: Any) -> str:
        """Return what a record is called."""
        return short(str(row))

    def note(self, row: Any, words: str) -> str:
        """Return what tells a record from others of its name."""
        raise NotImplementedError


def joined(parts: Iterable[str]) -> str:
    """Return what is known of several facts."""
    return "; ".join(filter(None, parts))


def short(words: str) -> str:
    """Return the beginning of a long text."""
    return Truncator(words).chars(_LONGEST_NOTE)
