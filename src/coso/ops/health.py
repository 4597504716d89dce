"""Whether the site works, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from coso.core import jobs

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
    """Answer `ok` when the database answers, else 503; then how the background jobs are doing."""
    try:
        status, lines = 200, ["ok", *_lines(jobs.state())]
    except OperationalError:
        status, lines = 503, ["database"]
    headers = {"Cache-Control": "no-store"}
    body = "\n".join(lines)
    return HttpResponse(body, status=status, content_type="text/plain", headers=headers)


def _lines(queue: jobs.State) -> list[str]:
    return [
        f"worker {'alive' if queue.has_worker else 'none'}",
        f"waiting {queue.waiting}",
        f"failed {queue.failed}",
    ]
