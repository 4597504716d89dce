"""Which movements bring a member, take one away, or need one to happen to."""

from __future__ import annotations

from typing import Final

from psycopg.sql import SQL, Composed, Identifier, Literal

# Movements that bring a member, that take one away, and that need a member to happen to. Beside
# them there are STAY_IN, of somebody else's member, and BADGE.
_OPENING: Final = ("ADMITTED", "TRANSFERRED_IN")
_ENDING: Final = (
    *("TRANSFERRED_OUT", "MOVED", "DECEASED", "STRUCK_OFF", "EXPELLED"),
    *("RESIGNED", "CANCELLED"),
)
_NEEDING: Final = (*_ENDING, "OFFICIAL", "STAY_OUT", "EXEMPTED")


def on(statement: str, staging: str) -> Composed:
    """Return a statement with its staging table and the kinds of movements in their places."""
    kinds = {"opening": _OPENING, "ending": _ENDING, "needing": _NEEDING}
    return SQL(statement).format(
        staging=Identifier(staging), **{name: Literal(list(of)) for name, of in kinds.items()}
    )
