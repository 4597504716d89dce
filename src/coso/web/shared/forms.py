"""Forms that write into a register."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms

from coso.accounts.models import User
from coso.core.dates import format_date
from coso.members.enums import Position
from coso.organizations.models import Unit
from coso.people import queries as people
from coso.people.enums import Gender
from coso.people.models import Ethnicity
from coso.people.services import PersonDetails
from coso.web.shared.fields import DayField, PartialDateField, UnitField, WordsField

_LONGEST_NAME = 120
_LONGEST_REASON = 500
_LONGEST_DECISION = 60


class RegisterForm(forms.Form):
    """A form of a register: it knows who writes, and which day it is."""

    def __init__(self, *args: Any, actor: User, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today = actor, today

    @property
    def day(self) -> dt.date:
        """The day from which it shall hold, else today."""
        return self.cleaned_data.get("on") or self.today

    def unit_in(self, name: str) -> Unit | None:
        """Return the unit that a field names.

        :raises ValidationError: if none, or more than one within reach is meant
        """
        written = self.cleaned_data[name]
        field = cast("UnitField", self.fields[name])  # as the form declares it
        return field.find(written, self.day, self.today, self.actor) if written else None


class IdentityForm(RegisterForm):
    """Who somebody is."""

    full_name = WordsField(label="Họ và tên", max_length=_LONGEST_NAME)
    born = PartialDateField(label="Ngày sinh")
    gender = forms.ChoiceField(label="Giới tính", choices=[("", "Chọn"), *Gender.choices])
    ethnicity: forms.ModelChoiceField[Ethnicity] = forms.ModelChoiceField(
        label="Dân tộc", queryset=people.ethnicities(), required=False, empty_label="Chưa rõ"
    )

    def person(self) -> PersonDetails:
        """Return who was described."""
        said = self.cleaned_data
        return PersonDetails(
            full_name=said["full_name"],
            born=said["born"],
            gender=said["gender"],
            ethnicity=said["ethnicity"],
        )


class ReasonForm(forms.Form):
    """Why something is written although a rule warns."""

    reason = WordsField(
        label="Vẫn ghi, lý do",
        max_length=_LONGEST_REASON,
        help_text="Ví dụ: số công văn cấp trên đồng ý. Lý do được giữ trong nhật ký.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def day_field(label: str = "Từ ngày", **kwargs: Any) -> DayField:
    """Return the field of the day from which something holds."""
    return DayField(label=label, **kwargs)


def check_order(form: forms.Form, first: str, last: str) -> None:
    """Say at the field of a last day that it lies before the first."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start is not None and end is not None and end < start:
        form.add_error(
            last,
            f"Ngày kết thúc {format_date(end)} trước ngày bắt đầu {format_date(start)}. "
            "Kiểm tra lại hai ngày, hoặc để trống ngày kết thúc.",
        )


def decision_field() -> WordsField:
    """Return the field of the number of a decision."""
    return WordsField(
        label="Số quyết định",
        max_length=_LONGEST_DECISION,
        required=False,
        help_text="Ví dụ: 45-QĐ/ĐU",
    )


def position_field(label: str, nothing: str, *, required: bool = True) -> forms.ChoiceField:
    """Return the field of a Party position; `nothing` stands for none."""
    return forms.ChoiceField(
        label=label,
        choices=[("", nothing), *Position.choices],
        required=required,
        help_text="Đang là phó bí thư ở đó mà giữ chức bí thư, hoặc ngược lại, thì thôi giữ chức "
        "cũ từ ngày giữ chức mới.",
    )


def reason_field(label: str = "Vì sao sửa?") -> WordsField:
    """Return the field of the reason for a correction."""
    return WordsField(
        label=label,
        max_length=_LONGEST_REASON,
        help_text="Lý do được giữ trong nhật ký, kèm nội dung trước khi sửa.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
