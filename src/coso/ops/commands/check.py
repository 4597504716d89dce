"""`coso check`: whether registers, kept files and the trail agree with themselves."""

from __future__ import annotations

import click

from coso.audit import queries as audit
from coso.documents import queries as documents
from coso.members import queries as members
from coso.ops import progress
from coso.organizations import queries as organizations


def run() -> int:
    """Print what is found, one line each, and return the exit status."""
    found = [
        *organizations.findings(),
        *members.findings(),
        *documents.findings(),
        *(finding.message for finding in audit.verify()),
    ]
    for line in found:
        click.echo(line)
    progress.say(f"Có {len(found)} điểm sai." if found else "Không thấy điểm sai nào.")
    return 1 if found else 0
