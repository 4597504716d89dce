"""A snapshot follows the trail, and one transaction never reads another's."""

import datetime as dt
import json
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, transaction

from coso.audit import services as audit
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.figures import facts, queries, snapshot
from coso.figures.engine import fresh_store, memory, open_store
from coso.figures.facts import parts
from coso.figures.queries import FigureRequest
from tests.factories import organizations as make
from tests.factories import registers

DAY = dt.date(2023, 6, 30)


def total(unit):
    [value] = queries.evaluate(FigureRequest(unit_id=unit.pk, as_of=DAY, ids=("member.total",)))
    return value.value


@pytest.mark.django_db
def test_what_a_transaction_writes_it_reads_at_once():
    party = make.roots().party
    registers.member(party)
    assert total(party) == 1

    registers.member(party)
    assert total(party) == 2
    with transaction.atomic():
        registers.member(party)
        assert total(party) == 3
        transaction.set_rollback(True)
    assert total(party) == 2
    registers.member(party)
    assert total(party) == 3


@pytest.mark.django_db
def test_answers_of_one_page_are_of_one_state():
    party = make.roots().party
    registers.member(party)
    with queries.one_state():
        assert total(party) == 1
        registers.member(party)
        assert total(party) == 1
    assert total(party) == 2


@pytest.mark.django_db
def test_one_state_is_looked_up_once(django_assert_num_queries):
    party = make.roots().party
    total(party)

    with django_assert_num_queries(1), queries.one_state():
        total(party)
        total(party)


@pytest.mark.django_db
def test_what_others_write_meanwhile_builds_nothing_again():
    registers.member(make.roots().party)
    first = snapshot.ensure_fresh()

    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(false, 'test', '')")
    other.close()

    assert snapshot.ensure_fresh() == first


@pytest.mark.django_db(transaction=True)
def test_a_committed_change_is_seen_through_the_trail():
    party = make.roots().party
    audit.record(actor=SYSTEM, action="test.prepared", subject=party)
    registers.member(party)
    first = snapshot.rebuild()
    assert snapshot.ensure_fresh() == first
    assert total(party) == 1

    registers.member(party)
    assert total(party) == 1
    audit.record(actor=SYSTEM, action="test.changed", subject=party)
    assert total(party) == 2
    assert snapshot.ensure_fresh().watermark != first.watermark


@pytest.mark.django_db
def test_a_change_that_the_registers_do_not_show_builds_nothing_again():
    party = make.roots().party
    first = fresh_store()
    was_read = first.snapshot
    audit.record(actor=SYSTEM, action="test.changed", subject=party)
    again = fresh_store()
    assert again is first
    assert again.snapshot.watermark != was_read.watermark
    assert again.snapshot.parts == was_read.parts

    registers.member(party)
    assert fresh_store().snapshot.parts != was_read.parts


@pytest.mark.django_db
def test_only_what_changed_is_built_again(monkeypatch):
    monkeypatch.setattr(parts, "_SMALLEST_BLOCK", 1)
    monkeypatch.setattr(parts, "_MOST_BLOCKS", 10**9)
    party = make.roots().party
    branch = make.unit("GRASSROOTS_BRANCH", under=party)
    member, _ = registers.member(branch), registers.member(branch)
    before = built()

    registers.meeting(branch, 2023, 6)
    after_meeting = built()
    assert changed(before, after_meeting) == {"records": 1}

    member.periods.update(unit=party)
    after_move = built()
    assert changed(after_meeting, after_move) == {"people": 1}

    registers.member(branch)
    assert changed(after_move, built()) == {"people": 1, "order": 1}
    assert total(party) == 3
    assert total(branch) == 2


@pytest.mark.django_db
def test_only_tables_whose_content_changed_are_loaded_again():
    party = make.roots().party
    branch = make.unit("GRASSROOTS_BRANCH", under=party)
    member = registers.member(branch)
    registers.rating(branch, 2022, "GOOD", "BRANCH", capacity="MEMBER")
    first = fresh_store()
    before = loaded()

    member.periods.update(unit=party)
    second = fresh_store()

    assert second is not first
    anew = {name.rpartition("_")[0] for name in loaded() - before}
    assert anew == {"memberships", "movements", "admissions", "registers"}
    assert (total(party), total(branch)) == (1, 0)


def loaded():
    """Return the names of the tables in memory."""
    return {
        name
        for (name,) in memory.cursor().execute("FROM duckdb_tables() SELECT table_name").fetchall()
    }


def built():
    return {part.name for part in snapshot.ensure_fresh().parts}


def changed(before, after):
    """Return how many parts of each kind are new."""
    return dict(Counter(name.split("-")[0] for name in after - before))


@pytest.mark.django_db
def test_old_snapshots_are_removed():
    party = make.roots().party
    for _ in range(4):
        registers.member(party)
        kept = snapshot.rebuild()

    # Those of this transaction; what others have committed is not its to remove.
    home = settings.COSO_HOME / "snapshots"
    uncommitted = len(list(home.glob("*-x*.json")))
    folders = [path for path in home.iterdir() if path.is_dir()]
    assert uncommitted == 2
    spoken_of = [json.loads(note.read_text())["parts"] for note in home.glob("*.json")]
    assert {folder.name for folder in folders} == {name for names in spoken_of for name in names}
    assert {*kept.parts} <= {*folders}


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_reads_takes_nothing_from_others():
    party = make.roots().party
    audit.record(actor=SYSTEM, action="test.prepared", subject=party)
    committed = snapshot.rebuild()
    with transaction.atomic():
        for _ in range(3):
            registers.member(party)
            before = snapshot.ensure_fresh()
        with snapshot.passing():
            registers.member(party)
            passing = snapshot.ensure_fresh()
        assert all(part.exists() for part in before.parts)
        transaction.set_rollback(True)

    assert snapshot.ensure_fresh() == committed
    assert not all(part.exists() for part in passing.parts)


@pytest.mark.django_db
def test_a_snapshot_that_vanished_is_built_again(monkeypatch):
    party = make.roots().party
    gone = snapshot.rebuild()
    registers.member(party)
    snapshot.rebuild()
    registers.member(party)
    snapshot.rebuild()
    assert not all(part.exists() for part in gone.parts)

    found = fresh_store()
    assert all(part.exists() for part in found.snapshot.parts)
    assert open_store(found.snapshot) is found


@pytest.mark.django_db
def test_every_table_has_the_columns_that_definitions_may_use():
    make.roots()
    store = open_store(snapshot.rebuild())
    kinds = {"BIGINT": "int64", "INTEGER": "int64", "DATE": "date", "VARCHAR": "string",
             "BOOLEAN": "boolean", "HUGEINT": "int64", "SMALLINT": "int64"}  # fmt: skip
    for name, columns in facts.SCHEMAS.items():
        found = {row[0]: kinds[row[1]] for row in store.ask(f"DESCRIBE {name}")}
        assert found == columns, name


@pytest.mark.django_db
def test_places_that_would_turn_in_a_circle_are_taken_as_recorded():
    """Each unit stood below the other, at different times; neither place is carried back."""
    party = make.roots().party
    first = make.unit("UPPER_GRASSROOTS", "Đảng bộ A")
    second = make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ B", under=first)
    second.placements.update(during=Period(None, dt.date(2019, 1, 1)).to_range())
    second.placements.create(parent=party, during=Period(dt.date(2019, 1, 1)).to_range())
    first.placements.create(parent=second, during=Period(dt.date(2020, 1, 1)).to_range())
    registers.member(first)

    assert total(party) == total(second) == 1
