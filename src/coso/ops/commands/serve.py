"""`coso serve`: the site of an installation."""

from coso.ops import serving
from coso.ops.commands import init


def run(*, host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    serving.require_free(host, port)
    init.refresh()
    serving.serve(host=host, port=port, workers=workers)
