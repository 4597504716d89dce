"""`coso manage`: Django's own commands, for developers."""

from collections.abc import Sequence

from django.core.management import execute_from_command_line


def run(arguments: Sequence[str]) -> None:
    """Run one of Django's commands on this installation."""
    execute_from_command_line(["coso manage", *arguments])
