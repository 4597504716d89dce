"""Which agency of the register a row of a list means: by its code, else by its name and place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from attrs import Factory, define

from coso.core import text
from coso.core.dates import format_date
from coso.core.db import Finding, Remedy
from coso.core.repeats import row_named
from coso.organizations.bulk.known import Known
from coso.organizations.bulk.rows import Row
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitCode


@define(eq=False)
class Identified:
    """The agencies that the rows of a day's list mean; a row without one is of a new agency.

    `near` is the known name of which an unknown one looks a slip, by number of the row. Rows of
    agencies that had ended, as both the list and the register say, are `over`.
    """

    known: Known
    root: int
    near: Mapping[int, str]
    holders: Mapping[str, list[Unit]]
    absent: Mapping[str, Unit]
    units: dict[int, int] = Factory(dict)
    taken: set[int] = Factory(set)
    over: set[int] = Factory(set)
    listed: defaultdict[str, list[Row]] = Factory(lambda: defaultdict(list))
    findings: list[Finding] = Factory(list)

    @classmethod
    def of(
        cls, known: Known, root: int, rows: Sequence[Row], near: Mapping[int, str]
    ) -> Identified:
        """Look the rows up: first those with a known code, then those at home where they say."""
        found = cls(known, root, near, _holders(known, rows), _absent(known))
        for row in sorted(rows, key=found._rank):
            found._take(row)
        for row in rows:
            found._ask_about_near_name(row)
        return found

    def _rank(self, row: Row) -> tuple[bool, bool, int]:
        is_unknown = row.text("code") not in self.known.by_code
        return is_unknown, not self._at_home(row), row.origin

    def _take(self, row: Row) -> None:
        unit = self.known.by_code.get(row.text("code"))
        alike = self._alike(row)
        if unit is not None:
            self._check_name(row, unit)
        elif alike:
            unit = self._choose(row, alike)
        elif row.is_closed and self._former(row) is not None:
            self.over.add(row.origin)
        else:
            self._question(row)
        if unit is not None:
            self.units[row.origin] = unit
            self.taken.add(unit)
        self._check_code(row, unit)
        self.listed[row.match("name")].append(row)

    def _alike(self, row: Row) -> list[int]:
        found = self.known.by_name.get(row.match("name"), ())
        return [unit for unit in found if unit not in self.taken]

    def _at_home(self, row: Row) -> list[int]:
        """Return the agencies of the row's name that stand where the row says."""
        above = self.known.by_name.get(row.match("parent"), ())
        return [unit for unit in self._alike(row) if self.known.parent(unit) in above]

    def _choose(self, row: Row, alike: Sequence[int]) -> int | None:
        at_home = self._at_home(row)
        if len(at_home) == 1:
            return at_home[0]
        if len(alike) > 1:
            self._complain_of_namesakes(row, len(alike))
            return None
        [unit] = alike
        # Lists of staff put the agencies that they name under the root, for want of a better place.
        if not row.match("parent") or self.known.parent(unit) in (None, self.root):
            return unit
        if not row.text("code"):
            self._ask_whether_moved(row, unit)
        return None

    def _question(self, row: Row) -> None:
        """Ask about a new agency that may be one of another row, or a former one."""
        former = self._former(row)
        repeated = self._repeated(row)
        if repeated is not None:
            self._complain_of_repeat(row, repeated)
        elif former is not None and not _is_founded_after(row, former):
            self._complain_of_former(row, former)

    def _repeated(self, row: Row) -> Row | None:
        for other in self.listed[row.match("name")]:
            codes = {row.text("code"), other.text("code"), ""}
            places = {row.match("parent"), other.match("parent"), ""}
            if max(len(codes), len(places)) <= 2:  # noqa: PLR2004 — one of them, and nothing said
                return other
        return None

    def _former(self, row: Row) -> Unit | None:
        """Return the agency that a row means, if it is not there on the day."""
        holders = self.holders.get(row.text("code"), ())
        gone = [unit for unit in holders if unit.pk not in self.known.versions]
        return gone[0] if gone else self.absent.get(row.match("name"))

    def _check_name(self, row: Row, unit: int) -> None:
        named = self.known.by_name.get(row.match("name"), ())
        if named and unit not in named:
            message = (
                f"Mã “{row.text('code')}” trong sổ là của “{self._name(unit)}”, còn "
                f"“{row.text('name')}” là một cơ quan khác. Hãy sửa mã hoặc tên."
            )
            self._doubt(row, "code", "code_of_another", message)

    def _check_code(self, row: Row, unit: int | None) -> None:
        others = [u for u in self.holders.get(row.text("code"), ()) if u.pk != unit]
        if others and row.origin not in self.over:
            message = (
                f"Mã “{row.text('code')}” trong sổ là của “{others[0]}” vào thời gian khác, không "
                f"phải ngày {format_date(row.day)}. Hãy sửa mã, hoặc để trống."
            )
            self._doubt(row, "code", "code_of_another", message)

    def _complain_of_namesakes(self, row: Row, number: int) -> None:
        message = (
            f"Sổ có {number} cơ quan tên “{row.text('name')}”. Hãy ghi mã, hoặc cấp trên của từng "
            "cơ quan."
        )
        self._doubt(row, "name", "ambiguous_unit", message)

    def _ask_whether_moved(self, row: Row, unit: int) -> None:
        above = self.known.parent(unit)
        message = (
            f"“{row.text('name')}” trong sổ trực thuộc “{self._name(above)}”, danh sách ghi trực "
            f"thuộc “{row.text('parent')}”. Nếu cơ quan ấy chuyển đến thì ghi mã của nó; nếu là cơ "
            "quan khác cùng tên thì ghi mã khác."
        )
        code = self.known.codes.get(unit)
        if code is None:
            self._doubt(row, "code", "moved_or_new", message)
        else:
            self._doubt(row, "code", "moved_or_new", message, code.values["code"], "replace")

    def _complain_of_repeat(self, row: Row, other: Row) -> None:
        message = f"“{row.text('name')}” đã có ở {row_named(other.origin)}. Hãy giữ một dòng."
        suggestion = f"Bỏ dòng này: trùng với {row_named(other.origin)}"
        self._doubt(row, "name", "duplicate_row", message, suggestion, "drop")

    def _complain_of_former(self, row: Row, former: Unit) -> None:
        closed = former.closed_on
        since = "" if closed is None else f" (kết thúc từ {format_date(closed)})"
        message = (
            f"“{former}” trong sổ không hoạt động vào ngày {format_date(row.day)}{since}. Nếu là "
            "cơ quan lập lại cùng tên thì ghi ngày thành lập; nếu không thì bỏ dòng này."
        )
        self._doubt(row, "name", "ended_unit", message, "Bỏ dòng này", "drop")

    def _ask_about_near_name(self, row: Row) -> None:
        near = self.near.get(row.origin, "")
        says_new = row.text("code") or row.date("founded_on")
        if not near or row.origin in self.units or says_new:
            return
        if not self.taken.issuperset(self.known.by_name.get(text.match_key(near), ())):
            message = (
                f"Chưa có “{row.text('name')}”; trong sổ có “{near}”. Nếu là một thì ghi tên như "
                "trong sổ; nếu là cơ quan khác thì ghi mã hoặc ngày thành lập của cơ quan ấy."
            )
            self._doubt(row, "name", "near_name", message, near, "replace")

    def _name(self, unit: int | None) -> str:
        version = None if unit is None else self.known.versions.get(unit)
        return "" if version is None else str(version.values["name"])

    def _doubt(
        self,
        row: Row,
        field: str,
        kind: str,
        message: str,
        suggestion: str = "",
        remedy: Remedy = "",
    ) -> None:
        finding = Finding(row.origin, field, kind, "doubt", message, suggestion, remedy)
        self.findings.append(finding)


def _is_founded_after(row: Row, former: Unit) -> bool:
    """Tell whether a row is of an agency founded again under the name of a former one."""
    founded, closed = row.date("founded_on"), former.closed_on
    return founded is not None and closed is not None and founded >= closed


def _holders(known: Known, rows: Sequence[Row]) -> dict[str, list[Unit]]:
    """Return who has a code of the list, but not on the day."""
    codes = {row.text("code") for row in rows} - {""}
    found = UnitCode.objects.filter(tree=Tree.AGENCY, code__in=codes - known.by_code.keys())
    holders: defaultdict[str, list[Unit]] = defaultdict(list)
    for row in found.select_related("unit").order_by("pk"):
        holders[row.code].append(row.unit)
    return holders


def _absent(known: Known) -> dict[str, Unit]:
    """Return the agencies that are not there on the day, by name."""
    units = (unit for unit in known.units.values() if unit.pk not in known.versions)
    return {unit.match_name: unit for unit in units}
