"""The `coso` command: what may be asked, in which words, and with which exit status.

The bodies live in `commands`; they need a set-up Django, so they are loaded when one runs.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from coso.ops.cli import accounts, figures, group, keeping, registers, running
from coso.ops.cli.group import coso

__all__ = ["accounts", "coso", "figures", "group", "keeping", "main", "registers", "running"]


def _leave(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Run the command line; being told to end still stops what was started."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` asks for
            signal.signal(number, _leave)
    coso(prog_name="coso")
