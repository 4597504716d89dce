"""Who goes where, and the trees without and with a plan, as pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, get_args

from coso.core.dates import format_date
from coso.core.numbers import format_integer
from coso.organizations.enums import Tree
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Comparison, Flow, TreeSide
from coso.web.pictures.chart import Cell, Chart, Row, Series
from coso.web.pictures.outline import Outline, OutlineLine, OutlineSide
from coso.web.templatetags.drawing import Fill

_COLOURS: Final = tuple(fill for fill in get_args(Fill) if str(fill).startswith("data-"))
_PREFIX: Final = "Đảng bộ "
_SOURCE: Final = "Nguồn: diễn tập phương án trên sổ hiện có"
_MOST_LINES: Final = 500


def flow_of(plan: Reorganization, flows: Iterable[Flow], svg_url: str = "") -> Chart:
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
        source=_SOURCE,
        svg_url=svg_url,
    ).by_size()


def trees_of(plan: Reorganization, compared: Comparison, tree: Tree) -> Outline:
    """Return what is different in a tree without and with a plan."""
    sides = (_side("Trước", compared.before), _side("Sau", compared.after))
    numbers = [format_integer(len(side.lines) + side.left_out) for side in sides]
    return Outline(
        name="cay-truoc-va-sau",
        title=f"{tree.label} trước và sau",
        sides=sides,
        sentence=f"Chỉ vẽ đơn vị khác đi, hoặc có đơn vị bên dưới khác đi: {numbers[0]} trước, "
        f"{numbers[1]} sau.",
        day=plan.effective_on,
        place=f"{plan.name}, ngày {format_date(plan.effective_on)}",
        source=_SOURCE,
    )


def _side(title: str, side: TreeSide) -> OutlineSide:
    lines = [*_lines(side, side.start(), 0)]
    return OutlineSide(title, tuple(lines[:_MOST_LINES]), max(len(lines) - _MOST_LINES, 0))


def _lines(side: TreeSide, key: str | None, depth: int) -> Iterator[OutlineLine]:
    for node in side.below(key):
        marks = [str(mark.label) for mark in node.marks]
        yield OutlineLine(depth, node.name, "; ".join(filter(None, (", ".join(marks), node.note))))
        yield from _lines(side, node.key, depth + 1)
