import json

import pytest
from click.testing import CliRunner

from coso.ops import cli
from coso.people.models import Person
from tests.factories.members import roster, roster_row
from tests.factories.workbooks import comments, lines, workbook

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


@pytest.fixture
def doubtful(party, tmp_path):
    """Return two workbooks of one name with a doubt in each, and one without."""
    rows = [roster_row(name, branch="Chi bộ Bản Cú") for name in ("Lò Thị Bình", "Lò Thị Ba")]
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder in folders:
        folder.mkdir()
    return [
        workbook(folders[0] / "sổ.xlsx", A=roster(roster_row(), rows[0])),
        workbook(folders[1] / "sổ.xlsx", A=roster(rows[1])),
        workbook(folders[2] / "tốt.xlsx", A=roster(roster_row("Lò Văn Tư"))),
    ]


def test_problems_are_listed_in_a_workbook_although_nothing_is_written(doubtful, tmp_path):
    out = tmp_path / "vấn đề.xlsx"

    result = run(*doubtful, "--problems", out, "--json")

    first, second = lines(out.read_bytes()).values()
    assert [row[2:5] for row in first[1:]] == [["N9", "Chưa chắc", "Chi bộ Bản Cú"]]
    assert second[1][0] == str(doubtful[1])
    assert result.exit_code == 1
    assert f"Đã ghi 2 vấn đề vào {out}" in result.stderr
    assert json.loads(result.stdout)["applied"] is False


def test_problems_are_written_into_copies_of_the_workbooks(doubtful, tmp_path):
    folder = tmp_path / "trả lại"

    result = run(*doubtful, "--dry-run", "--problems", f"{folder}/")

    assert result.exit_code == 1
    assert sorted(path.name for path in folder.iterdir()) == ["sổ (2).xlsx", "sổ.xlsx"]
    assert list(comments(folder / "sổ.xlsx")) == [("A", "N9")]
    assert list(comments(folder / "sổ (2).xlsx")) == [("A", "N8")]
    assert comments(doubtful[0]) == {}


def test_workbook_that_cannot_be_read_is_named_and_the_others_are_written(doubtful, tmp_path):
    (tmp_path / "a" / "hỏng.xlsx").write_bytes(b"no workbook")
    folder = tmp_path / "trả lại"
    folder.mkdir()

    result = run(tmp_path / "a", "--problems", folder)

    assert "Không đọc được tệp “hỏng.xlsx”" in result.stderr
    assert [path.name for path in folder.iterdir()] == ["sổ.xlsx"]


def test_without_problems_nothing_is_written(doubtful, tmp_path):
    result = run(doubtful[2], "--problems", tmp_path / "vấn đề.xlsx")

    assert result.exit_code == 0
    assert "Không có vấn đề nào" in result.stderr
    assert not (tmp_path / "vấn đề.xlsx").exists()


def test_place_that_does_not_do_is_refused_before_anything_is_written(doubtful, tmp_path):
    path, before = doubtful[2], doubtful[2].read_bytes()
    places = {
        path: "là tệp cần nhập",
        path.parent: "chứa chính các tệp cần nhập",
        f"{path.parent}/": "chứa chính các tệp cần nhập",
        tmp_path / "vấn đề.docx": "hãy cho tên tệp .xlsx",
        tmp_path / "không có" / "x.xlsx": "Không có thư mục",
    }

    for place, said in places.items():
        result = run(path, "--problems", place)
        assert result.exit_code == 2
        assert said in result.stderr
    assert path.read_bytes() == before
    assert not Person.objects.exists()


def test_problems_go_with_files(tmp_path):
    result = run("--undo", 1, "--problems", tmp_path / "x.xlsx")

    assert result.exit_code == 2
    assert "không đi với --undo" in result.stderr


def test_text_file_that_came_back_is_taken_in_again(party, tmp_path):
    header = ["Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ"]
    rows = [["Lò Văn An", "20/05/1980", "01/01/2005", "01/01/2006", "Chi bộ Bản Cú"]]
    table = [["ĐẢNG BỘ XÃ TÂN SƠN"], ["(Tính đến ngày 30/06/2023)"], header, *rows]
    path, folder = tmp_path / "sổ.csv", tmp_path / "trả lại"
    path.write_text("\n".join(";".join(row) for row in table))
    first = json.loads(run(path, "--problems", f"{folder}/", "--json").stdout)

    again = json.loads(run(folder / "sổ.csv", "--json").stdout)

    assert "Không có “Chi bộ Bản Cú”" in (folder / "sổ.csv").read_text()
    assert [w["sheets"][0]["rows"] for w in (*first["workbooks"], *again["workbooks"])] == [1, 1]
    assert first["workbooks"][0]["problems"] == again["workbooks"][0]["problems"]


@pytest.mark.parametrize("words", [(), ("x.xlsx", "--undo", "1")])
def test_either_paths_or_undo(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.xlsx").touch()

    result = run(*words)

    assert result.exit_code == 2
    assert "--undo SỐ" in result.stderr
