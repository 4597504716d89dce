"""Every address has exactly one permission, or stands in an explicit list of open ones.

A view says so itself by its `permission` (or by `permissions`, any of which opens it); addresses
without one (sign-in, health) are declared open by name. A system check refuses to start with an
address of neither kind, or of both, and with a declared name that no address has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final

from attrs import frozen
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver


class Openness(StrEnum):
    """Who may open an address that asks for no permission."""

    PUBLIC = "PUBLIC"
    SIGNED_IN = "SIGNED_IN"


@frozen
class Address:
    """A named address of the site and what it asks for: one of its permissions suffices."""

    name: str
    route: str
    parameters: tuple[str, ...]
    permissions: tuple[str, ...]

    @property
    def openness(self) -> Openness | None:
        """Who may open it, if it was declared open."""
        return _OPEN.get(self.name)


_OPEN: Final[dict[str, Openness]] = {}


def declare_open(openness: Openness, names: Iterable[str]) -> None:
    """Say which addresses ask for no permission."""
    _OPEN.update(dict.fromkeys(names, openness))


def addresses() -> list[Address]:
    """Return every address of the site."""
    return list(_walk(get_resolver(None).url_patterns, (), "", ()))


@register(Tags.urls)
def check_every_address_is_classified(**_options: Any) -> list[CheckMessage]:
    """Refuse addresses that nobody classified, and declarations that nothing answers to."""
    found = addresses()
    names = {address.name for address in found}
    problems = (_problem_of(address) for address in found)
    dead = (_error("E003", f"{name} is declared open, but no address has this name.") for name
            in sorted(_OPEN.keys() - names))  # fmt: skip
    return [*(problem for problem in problems if problem is not None), *dead]


def _problem_of(address: Address) -> CheckMessage | None:
    if not address.permissions and address.openness is None:
        return _error("E001", f"{address.name or address.route} asks for no permission.")
    if address.permissions and address.openness is not None:
        return _error("E002", f"{address.name} is declared open, but asks for a permission.")
    return None


def _error(code: str, message: str) -> CheckMessage:
    hint = "Give the view a `permission`, or correct the lists in web/urls_policy.py."
    return Error(message, hint=hint, id=f"coso.{code}")


def _walk(
    patterns: Iterable[URLPattern | URLResolver],
    namespaces: tuple[str, ...],
    prefix: str,
    parameters: tuple[str, ...],
) -> Iterator[Address]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        names = (*parameters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, inner, route, names)
        else:
            view = getattr(pattern.callback, "view_class", None)
            yield Address(
                name=":".join((*namespaces, pattern.name or "")),
                route=route,
                parameters=names,
                permissions=_permissions_of(view),
            )


def _permissions_of(view: Any) -> tuple[str, ...]:
    single = getattr(view, "permission", None)
    return tuple(getattr(view, "permissions", ())) or ((single,) if single else ())
