"""Where a permission holds: a set of paths of the Party tree."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen
from django.db.models import Q


@frozen
class Ground:
    """The paths a permission holds on: with all below them, and for the unit alone.

    `has_root`: one of them covers the whole installation. `spared`: paths that it does not hold
    on although it does on all below them (`policy.FROM_ABOVE`).
    """

    below: tuple[str, ...]
    alone: tuple[str, ...]
    has_root: bool
    spared: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.below or self.alone)

    def holds_below(self, path: str) -> bool:
        """Tell whether a path and all below it lie on this ground."""
        return path not in self.spared and any(
            path == granted or path.startswith(f"{granted}.") for granted in self.below
        )

    def condition(self, path: str) -> Q:
        """Return the condition that a path field lies on this ground."""
        condition = Q(**{f"{path}__in": self.alone}) if self.alone else Q()
        for granted in self.below:  # one by one: the index does not serve an array of paths
            condition |= Q(**{f"{path}__descendant_of": granted})
        return condition & ~Q(**{f"{path}__in": self.spared}) if self.spared else condition


def outermost(paths: Iterable[str]) -> list[str]:
    """Return the paths that stand below none of the others."""
    found: list[str] = []
    for path in sorted(paths, key=lambda path: path.split(".")):  # what is below comes next
        if not found or not path.startswith(f"{found[-1]}."):
            found.append(path)
    return found
