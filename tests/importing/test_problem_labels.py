"""Every kind of problem has a name that a reader understands."""

import re
from pathlib import Path

import coso
from coso.importing.enums import PROBLEM_LABELS

SEVERITY = r"""['"](?:error|doubt|warning|info)['"]"""
FOUND = re.compile(
    rf"""['"]([a-z]+_[a-z_]+|nesting)['"],\s*{SEVERITY}"""
    r"""|UnreadableCell\(\s*['"]([a-z_]+)['"]"""
    r"""|_complain\(.*['"]([a-z]+_[a-z_]+)['"],"""
    rf"""|['"]([a-z_]+)['"] if error else ['"]([a-z_]+)['"],\s*{SEVERITY}"""
)


def test_every_kind_has_a_label():
    # What stands against a plan of reorganization is shown by its sentences.
    folder = Path(coso.__file__).parent
    plans = folder / "reorganizations"
    sources = (source for source in folder.rglob("*.py") if plans not in source.parents)
    kinds = {
        kind
        for source in sources
        for found in FOUND.findall(source.read_text(encoding="utf-8"))
        for kind in found
        if kind
    }

    assert {"unknown_branch", "unreadable_date", "unrecognized_sheet", "formula_error"} <= kinds
    assert kinds - PROBLEM_LABELS.keys() == set()
