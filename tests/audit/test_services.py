import datetime as dt
from decimal import Decimal

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from coso.audit import queries, services
from coso.audit.enums import FindingKind, Stream
from coso.audit.models import AccessEntry, AuditDetail, AuditEntry, Seal
from coso.core.types import SYSTEM
from tests.conftest import TRAIL_TABLES

pytestmark = pytest.mark.django_db


def record(summary="Đổi tên", **fields):
    return services.record(
        actor=SYSTEM, action="unit.renamed", subject=None, summary=summary, **fields
    )


def record_and_seal(*summaries):
    entries = [record(summary) for summary in summaries]
    services.seal(Stream.CHANGES)
    return entries


def bypass(statement, *parameters):
    """Do what only somebody with the rights of a superuser can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET session_replication_role = origin")


def kinds():
    return [finding.kind for finding in queries.verify()]


def test_record_keeps_who_did_what_to_which_record(officer, party_tree):
    entry = services.record(
        actor=officer,
        action="unit.renamed",
        subject=party_tree.own,
        unit_id=party_tree.own.pk,
        summary="Đổi tên xã",
        reason="Nghị quyết 01",
    )

    stored = AuditEntry.objects.get(pk=entry.pk)
    assert (stored.actor_id, stored.actor_label) == (officer.pk, officer.label)
    assert (stored.object_type, stored.object_id) == ("organizations.unit", party_tree.own.pk)
    assert (stored.unit_id, stored.action) == (party_tree.own.pk, "unit.renamed")
    assert (stored.summary, stored.reason) == ("Đổi tên xã", "Nghị quyết 01")
    assert stored.detail_digest == ""


def test_record_without_actor_is_the_systems():
    entry = services.record(actor=None, action="demo.made", subject=None)

    assert (entry.actor_id, entry.actor_label) == (None, "Hệ thống")


def test_record_keeps_values_apart_and_vouches_for_them_by_digest():
    values = {
        "old": {"2": 1, "10": Decimal("1.50")},
        "new": {"on": dt.date(2023, 6, 30), "share": 1e16, "ten": "Bùi Thị Hà"},
    }

    entry = record(values=values)

    assert AuditDetail.objects.get().values == {
        "old": {"2": 1, "10": "1.50"},
        "new": {"on": "2023-06-30", "share": "1e+16", "ten": "Bùi Thị Hà"},
    }
    assert len(entry.detail_digest) == 64
    assert queries.verify() == []


def test_record_shortens_a_long_summary():
    assert record("x" * 600).summary == "x" * 499 + "…"


def test_record_access_keeps_who_read_how_many_rows(officer):
    services.record_access(
        actor=officer, action="list.exported", object_type="members", summary="41 chi bộ", rows=3549
    )

    entry = AccessEntry.objects.get()
    assert (entry.actor_label, entry.action, entry.rows) == (officer.label, "list.exported", 3549)


@pytest.mark.parametrize("model", [AuditEntry, AccessEntry, Seal])
def test_entries_refuse_to_be_changed_or_removed(model):
    record()
    services.record_access(actor=None, action="person.read", object_type="person")
    for stream in Stream:
        services.seal(stream)

    for attempt in (
        lambda: model.objects.update(**{model._meta.fields[1].name: None}),
        lambda: model.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            attempt()

    assert model.objects.exists()


def test_detail_refuses_to_be_changed_but_may_be_erased(officer):
    entry = record(values={"ten": "Lý Văn A"})

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        AuditDetail.objects.update(values={})
    erasure = services.erase_detail(entry=entry, actor=officer, reason="Người đó yêu cầu xóa")

    assert not AuditDetail.objects.exists()
    assert queries.trail_of(entry).get() == erasure
    assert (erasure.action, erasure.actor_label) == ("detail.erased", officer.label)
    assert erasure.reason == "Người đó yêu cầu xóa"
    assert queries.verify() == []


def test_verify_finds_a_detail_that_is_gone_without_an_erasure():
    entry = record(values={"ten": "Lý Văn A"})
    AuditDetail.objects.all().delete()

    (finding,) = queries.verify()

    assert (finding.kind, finding.first_id) == (FindingKind.DETAIL, entry.pk)
    assert "đã bị xóa" in finding.message


@pytest.mark.parametrize("table", TRAIL_TABLES)
def test_no_table_of_the_trail_can_be_emptied(table):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")

        with pytest.raises(DatabaseError, match="Cannot truncate"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_seal_links_each_batch_to_the_one_before():
    record_and_seal("một", "hai")
    record_and_seal("ba")

    first, second = Seal.objects.order_by("pk")
    assert (first.previous, first.entries) == (queries.GENESIS, 2)
    assert (second.previous, second.entries) == (first.digest, 1)
    assert (second.first_id, second.last_id) == (first.last_id + 1, first.last_id + 1)
    assert queries.verify() == []


def test_seal_without_new_entries_does_nothing():
    record_and_seal("một")

    assert services.seal(Stream.CHANGES) is None
    assert services.seal(Stream.ACCESS) is None


def test_streams_are_sealed_apart():
    record_and_seal("một")
    services.record_access(actor=None, action="person.read", object_type="person")
    services.seal(Stream.ACCESS)

    assert [seal.stream for seal in queries.latest_seals()] == [Stream.CHANGES, Stream.ACCESS]
    assert {seal.previous for seal in Seal.objects.all()} == {queries.GENESIS}
    assert queries.verify() == []


def test_every_column_is_sealed():
    for stream, model in queries.MODELS.items():
        columns = tuple(field.attname for field in model._meta.concrete_fields)
        assert queries.SEALED_COLUMNS[stream] == columns


@pytest.mark.parametrize(
    ("column", "value"),
    [("summary", "khác"), ("actor_label", "người khác"), ("at", "2020-01-01"), ("reason", "x")],
)
def test_verify_finds_an_altered_entry(column, value):
    _, entry, _ = record_and_seal("một", "hai", "ba")
    bypass(f"UPDATE audit_auditentry SET {column} = %s WHERE id = %s", value, entry.pk)

    (finding,) = queries.verify()

    assert finding.kind == FindingKind.ALTERED
    assert finding.first_id <= entry.pk <= finding.last_id
    assert "Nhật ký thay đổi" in finding.message
    assert "nội dung đã bị sửa" in finding.message


@pytest.mark.parametrize("index", [0, 1, 2])
def test_verify_finds_a_removed_entry(index):
    entry = record_and_seal("một", "hai", "ba")[index]
    bypass("DELETE FROM audit_auditentry WHERE id = %s", entry.pk)

    (finding,) = queries.verify()

    assert finding.kind == FindingKind.MISSING
    assert "thiếu 1 mục" in finding.message


def test_verify_finds_an_entry_slipped_in_below_the_last_seal():
    (entry,) = record_and_seal("một")
    bypass(
        "INSERT INTO audit_auditentry (id, actor_label, action, object_type, summary, reason, "
        "detail_digest) VALUES (%s, 'x', 'x', 'x', '', '', '')",
        entry.pk - 1000,
    )

    (finding,) = queries.verify()

    assert finding.kind == FindingKind.EXTRA


def test_verify_finds_a_removed_seal_and_names_only_the_break():
    record_and_seal("một")
    middle = record_and_seal("hai")[0]
    record_and_seal("ba")
    bypass("DELETE FROM audit_seal WHERE last_id = %s", middle.pk)

    (finding,) = queries.verify()

    assert finding.kind == FindingKind.BROKEN
    assert "không nối với" in finding.message


def test_verify_finds_a_seal_computed_anew_after_an_alteration():
    (entry,) = record_and_seal("một")
    record_and_seal("hai")
    bypass("UPDATE audit_auditentry SET summary = 'khác' WHERE id = %s", entry.pk)
    forged = queries.link(Stream.CHANGES, None, entry.pk, queries.GENESIS)
    bypass("UPDATE audit_seal SET digest = %s WHERE last_id = %s", forged.digest, entry.pk)

    assert kinds() == [FindingKind.BROKEN]


def test_verify_finds_an_altered_detail():
    entry = record(values={"new": "12"})
    bypass('UPDATE audit_auditdetail SET values = \'{"new": "13"}\'')

    (finding,) = queries.verify()

    assert (finding.kind, finding.first_id) == (FindingKind.DETAIL, entry.pk)


def test_verify_finds_a_detail_given_to_an_entry_that_had_none():
    AuditDetail.objects.create(entry=record(), salt="0", values={})

    assert kinds() == [FindingKind.DETAIL]


def test_trail_of_a_record_is_its_changes_latest_first(party_tree):
    for summary in ("một", "hai"):
        services.record(actor=None, action="unit.renamed", subject=party_tree.own, summary=summary)
    services.record(actor=None, action="unit.renamed", subject=party_tree.below)

    trail = queries.trail_of(party_tree.own)

    assert [entry.summary for entry in trail] == ["hai", "một"]


@pytest.mark.django_db(transaction=True)
def test_commit_seals_what_it_wrote():
    record()

    assert Seal.objects.get().stream == Stream.CHANGES


@pytest.mark.django_db(transaction=True)
def test_reading_waits_for_its_seal():
    services.record_access(actor=None, action="person.read", object_type="person")
    assert not Seal.objects.exists()

    services.seal(Stream.ACCESS)

    assert (Seal.objects.get().stream, Seal.objects.get().entries) == (Stream.ACCESS, 1)
    assert queries.verify() == []


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_leaves_no_entry_and_no_seal():
    def fail_after_recording():
        with transaction.atomic():
            record()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_recording()

    assert not AuditEntry.objects.exists()
    assert not Seal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_seal_waits_for_a_writer_whose_lower_id_is_not_committed_yet():
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute(
            "INSERT INTO audit_auditentry (actor_label, action, object_type, summary, reason, "
            "detail_digest) VALUES ('x', 'slow', 'x', '', '', '')"
        )
        record("nhanh")
        assert not Seal.objects.exists()
        other.commit()

    services.seal(Stream.CHANGES)

    assert Seal.objects.get().entries == 2
    assert queries.verify() == []
