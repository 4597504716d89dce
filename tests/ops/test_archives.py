"""The file of a backup: whole or not there, and one changed byte is found."""

import json
import zipfile

import pytest

from coso.ops import archives
from coso.ops.archives import DUMP, FORMAT, Manifest, UnableToReadBackup

MANIFEST = Manifest(
    version="0.1.0",
    made_at="2023-06-30T12:00:00+07:00",
    postgresql="15.14",
    pg_dump=15,
    field_key="dấu",
    has_keys=False,
    migrations=["core.0001_extensions"],
    counts={"people_person": 2, "core_cache": 1},
)
CONTENT = {DUMP: [b"PGDMP", b"", b"rows"], "files/imports/1/sổ.xlsx": [b"workbook"]}


def silent(what, done, total):
    pass


def write(path, manifest=MANIFEST, content=CONTENT):
    with archives.written(path) as draft:
        for name, chunks in content.items():
            draft.add(name, chunks)
        draft.finish(manifest)
    return path


@pytest.fixture
def backup(tmp_path):
    return write(tmp_path / "coso.zip")


def refusal(path):
    with pytest.raises(UnableToReadBackup) as refused, archives.opened(path, silent):
        pass
    return refused.value.code


def test_what_was_written_is_read(backup):
    with archives.opened(backup, silent) as archive:
        read = {name: b"".join(archive.chunks(name)) for name in archive.manifest.members}
        manifest = archive.manifest
        below = archive.below("files")

    assert read == {name: b"".join(chunks) for name, chunks in CONTENT.items()}
    assert (manifest.rows, manifest.migrations) == (3, MANIFEST.migrations)
    assert below == ["files/imports/1/sổ.xlsx"]
    assert backup.stat().st_mode & 0o777 == 0o600


def test_any_zip_program_can_take_the_members_out(backup):
    with zipfile.ZipFile(backup) as package:
        assert package.testzip() is None
        assert package.namelist() == [*CONTENT, "manifest.json"]
        assert json.loads(package.read("manifest.json"))["members"][DUMP]["size"] == 9


def test_one_changed_byte_is_found_wherever_it_is(backup):
    whole = backup.read_bytes()
    for position in range(4, len(whole)):
        backup.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert refusal(backup) == "backup_damaged"


def test_a_file_cut_short_or_made_longer_is_found(backup):
    whole = backup.read_bytes()
    for length in range(4, len(whole)):
        backup.write_bytes(whole[:length])
        assert refusal(backup) == "backup_damaged"
    backup.write_bytes(whole + b"\n")
    assert refusal(backup) == "backup_damaged"


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7"])
def test_another_file_is_no_backup(tmp_path, content):
    path = tmp_path / "khác"
    path.write_bytes(content)

    assert refusal(path) == "not_a_backup"


def test_a_later_format_is_refused(tmp_path):
    later = Manifest(**{**vars_of(MANIFEST), "format": FORMAT + 1})

    assert refusal(write(tmp_path / "coso.zip", later)) == "backup_of_later_format"


def test_a_member_that_would_lie_elsewhere_is_refused(tmp_path):
    path = write(tmp_path / "coso.zip", content={"files/../../etc/passwd": [b"x"]})

    assert refusal(path) == "backup_reaches_out"


def test_nothing_is_left_of_a_backup_that_broke_off(tmp_path):
    def breaking():
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "coso.zip", content={DUMP: breaking()})

    assert list(tmp_path.iterdir()) == []


def vars_of(manifest):
    return {name: getattr(manifest, name) for name in manifest.__slots__ if name[0] != "_"}
