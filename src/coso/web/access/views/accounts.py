"""Accounts opened, closed, and let in again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from coso.access import queries as access
from coso.access import services as granting
from coso.accounts import queries as accounts
from coso.accounts import services as opening
from coso.accounts.models import User
from coso.core import clock
from coso.web.access import parts
from coso.web.access.forms import AccountForm
from coso.web.access.views.base import Confirmation, ManagementForm, RoleFormMixin
from coso.web.shared.confirming import Consequence


class OpenAccount(RoleFormMixin, ManagementForm):
    """A new account with its first role; the one-time password is shown here and never again."""

    form_class = AccountForm
    template_name = "access/role_form.html"
    title = "Thêm tài khoản"
    submit_label = "Lập tài khoản"

    def carry_out(self, form: AccountForm) -> HttpResponse:
        given = form.given()
        with transaction.atomic():
            opened = opening.open_account(
                username=form.cleaned_data["username"],
                full_name=form.cleaned_data["full_name"],
                actor=self.actor,
            )
            granting.grant_role(
                user=opened.user,
                role=given.role,
                unit=given.unit,
                reach=given.reach,
                during=given.during,
                actor=self.actor,
            )
        return _one_time_password(self.request, opened.user, opened.password)


class ResetPassword(Confirmation):
    """A new one-time password for somebody who lost theirs."""

    submit_label = "Cấp mật khẩu dùng một lần"

    def get_title(self) -> str:
        return f"Cấp lại mật khẩu cho {self.account.full_name}?"

    def consequences(self) -> list[Consequence]:
        return [
            Consequence("Mật khẩu đang dùng hết hiệu lực; các phiên đang mở phải đăng nhập lại."),
            Consequence("Mật khẩu mới hiện một lần trên màn hình này để bạn trao tận tay."),
            Consequence("Người dùng phải đổi mật khẩu ngay khi đăng nhập."),
        ]

    def carry_out(self, form: forms.Form) -> HttpResponse:
        password = opening.reset_password(user=self.account, actor=self.actor)
        return _one_time_password(self.request, self.account, password)


class RemoveSecondStep(Confirmation):
    """The second step taken away from somebody who lost the phone and the recovery codes."""

    submit_label = "Gỡ xác thực hai bước"

    def refusals(self) -> list[str]:
        if accounts.has_second_step(self.account):
            return []
        return [f"Tài khoản {self.account.label} không bật xác thực hai bước."]

    def get_title(self) -> str:
        return f"Gỡ xác thực hai bước của {self.account.full_name}?"

    def consequences(self) -> list[Consequence]:
        return [
            Consequence(
                "Tài khoản đăng nhập được chỉ bằng mật khẩu; ứng dụng tạo mã và mã dự phòng đang "
                "dùng hết hiệu lực."
            ),
            Consequence("Mật khẩu giữ nguyên. Nếu nghi mật khẩu đã lộ, cấp lại mật khẩu trước."),
            Consequence(
                "Nhật ký ghi ai đã gỡ; người dùng được báo khi đăng nhập lần sau và bật lại được."
            ),
        ]

    def carry_out(self, form: forms.Form) -> HttpResponse:
        opening.remove_second_step(user=self.account, actor=self.actor)
        messages.success(self.request, f"Đã gỡ xác thực hai bước của {self.account.label}.")
        return redirect(self.get_success_url())


class DeactivateUser(Confirmation):
    """An account that nobody may use any more."""

    submit_label = "Khóa tài khoản"

    def get_title(self) -> str:
        return f"Khóa tài khoản {self.account.full_name}?"

    def consequences(self) -> list[Consequence]:
        return [
            Consequence("Người dùng không đăng nhập được nữa; phiên đang mở bị ngắt."),
            Consequence("Vai trò và nhật ký của tài khoản được giữ nguyên; có thể mở lại."),
        ]

    def carry_out(self, form: forms.Form) -> HttpResponse:
        opening.deactivate_user(user=self.account, actor=self.actor)
        messages.success(self.request, f"Đã khóa tài khoản {self.account.label}.")
        return redirect(self.get_success_url())


class ReactivateUser(Confirmation):
    """A closed account opened again."""

    submit_label = "Mở lại tài khoản"

    def get_title(self) -> str:
        return f"Mở lại tài khoản {self.account.full_name}?"

    def consequences(self) -> list[Consequence]:
        held = access.grants_of(self.account, clock.today()).count()
        return [Consequence("vai trò còn thời hạn có hiệu lực trở lại.", held)]

    def carry_out(self, form: forms.Form) -> HttpResponse:
        opening.reactivate_user(user=self.account, actor=self.actor)
        messages.success(self.request, f"Đã mở lại tài khoản {self.account.label}.")
        return redirect(self.get_success_url())


def _one_time_password(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """Show the password in the answer itself, so that it is stored nowhere."""
    title = f"Mật khẩu dùng một lần của {user.full_name}"
    context = {
        "title": title,
        "breadcrumb": parts.path(title),
        "account": user,
        "password": password,
    }
    return TemplateResponse(request, "access/user_password.html", context)
