"""Statistical tables: figures of the catalogue, and their parts by one dimension after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from coso.core import numbers
from coso.figures import queries
from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureValue, Slice
from coso.reporting.paper import Cell, Table
from coso.reporting.reports.answers import Answers
from coso.reporting.reports.asking import Request
from coso.reporting.reports.definition import Paper, Tables

BLOCK: Final = "các bảng"
TEMPLATE: Final = "bieu.docx"
_TOTAL: Final = "Tổng số"
_SHARE: Final = "Tỷ lệ (%)"
_BOTH: Final = ("Theo tổ chức lúc đó", "Theo tổ chức hôm nay", "Chênh lệch")


@frozen
class Tabulation:
    """What a statistical paper counts.

    :ivar columns: figures and their headings; the first is the total that the shares are of
    :ivar dimensions: how they are broken down, a table for each
    :ivar standing: figures that are shown as they are, in a table before these
    :ivar moving: figures of what came and went, in a table after these
    """

    subject: str
    columns: tuple[tuple[str, str], ...]
    dimensions: tuple[str, ...]
    standing: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()

    def tables(self, request: Request) -> list[Table]:
        """Return the tables that have rows."""
        broken_down = [self._by(request, dimension) for dimension in self.dimensions]
        found = [
            _values(request, f"{self.subject}: tổng hợp", self.standing),
            *broken_down,
            _values(request, f"{self.subject}: biến động trong kỳ", self.moving),
        ]
        return [table for table in found if table.rows]

    def _by(self, request: Request, dimension: str) -> Table:
        if request.beside is not None:
            return self._by_under_both(request, request.beside, dimension)
        ids = [name for name, _ in self.columns if dimension in FIGURES[name].dimensions]
        values = queries.evaluate(request.figures(*ids, by=dimension))
        headings = [heading for name, heading in self.columns if name in ids]
        label = FIGURES[ids[0]].dimensions[dimension].label
        return Table(
            title=self._title(label),
            header=("TT", label, headings[0], _SHARE, *headings[1:]),
            rows=_rows(values),
            widths=(6, 34, *(60 // (len(headings) + 1) for _ in range(len(headings) + 1))),
        )

    def _by_under_both(self, then: Request, now: Request, dimension: str) -> Table:
        """Return the first figure under the tree of the day and under that of today."""
        name = next(name for name, _ in self.columns if dimension in FIGURES[name].dimensions)
        sides = [queries.evaluate(each.figures(name, by=dimension))[0] for each in (then, now)]
        label = FIGURES[name].dimensions[dimension].label
        rows = [("", _TOTAL, *_beside(*(side.value for side in sides)))]
        for number, (key, bucket) in enumerate(_buckets(sides).items(), start=1):
            rows.append((number, bucket, *_beside(*(_part(side, key) for side in sides))))
        return Table(self._title(label), ("TT", label, *_BOTH), tuple(rows), (6, 40, 18, 18, 18))

    def _title(self, label: str) -> str:
        return f"{self.subject} theo {label[0].lower()}{label[1:]}"


def _rows(values: Sequence[FigureValue]) -> tuple[tuple[Cell, ...], ...]:
    """Return the total and a row for each part; one row with the reason where there is none."""
    whole = values[0].value
    if whole is None:
        return (("", values[0].reason, *(None for _ in values), None),)
    rows = [("", _TOTAL, *_counted([value.value for value in values], whole))]
    for number, (key, label) in enumerate(_buckets(values).items(), start=1):
        parts = [_part(value, key) for value in values]
        rows.append((number, label, *_counted(parts, whole)))
    return tuple(rows)


def _counted(numbers_of_row: Sequence[int | None], whole: int) -> tuple[Cell, ...]:
    first, *others = numbers_of_row
    return (first, numbers.percent(first or 0, whole), *others)


def _buckets(values: Sequence[FigureValue]) -> dict[str, str]:
    """Return the parts that any of the figures has, what is not known last."""
    labels = {_key(part): part.label for value in values for part in value.breakdown}
    return dict(sorted(labels.items(), key=lambda bucket: bucket[0] == ""))


def _key(part: Slice) -> str:
    """Return what tells a part from others: a code may have passed from one unit to another."""
    return part.key if part.unit_id is None else f"unit-{part.unit_id}"


def _part(value: FigureValue, key: str) -> int | None:
    """Return the part of a figure in a bucket; the engine leaves out those of nothing."""
    if value.value is None:
        return None
    return next((part.value for part in value.breakdown if _key(part) == key), 0)


def _beside(then: int | None, now: int | None) -> tuple[Cell, ...]:
    """Return both numbers and by how much the first is more."""
    return (then, now, None if then is None or now is None else then - now)


def _values(request: Request, title: str, names: tuple[str, ...]) -> Table:
    """Return figures as they are; what none of them has is no column."""
    if request.beside is not None:
        return _values_under_both(request, request.beside, title, names)
    values = queries.evaluate(request.figures(*names)) if names else []
    columns = [_Column.of(heading, values, read) for heading, read in _READ]
    shown = [column for column in columns if any(cell not in {None, ""} for cell in column.cells)]
    return Table(
        title=title,
        header=("TT", "Chỉ tiêu", *(column.heading for column in shown)),
        rows=tuple(
            (number, value.label, *(column.cells[number - 1] for column in shown))
            for number, value in enumerate(values, start=1)
        ),
        widths=(6, 44, *(50 // len(shown) for _ in shown)),
    )


def _values_under_both(then: Request, now: Request, title: str, names: tuple[str, ...]) -> Table:
    sides = [queries.evaluate(each.figures(*names)) if names else [] for each in (then, now)]
    rows = [
        (number, one.label, *_beside(one.value, other.value), one.reason or other.reason)
        for number, (one, other) in enumerate(zip(*sides, strict=True), start=1)
    ]
    return Table(title, ("TT", "Chỉ tiêu", *_BOTH, "Ghi chú"), tuple(rows), (6, 38, 14, 14, 14, 14))


@frozen
class _Column:
    heading: str
    cells: tuple[Cell, ...]

    @classmethod
    def of(
        cls, heading: str, values: Sequence[FigureValue], read: Callable[[FigureValue], Cell]
    ) -> _Column:
        return cls(heading, tuple(map(read, values)))


def _share_of(value: FigureValue) -> Decimal | None:
    both = value.value is not None and value.base is not None
    return numbers.percent(value.value or 0, value.base or 0) if both else None


_READ: Final[tuple[tuple[str, Callable[[FigureValue], Cell]], ...]] = (
    ("Số lượng", lambda value: value.value),
    ("Trên tổng số", lambda value: value.base),
    (_SHARE, _share_of),
    ("Ghi chú", lambda value: value.reason or value.passport.beginning),
)


def _tables_of(*tabulations: Tabulation) -> Tables:
    """Return what writes the tables of a paper, numbered through."""

    def tables(request: Request, _answers: Answers) -> dict[str, tuple[Table, ...]]:
        found = [table for each in tabulations for table in each.tables(request)]
        return {BLOCK: tuple(_numbered(number, table) for number, table in enumerate(found, 1))}

    return tables


def _numbered(number: int, table: Table) -> Table:
    return evolve(table, title=f"Biểu {number}. {table.title}")


_MEMBERS: Final = Tabulation(
    subject="Đảng viên",
    columns=(
        ("member.total", _TOTAL),
        ("member.official", "Chính thức"),
        ("member.probationary", "Dự bị"),
        ("member.female", "Nữ"),
        ("member.minority", "Dân tộc thiểu số"),
        ("member.exempt", "Được miễn"),
    ),
    dimensions=(
        "gender",
        "ethnicity",
        "age_band",
        "professional",
        "theory",
        "type",
        "host_type",
        "children",
    ),
    standing=(
        *("member.total", "member.official", "member.probationary", "member.status_unknown"),
        *("member.female", "member.minority", "member.exempt"),
        *("member.in_transit", "member.temporary_out"),
    ),
    moving=tuple(name for name, figure in FIGURES.items() if figure.available == "balance"),
)
_STAFF: Final = Tabulation(
    subject="Cán bộ, công chức, viên chức",
    columns=(
        ("staff.total", _TOTAL),
        ("staff.district", "Cấp huyện"),
        ("staff.commune", "Cấp xã"),
        ("staff.party_members", "Đảng viên"),
        ("staff.contract", "Hợp đồng (ngoài tổng số)"),
    ),
    dimensions=(
        *("category", "level", "gender", "ethnicity", "age_band"),
        *("professional", "theory", "type", "children"),
    ),
    standing=tuple(name for name in FIGURES if name.startswith("staff.")),
)
_ORGANIZATIONS: Final = Tabulation(
    subject="Tổ chức đảng",
    columns=(
        ("org.direct", "Trực thuộc trực tiếp"),
        ("org.branches", "Chi bộ trực thuộc đảng ủy cơ sở"),
        ("org.village_branches", "Chi bộ thôn, tổ dân phố"),
    ),
    dimensions=("type", "host_type"),
    standing=tuple(name for name in FIGURES if name.startswith("org.")),
)


_SIZES: Final = Tabulation(
    subject="Quy mô tổ chức đảng",
    columns=(
        ("member.total", "Đảng viên"),
        ("member.official", "Đảng viên chính thức"),
        ("org.branches", "Chi bộ bên dưới"),
    ),
    dimensions=("children",),
)

PAPERS: Final = (
    Paper(
        name="thong-ke-dang-vien",
        title="Thống kê đảng viên",
        description="Theo giới tính, dân tộc, độ tuổi, trình độ, loại hình và đơn vị trực thuộc; "
        "biến động trong kỳ.",
        template=TEMPLATE,
        blocks=(BLOCK,),
        has_both_trees=True,
        tables=_tables_of(_MEMBERS),
        has_period=True,
    ),
    Paper(
        name="thong-ke-can-bo",
        title="Thống kê cán bộ, công chức, viên chức",
        description="Theo đối tượng, cấp, giới tính, dân tộc, độ tuổi, trình độ và đơn vị trực "
        "thuộc.",
        template=TEMPLATE,
        blocks=(BLOCK,),
        has_both_trees=True,
        tables=_tables_of(_STAFF),
    ),
    Paper(
        name="thong-ke-to-chuc",
        title="Thống kê tổ chức đảng",
        description="Theo loại hình tổ chức, loại hình cơ sở và quy mô từng đơn vị trực thuộc.",
        template=TEMPLATE,
        blocks=(BLOCK,),
        has_both_trees=True,
        tables=_tables_of(_ORGANIZATIONS, _SIZES),
    ),
)
