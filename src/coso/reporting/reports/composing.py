"""Writing out the lines of a template: each with its numbers, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from coso.core.dates import format_date
from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureValue
from coso.reporting.paper import Field, Line, Passage, Piece
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
        return Passage(line, tuple(self._piece(part) for part in line.parts))

    def _instead(self, values: list[FigureValue]) -> str:
        """Return the sentence that stands for a line whose numbers are not there."""
        unknown = [value for value in values if value.value is None]
        if unknown:
            day = format_date(self.answers.request.as_of)
            return f"Chưa có số liệu đến ngày {day} về: {_named(unknown)}."
        is_nothing = not any(value.value or value.base for value in values)
        return f"Không có: {_named(values)}." if values and is_nothing else ""

    def _piece(self, part: str | Field) -> Piece:
        if isinstance(part, str):
            return Piece(part)
        if part.name in FIGURES:
            return Piece(self.answers.text(part), part, part.name)
        return Piece(self.words.get(part.name, ""), part)

    def _value(self, field: Field) -> FigureValue:
        return self.answers.values[field.name]


def _named(values: Iterable[FigureValue]) -> str:
    labels = (value.label.removeprefix("Trong đó: ") for value in values)
    return "; ".join(dict.fromkeys(label[0].lower() + label[1:] for label in labels))
