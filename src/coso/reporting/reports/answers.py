"""What the fields of a template stand for: words, and figures of the catalogue."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import frozen

from coso.core import numbers
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.figures import queries
from coso.figures.catalogue import FIGURES, Figure
from coso.figures.engine import Dimension
from coso.figures.queries import FigureValue, Slice
from coso.reporting.paper import Field
from coso.reporting.reports.asking import Request

_LIST: Final = "danh mục"
_SHARE: Final = "tỷ lệ"
_BASE: Final = "mẫu số"
_SINCE: Final = "từ ngày"
_YEAR: Final = "năm"
_BY: Final = "theo "
# The documents behind a figure may be named in a paper; people never are.
_LISTED: Final = frozenset({"resolution.thematic"})
_WITHHELD: Final = "(danh mục không ghi, vì người lập báo cáo không có quyền xem văn bản)"
_NO_SHARE: Final = "không tính được tỷ lệ"


class UnknownField(DomainError):
    """A template has a field that nothing answers to."""

    def __init__(self, field: Field, known: str) -> None:
        super().__init__(
            "paper.unknown_field",
            f"Mẫu có trường {field} mà phần mềm không biết: {known}",
            field=str(field),
        )


def check(field: Field, words: Iterable[str]) -> None:
    """Make sure that a field means something.

    :raises UnknownField: if no word and no figure has the name, or the figure lacks the aspect
    """
    if field.name in words and not field.aspect:
        return
    figure = FIGURES.get(field.name)
    if figure is None:
        raise UnknownField(
            field,
            "hãy dùng mã ghi ở trang Tất cả chỉ tiêu, hoặc một trong các tên: "
            f"{'; '.join(sorted(words))}.",
        )
    if field.aspect not in aspects_of(figure):
        aspects = "; ".join(aspect or "(để trống)" for aspect in aspects_of(figure))
        raise UnknownField(field, f"sau dấu | của chỉ tiêu này hãy ghi một trong: {aspects}.")


def why_unknown(field: Field, words: Iterable[str]) -> str:
    """Return why a field means nothing, with what may be meant; nothing if it means something."""
    known = list(words)
    try:
        check(field, known)
    except UnknownField:
        figure = FIGURES.get(field.name)
        if figure is not None:
            aspects = "; ".join(aspect or "(để trống)" for aspect in aspects_of(figure))
            return f"{field}: sau dấu | hãy ghi một trong: {aspects}."
        near = difflib.get_close_matches(field.name, [*FIGURES, *known], n=1)
        meant = f" Có phải {Field(near[0], field.aspect)}?" if near else ""
        return f"{field}: không có chỉ tiêu hay tên trường nào như vậy.{meant}"
    return ""


def aspects_of(figure: Figure) -> list[str]:
    """Return what may be asked of a figure beside its number."""
    aspects = {
        _SHARE: figure.base is not None,
        _BASE: figure.base is not None,
        _SINCE: bool(figure.since),
        _YEAR: figure.available.startswith("evaluations"),
        _LIST: figure.id in _LISTED,
    }
    there = (aspect for aspect, is_there in aspects.items() if is_there)
    return ["", *there, *map(_by, figure.dimensions.values())]


def _by(dimension: Dimension) -> str:
    return f"{_BY}{dimension.label.lower()}"


@frozen
class Answers:
    """The figures that a template names and their parts, all counted at once."""

    request: Request
    values: Mapping[str, FigureValue]
    parts: Mapping[tuple[str, str], tuple[Slice, ...]]

    @classmethod
    def to(cls, request: Request, fields: Iterable[Field]) -> Answers:
        named = [field for field in fields if field.name in FIGURES]
        if not named:
            return cls(request, {}, {})
        ids = dict.fromkeys(field.name for field in named)
        cuts = dict.fromkeys(_cut(field) for field in named if field.aspect.startswith(_BY))
        values, parts = queries.evaluate_with_parts(request.figures(*ids), cuts)
        return cls(request, {value.id: value for value in values}, parts)

    def text(self, field: Field) -> str:
        """Return what a field of a figure that has a value says."""
        value = self.values[field.name]
        if field.aspect.startswith(_BY):
            return self._parts(field)
        return _TEXTS[field.aspect](self, value)

    def _parts(self, field: Field) -> str:
        return "; ".join(
            f"{_within(part)}: {numbers.format_counted(part.value)}"
            for part in self.parts.get(_cut(field), ())
        )

    def documents(self, value: FigureValue) -> str:
        """Return the documents behind a figure as papers name them, to whoever may see them."""
        if not self.request.may_list(FIGURES[value.id].permission):
            return _WITHHELD
        found, _ = queries.records(self.request.figures(value.id), value.id)
        return "; ".join(
            f"Nghị quyết số {row['number']}, ngày {format_date(row['issued_on'])} về "
            f"{row['summary']}"
            for row in found
        )


def _cut(field: Field) -> tuple[str, str]:
    """Return the figure of a field, and the dimension by which its aspect cuts it."""
    dimensions = FIGURES[field.name].dimensions.values()
    return field.name, next(each.id for each in dimensions if _by(each) == field.aspect)


def _within(part: Slice) -> str:
    """Return the label of a part as it is written within a sentence; names of units stay."""
    is_name = part.unit_id is not None or not part.label[1:2].islower()
    return part.label if is_name else part.label[0].lower() + part.label[1:]


def _number(_answers: Answers, value: FigureValue) -> str:
    return numbers.format_counted(value.value or 0)


def _base(_answers: Answers, value: FigureValue) -> str:
    return numbers.format_counted(value.base or 0)


def _share(_answers: Answers, value: FigureValue) -> str:
    return _NO_SHARE if value.percent is None else numbers.format_percent(value.percent)


def _since(_answers: Answers, value: FigureValue) -> str:
    since = value.passport.since
    return "" if since is None else format_date(since)


def _year(_answers: Answers, value: FigureValue) -> str:
    return str(value.passport.year or "")


_TEXTS: Final[dict[str, Callable[[Answers, FigureValue], str]]] = {
    "": _number,
    _BASE: _base,
    _SHARE: _share,
    _SINCE: _since,
    _YEAR: _year,
    _LIST: Answers.documents,
}
