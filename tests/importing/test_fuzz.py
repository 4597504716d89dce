"""Whatever stands in a workbook, the import reports it and never writes half of it.

`COSO_FUZZ=10000` reads so many workbooks instead of 300, and imports every tenth of them.
"""

import os

import pytest
from django.db import connection

from coso.core.types import SYSTEM
from coso.importing import columns
from coso.importing.services import import_workbooks
from coso.importing.sheets import REGISTERS
from coso.importing.workbook import UnableToReadWorkbook, find_table, read_grids
from tests.factories.mangling import mangled

WORKBOOKS = int(os.environ.get("COSO_FUZZ", "300"))
CHUNKS = 10
WORDS = columns.header_words(field for register in REGISTERS for field in register.fields)
COUNTS = """
SELECT format('SELECT %L, count(*) FROM %I', tablename, tablename) FROM pg_tables
 WHERE schemaname = 'public' ORDER BY tablename
"""


def saved(tmp_path, seed):
    name, content = mangled(seed)
    path = tmp_path / name
    path.write_bytes(content)
    return path


def is_known(text):
    return columns.header_key(text) in WORDS


def read(path):
    """Read a workbook, and check that what is read of it holds together."""
    try:
        grids = read_grids(path)
    except UnableToReadWorkbook:
        return
    for grid in grids:
        table = find_table(path.name, grid, is_known)
        if table is not None:
            numbers = table.rows.to_list()
            assert numbers == sorted(set(numbers))
            assert all(table.header_row < number <= len(grid.rows) for number in numbers)
            letters = [column.letter for column in table.columns]
            assert list(table.cells) == letters
            for cells in table.cells.values():
                assert len(cells.text) == len(cells.is_number) == len(numbers)
            assert all(remark.row <= len(grid.rows) for remark in table.remarks)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_any_workbook_is_read_or_refused(tmp_path, chunk):
    for seed in range(chunk, WORKBOOKS, CHUNKS):
        try:
            read(saved(tmp_path, seed))
        except Exception as error:
            error.add_note(f"mangled({seed})")
            raise


def rows_of_all_tables():
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        cursor.execute(" UNION ALL ".join(statement for (statement,) in cursor.fetchall()))
        return cursor.fetchall()


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("mode", ["stop", "suggest", "skip"])
def test_any_workbook_is_imported_whole_or_not_at_all(party, tmp_path, chunk, mode):
    for seed in range(10 * chunk, WORKBOOKS, 10 * CHUNKS):
        before = rows_of_all_tables()
        try:
            report = import_workbooks(paths=[saved(tmp_path, seed)], actor=SYSTEM, mode=mode)
            assert report.applied or rows_of_all_tables() == before
            assert not (report.applied and report.has_errors)
        except Exception as error:
            error.add_note(f"mangled({seed}), {mode}")
            raise
