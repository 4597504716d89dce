"""The sample as one file and back: every row, every file, and what stands against it."""

import contextlib
import datetime as dt
import io
import shutil
import subprocess

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connection

from coso.core import clock, health
from coso.core.types import SYSTEM
from coso.documents import queries as documents
from coso.documents import services as keeping
from coso.documents.services import Upload
from coso.evaluations import queries as evaluations
from coso.figures.catalogue import FIGURES
from coso.ops import archives, cli, postgres
from coso.ops.commands import restore
from coso.ops.commands.backup import LEFT_OUT
from tests.acceptance.installations import COSO, Installation
from tests.factories import files
from tests.ops.conftest import until

WORKBOOK = "files/imports/1/sổ.xlsx"
KEY = "secrets/field.key"


def coso(*words):
    """Run a command in this process, on the installation that is opened."""
    return CliRunner().invoke(cli.coso, list(map(str, words)), prog_name="coso")


def rows():
    """Return a digest of the rows of each table that is kept."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - set(LEFT_OUT)
        return {table: _digest(cursor, table) for table in tables}


def _digest(cursor, table):
    cursor.execute(
        f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
    )
    return cursor.fetchone()


def databases():
    """Return the database of the installation and what was made beside it, not those of others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, current_database())"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture(scope="module")
def source(sample_installation):
    installation, _ = sample_installation
    for name, content in {WORKBOOK: b"workbook", KEY: b"key", f"{WORKBOOK}.part": b"half"}.items():
        path = installation.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    yield installation
    for name in (WORKBOOK, KEY):
        shutil.rmtree(installation.home / name.partition("/")[0])


@pytest.fixture(scope="module")
def backup(source, work_in, tmp_path_factory):
    """Return a backup of the sample, with the keys, and the rows that the sample had."""
    path = tmp_path_factory.mktemp("backup") / "coso.zip"
    with work_in(source):
        done = coso("backup", "--to", path, "--with-keys")
        assert done.exit_code == 0, done.output
        return path, rows()


@contextlib.contextmanager
def restored(name, path, folder, django_db_blocker):
    """Yield an installation into which a backup was restored; remove it afterwards."""
    with django_db_blocker.unblock():
        made = Installation.empty(name, folder)
        with made.opened():
            done = coso("restore", path)
            assert done.exit_code == 0, done.output
    yield made
    with django_db_blocker.unblock():
        with made.opened():
            postgres._drop(postgres.beside("replaced"))
        made.drop()


@pytest.fixture(scope="module")
def target(backup, work_in, django_db_blocker, tmp_path_factory):
    """Return an installation into which the backup was restored, for all that tries it out."""
    folder = tmp_path_factory.mktemp("restored")
    with restored("restored", backup[0], folder, django_db_blocker) as made:
        yield made


@pytest.fixture
def untouched(backup, work_in, django_db_blocker, tmp_path):
    """Return an installation into which the backup was restored, and nothing done since."""
    with restored("untouched", backup[0], tmp_path, django_db_blocker) as made, work_in(made):
        yield made


@pytest.fixture
def in_target(target, work_in):
    with work_in(target):
        yield target


def test_every_row_and_every_file_is_back(backup, untouched):
    assert rows() == backup[1]
    assert health.last(health.BACKUP) is None
    assert (untouched.home / WORKBOOK).read_bytes() == b"workbook"
    assert (untouched.home / KEY).read_bytes() == b"key"
    assert (untouched.home / KEY).stat().st_mode & 0o077 == 0
    assert not (untouched.home / f"{WORKBOOK}.part").exists()
    assert coso("check").exit_code == 0


def test_what_has_data_is_replaced_only_on_request_and_kept(backup, in_target):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_since AS SELECT 1")
    (in_target.home / "files" / "since").write_bytes(b"since")

    refused = coso("restore", backup[0])
    replaced = coso("restore", backup[0], "--replace")

    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert replaced.exit_code == 0, replaced.output
    assert rows() == backup[1]
    assert not (in_target.home / "files" / "since").exists()
    assert (in_target.home / "files.replaced" / "since").read_bytes() == b"since"
    with postgres.connected(postgres.beside("replaced")) as kept:
        assert kept.execute("SELECT * FROM made_since").fetchone() == (1,)


def test_a_drill_tells_what_it_found_and_leaves_nothing(backup, in_target, tmp_path):
    before = databases()

    shutil.copy(backup[0], tmp_path / "coso-20230630-120000.zip")
    (tmp_path / "coso-20230629-120000.zip").write_bytes(b"older")

    done = coso("restore", "--drill", tmp_path)

    assert done.exit_code == 0, done.output
    counted = f"tính được {len(FIGURES)} số liệu"
    for said in ("Không thấy điểm sai nào.", "Đảng viên: 3.7", counted, "phục hồi được"):
        assert said in done.stdout
    assert databases() == before
    assert clock.now() - health.last(health.DRILL) < dt.timedelta(minutes=10)


