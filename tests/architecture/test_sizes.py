"""Files and functions stay short; the aims are 400 and 25 lines."""

import ast
import statistics
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "coso"
# A file somewhat above the aim is not worth a package.
LONGEST_FILE = 450
# A list of definitions, or of options of a command, is no longer to read than its entries.
LONGEST_FUNCTION = 40
AIM = 25
USUAL = 7


def texts():
    """Yield each file of ours and its text."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(SOURCE)), path.read_text(encoding="utf-8")


def lengths():
    """Return how many lines each function has, its head and its docstring apart."""
    return {
        f"{name}:{function.lineno} {function.name}": function.end_lineno - body[0].lineno + 1
        for name, text in texts()
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef) and (body := _without_docstring(function))
    }


def _without_docstring(function):
    return function.body[1:] if ast.get_docstring(function) else function.body


def test_files_stay_short():
    long = {name: lines for name, text in texts() if (lines := text.count("\n")) > LONGEST_FILE}

    assert long == {}


def test_functions_stay_short():
    found = lengths()
    above_the_aim = {name: lines for name, lines in found.items() if lines > AIM}

    assert {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION} == {}
    assert len(above_the_aim) < len(found) / 100, above_the_aim
    assert statistics.median(found.values()) <= USUAL
