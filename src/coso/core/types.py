"""Types that every layer shares."""

from __future__ import annotations

from typing import Final, Protocol

from attrs import frozen


class Actor(Protocol):
    """Whoever does something: a signed-in user, or the system itself."""

    @property
    def pk(self) -> int | None: ...

    @property
    def label(self) -> str: ...


@frozen
class SystemActor:
    """The installation itself: the command line, a timer, the first start."""

    label: str = "Hệ thống"

    @property
    def pk(self) -> None:
        return None


SYSTEM: Final = SystemActor()
