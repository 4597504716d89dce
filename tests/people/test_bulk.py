import datetime as dt

import polars as pl
import pytest
from django.db import connection

from coso.core import db, text
from coso.core.db import Known
from coso.people import bulk
from coso.people.models import Ethnicity, Person
from tests.factories.people import person

pytestmark = pytest.mark.django_db

BORN, JOINED = dt.date(1980, 5, 20), dt.date(2005, 1, 1)
NOBODY = "SELECT NULL::bigint AS person_id, NULL::date AS joined_on WHERE false"
HERE, ELSEWHERE = 1, 2
NOWHERE = "SELECT NULL::bigint AS person_id, NULL::bigint AS place_id WHERE false"
SCHEMA = {
    "origin": pl.Int64,
    "left_out": pl.Boolean,
    "unit_id": pl.Int64,
    "born_on": pl.Date,
    "joined_on": pl.Date,
    **dict.fromkeys(("full_name", "full_name_match", "full_name_search"), pl.String),
    **dict.fromkeys(("full_name_order", "born_precision", "gender", "ethnicity"), pl.String),
}


@pytest.fixture
def cursor():
    with connection.cursor() as cursor:
        yield cursor


def row(name="Lò Văn An", born=BORN, precision="DAY", **facts):
    return {
        "full_name": name,
        "full_name_match": text.match_key(name),
        "full_name_search": text.search_key(name),
        "full_name_order": text.name_order_key(name),
        "born_on": born,
        "born_precision": None if born is None else precision,
        "gender": "",
        "ethnicity": None,
        "joined_on": None,
        "left_out": False,
        "unit_id": HERE,
    } | facts


def identified(cursor, *rows, joined=NOBODY, standing=NOWHERE):
    frame = pl.DataFrame([r | {"origin": n} for n, r in enumerate(rows, 1)], SCHEMA)
    db.copy_frame(cursor, "staged", frame)
    findings = bulk.identify(cursor, "staged", joined=joined, standing=standing, place="unit_id")
    ids = db.rows(cursor, "SELECT person_id, person_is_new FROM staged ORDER BY origin")
    return [tuple(found) for found in ids], findings


def joined(known, on=JOINED):
    return f"SELECT {known.pk}::bigint AS person_id, DATE '{on}' AS joined_on"


def stands(known, place=HERE):
    return f"SELECT {known}::bigint AS person_id, {place}::bigint AS place_id"


def namesakes(cursor, joined=NOBODY):
    found = bulk.check_namesakes(cursor, "staged", joined=joined)
    assert {(f.kind, f.severity) for f in found} <= {("duplicate_person", "doubt")}
    return [f.origin for f in found]


def test_equal_name_and_full_birth_date_is_the_same_person(cursor):
    known = person("Lò Thuý Hoà", born_on=BORN)

    ids, findings = identified(cursor, row("LÒ  THÚY HÒA"))

    assert ids == [(known.pk, False)]
    assert findings == []


def test_other_mark_or_other_day_is_another_person(cursor):
    known = person("Lò Văn Hòa", born_on=BORN)

    ids, _ = identified(cursor, row("Lò Văn Hoa"), row("Lò Văn Hòa", dt.date(1980, 5, 21)))

    assert known.pk not in {found for found, _new in ids}
    assert len(set(ids)) == 2


@pytest.mark.parametrize(
    ("born", "precision"),
    [(dt.date(1980, 1, 1), "YEAR"), (dt.date(1980, 5, 1), "MONTH"), (None, "")],
)
def test_incomplete_birth_date_is_linked_by_the_day_of_joining(cursor, born, precision):
    known = person("Lò Văn An", born_on=BORN)

    ids, findings = identified(
        cursor, row(born=born, precision=precision, joined_on=JOINED), joined=joined(known)
    )

    assert ids == [(known.pk, False)]
    assert [(f.origin, f.kind, f.severity) for f in findings] == [(1, "linked_person", "info")]


@pytest.mark.parametrize(
    ("born", "joined_on"), [(dt.date(1981, 1, 1), JOINED), (dt.date(1980, 1, 1), None)]
)
def test_incomplete_birth_date_alone_does_not_link(cursor, born, joined_on):
    known = person("Lò Văn An", born_on=BORN)

    ids, _ = identified(
        cursor, row(born=born, precision="YEAR", joined_on=joined_on), joined=joined(known)
    )

    assert ids[0][0] != known.pk


def test_rows_of_one_person_get_one_id(cursor):
    ids, _ = identified(
        cursor,
        *(row(joined_on=JOINED), row(), row(born=dt.date(1981, 1, 1))),
        row(born=dt.date(1980, 1, 1), precision="YEAR", joined_on=JOINED),
    )

    assert ids[0] == ids[1] == ids[3]
    assert ids[2] != ids[0]


def test_incomplete_row_imported_again_is_the_same_person(cursor):
    year_only = row(born=dt.date(1980, 1, 1), precision="YEAR")
    first, _ = identified(cursor, year_only)
    bulk.merge_people(cursor, "staged")

    again, _ = identified(cursor, year_only, standing=stands(first[0][0]))

    assert again == [(first[0][0], False)]
    assert namesakes(cursor) == []


