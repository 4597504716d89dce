"""A picture in words: what each mark says, the sentence of the whole, the table of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final

from attrs import frozen

from coso.core import numbers
from coso.core.numbers import format_integer, format_percent
from coso.web.pictures.chart import Chart, Row


def share_of(chart: Chart, row: Row, index: int) -> str:
    """Return the share of a number: of its row, of its own base, or of the whole picture."""
    if chart.kind == "columns":
        return ""
    share = numbers.percent(row.cells[index].value, _base(chart, row))
    return "" if share is None else format_percent(share)


def _base(chart: Chart, row: Row) -> int:
    if chart.kind == "shares":
        return row.total
    return chart.total if row.base is None else row.base


def spoken(chart: Chart, row: Row, index: int) -> str:
    """Return what a mark says: “Đảng bộ xã Tân Sơn: 132 đảng viên (3,7%)”."""
    share = share_of(chart, row, index)
    number = f"{format_integer(row.cells[index].value)} {chart.what}"
    return f"{_named(chart, row, index)}: {number}{f' ({share})' if share else ''}"


def _named(chart: Chart, row: Row, index: int) -> str:
    series = chart.series[index].label
    if chart.kind == "flow":
        return f"{row.label} {'vẫn ở' if row.label == series else 'về'} {series}"
    return f"{row.label}, {series.lower()}" if len(chart.series) > 1 else row.label


def sentence(chart: Chart) -> str:
    """Return the picture in one sentence, for who does not see it and who has no time."""
    if chart.kind == "map" and not chart.rows:
        return "Chưa có ranh giới các đơn vị theo tổ chức này nên không vẽ được bản đồ."
    if chart.is_empty:
        return f"Không có {chart.what} nào để vẽ: các số đều bằng 0."
    return _SENTENCES[chart.kind](chart)


def _of_rows(chart: Chart) -> str:
    rows = [row for row in chart.rows if row.stands_for == 1]
    most = max(rows, key=_total)
    text = f"{_counted(chart)} ở {len(chart.rows)} {chart.row_word}"
    if len(rows) == 1:
        return f"{text}: {most.label}."
    least = min(rows, key=_total)
    if most.total == least.total and len(rows) == len(chart.rows):
        return f"{text}, mỗi {chart.row_word} {format_integer(most.total)}."
    return f"{text}; nhiều nhất là {_row(chart, most)}, ít nhất là {_row(chart, least)}."


def _of_areas(chart: Chart) -> str:
    if not chart.is_of_shares:
        return _of_rows(chart)
    rows = [row for row in chart.rows if row.share is not None]
    most, least = (f"{row.label}: {share_of(chart, row, 0)}" for row in (rows[0], rows[-1]))
    text = f"{_share_of_whole(chart)} ở {len(rows)} {chart.row_word}"
    return f"{text}; cao nhất là {most}, thấp nhất là {least}."


def _share_of_whole(chart: Chart) -> str:
    base = sum(row.base or 0 for row in chart.rows)
    return format_percent(numbers.percent(chart.total, base) or 0)


def _over_time(chart: Chart) -> str:
    text = f"{_counted(chart)} trong {len(chart.rows)} {chart.row_word}"
    if len(chart.series) == 1:
        return f"{text}; {_busiest(chart, 0)}."
    parts = (
        f"{series.label.lower()} {format_integer(chart.total_of(index))}, {_busiest(chart, index)}"
        for index, series in enumerate(chart.series)
        if chart.total_of(index)
    )
    return f"{text}: {'; '.join(parts)}."


def _busiest(chart: Chart, index: int) -> str:
    most = max(chart.rows, key=lambda row: row.cells[index].value)
    return f"nhiều nhất vào {most.label} ({format_integer(most.cells[index].value)})"


def _of_ages(chart: Chart) -> str:
    most = max(chart.rows, key=_total)
    men, women = (format_integer(cell.value) for cell in most.cells)
    share = numbers.percent(chart.total_of(1), chart.total) or 0
    return (
        f"Nhóm đông nhất là {most.label}: {men} nam và {women} nữ; nữ chiếm "
        f"{format_percent(share)} của {_counted(chart)}."
    )


def _of_shares(chart: Chart) -> str:
    return f"{'; '.join(_largest_part(chart, row) for row in chart.rows if row.total)}."


def _largest_part(chart: Chart, row: Row) -> str:
    index = max(range(len(row.cells)), key=lambda each: row.cells[each].value)
    label = chart.series[index].label.lower()
    return f"{row.label}: nhiều nhất là {label}, {share_of(chart, row, index)}"


def _of_flow(chart: Chart) -> str:
    """Say where most go; what comes to a place of the same name is told by itself."""
    bands = [
        (row.cells[index].value, row.label, series.label)
        for row in chart.rows
        for index, series in enumerate(chart.series)
        if row.cells[index].value
    ]
    going = [band for band in bands if band[1] != band[2]]
    number, source, target = max(going or bands, key=itemgetter(0))
    counted = sum(band[0] for band in going or bands)
    sources, targets = ({band[side] for band in going or bands} for side in (1, 2))
    stay = chart.total - counted
    return (
        f"{format_integer(counted)} {chart.what} từ {len(sources)} {chart.row_word} về "
        f"{len(targets)} nơi đến; đông nhất là từ {source} về {target}: "
        f"{format_integer(number)}"
        f"{f'; {format_integer(stay)} người vẫn ở nơi cùng tên' if stay else ''}."
    )


def _counted(chart: Chart) -> str:
    return f"{format_integer(chart.total)} {chart.what}"


def _row(chart: Chart, row: Row) -> str:
    share = share_of(chart, row, 0)
    return f"{row.label}: {format_integer(row.total)}{f' ({share})' if share else ''}"


def _total(row: Row) -> int:
    return row.total


_SENTENCES: Final[dict[str, Callable[[Chart], str]]] = {
    "treemap": _of_rows,
    "bars": _of_rows,
    "map": _of_areas,
    "columns": _over_time,
    "pyramid": _of_ages,
    "shares": _of_shares,
    "flow": _of_flow,
}


@frozen
class TableCell:
    """A number of the table, its share, and its address."""

    text: str
    share: str = ""
    url: str = ""


@frozen
class TableRow:
    """A row of the table."""

    label: str
    cells: tuple[TableCell, ...]


@frozen
class Table:
    """The numbers of a picture; the last row is their sum where rows may be added."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    foot: TableRow | None


def table(chart: Chart) -> Table:
    """Return the numbers of a picture as a table."""
    many = len(chart.series) > 1
    headings = [series.label for series in chart.series]
    return Table(
        headings=(*headings, "Cộng") if many else (f"Số lượng ({chart.what})",),
        rows=tuple(TableRow(row.label, _cells(chart, row, has_sum=many)) for row in chart.rows),
        foot=None if chart.kind == "shares" else _foot(chart),
    )


def _cells(chart: Chart, row: Row, *, has_sum: bool) -> tuple[TableCell, ...]:
    cells = [
        TableCell(format_integer(cell.value), share_of(chart, row, index), cell.url)
        for index, cell in enumerate(row.cells)
    ]
    return (*cells, TableCell(format_integer(row.total))) if has_sum else tuple(cells)


def _foot(chart: Chart) -> TableRow:
    sums: Sequence[int] = [chart.total_of(index) for index in range(len(chart.series))]
    if len(sums) > 1:
        sums = [*sums, chart.total]
    share = _share_of_whole(chart) if chart.is_of_shares else ""
    return TableRow("Cộng", tuple(TableCell(format_integer(each), share) for each in sums))
