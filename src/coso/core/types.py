"""Types that every layer shares."""

from __future__ import annotations

from typing import Protocol


class Actor(Protocol):
    """Whoever does something: a signed-in user, or the system itself."""

    @property
    def pk(self) -> int | None: ...

    @property
    def label(self) -> str: ...
