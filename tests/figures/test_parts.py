"""Nothing that a snapshot is made of may change unseen."""

import polars as pl
import pytest
import sqlglot
from sqlglot import expressions

from coso.figures import snapshot
from coso.figures.facts import building, parts, registers
from tests.factories import lists

WHOLE = {"units": registers.UNITS, "records": registers.RECORDS, "order": registers.ORDER}


def tables_of(query):
    """Return the table of each name that a query reads."""
    found = sqlglot.parse_one(query, dialect="postgres").find_all(expressions.Table)
    return {table.alias or table.name: table.name for table in found}


@pytest.mark.parametrize("part", [parts.UNITS, parts.RECORDS, parts.ORDER], ids=lambda p: p.name)
def test_each_table_that_a_part_reads_tells_that_it_changed(part):
    read = {
        table
        for register in WHOLE[part.name].values()
        for table in tables_of(register.query).values()
    }

    assert read == set(part.sources)


def test_each_table_that_the_people_are_read_from_tells_that_it_changed():
    named = [
        (register, tables_of(f"SELECT 1 FROM {register.source}"))
        for register in registers.PEOPLE.values()
    ]
    read = {table for _, tables in named for table in tables.values()}
    stamped = {tables[name] for register, tables in named for name in register.stamped}

    # What is looked up in the part of the units changes that part, and with it all that reads it.
    assert read - stamped <= set(parts.UNITS.sources)
    assert parts.PEOPLE.reads


def rows_in(built):
    """Return the rows of each file of a snapshot."""
    files = [file for part in built.parts for file in part.glob("*.parquet")]
    return {
        (file.parent.name.split("-")[0], file.stem): sorted(map(repr, pl.read_parquet(file).rows()))
        for file in files
    }


def test_what_is_large_is_built_like_what_is_little(db, settings, tmp_path, monkeypatch):
    lists.fill_books()
    settings.COSO_HOME = tmp_path / "little"
    little = rows_in(snapshot.rebuild())

    monkeypatch.setattr(building, "_LARGE", 0)
    settings.COSO_HOME = tmp_path / "large"

    assert rows_in(snapshot.rebuild()) == little
    assert little["people", "memberships"]
