"""`coso serve`: the site of an installation."""

import contextlib

from coso.accounts import queries as accounts
from coso.core import env
from coso.ops import processes, serving
from coso.ops.commands import admin, init


def run(*, host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve until told to stop, on request with a worker beside the site."""
    serving.require_free(host, port)
    init.refresh()
    if not accounts.has_users():
        admin.welcome(url=address(host, port))
    with processes.worker_beside() if with_worker else contextlib.nullcontext():
        serving.serve(host=host, port=port, workers=workers)


def address(host: str, port: int) -> str:
    """Return where a browser finds the site: behind a server with TLS, under its first name."""
    return f"https://{env.allowed_hosts()[0]}/" if env.https() else f"http://{host}:{port}/"
