"""Everything that the registers hold, to compare two states of them."""

from django.apps import apps
from django.db import connection

_NO_REGISTERS = ("audit", "importing", "contenttypes", "auth", "sessions", "accounts", "account")


def registers():
    """Return every row of every register as text, by table."""
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in _NO_REGISTERS
        and "procrastinate" not in model._meta.db_table
    ]
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor, table):
    cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
    return [row for (row,) in cursor.fetchall()]
