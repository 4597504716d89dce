"""What a paper is: its name, its template, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from coso.access.enums import Permission
from coso.figures import queries as figures
from coso.reporting.paper import Draft, Field, Line, Table
from coso.reporting.reports import letterhead
from coso.reporting.reports.answers import Answers, why_unknown
from coso.reporting.reports.asking import Request
from coso.reporting.reports.composing import Composer, check_lines, fields_of

Tables = Callable[[Request, Answers], Mapping[str, tuple[Table, ...]]]


def _no_words(_request: Request) -> dict[str, str]:
    return {}


@frozen
class Verdict:
    """What is wrong with a template: fields that mean nothing, fields that every paper needs."""

    unknown: tuple[str, ...]
    missing: tuple[str, ...]


@frozen(eq=False)
class Paper:
    """A report, a statistical table or a roster.

    :ivar template: the name of the template that ships with the project
    :ivar tables: what stands where a line of the template names one of `blocks`
    :ivar words: what fields of its own stand for
    :ivar permissions: what a reader must be allowed on the whole unit, beside seeing figures
    :ivar has_period: whether it counts something over a period
    :ivar has_both_trees: whether it can show the tree of its day and that of today side by side
    :ivar has_resolution: whether it reports on a resolution
    """

    name: str
    title: str
    description: str
    template: str
    blocks: tuple[str, ...]
    tables: Tables
    words: Callable[[Request], dict[str, str]] = _no_words
    permissions: tuple[Permission, ...] = ()
    has_period: bool = False
    has_resolution: bool = False
    has_both_trees: bool = False

    def draft(self, request: Request, lines: Sequence[Line]) -> Draft:
        """Write the paper out on the lines of its template, from one state of the data.

        :raises UnknownField: if the template has a field that means nothing
        """
        words = self._all_words(request)
        check_lines(lines, (*words, *self.blocks))
        with figures.one_state():
            answers = Answers.to(request, (field for line in lines for field in line.fields))
            passages = Composer(words, answers).passages(lines)
            return Draft(words, passages, self.tables(request, answers))

    def look_over(self, request: Request, lines: Sequence[Line]) -> Verdict:
        """Return what is wrong with the lines of a template, all of it at once."""
        known = (*self._all_words(request), *self.blocks)
        fields = fields_of(lines)
        names = {field.name for field in fields}
        needed = (*letterhead.NEEDED, *self.blocks)
        return Verdict(
            unknown=tuple(said for field in fields if (said := why_unknown(field, known))),
            missing=tuple(str(Field(name)) for name in needed if name not in names),
        )

    def _all_words(self, request: Request) -> dict[str, str]:
        return {**letterhead.words(request), "tên giấy": self.title, **self.words(request)}
