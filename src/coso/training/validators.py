"""How the code of a course is read."""

from __future__ import annotations

from coso.core.text import normalize


def course_code(text: str) -> str:
    """Return the code of a course in its one form ("l 01" is "L01")."""
    return "".join(normalize(text).upper().split())
