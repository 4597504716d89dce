"""Nothing that a snapshot is made of may change unseen."""

import pytest
import sqlglot
from sqlglot import expressions

from coso.figures.facts import parts, registers

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
