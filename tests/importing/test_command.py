import json

import pytest
from click.testing import CliRunner

from coso.ops import cli
from coso.people.models import Person
from tests.factories.members import roster, roster_row
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(cli.coso, ["import", *map(str, arguments)])


@pytest.fixture
def path(party, tmp_path):
    return workbook(tmp_path / "sổ.xlsx", A=roster(roster_row(), roster_row("Lò Thị Bình")))


def test_an_import_names_its_number_and_is_taken_back_by_it(path):
    number = json.loads(run(path, "--json").stdout)["import_id"]

    undone = run("--undo", number)

    assert undone.exit_code == 0
    assert undone.stdout.startswith(f"Đã hoàn tác lần nhập {number}: bỏ ")
    assert not Person.objects.exists()


def test_what_is_kept_is_named_for_readers_and_for_scripts(path):
    said = run(path).stdout
    number = said.split("--undo ")[1].split(")")[0]
    Person.objects.filter(full_name="Lò Văn An").update(full_name="Lò Văn Ân")

    undone = run("--undo", number, "--json")

    kept = json.loads(undone.stdout)["kept"]
    assert ("people_person", "người: Lò Văn Ân", "changed") in [
        (row["table"], row["label"], row["reason"]) for row in kept
    ]
    again = run("--undo", number)
    assert again.exit_code == 1
    assert "đã hoàn tác" in again.stderr


def test_nothing_new_says_so(path):
    run(path)

    assert "Không có gì thay đổi" in run(path).stdout


@pytest.mark.parametrize("words", [(), ("x.xlsx", "--undo", "1")])
def test_either_paths_or_undo(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.xlsx").touch()

    result = run(*words)

    assert result.exit_code == 2
    assert "--undo SỐ" in result.stderr
