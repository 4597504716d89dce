"""Who goes where, as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, get_args

from coso.core.dates import format_date
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Flow
from coso.web.pictures.chart import Cell, Chart, Row, Series
from coso.web.templatetags.drawing import Fill

_COLOURS: Final = tuple(fill for fill in get_args(Fill) if str(fill).startswith("data-"))
_PREFIX: Final = "Đảng bộ "


def flow_of(plan: Reorganization, flows: Iterable[Flow]) -> Chart:
    """Return who goes where; targets beyond the colours are put together."""
    going = [*flows]
    arriving = Counter[str]()
    for flow in going:
        arriving[flow.target] += flow.members
    shown = [name for name, _ in arriving.most_common()]
    if len(shown) > len(_COLOURS):
        shown = shown[: len(_COLOURS) - 1]
    rest = len(arriving) - len(shown)
    columns = [*shown, f"Nơi khác ({rest})"] if rest else shown
    rows: dict[str, Counter[str]] = {}
    for flow in going:
        column = flow.target if flow.target in shown else columns[-1]
        rows.setdefault(flow.source, Counter())[column] += flow.members
    return Chart(
        name="dang-vien-chuyen",
        kind="flow",
        title="Đảng viên đi đâu",
        what="đảng viên",
        row_word="nơi đi",
        series=tuple(
            Series(name, fill, name.removeprefix(_PREFIX))
            for name, fill in zip(columns, _COLOURS, strict=False)
        ),
        rows=tuple(
            Row(
                source,
                tuple(Cell(to[column]) for column in columns),
                short=source.removeprefix(_PREFIX),
            )
            for source, to in rows.items()
        ),
        day=plan.effective_on,
        place=f"{plan.name}, từ ngày {format_date(plan.effective_on)}",
        source="Nguồn: diễn tập phương án trên sổ hiện có",
    ).by_size()
