"""What the register has wrong about a member, corrected with a reason."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from coso.core.dates import format_date
from coso.core.writing import Basis
from coso.members import queries as members
from coso.members import services as keeping
from coso.members.models import Membership, MembershipPeriod
from coso.people.models import Person
from coso.web.members import forms
from coso.web.members.views.base import OfMember
from coso.web.shared.confirming import Consequence
from coso.web.shared.people import record_of


class TakeBackMovement(OfMember):
    """The last move or leaving, which never was."""

    form_class = forms.TakeBackForm
    submit_label = "Bỏ việc ghi nhầm"
    intro = "Bỏ lần chuyển chi bộ, thôi sinh hoạt gần nhất: nơi sinh hoạt trước đó tiếp tục."

    def get_title(self) -> str:
        return f"Bỏ việc ghi nhầm gần nhất: {self.record}"

    def consequences(self, form: forms.TakeBackForm) -> list[Consequence]:
        last = members.last_movement_of(self.record)
        if last is None:
            return []
        return [
            Consequence(_movement_in_words(last)),
            Consequence("Chức vụ đã thôi giữ vì việc ấy không tự trở lại; cần thì ghi lại."),
        ]

    def write(self, form: forms.TakeBackForm, basis: Basis) -> Person:
        return keeping.take_back_movement(person=self.record, basis=basis, actor=self.actor)

    def message(self, written: Person) -> str:
        return f"Đã bỏ việc ghi nhầm; {written} sinh hoạt ở nơi trước đó."


class RemoveMembership(OfMember):
    """A membership that never was."""

    form_class = forms.TakeBackForm
    submit_label = "Bỏ đảng tịch ghi nhầm"
    intro = (
        "Chỉ khi người này không phải là đảng viên ở đây: ghi nhầm người, ghi hai lần. Nội dung cũ "
        "ở lại trong nhật ký."
    )

    def get_title(self) -> str:
        return f"Bỏ đảng tịch ghi nhầm: {self.record}"

    def get_success_url(self) -> str:
        return record_of(self.record, self.actor, self.frame.place, "members:list")

    def consequences(self, form: forms.TakeBackForm) -> list[Consequence]:
        return [
            Consequence(f"Từ ngày {format_date(stay.during.lower)}: không còn tính ở {stay.unit}.")
            for stay in members.periods_of(self.record)
            if stay.during.lower is not None
        ]

    def write(self, form: forms.TakeBackForm, basis: Basis) -> Person:
        return keeping.remove_membership(person=self.record, basis=basis, actor=self.actor)

    def message(self, written: Person) -> str:
        return f"Đã bỏ đảng tịch ghi nhầm của {written}; lý do ở trong nhật ký."


class CorrectMembership(OfMember):
    """What should have been written about a membership."""

    form_class = forms.CorrectMembershipForm
    submit_label = "Sửa sổ"
    intro = "Chỉ sửa chỗ sổ ghi sai. Việc mới xảy ra (công nhận chính thức…) có mục riêng."

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai về đảng tịch: {self.record}"

    def records(self) -> QuerySet[Person]:
        return super().records().filter(membership__isnull=False).select_related("membership")

    @property
    def membership(self) -> Membership:
        membership: Membership = self.record.membership
        return membership

    def get_initial(self) -> dict[str, Any]:
        return members.details_of(self.membership)

    def write(self, form: forms.CorrectMembershipForm, basis: Basis) -> Membership:
        return keeping.correct_membership(
            membership=self.membership,
            details=form.details(),
            unit_id=self.trail_unit_id(),
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Membership) -> str:
        return f"Đã sửa đảng tịch của {written}; lý do ở trong nhật ký."


def _movement_in_words(stay: MembershipPeriod) -> str:
    if stay.leaving:
        way = stay.get_leaving_display().lower()
        return f"Bỏ: thôi sinh hoạt ở {stay.unit} ngày {format_date(stay.during.upper)} ({way})."
    return f"Bỏ: chuyển sang {stay.unit} ngày {format_date(stay.during.lower)}."
