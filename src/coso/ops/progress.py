"""What a command shows while it works and when it is done."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

WIDE = 200
Step = Callable[[str, int, int], None]


@contextlib.contextmanager
def bar(title: str) -> Iterator[Step]:
    """Show a bar on stderr; the step is told what is done, how much of it and of how much."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(title, total=None)

        def step(what: str, done: int, total: int) -> None:
            shown.update(task, description=what, completed=done, total=total or None)

        yield step


def say(text: str) -> None:
    """Tell on stderr what is being done."""
    Console(stderr=True, highlight=False).print(text)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout; the first column is never broken, a file gets wide lines."""
    table = Table(box=None, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, no_wrap=position == 0, overflow="fold")
    for row in rows:
        table.add_row(*row)
    is_terminal = Console().is_terminal
    console = Console(highlight=False, markup=False, width=None if is_terminal else WIDE)
    console.print(table)
