"""Forms of the register of staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from coso.access.enums import Permission
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.personnel import validators
from coso.personnel.enums import AssignmentBasis, Category, Ending, PostGroup
from coso.personnel.services import AssignmentDetails, PostDetails, QuotaDetails
from coso.web.shared.fields import CountField, DayField, UnitField, WordsField
from coso.web.shared.forms import (
    IdentityForm,
    RegisterForm,
    day_field,
    decision_field,
    reason_field,
)

_LONGEST_TITLE = 120
_LONGEST_RANK = 20
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_WAYS = [(basis.value, basis.label) for basis in AssignmentBasis if basis != AssignmentBasis.ROSTER]
# A transfer is a page of its own: it needs the next post.
_ENDINGS = [(way.value, way.label) for way in Ending if way != Ending.TRANSFERRED]


class PostForm(RegisterForm):
    """A post from a day on, and how it is held."""

    on = day_field()
    agency = UnitField(label="Cơ quan, đơn vị", tree=Tree.AGENCY, permission=Permission.STAFF_KEEP)
    title = WordsField(
        label="Chức vụ, chức danh", max_length=_LONGEST_TITLE, help_text="Ví dụ: Phó Trưởng phòng"
    )
    category = forms.ChoiceField(label="Đối tượng", choices=[("", "Chọn"), *Category.choices])
    basis = forms.ChoiceField(label="Hình thức", choices=[("", "Chọn"), *_WAYS])
    decision = decision_field()
    decided_on = DayField(label="Ngày quyết định", required=False)
    rank_code = WordsField(
        label="Mã ngạch, hạng", max_length=_LONGEST_RANK, required=False, help_text="Ví dụ: 01.003"
    )
    recruited_on = DayField(label="Ngày tuyển dụng", required=False)

    def clean_agency(self) -> Unit | None:
        return self.unit_in("agency")

    def clean_rank_code(self) -> str:
        return validators.parse_rank_code(self.cleaned_data["rank_code"])

    def details(self, **more: Any) -> AssignmentDetails:
        """Return what was filled in."""
        said = self.cleaned_data
        names = ("agency", "title", "on", "decision", "decided_on", "rank_code", "recruited_on")
        return AssignmentDetails(
            category=Category(said["category"]),
            basis=AssignmentBasis(said["basis"]),
            **{name: said[name] for name in names},
            **more,
        )


class AssignForm(PostForm):
    """One more post of somebody in the book."""

    is_concurrent = forms.BooleanField(
        label="Kiêm nhiệm",
        required=False,
        help_text="Vị trí chính ở nơi khác; không tính vào số có mặt và biên chế ở đây.",
    )

    field_order = ["on", "agency", "title", "category", "is_concurrent"]

    def details(self, **more: Any) -> AssignmentDetails:
        return super().details(is_primary=not self.cleaned_data["is_concurrent"], **more)


class EmployForm(IdentityForm, PostForm):
    """The first post of somebody who may not be in the book."""

    field_order = ["full_name", "born", "gender", "ethnicity", "on", "agency", "title"]


class TransferForm(PostForm):
    """The next post, from the day on which the present one is left."""

    on = day_field("Chuyển từ ngày", help_text="Ngày đầu tiên tính ở nơi mới.")


class EndAssignmentForm(RegisterForm):
    """How and from which day a post is no longer held."""

    ending = forms.ChoiceField(label="Vì", choices=[("", "Chọn"), *_ENDINGS])
    on = day_field("Từ ngày", help_text="Ngày đầu tiên không còn giữ; ngày trước đó vẫn tính.")
    decision = decision_field()

    @property
    def way(self) -> Ending:
        """How it ended."""
        return Ending(self.cleaned_data["ending"])


class CorrectAssignmentForm(AssignForm):
    """What should have been written about an assignment, and why."""

    basis = forms.ChoiceField(label="Hình thức", choices=AssignmentBasis.choices)
    until = DayField(
        label="Thôi giữ từ ngày", required=False, help_text="Để trống nếu đang còn giữ."
    )
    ending = forms.ChoiceField(
        label="Thôi giữ vì", choices=[("", "Chưa ghi"), *Ending.choices], required=False
    )
    ending_decision = decision_field()
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False  # a list may not have said it
        self.fields["ending_decision"].label = "Số quyết định thôi giữ"

    def details(self, **more: Any) -> AssignmentDetails:
        said = self.cleaned_data
        until: dt.date | None = said["until"]
        return super().details(
            until=until,
            ending=Ending(said["ending"]) if said["ending"] else None,
            ending_decision=said["ending_decision"],
            **more,
        )


class QuotaForm(RegisterForm):
    """The headcount of a year."""

    year = forms.IntegerField(label="Năm", min_value=_FIRST_YEAR, max_value=_LAST_YEAR)
    quantity = CountField(label="Biên chế giao")
    decision = decision_field()
    decided_on = DayField(label="Ngày quyết định", required=False)

    @property
    def quota(self) -> QuotaDetails:
        """What was filled in."""
        names = ("year", "quantity", "decision", "decided_on")
        return QuotaDetails(**{name: self.cleaned_data[name] for name in names})

    @property
    def compared_on(self) -> dt.date:
        """The day whose staff are compared: today, else the last day of the year."""
        return min(self.today, dt.date(self.cleaned_data["year"], 12, 31))


class CorrectQuotaForm(QuotaForm):
    """What should have been written about a headcount, and why."""

    reason = reason_field("Vì sao sửa, điều chỉnh?")


class PositionForm(RegisterForm):
    """A post of an agency."""

    title = WordsField(label="Chức vụ, chức danh", max_length=_LONGEST_TITLE)
    group = forms.ChoiceField(label="Nhóm", choices=[("", "Chọn"), *PostGroup.choices])

    @property
    def post(self) -> PostDetails:
        """What was filled in."""
        said = self.cleaned_data
        return PostDetails(title=said["title"], group=PostGroup(said["group"]))


class CorrectPositionForm(PositionForm):
    """What a post should have been called, and why."""

    reason = reason_field()


class RemoveForm(RegisterForm):
    """Why a line of the book never was."""

    reason = reason_field("Vì sao bỏ?")
