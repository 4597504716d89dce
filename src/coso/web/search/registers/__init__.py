"""The registers that a search looks through, each within the reach of whoever searches."""

from __future__ import annotations

from typing import Final

from coso.accounts.models import User
from coso.web.frame import Frame
from coso.web.search.registers.base import Hit, Register
from coso.web.search.registers.people import Holders, People
from coso.web.search.registers.records import (
    Courses,
    Decisions,
    Documents,
    Themes,
    Units,
)
from coso.web.search.registers.site import Pages

__all__ = ["REGISTERS", "Hit", "Register", "open_to"]

REGISTERS: Final = (
    *(People, Holders, Units, Documents, Themes, Courses, Decisions),
    Pages,
)


def open_to(actor: User, frame: Frame) -> list[Register]:
    """Return the registers that a reader may search."""
    registers = (register(actor, frame) for register in REGISTERS)
    return [register for register in registers if register.held]
