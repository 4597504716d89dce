"""The command line: Vietnamese help, exit statuses, commands that are not there yet."""

import json
import os
import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from coso.access.enums import Role
from coso.accounts import validators
from coso.importing.sheets import REGISTERS
from coso.ops import cli
from coso.ops.commands import admin, serve
from tests.factories.access import make_actor, make_party_tree
from tests.factories.accounts import make_user
from tests.factories.members import roster, roster_row
from tests.factories.workbooks import workbook

ENGLISH = re.compile(
    r"\b(the|show|this|message|exit|usage|options?|commands?|arguments?|default|error|missing|"
    r"invalid|value|such|try|help|file|directory|integer|range|text|args)\b",
    re.IGNORECASE,
)


def run(*words, **settings):
    return CliRunner().invoke(cli.coso, words, prog_name="coso", **settings)


def every_command(command=cli.coso, words=()):
    yield words
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            if not inner.hidden:
                yield from every_command(inner, (*words, name))


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_help_is_vietnamese(words):
    result = run(*words, "--help")

    told = re.sub(r"--[a-z-]+|coso( [a-z]+)*|[A-Z]+_[A-Z]+|\.toml|[1-9]<=x", "", result.output)
    assert result.exit_code == 0
    assert "Cách dùng: " in result.output
    assert ENGLISH.findall(told) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "Không có lệnh"),
        (["import", "/no/such/place"], "/no/such/place"),
        (["import"], "--undo SỐ"),
        (["figures", "--as-of", "30/06/2023"], "--as-of"),
        (["figures", "--tree", "yesterday"], "then"),
        (["demo", "--port", "99999"], "nằm ngoài khoảng"),
        (["list"], "Thiếu tham số"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_exits_2_with_a_vietnamese_sentence(words, said):
    result = run(*words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_version_is_printed():
    assert run("version").output == run("--version").output == f"coso {cli.group.VERSION}\n"


@pytest.mark.django_db
def test_figures_without_a_root_unit_say_what_to_do():
    result = run("figures")

    assert result.exit_code == 2
    assert "coso init" in result.stderr


@pytest.mark.django_db
def test_unknown_unit_exits_2():
    make_party_tree()

    result = run("figures", "--unit", "Chi bộ không có")

    assert result.exit_code == 2
    assert "Chi bộ không có" in result.stderr


@pytest.mark.django_db
def test_folder_without_workbooks_exits_2(tmp_path):
    make_party_tree()

    result = run("import", str(tmp_path))

    assert result.exit_code == 2
    assert "Excel" in result.stderr


@pytest.mark.django_db
def test_import_of_a_file_that_is_no_workbook_exits_1(tmp_path):
    make_party_tree()
    (tmp_path / "hỏng.xlsx").write_bytes(b"no workbook")

    result = run("import", str(tmp_path), "--json")

    content = json.loads(result.stdout)
    assert result.exit_code == 1
    assert content["applied"] is False
    assert [p["severity"] for p in content["workbooks"][0]["problems"]] == ["error"]


@pytest.mark.django_db
def test_import_names_the_books_as_the_office_does(tmp_path):
    make_party_tree()
    members = roster(roster_row())
    unknown = ((), ["Chỉ tiêu", "Kết quả"], [["Kết nạp", 5]])

    result = run("import", str(workbook(tmp_path / "sổ.xlsx", A=members, B=unknown)))

    shown = result.stdout
    assert re.search(r"sổ.xlsx +A +Danh sách đảng viên +1 ", shown)
    assert not re.search(r"\b(members|error|doubt|warning|info)\b", shown)


@pytest.mark.django_db
def test_blank_forms_are_listed_and_written(tmp_path):
    folder = tmp_path / "mẫu"

    listed = run("template", "--list")
    written = run("template", "members", "staff", "-o", str(folder))
    every = run("template", "--output", str(tmp_path / "tất cả"))

    assert "members" in listed.stdout
    assert "mau-danh-sach-dang-vien.xlsx" in listed.stdout
    assert sorted(path.name for path in folder.iterdir()) == [
        "mau-can-bo-cong-chuc-vien-chuc.xlsx",
        "mau-danh-sach-dang-vien.xlsx",
    ]
    assert str(folder / "mau-danh-sach-dang-vien.xlsx") in written.stdout
    assert (listed.exit_code, written.exit_code, every.exit_code) == (0, 0, 0)
    assert len(list((tmp_path / "tất cả").iterdir())) == len(REGISTERS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [(["đảng viên"], "Không có mẫu “đảng viên”"), (["members", "staff"], "Đã có tệp")],
)
def test_refused_blank_form_leaves_the_folder_as_it_was(tmp_path, words, said):
    filled = tmp_path / "mau-can-bo-cong-chuc-vien-chuc.xlsx"
    filled.write_bytes(b"filled in")

    result = run("template", *words, "-o", str(tmp_path))

    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == [filled]
    assert filled.read_bytes() == b"filled in"


@pytest.mark.django_db
def test_first_administrator_is_created_once():
    make_party_tree()
    words = ["admin", "create", "--username", "quantri", "--full-name", "Hà Thị Quản"]
    words += ["--password", "mot-hai-ba-bon"]

    first, second = run(*words), run(*words)

    assert first.exit_code == 0
    assert "Hà Thị Quản" in first.stdout
    assert second.exit_code == 1
    assert "Đã có tài khoản" in second.stderr


@pytest.mark.django_db
def test_code_of_the_first_start_is_shown_while_nobody_can_sign_in():
    shown = run("admin", "code")
    make_user()
    refused = run("admin", "code")

    assert (shown.exit_code, refused.exit_code) == (0, 1)
    assert validators.start_code() in shown.stdout
    assert "không dùng mã khởi tạo nữa" in refused.stderr


@pytest.mark.django_db
def test_administrator_who_lost_the_password_is_let_in_again():
    user = make_actor(make_party_tree().above, Role.ADMINISTRATOR, full_name="Hà Thị Quản")

    result = run("admin", "rescue", user.username)
    refused = run("admin", "rescue", "khong-co")

    [password] = re.findall(r": ((?:\w{4}-){3}\w{4})", result.stdout)
    user.refresh_from_db()
    assert user.check_password(password)
    assert "đã ghi vào nhật ký" in result.stdout
    assert (refused.exit_code, "Không có tài khoản “khong-co”" in refused.stderr) == (1, True)


@pytest.mark.django_db
def test_first_start_is_said_in_a_block_of_its_own(capsys):
    admin.welcome(url="http://127.0.0.1:8000/")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == lines[-1] == ""
    assert lines[1] == lines[-2] == "═" * 64
    assert f"      Mã khởi tạo: {validators.start_code()}" in lines
    assert "      http://127.0.0.1:8000/" in lines


def test_first_start_names_the_address_that_the_web_server_answers_to(monkeypatch):
    assert serve.address("127.0.0.1", 8000) == "http://127.0.0.1:8000/"

    monkeypatch.setenv("COSO_HTTPS", "true")
    monkeypatch.setenv("COSO_ALLOWED_HOSTS", "coso.example.vn,localhost")
    assert serve.address("127.0.0.1", 8000) == "https://coso.example.vn/"


def test_a_server_that_does_not_answer_is_told_in_a_sentence(tmp_path):
    nobody = "postgresql://coso:mat-khau@127.0.0.1:1/coso"
    settings = {"COSO_HOME": str(tmp_path), "DATABASE_URL": nobody}
    program = [sys.executable, "-c", "from coso.ops import cli; cli.main()", "check"]

    done = subprocess.run(  # noqa: S603 — our own program
        program, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "Lỗi: Không nối được cơ sở dữ liệu." in done.stderr
    assert "Traceback" not in done.stderr
    assert "mat-khau" not in done.stderr


@pytest.mark.django_db
def test_administrator_needs_a_root_unit():
    words = ["--username", "quantri", "--full-name", "Hà Thị Quản", "--password", "mot-hai-ba-bon"]

    result = run("admin", "create", *words)

    assert result.exit_code == 1
    assert "coso init --root" in result.stderr


@pytest.mark.django_db
def test_check_of_sound_registers_finds_nothing():
    make_party_tree()

    result = run("check")

    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.django_db
def test_check_names_a_unit_outside_the_tree():
    tree = make_party_tree()
    tree.sibling.placements.all().delete()

    result = run("check")

    assert result.exit_code == 1
    assert f"Đơn vị {tree.sibling.name} (số {tree.sibling.pk}) không nằm dưới" in result.stdout