def test_row_without_a_birth_date_imported_again_is_the_same_person(cursor):
    first, _ = identified(cursor, row(born=None))
    bulk.merge_people(cursor, "staged")

    again, _ = identified(cursor, row(born=None), standing=stands(first[0][0]))

    assert again == [(first[0][0], False)]
    assert bulk.merge_people(cursor, "staged").unchanged == 1


@pytest.mark.parametrize("born", [dt.date(1980, 1, 1), None])
def test_namesake_of_another_place_with_an_incomplete_birth_date_is_a_doubt(cursor, born):
    known = person("Lò Văn An", born_on=born, born_precision="YEAR")

    ids, findings = identified(
        cursor,
        row(born=born, precision="YEAR"),
        joined=joined(known),
        standing=stands(known.pk, ELSEWHERE),
    )

    assert [found == known.pk for found, _new in ids] == [False]
    assert findings == []
    assert namesakes(cursor, joined(known)) == [1]


def test_namesake_who_joined_on_another_day_is_no_doubt(cursor):
    known = person("Lò Văn An", born_on=dt.date(1980, 1, 1), born_precision="YEAR")
    other_day = row(born=dt.date(1980, 1, 1), precision="YEAR", joined_on=dt.date(2006, 1, 1))

    ids, _ = identified(cursor, other_day, joined=joined(known))

    assert ids[0][0] != known.pk
    assert namesakes(cursor, joined(known)) == []


def test_two_namesakes_who_joined_on_one_day_are_told_apart_by_no_list_without_birth_dates(cursor):
    known = [person("Lò Văn An", born_on=BORN.replace(day=day)) for day in (1, 2)]
    both = " UNION ALL ".join(map(joined, known))

    ids, _ = identified(cursor, row(born=None, joined_on=JOINED), joined=both)

    assert ids[0][1]
    assert namesakes(cursor, both) == [1]


def test_namesake_born_in_another_year_is_no_doubt(cursor):
    person("Lò Văn An", born_on=dt.date(1981, 1, 1), born_precision="YEAR")

    identified(cursor, row(born=dt.date(1980, 1, 1), precision="YEAR"), row("Lò Thị Bình"))

    assert namesakes(cursor) == []


def test_two_rows_without_a_birth_date_are_two_people_and_doubtful(cursor):
    ids, _ = identified(cursor, row(born=None), row(born=None))

    assert ids[0] != ids[1]
    assert namesakes(cursor) == [1, 2]


def test_two_rows_with_the_same_year_are_one_person_only_in_the_same_place(cursor):
    year_only = row(born=dt.date(1980, 1, 1), precision="YEAR")

    ids, _ = identified(cursor, year_only, year_only, year_only | {"unit_id": ELSEWHERE})

    assert ids[0] == ids[1] != ids[2]
    assert namesakes(cursor) == [1, 2, 3]


def test_row_without_a_name_gets_nobody(cursor):
    ids, _ = identified(cursor, row() | {"full_name": None, "full_name_match": None})

    assert ids == [(None, None)]


def test_people_are_written_once_and_completed(cursor):
    Ethnicity.objects.create(code="02", name="Tày", match_name="tày")
    known = person("Lò Văn An", born_on=BORN, gender="MALE")

    identified(cursor, row("LÒ VĂN AN", gender="FEMALE", ethnicity="02"), row("Lò Thị Bình"))
    result = bulk.merge_people(cursor, "staged")

    known.refresh_from_db()
    assert (known.full_name, known.gender, known.ethnicity_id) == ("Lò Văn An", "MALE", "02")
    assert (result.created, result.updated) == (1, 1)
    assert bulk.merge_people(cursor, "staged").unchanged == 2


def test_list_that_knows_better_corrects(cursor):
    known = person("Lò Văn An", born_on=BORN, gender="MALE")

    identified(cursor, row(gender="FEMALE"))
    bulk.merge_people(cursor, "staged", described=(Known("gender"),))

    known.refresh_from_db()
    assert known.gender == "FEMALE"


def test_complete_birth_date_replaces_an_incomplete_one(cursor):
    known = person("Lò Văn An", born_on=dt.date(1980, 1, 1), born_precision="YEAR")

    identified(cursor, row(joined_on=JOINED), joined=joined(known))
    bulk.merge_people(cursor, "staged")

    known.refresh_from_db()
    assert (known.born_on, known.born_precision) == (BORN, "DAY")


def test_incomplete_birth_date_never_replaces_a_complete_one(cursor):
    known = person("Lò Văn An", born_on=BORN)

    identified(
        cursor,
        row(born=dt.date(1980, 1, 1), precision="YEAR", joined_on=JOINED),
        joined=joined(known),
    )
    result = bulk.merge_people(cursor, "staged")

    assert (result.updated, Person.objects.get().born_on) == (0, BORN)


def test_people_of_rows_left_out_are_not_written(cursor):
    identified(cursor, row(left_out=True))

    assert bulk.merge_people(cursor, "staged").created == 0
