"""What the documents promise must be there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    links = LINK.findall(document.read_text(encoding="utf-8"))

    dead = [
        link
        for link in links
        if "://" not in link and not (document.parent / link).resolve().exists()
    ]

    assert dead == []


def test_readme_names_only_targets_that_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))

    for readme in ("README.md", "README.vi.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        named = {
            word
            for line in re.findall(r"^make [a-z ]+", text, re.MULTILINE)
            for word in line.split()
        }
        assert named - {"make"} <= targets


def test_every_variable_is_in_the_example():
    code = (ROOT / "src" / "coso" / "core" / "env.py").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert set(re.findall(r'ENV\.\w+\("(\w+)"', code)) == set(
        re.findall(r"^#(\w+)=", example, re.MULTILINE)
    )


def test_every_dependency_has_an_owner():
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[(.*?)^\]", pyproject, re.DOTALL | re.MULTILINE)[1]
    names = re.findall(r'"([A-Za-z0-9-]+)', listed)
    decision = (ROOT / "docs" / "adr" / "0005-dependencies.md").read_text(encoding="utf-8").lower()

    assert [name for name in names if name.lower() not in decision] == []
