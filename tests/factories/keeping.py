"""Rows that many tests begin with: the services write them once, then they are copied."""

import functools

from django.apps import apps
from django.db import connection


def ours():
    """Return the models of the project."""
    return [model for model in apps.get_models() if model.__module__.startswith("coso.")]


def kept(*models):
    """Let a function fill these tables once in a database of a process; later its rows return.

    Where one of the tables has rows already, the function runs as it is.
    """
    tables = [model._meta.db_table for model in models]

    def keeping(fill):
        rows_in = {}

        @functools.wraps(fill)
        def filled():
            database = connection.settings_dict["NAME"]
            if _have_rows(tables):
                fill()
            elif database in rows_in:
                _put_back(rows_in[database])
            else:
                fill()
                rows_in[database] = {table: rows for table in tables if (rows := _rows_of(table))}

        return filled

    return keeping


def _have_rows(tables):
    with connection.cursor() as cursor:
        each = (f"EXISTS (SELECT FROM {table})" for table in tables)
        cursor.execute(f"SELECT {' OR '.join(each)}")
        return cursor.fetchone()[0]


def _rows_of(table):
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as rows:
        return b"".join(rows)


def _put_back(rows_of):
    with connection.cursor() as cursor:
        for table, rows in rows_of.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copying:
                copying.write(rows)
