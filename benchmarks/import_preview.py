"""How long the check of an uploaded roster of 3,549 members takes, up to its preview.

    COSO_HOME=/an/empty/folder python benchmarks/import_preview.py

Goal: under 2 s. The first check of a home also compiles the questions of the figures, once for all.
"""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

import timing

from coso.ops import installation

SAMPLE = Path(__file__).parents[1] / "src" / "coso" / "ops" / "sample"
TODAY = dt.date(2023, 6, 30)


def main():
    from coso.accounts import services as accounts
    from coso.core.types import SYSTEM
    from coso.importing import queries
    from coso.importing import services as importing
    from coso.importing.services import Upload
    from coso.ops.commands import init

    init.run(SAMPLE / "root.toml")
    user = accounts.create_user(
        username="nguoi-do", full_name="Người đo", password=secrets.token_urlsafe(), actor=SYSTEM
    )
    units = sorted(SAMPLE.glob("0[12]*.xlsx"))
    assert importing.import_workbooks(paths=units, actor=user).applied

    [roster] = SAMPLE.glob("03*.xlsx")
    upload = Upload(roster.name, roster.stat().st_size, [roster.read_bytes()])
    source = importing.receive_files(uploads=[upload], actor=user)
    for label in ("first check (questions compiled)", "check again"):
        with timing.Stopwatch() as watch:
            importing.check_import(import_id=source.pk, on=TODAY)
        [checked] = queries.imports().filter(pk=source.pk)
        rows = sum(sheet["rows"] for sheet in checked.report["sheets"])
        timing.said(f"{label}, {rows} rows, {checked.status}", [watch.taken])


if __name__ == "__main__":
    installation.configure()
    main()