def test_a_drill_of_registers_that_are_wrong_says_so(in_target, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SELECT action FROM audit_auditentry ORDER BY id LIMIT 1")
        told = cursor.fetchone()[0]
    tell("altered")
    made = coso("backup", "--to", tmp_path)
    tell(told)
    proven = health.last(health.DRILL)

    done = coso("restore", "--drill", made.stdout.strip())

    assert done.exit_code == 1
    assert health.last(health.DRILL) == proven
    assert "nhưng sổ sách có điểm sai" in done.stdout


def tell(action):
    """Alter the trail, as only the owner of the database can."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE audit_auditentry SET action = %s"
            " WHERE id = (SELECT min(id) FROM audit_auditentry)",
            [action],
        )
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")


def test_attached_files_come_back_and_a_drill_misses_those_that_are_gone(in_target, tmp_path):
    upload = Upload("nghị quyết.pdf", len(files.PDF), io.BytesIO(files.PDF))
    kept = keeping.attach_file(
        document=documents.documents().first(),
        upload=upload,
        mark=None,
        largest=len(files.PDF),
        actor=SYSTEM,
    )
    path = documents.path_of(kept)
    whole = coso("backup", "--to", tmp_path / "whole.zip").stdout.strip()
    path.unlink()
    lacking = coso("backup", "--to", tmp_path / "lacking.zip").stdout.strip()

    proven, missed = coso("restore", "--drill", whole), coso("restore", "--drill", lacking)
    restored = coso("restore", "--replace", whole)

    assert proven.exit_code == 0, proven.output
    assert missed.exit_code == 1
    assert "Tệp đính kèm “nghị quyết.pdf” của văn bản" in missed.stdout
    assert restored.exit_code == 0, restored.output
    assert path.read_bytes() == files.PDF


def test_a_folder_without_backups_is_wrong_usage(in_target, tmp_path):
    done = coso("restore", "--drill", tmp_path)

    assert done.exit_code == 2
    assert "không có bản sao lưu nào" in done.stderr


@pytest.mark.parametrize("word", ["--drill", "--replace"])
def test_a_damaged_file_is_reported_before_anything_is_touched(backup, in_target, tmp_path, word):
    content = bytearray(backup[0].read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / "hỏng.zip"
    damaged.write_bytes(content)
    before = rows(), databases()

    done = coso("restore", damaged, word)

    assert done.exit_code == 1
    assert "bị hỏng" in done.stderr
    assert (rows(), databases()) == before


def test_a_backup_of_an_earlier_version_is_brought_to_this_one(in_target, tmp_path):
    # That version knew ratings of employees only.
    evaluations.evaluations().exclude(capacity="EMPLOYEE").delete()
    for app, migration in {"members": "0002", "evaluations": "0001", "documents": "0001"}.items():
        assert coso("manage", "migrate", app, migration, "-v0").exit_code == 0
    made = coso("backup", "--to", tmp_path)
    assert made.exit_code == 0, made.output

    done = coso("restore", "--replace", made.stdout.strip())

    assert done.exit_code == 0, done.output
    assert coso("check").exit_code == 0, "asks for every migration first"
    capacities = evaluations.evaluations().order_by().values_list("capacity", flat=True)
    assert set(capacities) == {"EMPLOYEE"}


def test_a_backup_of_a_later_version_is_refused(in_target, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('members', '0999', now())"
        )
    made = coso("backup", "--to", tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0999'")

    done = coso("restore", "--replace", made.stdout.strip())

    assert done.exit_code == 1
    assert "chưa biết" in done.stderr


def test_nothing_is_replaced_while_others_use_it(backup, in_target):
    with psycopg.connect(**connection.get_connection_params() | {"context": None}):
        done = coso("restore", "--replace", backup[0])

    assert done.exit_code == 1
    assert "coso serve" in done.stderr


def test_killed_amid_it_leaves_the_old_one_and_can_be_repeated(backup, in_target):
    scratch = postgres.beside("restoring")
    before = rows()
    connection.close()
    killed = subprocess.Popen(  # noqa: S603
        [*COSO, "restore", "--replace", str(backup[0])],
        env=in_target.environment(),
        stderr=subprocess.DEVNULL,
    )
    with postgres.connected("postgres") as session:
        until(lambda: _has(session, scratch))
    killed.kill()
    killed.wait()

    assert rows() == before
    assert coso("restore", "--replace", backup[0]).exit_code == 0
    assert rows() == backup[1]
    assert scratch not in databases()


def _has(session, database):
    found = session.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [database])
    return found.fetchone()[0] == 1


def test_a_failure_amid_the_exchange_takes_all_of_it_back(in_target, tmp_path):
    first, second = tmp_path / "files", tmp_path / "secrets"
    for folder in (first, second, tmp_path / "files.restoring"):
        folder.mkdir()
        (folder / folder.name).touch()
    before = rows()

    with postgres.scratch(postgres.beside("restoring")), contextlib.suppress(FileNotFoundError):
        restore._put_in_place(
            postgres.beside("restoring"), postgres.beside("replaced"), [first, second]
        )

    assert rows() == before
    assert [path.name for path in first.iterdir()] == ["files"]
    assert [path.name for path in second.iterdir()] == ["secrets"]


def test_only_the_newest_are_kept_where_it_is_asked_for(in_target, tmp_path):
    (tmp_path / "coso-20200101-000000.zip").touch()
    (tmp_path / "coso-20210101-000000.zip").touch()
    (tmp_path / "của tôi.zip").touch()

    done = coso("backup", "--to", tmp_path, "--keep", "2")

    assert done.exit_code == 0
    made = done.stdout.strip()
    assert sorted(map(str, tmp_path.iterdir())) == sorted(
        [made, f"{tmp_path}/coso-20210101-000000.zip", f"{tmp_path}/của tôi.zip"]
    )
    with archives.opened(tmp_path / made, lambda *_: None) as archive:
        assert not archive.manifest.has_keys
        assert archive.below("secrets") == []


@pytest.mark.parametrize(
    ("place", "said"), [("coso.zip", "Đã có tệp"), ("a/b", "Không có thư mục")]
)
def test_a_place_where_nothing_can_be_written_is_wrong_usage(in_target, tmp_path, place, said):
    (tmp_path / "coso.zip").write_bytes(b"mine")

    done = coso("backup", "--to", tmp_path / place)

    assert done.exit_code == 2
    assert said in done.stderr
    assert (tmp_path / "coso.zip").read_bytes() == b"mine"
