"""`coso worker`: the background jobs of an installation."""

from coso.ops import working


def run() -> None:
    """Run jobs until told to stop."""
    working.work()
