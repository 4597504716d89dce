"""The page of refusals and the code say the same."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "domain" / "refusals.md"


def trees():
    sources = sorted((ROOT / "src" / "coso").rglob("*.py"))
    return [ast.parse(source.read_text(encoding="utf-8")) for source in sources]


def refusals(parsed):
    """Return the names of the classes of refusals."""
    found, known = {"DomainError"}, set()
    bases = {
        each.name: {base.id for base in each.bases if isinstance(base, ast.Name)}
        for tree in parsed
        for each in ast.walk(tree)
        if isinstance(each, ast.ClassDef)
    }
    while found != known:
        known = found
        found = known | {name for name, above in bases.items() if above & known}
    return found


def raised(parsed):
    """Return the codes with which refusals are made, where they are written out."""
    names = refusals(parsed)
    nodes = [node for tree in parsed for node in ast.walk(tree)]
    own = [part for node in nodes if is_class_of(node, names) for part in ast.walk(node)]
    made = [node for node in nodes if is_call(node) and called(node) in names]
    begun = [node for node in own if is_call(node) and called(node) == "__init__"]
    firsts = (call.args[0] for call in (*made, *begun))
    return {first.value for first in firsts if isinstance(first, ast.Constant)}


def is_class_of(node, names):
    return isinstance(node, ast.ClassDef) and node.name in names


def is_call(node):
    return isinstance(node, ast.Call) and bool(node.args)


def called(call):
    """Return the name of what is called."""
    return getattr(call.func, "id", None) or getattr(call.func, "attr", None)


def test_every_refusal_stands_on_the_page():
    listed = set(re.findall(r"`([a-z_.]+)`", PAGE.read_text(encoding="utf-8")))

    assert raised(trees()) - listed == set()


def test_every_code_of_the_page_is_in_the_code():
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    listed = {code for row in rows for code in re.findall(r"`([a-z_.]+)`", row.split("|")[1])}
    written = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert listed
    assert listed - written == set()
