"""The report on how a thematic resolution has been carried out."""

from __future__ import annotations

from typing import Final

from coso.core.dates import format_date
from coso.figures.queries import FigureValue
from coso.reporting.paper import Table
from coso.reporting.reports import targets
from coso.reporting.reports.answers import Answers
from coso.reporting.reports.asking import Request
from coso.reporting.reports.definition import Paper

_ANNEX: Final = "phụ lục"
_TARGETS: Final = "bảng chỉ tiêu"
_TREE: Final = "Cây tổ chức"
_ORIGIN: Final = ("Thời gian", "Quy định áp dụng", "Nguồn")
_NO_RESOLUTION: Final = "Nghị quyết số ……"


def _words(request: Request) -> dict[str, str]:
    resolution = request.resolution
    if resolution is None:
        return {"nghị quyết": _NO_RESOLUTION, "nghị quyết đầy đủ": _NO_RESOLUTION}
    short = f"Nghị quyết số {resolution.number}"
    full = (
        f"{short}, ngày {format_date(resolution.issued_on)} của {resolution.issuer_name} về "
        f"{resolution.summary}"
    )
    return {"nghị quyết": short, "nghị quyết đầy đủ": full}


def _tables(request: Request, answers: Answers) -> dict[str, tuple[Table, ...]]:
    found = targets.courses(request)
    counted = [value for value in answers.values.values() if value.value is not None]
    unknown = [value for value in answers.values.values() if value.value is None]
    return {
        _TARGETS: _filled(targets.table(found, request.as_of.year)),
        _ANNEX: _filled(_passports([*counted, *targets.counted(found)]), _reasons(unknown)),
    }


def _filled(*tables: Table) -> tuple[Table, ...]:
    return tuple(table for table in tables if table.rows)


def _passports(values: list[FigureValue]) -> Table:
    trees = {line.value for value in values for line in value.passport.lines if line.label == _TREE}
    return Table(
        title=f"Số liệu đã dùng và cách tính ({'; '.join(sorted(trees)).lower()})",
        header=("TT", "Chỉ tiêu", "Giá trị", "Cách tính", "Thời gian, quy định, nguồn"),
        rows=tuple(
            (number, value.label, value.text, _counting(value), _origin(value))
            for number, value in enumerate(values, start=1)
        ),
        widths=(6, 21, 15, 31, 27),
    )


def _counting(value: FigureValue) -> str:
    base = f" Mẫu số: {value.base_label}." if value.base_label else ""
    return f"{value.definition}{base}"


def _origin(value: FigureValue) -> str:
    lines = {line.label: line.value for line in value.passport.lines}
    shown = [f"{label}: {lines[label]}" for label in _ORIGIN if label in lines]
    return ". ".join(shown) + "."


def _reasons(values: list[FigureValue]) -> Table:
    return Table(
        title="Số liệu chưa có",
        header=("TT", "Chỉ tiêu", "Lý do"),
        rows=tuple(
            (number, value.label, value.reason) for number, value in enumerate(values, start=1)
        ),
        widths=(6, 40, 54),
    )


PAPERS: Final = (
    Paper(
        name="nghi-quyet",
        title="Báo cáo kết quả thực hiện nghị quyết chuyên đề",
        description="Tổ chức và đảng viên, cán bộ, xếp loại, quy hoạch, đào tạo, bổ nhiệm, nghị "
        "quyết, dự sinh hoạt, sinh hoạt chi bộ, chỉ tiêu và nhiệm vụ; phụ lục ghi cách tính từng "
        "con số.",
        template="nghi-quyet.docx",
        blocks=(_TARGETS, _ANNEX),
        tables=_tables,
        words=_words,
        has_period=True,
        has_resolution=True,
    ),
)
