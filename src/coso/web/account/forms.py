"""Forms of one's own account and of the first start."""

from __future__ import annotations

from typing import Any

from django import forms

from coso.accounts.validators import validate_start_code
from coso.core.errors import DomainError
from coso.organizations.enums import Level
from coso.organizations.services import RootDetails, RootTerm
from coso.organizations.validators import AREA_CODE_DIGITS, is_area_code
from coso.web.shared.fields import DayField
from coso.web.shared.forms import check_order

_OF_TERM = ("name", "first", "last")


class StartCodeForm(forms.Form):
    """Who begins: somebody who sees the terminal of the server, not whoever comes first."""

    code = forms.CharField(
        label="Mã khởi tạo",
        max_length=30,
        help_text="Mã hiện ở màn hình dòng lệnh của máy chủ khi chạy coso serve; xem lại bằng "
        "lệnh coso admin code.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            validate_start_code(code)
        except DomainError as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return code


class RootForm(forms.Form):
    """Whose books these are: the Party organization of the installation, its area, its term."""

    party_name = forms.CharField(
        label="Tên đảng bộ", max_length=200, help_text="Ví dụ: Đảng bộ huyện Chợ Mới"
    )
    level = forms.ChoiceField(
        label="Cấp",
        choices=[
            ("", "Chọn cấp"),
            *((level, level.label) for level in (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)),
        ],
    )
    superior_name = forms.CharField(
        label="Đảng bộ cấp trên trực tiếp", max_length=200, required=False
    )
    regime = forms.ChoiceField(
        label="Lập theo mô hình tổ chức",
        help_text="Mô hình của ngày danh sách sớm nhất sẽ nhập vào sổ.",
    )
    area_name = forms.CharField(label="Tên đơn vị hành chính", max_length=200)
    area_code = forms.CharField(
        label="Mã đơn vị hành chính",
        max_length=5,
        help_text="Theo danh mục đơn vị hành chính: tỉnh 2, huyện 3, xã 5 chữ số, kể cả số 0 đứng "
        "đầu.",
    )
    parent_area_name = forms.CharField(
        label="Đơn vị hành chính cấp trên", max_length=200, required=False
    )
    parent_area_code = forms.CharField(
        label="Mã đơn vị hành chính cấp trên", max_length=5, required=False
    )
    term_name = forms.CharField(
        label="Nhiệm kỳ", max_length=20, required=False, help_text="Ví dụ: 2025-2030"
    )
    term_first = DayField(label="Nhiệm kỳ từ ngày", required=False)
    term_last = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, regimes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["regime"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — for the type checker
        field.choices = regimes

    def clean(self) -> dict[str, Any]:
        self._check_code()
        self._check_term()
        return self.cleaned_data

    def _check_term(self) -> None:
        name, first, last = (self.cleaned_data.get(f"term_{part}") for part in _OF_TERM)
        if name and not first and "term_first" not in self.errors:
            self.add_error("term_first", "Ghi ngày bắt đầu nhiệm kỳ, hoặc để trống tên nhiệm kỳ.")
        if not name and (first or last) and "term_name" not in self.errors:
            self.add_error("term_name", "Ghi tên nhiệm kỳ, hoặc để trống cả hai ngày.")
        check_order(self, "term_first", "term_last")

    def _check_code(self) -> None:
        code, level = self.cleaned_data.get("area_code"), self.cleaned_data.get("level")
        if not code or not level or is_area_code(code, Level(level)):
            return
        digits = AREA_CODE_DIGITS[Level(level)]
        self.add_error(
            "area_code",
            f"Mã đơn vị hành chính {Level(level).label.lower()} gồm {digits} chữ số, kể cả số 0 "
            f"đứng đầu; “{code}” không phải. Xem lại danh mục đơn vị hành chính.",
        )

    def details(self) -> RootDetails:
        """Return what the service asks for."""
        said = self.cleaned_data
        term = (RootTerm(said["term_name"], said["term_first"], said["term_last"]),)
        names = ("party_name", "superior_name", "area_name", "area_code")
        above = ("regime", "parent_area_name", "parent_area_code")
        return RootDetails(
            level=Level(said["level"]),
            agencies_name=f"Các cơ quan, đơn vị {said['area_name']}",
            terms=term if said["term_name"] else (),
            **{name: said[name] for name in (*names, *above)},
        )


class FirstAdministratorForm(forms.Form):
    """Who administers the installation."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=30,
        help_text="Chữ không dấu, chữ số, dấu chấm hoặc gạch ngang; ví dụ: nguyenvan.an",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Mật khẩu",
        help_text="Từ 10 ký tự trở lên, không chỉ gồm chữ số, không giống tên đăng nhập.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label="Gõ lại mật khẩu",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("password"):
            raise forms.ValidationError(
                "Hai lần gõ mật khẩu khác nhau. Gõ lại cả hai lần.", code="passwords_differ"
            )
        return repeated

    def details(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {name: self.cleaned_data[name] for name in ("full_name", "username", "password")}
