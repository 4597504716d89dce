"""How long the sample takes through the importer: the first time, and again without a change.

    COSO_HOME=/an/empty/folder python benchmarks/import_sample.py

Goal: under 20 s the first time.
"""

from __future__ import annotations

import time
from pathlib import Path

from coso.ops import installation

SAMPLE = Path(__file__).parents[1] / "src" / "coso" / "ops" / "sample"


def timed(label, work):
    """Run some work once and print how long it took."""
    begin = time.perf_counter()
    answer = work()
    print(f"{label:34} {time.perf_counter() - begin:8.1f} s")
    return answer


def main():
    from coso.core.types import SYSTEM
    from coso.importing import services as importing
    from coso.ops.commands import init

    timed("coso init", lambda: init.run(SAMPLE / "root.toml"))
    for label in ("import of the sample", "the same again"):
        report = timed(label, lambda: importing.import_workbooks(paths=[SAMPLE], actor=SYSTEM))
        rows = sum(sheet.rows for sheet in report.sheets)
        created = sum(sheet.created for sheet in report.sheets)
        updated = sum(sheet.updated for sheet in report.sheets)
        print(f"  {rows} rows, {created} created, {updated} updated, applied: {report.applied}")


if __name__ == "__main__":
    installation.configure()
    main()
