"""What comes around every page: the first start, a session that ended, the date last seen."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from coso.accounts import queries as accounts
from coso.web.frame import LAST_DATE_COOKIE, date_to_remember

Respond = Callable[[HttpRequest], HttpResponse]

FIRST_RUN: Final = "account:first-run"
PASSWORD_PAGE: Final = "account_change_password"  # noqa: S105 — a name of an address
_OPEN_TO_ONE_TIME_PASSWORDS: Final = frozenset({PASSWORD_PAGE, "account_logout"})


class FirstRunMiddleware:
    """While nobody can sign in, every address leads to the page that makes the administrator."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Whoever is signed in proves that there is an account, without a query.
        if request.user.is_authenticated or _name_of(request) == FIRST_RUN or accounts.has_users():
            return self.get_response(request)
        return redirect(FIRST_RUN)


class PasswordChangeMiddleware:
    """A one-time password opens one page only: the one that changes it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return self.get_response(request)
        if _name_of(request) in _OPEN_TO_ONE_TIME_PASSWORDS:
            return self.get_response(request)
        return redirect(PASSWORD_PAGE)


class SignInRedirectMiddleware:
    """A part of a page asked for after the session ended takes the whole page to sign-in."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if "HX-Request" in request.headers and _leads_to(response, sign_in):
            return HttpResponse(
                status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": response["Location"]}
            )
        return response


class PrivatePagesMiddleware:
    """What a signed-in person sees is kept in no cache, on a shared machine above all."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        patch_vary_headers(response, ["HX-Request"])
        return response


class LastDateMiddleware:
    """The browser keeps the date last looked at until its reader signs out."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.user.is_authenticated:
            if LAST_DATE_COOKIE in request.COOKIES:
                response.delete_cookie(LAST_DATE_COOKIE, samesite="Lax")
        elif day := date_to_remember(request):
            response.set_cookie(
                LAST_DATE_COOKIE,
                day.isoformat(),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _leads_to(response: HttpResponse, address: str) -> bool:
    is_redirect = response.status_code == HTTPStatus.FOUND
    return is_redirect and response["Location"].partition("?")[0] == address
