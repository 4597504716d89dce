"""Whether the site works, for whoever watches it; nothing in it is about a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from coso.core import clock, health, jobs
from coso.core.health import GRAVE, Health, Trouble

PATH: Final = "/suc-khoe/"
JSON_PATH: Final = "/suc-khoe.json"
_HEADERS: Final = {"Cache-Control": "no-store"}


class HealthMiddleware:
    """Answer the watcher before anything else: no host, session, redirect or first run matters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == PATH:
            return _as_text()
        if request.path == JSON_PATH:
            return _as_json()
        return self.get_response(request)


def _state() -> tuple[Health | None, list[Trouble]]:
    try:
        state = health.state(clock.now())
    except OperationalError:
        return None, [Trouble.DATABASE]
    return state, state.troubles()


def _status(troubles: list[Trouble]) -> int:
    return 503 if GRAVE & set(troubles) else 200


def _as_text() -> HttpResponse:
    """Answer `ok` or what is gravely wrong, then how the background jobs are doing."""
    state, troubles = _state()
    if state is None or state.queue is None:
        lines = [troubles[0].value]
    else:
        lines = ["ok", *_lines(state.queue)]
    body, kind = "\n".join(lines), "text/plain"
    return HttpResponse(body, status=_status(troubles), content_type=kind, headers=_HEADERS)


def _lines(queue: jobs.State) -> list[str]:
    return [
        f"worker {'alive' if queue.has_worker else 'none'}",
        f"waiting {queue.waiting}",
        f"failed {queue.failed}",
    ]


def _as_json() -> JsonResponse:
    """Answer everything there is to watch; `status` is ok, warning or down."""
    state, troubles = _state()
    status = _status(troubles)
    word = "down" if status != 200 else "warning" if troubles else "ok"  # noqa: PLR2004
    content = {"status": word, "troubles": troubles, **(_numbers(state) if state else {})}
    return JsonResponse(content, status=status, headers=_HEADERS)


def _numbers(state: Health) -> dict[str, Any]:
    queue = state.queue
    return {
        "worker": queue is not None and queue.has_worker,
        "jobs_waiting": queue and queue.waiting,
        "jobs_running": queue and queue.running,
        "jobs_failed": queue and queue.failed,
        "backup_age_seconds": _age(state, state.backed_up_at),
        "drill_age_seconds": _age(state, state.tried_at),
        "disk_free_bytes": state.free_bytes,
        "disk_total_bytes": state.total_bytes,
    }


def _age(state: Health, done_at: dt.datetime | None) -> int | None:
    return None if done_at is None else int((state.at - done_at).total_seconds())
