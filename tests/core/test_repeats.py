"""Rows of a staging table that say the same thing twice."""

import polars as pl
import pytest
from django.db import connection

from coso.core import db, repeats

pytestmark = pytest.mark.django_db

ROWS = pl.DataFrame(
    [
        (1, 10, "a", "x", False),
        (2, 11, "a", "x", False),
        (3, 12, "b", "x", False),
        (4, 13, "b", "y", False),
        (5, 14, "c", "x", False),
        (6, 15, "c", "x", True),
    ],
    ["origin", "row", "code", "said", "left_out"],
    orient="row",
)


def test_rows_of_one_key_are_told_and_may_go_where_they_are_alike():
    with connection.cursor() as cursor:
        db.copy_frame(cursor, "rows", ROWS)
        found = repeats.find_repeats(
            cursor,
            "rows",
            key=("code",),
            alike=("said",),
            field="code",
            kind="duplicate_row",
            message="format('Mã %s có hai dòng.', code)",
        )

    assert [(f.origin, f.message, f.suggestion, f.remedy) for f in found] == [
        (1, "Mã a có hai dòng.", "Giữ dòng này", ""),
        (2, "Mã a có hai dòng.", f"Bỏ dòng này: trùng với {repeats.row_named(1)}", "drop"),
        (3, "Mã b có hai dòng.", "", ""),
        (4, "Mã b có hai dòng.", "", ""),
    ]
    assert {(f.field, f.kind, f.severity) for f in found} == {("code", "duplicate_row", "doubt")}
