"""What is in reach but not allowed: which right is missing, and who can give it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coso.access import policy, scoping
from coso.access import queries as access
from coso.access.enums import Permission

_NAMED: Final = 3


def denied(*permissions: Permission) -> PermissionDenied:
    """Return the refusal for want of these rights; it names nobody, since it is logged."""
    return PermissionDenied(*permissions)


def page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refusal (`handler403`)."""
    missing = [right for right in Permission if right in exception.args]
    is_on_the_whole = not policy.ON_THE_WHOLE.isdisjoint(missing)
    context = {
        "rights": [right.label for right in missing],
        "roles": [role.label for right in missing for role in policy.roles_with(right)],
        "is_on_the_whole": is_on_the_whole,
        "administrators": _administrators(request, is_on_the_whole),
        "holders": _holders(missing) if is_on_the_whole else [],
        "manages_rights": bool(missing) and _manages_rights(request),
    }
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)


def _administrators(request: HttpRequest, is_on_the_whole: bool) -> list[str]:
    """Return the names of some who can give what is missing."""
    user = request.user
    if not user.is_authenticated:
        return []
    if is_on_the_whole:
        givers = access.administrators_of_all().exclude(pk=user.pk)
    else:
        givers = access.administrators_for(user)
    return [giver.full_name for giver in givers[:_NAMED]]


def _manages_rights(request: HttpRequest) -> bool:
    user = request.user
    right = Permission.USERS_MANAGE
    return user.is_authenticated and scoping.covers_everything(user, right)


def _holders(missing: Sequence[Permission]) -> list[str]:
    """Return the names of some who may do it for the whole installation."""
    holders = [user for right in missing for user in access.holders_on_the_whole(right)[:_NAMED]]
    return [user.full_name for user in holders]
