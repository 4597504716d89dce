"""Whether the site works, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

PATH = "/suc-khoe/"


class HealthMiddleware:
    """Answer the watcher before anything else: no host, session, redirect or first run matters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == PATH:
            return _health()
        return self.get_response(request)


def _health() -> HttpResponse:
    """Answer `ok` when the database answers, else 503; say nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        status, word = 200, "ok"
    except OperationalError:
        status, word = 503, "database"
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(word, status=status, content_type="text/plain", headers=headers)
