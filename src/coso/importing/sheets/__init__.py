"""The registers that the importer knows."""

from __future__ import annotations

from typing import Final

from coso.importing.sheets.base import Register

REGISTERS: Final[tuple[Register, ...]] = ()
