"""Which migrations this version has, and which the database has."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_behind() -> bool:
    """Return whether the database lacks tables of this version, or some of them."""
    return bool(known() - applied())


@cache
def known() -> frozenset[str]:
    """Return the migrations of this version, as “app.name”."""
    return frozenset(map(".".join, MigrationLoader(None).disk_migrations))


def applied() -> frozenset[str]:
    """Return the migrations that the database has, as “app.name”."""
    return frozenset(map(".".join, MigrationRecorder(connection).applied_migrations()))
