"""Units written by hand: founded, changed from a day on, corrected, moved, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.periods import Period, format_period
from coso.core.writing import Basis
from coso.members import queries as members
from coso.organizations import queries as organizations
from coso.organizations import services as keeping
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.organizations.queries import UnitDetails
from coso.web.organizations import forms
from coso.web.shared.confirming import Consequence
from coso.web.shared.fields import reference_to
from coso.web.shared.writing import RecordForm


class OfUnit(RecordForm):
    """A form about one unit."""

    permission = Permission.UNITS_KEEP
    record: Unit

    def records(self) -> QuerySet[Unit]:
        return organizations.units()

    def state(self) -> str:
        return organizations.state_of(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('organizations:detail', args=[self.record.pk])}?{self.frame.place}"


class OfTree(OfUnit):
    """A form about a unit whose fields depend on the tree that the unit stands in."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "tree": Tree(self.record.tree)}


class FoundUnit(OfTree):
    """A new unit under the one of the address."""

    form_class = forms.FoundUnitForm
    submit_label = "Lập đơn vị"
    intro = "Đơn vị mới có trong sổ từ ngày thành lập; trước ngày đó cây tổ chức giữ nguyên."

    def allows(self, record: Unit) -> bool:
        return scoping.reaches_below(self.actor, self.permission, record)

    def state(self) -> str:
        return ""

    def get_title(self) -> str:
        return f"Lập đơn vị trực thuộc {self.record}"

    def write(self, form: forms.FoundUnitForm, basis: Basis) -> keeping.Outcome:
        return keeping.found_unit(
            details=form.details(),
            parent=self.record,
            on=form.cleaned_data["on"],
            code=form.cleaned_data["code"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: keeping.Outcome) -> str:
        founded_on = written.unit.founded_on
        since = "" if founded_on is None else f" từ ngày {format_date(founded_on)}"
        parent, self.record = self.record, written.unit
        return f"Đã lập {written.unit} trực thuộc {parent}{since}."


class ChangeUnit(OfTree):
    """Another name, type or host from a day on: a new period."""

    form_class = forms.ChangeUnitForm
    submit_label = "Ghi thay đổi"
    intro = (
        "Đơn vị thật sự đổi từ một ngày: sổ thêm một thời kỳ, trước ngày đó giữ nguyên. Nếu sổ ghi "
        "sai ngay từ đầu, hãy dùng “Sửa chỗ ghi sai”."
    )

    def get_title(self) -> str:
        return f"Thay đổi từ ngày: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of(organizations.details_on(self.record, self.frame.today))

    def consequences(self, form: forms.ChangeUnitForm) -> list[Consequence]:
        on = form.cleaned_data["on"]
        before = organizations.details_on(self.record, on)
        kept = Consequence(f"Số liệu, danh sách trước ngày {format_date(on)} giữ nguyên.")
        changes = [] if before is None else _changes(before, form.details())
        return [*changes, kept, *_affected(self.record, on)]

    def write(self, form: forms.ChangeUnitForm, basis: Basis) -> keeping.Outcome:
        return keeping.change_unit(
            unit=self.record,
            details=form.details(),
            on=form.cleaned_data["on"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: keeping.Outcome) -> str:
        return f"Đã ghi thay đổi của {written.unit}. Ghi nhầm thì dùng “Sửa chỗ ghi sai”."


class CorrectUnit(OfTree):
    """What the register has wrong about the period of the day in view."""

    form_class = forms.CorrectUnitForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: {self.record}"

    def get_intro(self) -> str:
        return (
            f"Sổ ghi sai ngay từ đầu: sửa thời kỳ {self._period()}, không thêm thời kỳ mới. "
            "Số liệu của các ngày đó đổi theo. Nếu đơn vị thật sự đổi, hãy dùng “Thay đổi từ ngày”."
        )

    def _period(self) -> str:
        version = organizations.version_on(self.record, self.as_of)
        return "này" if version is None else format_period(Period.from_range(version.during))

    def get_initial(self) -> dict[str, Any]:
        details = organizations.details_on(self.record, self.as_of)
        decision = "" if details is None else details.decision
        return {**forms.initial_of(details), "decision": decision}

    def consequences(self, form: forms.CorrectUnitForm) -> list[Consequence]:
        before = organizations.details_on(self.record, self.as_of)
        return [] if before is None else _changes(before, form.details())

    def write(self, form: forms.CorrectUnitForm, basis: Basis) -> keeping.Outcome:
        return keeping.correct_unit(
            unit=self.record,
            details=form.details(),
            on=self.as_of,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: keeping.Outcome) -> str:
        return f"Đã sửa sổ về {written.unit}; lý do ở trong nhật ký."


class MoveUnit(OfTree):
    """Another place in the tree, with everything below."""

    form_class = forms.MoveUnitForm
    submit_label = "Chuyển đơn vị"
    intro = "Đơn vị và mọi đơn vị bên dưới sang cấp trên mới; trước ngày chuyển giữ nguyên."

    def get_title(self) -> str:
        return f"Chuyển {self.record} sang cấp trên khác"

    def recorded(self) -> dict[str, Any]:
        return {"new_parent": reference_to(self.record.parent)}

    def consequences(self, form: forms.MoveUnitForm) -> list[Consequence]:
        on, parent = form.cleaned_data["on"], form.cleaned_data["new_parent"]
        old = organizations.parent_on(self.record, on)
        moved = f"Từ ngày {format_date(on)}, {self.record} trực thuộc {parent}, không còn {old}."
        return [Consequence(moved), *_affected(self.record, on)]

    def write(self, form: forms.MoveUnitForm, basis: Basis) -> keeping.Outcome:
        return keeping.move_unit(
            unit=self.record,
            new_parent=form.cleaned_data["new_parent"],
            on=form.cleaned_data["on"],
            decision=form.cleaned_data["decision"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: keeping.Outcome) -> str:
        return f"Đã chuyển {written.unit}. Ghi nhầm nơi đến thì chuyển lại cùng ngày."


class CloseUnit(OfUnit):
    """The end of a unit that nothing stands or lives in any more."""

    form_class = forms.CloseUnitForm
    submit_label = "Kết thúc đơn vị"
    intro = "Đơn vị phải trống: đơn vị trực thuộc, đảng viên, cán bộ được chuyển đi trước."

    def get_title(self) -> str:
        return f"Kết thúc hoạt động của {self.record}"

    def consequences(self, form: forms.CloseUnitForm) -> list[Consequence]:
        on = form.cleaned_data["on"]
        return [
            Consequence(f"Từ ngày {format_date(on)}, {self.record} không còn trong cây tổ chức."),
            Consequence("Tên, nơi trực thuộc và số liệu trước ngày đó vẫn xem được."),
            Consequence("Thay đổi đã ghi cho sau ngày đó bị bỏ."),
        ]

    def write(self, form: forms.CloseUnitForm, basis: Basis) -> Unit:
        return keeping.close_unit(
            unit=self.record,
            on=form.cleaned_data["on"],
            decision=form.cleaned_data["decision"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Unit) -> str:
        return f"Đã ghi {written} kết thúc hoạt động. Ghi nhầm thì dùng “Mở lại đơn vị”."


class ReopenUnit(OfUnit):
    """A closing that never was."""

    form_class = forms.ReopenUnitForm
    submit_label = "Mở lại đơn vị"
    intro = "Chỉ dùng khi ghi nhầm việc kết thúc: đơn vị tiếp tục như ngày cuối cùng của nó."

    def get_title(self) -> str:
        return f"Mở lại {self.record}"

    def write(self, form: forms.ReopenUnitForm, basis: Basis) -> Unit:
        return keeping.reopen_unit(unit=self.record, basis=basis, actor=self.actor)

    def message(self, written: Unit) -> str:
        return f"Đã mở lại {written}."


class AssignCode(OfUnit):
    """A code of the unit from a day on."""

    form_class = forms.CodeForm
    submit_label = "Cấp mã"
    intro = "Mã cũ giữ trong lịch sử và vẫn tìm được đơn vị."

    def get_title(self) -> str:
        return f"Cấp mã cho {self.record}"

    def recorded(self) -> dict[str, Any]:
        return {"code": self.record.code}

    def write(self, form: forms.CodeForm, basis: Basis) -> keeping.Outcome:
        return keeping.assign_code(
            unit=self.record,
            code=form.cleaned_data["code"],
            on=form.cleaned_data["on"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: keeping.Outcome) -> str:
        return f"Đã cấp mã cho {written.unit}."


def _changes(before: UnitDetails, after: UnitDetails) -> list[Consequence]:
    """Return one line for each thing that would be different."""
    shown = ("Tên", "name"), ("Loại", "type"), ("Địa bàn", "host_area"), ("Cơ quan", "host_agency")
    return [
        Consequence(f"{label}: {getattr(before, name) or '–'} → {getattr(after, name) or '–'}")
        for label, name in shown
        if getattr(before, name) != getattr(after, name)
    ]


def _affected(unit: Unit, on: dt.date) -> list[Consequence]:
    """Return how much hangs below a unit on a day."""
    below = organizations.subtree_ids_on(unit, on)
    roll = members.roll_on(on, unit_ids=below).count()
    found = [
        Consequence(
            "đơn vị bên dưới đi cùng, nơi trực thuộc của chúng giữ nguyên.", len(below) - 1
        ),
        Consequence("đảng viên sinh hoạt ở đây vào ngày đó.", roll),
    ]
    return [each for each in found if each.count]
