"""What a unit took over and what it passed on, as far back and on as the registers know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.numbers import format_integer, format_percent, percent
from coso.core.types import Actor
from coso.documents import queries as documents
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitSuccession
from coso.web.frame import Frame
from coso.web.organizations.parts import Line, Lines
from coso.web.pictures.diagram import Box, Diagram, Join, JoinRow

_MOST: Final = 50
_UNKNOWN_WEIGHT: Final = 0.25  # of a line whose share of members is not known or not shown


@frozen
class Lineage:
    """The successions before and after a unit, as its reader may see them.

    :ivar opened: the units that the reader may open
    :ivar passed: how many members each succession passed on, and of how many
    """

    unit: Unit
    before: Sequence[UnitSuccession]
    after: Sequence[UnitSuccession]
    opened: frozenset[int]
    passed: Mapping[int, tuple[int, int]]
    frame: Frame

    @property
    def lines(self) -> list[Lines]:
        """The predecessors and the successors, each with day, decision and share."""
        return [
            Lines("Kế thừa từ", [self._from(row) for row in self.before]),
            Lines("Chuyển tiếp cho", [self._to(row) for row in self.after]),
        ]

    @property
    def picture(self) -> Diagram:
        """The same as a picture, the oldest first."""
        units = {each.pk: each for row in self._rows for each in (row.predecessor, row.successor)}
        units.setdefault(self.unit.pk, self.unit)
        address = reverse("organizations:lineage", args=[self.unit.pk])
        return Diagram(
            name=f"lai-lich-{self.unit.pk}",
            title="Lai lịch tổ chức",
            columns=tuple(
                tuple(self._box(units[pk]) for pk in column) for column in self._columns()
            ),
            joins=tuple(map(self._join, self._rows)),
            headings=("Từ", "Sang", "Hình thức", "Ngày", "Văn bản", "Đảng viên sang nơi mới"),
            rows=tuple(map(self._row, self._rows)),
            sentence=self._sentence(),
            day=self.frame.today,
            place=f"{self.unit}; nét càng đậm, đảng viên sang nơi mới càng nhiều",
            source="Nguồn: sổ tổ chức, sổ đảng viên",
            svg_url=f"{address}?{self.frame.place}",
        )

    @property
    def _rows(self) -> list[UnitSuccession]:
        return list({row.pk: row for row in (*self.before, *self.after)}.values())

    def _columns(self) -> list[list[int]]:
        """Return the units by how many steps before or after the unit they stand."""
        came = [(row.successor_id, row.predecessor_id) for row in self.before]
        went = [(row.predecessor_id, row.successor_id) for row in self.after]
        back, onward = _steps(self.unit.pk, came), _steps(self.unit.pk, went)
        steps = onward | {pk: -step for pk, step in back.items()}
        columns: defaultdict[int, list[int]] = defaultdict(list)
        for pk, step in steps.items():
            columns[step].append(pk)
        return [columns[step] for step in sorted(columns)]

    def _box(self, unit: Unit) -> Box:
        is_own = unit.pk == self.unit.pk
        return Box(
            key=unit.pk,
            label=str(unit),
            note=_life(unit),
            url="" if is_own else self._url(unit),
            fill="seq-5" if is_own else "seq-1",
        )

    def _join(self, row: UnitSuccession) -> Join:
        arrived, there = self.passed.get(row.pk, (0, 0))
        weight = float(percent(arrived, there) or 0) / 100 if there else _UNKNOWN_WEIGHT
        said = f"Từ {row.predecessor} sang {row.successor}: {self._note(row, '')}"
        return Join(row.predecessor_id, row.successor_id, said, weight)

    def _row(self, row: UnitSuccession) -> JoinRow:
        event, day = str(row.get_event_display()), format_date(row.on)
        share = _share(self.passed.get(row.pk))
        return JoinRow(str(row.predecessor), (str(row.successor), event, day, row.decision, share))

    def _sentence(self) -> str:
        came = len({row.predecessor_id for row in self.before})
        went = len({row.successor_id for row in self.after})
        before = f"kế thừa {format_integer(came)} đơn vị" if came else "không kế thừa đơn vị nào"
        number = f"{format_integer(went)} đơn vị"
        after = f"chuyển tiếp cho {number}" if went else "chưa chuyển tiếp cho đơn vị nào"
        cut = f" Chỉ ghi {_MOST} lần gần nhất mỗi phía." if self._is_cut else ""
        return f"{self.unit} {before}, {after}.{cut}"

    @property
    def _is_cut(self) -> bool:
        return _MOST in {len(self.before), len(self.after)}

    def _url(self, unit: Unit) -> str:
        if unit.pk not in self.opened:
            return ""
        return f"{reverse('organizations:detail', args=[unit.pk])}?{self.frame.place}"

    def _from(self, row: UnitSuccession) -> Line:
        further = "" if row.successor_id == self.unit.pk else f"vào {row.successor}"
        return self._line(row, row.predecessor, further)

    def _to(self, row: UnitSuccession) -> Line:
        further = "" if row.predecessor_id == self.unit.pk else f"từ {row.predecessor}"
        return self._line(row, row.successor, further)

    def _line(self, row: UnitSuccession, unit: Unit, further: str) -> Line:
        return Line(
            str(unit),
            self._url(unit),
            self._note(row, further),
            basis=row.decision,
            basis_url=self._basis_url(row),
        )

    def _basis_url(self, row: Any) -> str:
        meant: Sequence[int] = row.documents_meant or ()
        if len(meant) != 1:
            return ""
        return f"{reverse('documents:detail', args=meant)}?{self.frame.place}"

    def _note(self, row: UnitSuccession, further: str) -> str:
        facts: Iterable[str] = (
            str(row.get_event_display()),
            further,
            f"ngày {format_date(row.on)}",
            _share(self.passed.get(row.pk)),
        )
        return ", ".join(filter(None, facts))


def lineage_of(unit: Any, frame: Frame, reader: Actor) -> Lineage | None:
    """Return what a unit took over and passed on, if anything is known."""
    if not unit.has_lineage:
        return None
    rows = list(documents.with_meant(organizations.lineage_of(unit, _MOST), "decision", reader))
    units = {each for row in rows for each in (row.predecessor, row.successor)}
    counts = unit.tree == Tree.PARTY and scoping.covers(reader, Permission.FIGURES_VIEW, unit)
    return Lineage(
        unit=unit,
        before=[row for row in rows if row.is_before],
        after=[row for row in rows if row.is_after],
        opened=frozenset(
            each.pk for each in units if scoping.reaches(reader, Permission.UNITS_VIEW, each)
        ),
        passed=members.passed_on([row.pk for row in rows]) if counts else {},
        frame=frame,
    )


def _steps(start: int, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return how many steps each unit is away from one, along pairs of near and far."""
    following: defaultdict[int, list[int]] = defaultdict(list)
    for near, far in pairs:
        following[near].append(far)
    steps = {start: 0}
    waiting = [start]
    for near in waiting:
        for far in following[near]:
            if far not in steps:
                steps[far] = steps[near] + 1
                waiting.append(far)
    return steps


def _life(unit: Unit) -> str:
    if unit.closed_on is not None:
        return f"kết thúc {format_date(unit.closed_on)}"
    return "" if unit.founded_on is None else f"thành lập {format_date(unit.founded_on)}"


def _share(passed: tuple[int, int] | None) -> str:
    if passed is None:
        return ""
    arrived, there = passed
    share = format_percent(percent(arrived, there) or 0)
    return f"{format_integer(arrived)} trong {format_integer(there)} đảng viên ({share})"
