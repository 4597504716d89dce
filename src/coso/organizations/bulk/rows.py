"""The stored forms of a name, derived in one place."""

from __future__ import annotations

from coso.core import text


def named(name: str) -> dict[str, str]:
    """Return a unit's name as stored, with its keys to search, to compare and to sort."""
    stored = text.normalize(name)
    return {
        "name": stored,
        "search_name": text.search_key(stored),
        "match_name": text.match_key(stored),
        "order_key": text.text_order_key(stored),
    }
