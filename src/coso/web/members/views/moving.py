"""What happens to members, written by hand: admitted, official, moved, exempt, gone; positions."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from coso.access.enums import Permission
from coso.core.dates import format_date
from coso.core.writing import Basis
from coso.members import queries as members
from coso.members import services as keeping
from coso.members.enums import Leaving
from coso.members.models import Exemption
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.web.members import forms
from coso.web.members.views.base import OfMember
from coso.web.shared.confirming import Consequence
from coso.web.shared.fields import reference_to
from coso.web.shared.people import OfArrival


class ArrivingMember(OfArrival):
    """A form about somebody who becomes a member of the unit in view, or below it."""

    permission = Permission.MEMBERS_KEEP
    list_name = "members:list"

    def get_initial(self) -> dict[str, Any]:
        is_branch = self.record.type is not None and self.record.type.is_branch
        return {"unit": reference_to(self.record)} if is_branch else {}

    def consequences(self, form: Any) -> list[Consequence]:
        on, unit = form.cleaned_data["on"], form.cleaned_data["unit"]
        return [self.who(form), _count_after(unit, on, 1)]

    def message(self, written: Person) -> str:
        self.arrived = written
        return f"Đã ghi {written} vào sổ đảng viên. Ghi nhầm thì sửa ngay trong hồ sơ này."


class AdmitMember(ArrivingMember):
    """Somebody admitted in a branch."""

    form_class = forms.AdmitForm
    title = "Kết nạp đảng viên"
    submit_label = "Ghi kết nạp"
    intro = "Người đã có trong sổ (cùng họ tên, cùng đủ ngày sinh) thì đảng tịch ghi cho người đó."

    def write(self, form: forms.AdmitForm, basis: Basis) -> Person:
        return keeping.admit_member(
            person=form.person(),
            unit=form.cleaned_data["unit"],
            on=form.cleaned_data["on"],
            papers=form.papers(),
            basis=basis,
            actor=self.actor,
        )


class ReceiveMember(ArrivingMember):
    """A member who comes from elsewhere."""

    form_class = forms.ReceiveForm
    title = "Tiếp nhận đảng viên chuyển đến"
    submit_label = "Ghi tiếp nhận"
    intro = (
        "Đảng viên từ nơi ngoài phần mềm này chuyển đến. Đang ở một chi bộ trong sổ thì mở hồ sơ, "
        "dùng “Chuyển chi bộ”."
    )

    def write(self, form: forms.ReceiveForm, basis: Basis) -> Person:
        return keeping.receive_member(
            person=form.person(),
            unit=form.cleaned_data["unit"],
            on=form.cleaned_data["on"],
            papers=form.papers(),
            basis=basis,
            actor=self.actor,
        )


class MakeOfficial(OfMember):
    """From which day a member is official."""

    form_class = forms.OfficialForm
    submit_label = "Ghi chính thức"
    intro = "Ngày chính thức là đủ 12 tháng từ ngày kết nạp, kể cả khi quyết định ra muộn."

    def get_title(self) -> str:
        return f"Công nhận {self.record} là đảng viên chính thức"

    def write(self, form: forms.OfficialForm, basis: Basis) -> Person:
        return keeping.make_official(
            person=self.record,
            on=form.cleaned_data["on"],
            papers=form.papers(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Person) -> str:
        return f"Đã ghi {written} là đảng viên chính thức."


class MoveMember(OfMember):
    """Another branch from a day on."""

    form_class = forms.MoveForm
    submit_label = "Chuyển chi bộ"
    intro = "Chuyển giữa hai chi bộ trong sổ. Chuyển ra ngoài thì dùng “Thôi sinh hoạt”."

    def get_title(self) -> str:
        return f"Chuyển {self.record} sang chi bộ khác"

    def recorded(self) -> dict[str, Any]:
        return {"to_unit": str(members.home_on(self.record, self.frame.today) or "")}

    def consequences(self, form: forms.MoveForm) -> list[Consequence]:
        on, there = form.cleaned_data["on"], form.cleaned_data["to_unit"]
        here = members.home_on(self.record, on)
        counts = [_count_after(there, on, 1)]
        if here is not None:
            counts.insert(0, _count_after(here, on, -1))
        return [*counts, *_given_up(self.record, on, there)]

    def write(self, form: forms.MoveForm, basis: Basis) -> Person:
        return keeping.move_member(
            person=self.record,
            to_unit=form.cleaned_data["to_unit"],
            on=form.cleaned_data["on"],
            papers=form.papers(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Person) -> str:
        return f"Đã chuyển {written} sang chi bộ mới. Ghi nhầm thì bỏ ở cuối thẻ “Ghi vào sổ”."


class EndMembership(OfMember):
    """How and from which day a member is no longer one here."""

    form_class = forms.EndForm
    submit_label = "Ghi thôi sinh hoạt"
    intro = "Chuyển đi nơi khác, từ trần, xóa tên, khai trừ, xin ra; hồ sơ cũ vẫn xem được."

    def get_title(self) -> str:
        return f"{self.record} thôi sinh hoạt đảng ở đây"

    def consequences(self, form: forms.EndForm) -> list[Consequence]:
        on = form.cleaned_data["on"]
        here = members.home_on(self.record, on)
        counts = [] if here is None else [_count_after(here, on, -1)]
        return [*counts, *_given_up(self.record, on, None)]

    def write(self, form: forms.EndForm, basis: Basis) -> Person:
        return keeping.end_membership(
            person=self.record,
            leaving=Leaving(form.cleaned_data["leaving"]),
            on=form.cleaned_data["on"],
            papers=form.papers(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Person) -> str:
        return f"Đã ghi {written} thôi sinh hoạt. Ghi nhầm thì bỏ ở cuối thẻ “Ghi vào sổ”."


class ExemptMember(OfMember):
    """From which day a member is exempt."""

    form_class = forms.ExemptForm
    submit_label = "Ghi miễn sinh hoạt"
    intro = "Đảng viên được miễn vẫn tính trong số đảng viên, không tính khi điểm danh."

    def get_title(self) -> str:
        return f"Miễn công tác và sinh hoạt cho {self.record}"

    def write(self, form: forms.ExemptForm, basis: Basis) -> Person:
        return keeping.exempt_member(
            person=self.record,
            on=form.cleaned_data["on"],
            papers=form.papers(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Person) -> str:
        return f"Đã ghi {written} được miễn công tác và sinh hoạt."


class SetExemptionEnd(OfMember):
    """How long an exemption lasts."""

    form_class = forms.ExemptionEndForm
    submit_label = "Ghi thời hạn"
    intro = (
        "Cho thôi miễn, hoặc gia hạn: đổi ngày hết miễn của lần miễn này; ngày bắt đầu giữ nguyên."
    )

    def named(self) -> QuerySet[Person]:
        return self.records().filter(
            pk=self.kwargs["pk"], membership__exemptions=self.kwargs["exemption"]
        )

    @cached_property
    def exemption(self) -> Exemption:
        return members.exemptions().get(pk=self.kwargs["exemption"])

    def get_title(self) -> str:
        return f"Thời hạn miễn công tác và sinh hoạt: {self.record}"

    def get_initial(self) -> dict[str, Any]:
        return {"until": self.exemption.during.upper}

    def write(self, form: forms.ExemptionEndForm, basis: Basis) -> Exemption:
        return keeping.set_exemption_end(
            exemption=self.exemption,
            until=form.cleaned_data["until"],
            unit_id=self.trail_unit_id(),
            decision=form.cleaned_data["decision"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Exemption) -> str:
        return f"Đã ghi thời hạn miễn sinh hoạt của {self.record}."


class StayElsewhere(OfMember):
    """A temporary stay elsewhere."""

    form_class = forms.StayForm
    submit_label = "Ghi sinh hoạt tạm thời"
    intro = "Chi bộ ở đây vẫn tính đảng viên trong thời gian sinh hoạt tạm thời nơi khác."

    def get_title(self) -> str:
        return f"{self.record} sinh hoạt tạm thời nơi khác"

    def write(self, form: forms.StayForm, basis: Basis) -> Person:
        return keeping.record_stay_elsewhere(
            person=self.record,
            on=form.cleaned_data["on"],
            until_on=form.cleaned_data["until_on"],
            place=form.cleaned_data["place"],
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Person) -> str:
        return f"Đã ghi {written} sinh hoạt tạm thời nơi khác."


def _count_after(unit: Unit, on: dt.date, change: int) -> Consequence:
    """Say how many members a branch then has."""
    count = members.roll_on(on, unit_ids=[unit.pk]).count()
    text = f"đảng viên ở {unit} từ ngày {format_date(on)} (trước đó {count})."
    return Consequence(text, count + change)


def _given_up(person: Person, on: dt.date, there: Unit | None) -> list[Consequence]:
    """Name the positions that end: those outside the units above the new home."""
    kept = [] if there is None else [there, *organizations.ancestors_on(there, on)]
    return [
        Consequence(f"Thôi giữ {held.get_position_display()} của {held.unit}.")
        for held in members.positions_of(person).filter(during__contains=on)
        if held.unit not in kept
    ]
