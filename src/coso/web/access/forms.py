"""Forms of accounts and roles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import frozen
from django import forms

from coso.access.enums import Reach, Role
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.shared.fields import DayField
from coso.web.shared.forms import check_order


@frozen(kw_only=True)
class GivenRole:
    """What a form says about a role: which, where, how far and when."""

    role: Role
    unit: Unit
    reach: Reach
    during: Period


class RoleForm(forms.Form):
    """A role on a Party organization, for a time. `today` is the day names are looked up on."""

    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn vai trò"), *Role.choices])
    unit = forms.CharField(
        label="Tại tổ chức đảng",
        max_length=200,
        help_text="Ghi mã hoặc tên đầy đủ; danh sách gợi ý hiện ra khi gõ.",
        widget=forms.TextInput(attrs={"list": "unit-choices", "autocomplete": "off"}),
    )
    reach = forms.ChoiceField(
        label="Phạm vi",
        choices=Reach.choices,
        initial=Reach.UNIT_AND_BELOW,
        widget=forms.RadioSelect,
    )
    first = DayField(label="Từ ngày")
    last = DayField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa biết ngày kết thúc."
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["first"].initial = today

    def clean_unit(self) -> Unit:
        try:
            return organizations.find_unit(self.cleaned_data["unit"], self.today, Tree.PARTY)
        except DomainError as error:
            raise forms.ValidationError(str(error), code=error.code) from error

    def clean(self) -> dict[str, Any]:
        check_order(self, "first", "last")
        return self.cleaned_data

    def given(self) -> GivenRole:
        """Return what was asked for."""
        return GivenRole(
            role=Role(self.cleaned_data["role"]),
            unit=self.cleaned_data["unit"],
            reach=Reach(self.cleaned_data["reach"]),
            during=Period.of_days(self.cleaned_data["first"], self.cleaned_data["last"]),
        )


class AccountForm(RoleForm):
    """A new account with its first role."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=30,
        help_text="Chữ không dấu, chữ số, dấu chấm hoặc gạch ngang; ví dụ: nguyenvan.an",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    field_order = ["full_name", "username", "role", "unit", "reach", "first", "last"]


class RevocationForm(forms.Form):
    """From which day a role is taken back."""

    on = DayField(label="Không còn vai trò từ ngày")
