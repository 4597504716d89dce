"""What is in reach but not allowed: which right is missing, and who can give it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coso.access import queries as access
from coso.access.enums import Permission

_ADMINISTRATORS_NAMED: Final = 3


def denied(*permissions: Permission) -> PermissionDenied:
    """Return the refusal for want of these rights; it names nobody, since it is logged."""
    return PermissionDenied(*permissions)


def page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a refusal (`handler403`)."""
    user = request.user
    givers = access.administrators_for(user) if user.is_authenticated else ()
    context = {
        "rights": [right.label for right in Permission if right in exception.args],
        "administrators": [giver.full_name for giver in givers[:_ADMINISTRATORS_NAMED]],
    }
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)
