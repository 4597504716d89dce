"""Writing out the lines of a template: each with its numbers, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from coso.core.dates import format_date
from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureValue
from coso.reporting.paper import Field, Line, Part, Passage, Piece
from coso.reporting.reports.answers import Answers, check

_INDENTED: Final = "- "


def check_lines(lines: Iterable[Line], words: Iterable[str]) -> None:
    """Make sure that the fields of a template are known.

    :raises UnknownField: if a field means nothing
    """
    known = set(words)
    for field in fields_of(lines):
        check(field, known)


def fields_of(lines: Iterable[Line]) -> list[Field]:
    """Return the fields of some lines, each once."""
    return list(dict.fromkeys(field for line in lines for field in line.fields))


@frozen
class Composer:
    """Writes the lines of one paper."""

    words: Mapping[str, str]
    answers: Answers

    def passages(self, lines: Sequence[Line]) -> tuple[Passage, ...]:
        """Return the lines written out, one for each."""
        return tuple(self._passage(line) for line in lines)

    def _passage(self, line: Line) -> Passage:
        fields = line.fields
        if any(self.words.get(field.name) == "" for field in fields):
            return Passage(line, ())
        sentence = self._instead([self._value(f) for f in fields if f.name in FIGURES])
        if sentence:
            start = _INDENTED if line.text.startswith(_INDENTED) else ""
            return Passage(line, (Piece(f"{start}{sentence}"),))
        left_out = self._left_out(line.parts)
        return Passage(line, tuple(self._piece(part, left_out) for part in line.parts))

    def _instead(self, values: list[FigureValue]) -> str:
        """Return the sentence that stands for a line whose numbers are not there."""
        unknown = [value for value in values if value.value is None]
        if unknown:
            day = format_date(self.answers.request.as_of)
            return f"Chưa có số liệu đến ngày {day} về: {_named(unknown)}."
        is_nothing = not any(value.value or value.base for value in values)
        return f"Không có: {_named(values)}." if values and is_nothing else ""

    def _left_out(self, parts: Iterable[Part]) -> set[int]:
        """Return which of the parts in brackets have figures, and all of these are nothing."""
        counts = [
            (each.optional, self._value(each.field).value)
            for each in parts
            if each.field is not None and each.field.name in FIGURES
        ]
        counted = {number for number, value in counts if value}
        return {number for number, _ in counts if number} - counted

    def _piece(self, part: Part, left_out: set[int]) -> Piece:
        field = part.field
        if part.is_mark or part.optional in left_out:
            return Piece("")
        if field is None:
            return Piece(part.text)
        if field.name in FIGURES:
            return Piece(self.answers.text(field), field, field.name)
        return Piece(self.words.get(field.name, ""), field)

    def _value(self, field: Field) -> FigureValue:
        return self.answers.values[field.name]


def _named(values: Iterable[FigureValue]) -> str:
    labels = (value.label.removeprefix("Trong đó: ") for value in values)
    return "; ".join(dict.fromkeys(label[0].lower() + label[1:] for label in labels))
