"""Figures of resolutions."""

from __future__ import annotations

from typing import Final

import ibis
from ibis.expr.types import Table

from coso.access.enums import Permission
from coso.figures.definitions.dimensions import year_of
from coso.figures.engine import Fact, Figure, Measure
from coso.figures.engine.rows import asked, table


def _resolutions() -> Table:
    """Return what the committee in view has issued in the term in force, by the day in view."""
    rows = table("documents")
    in_term = (rows.issued_on >= asked("s_term_starts")) & (rows.issued_on < asked("s_term_ends"))
    of_term = ibis.ifelse(rows.term_id.isnull(), in_term, rows.term_id == asked("s_term"))
    return rows.filter(rows.unit_id == asked("s_party"), of_term, rows.issued_on <= asked("s_day"))


RESOLUTIONS: Final = Fact(
    "resolutions", "documents.Document", "Sổ văn bản", _resolutions, (year_of("issued_on"),)
)

FIGURES: Final = (
    Figure(
        id="resolution.thematic",
        label="Nghị quyết chuyên đề",
        definition="Số nghị quyết chuyên đề do cấp ủy của đơn vị ban hành trong nhiệm kỳ đang có "
        "hiệu lực, tính đến ngày xem.",
        group="Văn bản",
        fact=RESOLUTIONS,
        permission=Permission.DOCUMENTS_VIEW,
        available="documents",
        measure=Measure(lambda rows: rows.is_thematic_resolution),
        additive=False,
    ),
)
