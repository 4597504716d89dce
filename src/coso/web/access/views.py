"""Accounts and their roles, for whoever manages them; the table of rights."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from coso.access import policy
from coso.access import queries as access
from coso.access import services as granting
from coso.access.enums import Permission, Role
from coso.access.models import Grant
from coso.accounts import queries as accounts
from coso.accounts import services as opening
from coso.accounts.models import User
from coso.audit import queries as audit
from coso.core import clock
from coso.core.errors import DomainError
from coso.web.access import parts
from coso.web.access.filters import UserFilter
from coso.web.access.forms import AccountForm, RevocationForm, RoleForm
from coso.web.access.tables import UserTable
from coso.web.shared.confirming import ConfirmationForm, Consequence
from coso.web.shared.records import Group
from coso.web.shared.views import Action, FramedView, ListView, RecordView

_TO_ONESELF: Final = (
    "Đây là tài khoản của chính bạn. Chỉ quản trị viên duy nhất của đơn vị được tự giao vai trò; "
    "mục nhật ký được đánh dấu để người kiểm tra thấy."
)


class UserList(ListView):
    """The accounts that hold a role within reach."""

    permission = Permission.USERS_MANAGE
    table_class = UserTable
    filterset_class = UserFilter
    title = "Tài khoản và phân quyền"
    unit_word = "tài khoản"
    is_dated = False
    export_name = "tai-khoan"
    empty = {"title": "Chưa có tài khoản nào trong phạm vi quản trị của bạn"}

    def get_queryset(self) -> QuerySet[User]:
        return access.listed_users(self.actor)

    def actions(self) -> list[Action]:
        return [
            Action("Bảng quyền của các vai trò", reverse("access:policy"), "list-check"),
            Action("Thêm tài khoản", reverse("access:create"), "user-plus", is_primary=True),
        ]


class UserRecord(RecordView):
    """An account: its roles of all times, and what was done to it."""

    permission = Permission.USERS_MANAGE
    template_name = "access/user_detail.html"
    context_object_name = "account"

    def records(self) -> QuerySet[User]:
        return accounts.users()

    def get_queryset(self) -> QuerySet[User]:
        return access.listed_users(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: User = self.object
        is_manageable = access.manageable_users(self.actor).filter(pk=account.pk).exists()
        asks_code = accounts.has_second_step(account)
        return super().get_context_data(
            title=account.full_name,
            kind="Tài khoản",
            breadcrumb=parts.path(account.full_name),
            status=parts.status(account),
            actions=parts.actions(account, asks_code=asks_code) if is_manageable else [],
            is_manageable=is_manageable,
            groups=[Group("Tài khoản", parts.facts(account, asks_code=asks_code))],
            grants=self._grants(account),
            trail=audit.trail_of(account)[:20],
            **kwargs,
        )

    def _grants(self, account: User) -> list[dict[str, Any]]:
        today, mine = clock.today(), set(access.manageable_grants(self.actor))
        return [
            parts.grant_row(grant, today, is_mine=grant in mine)
            for grant in access.grants_of(account)
        ]


class ManagementForm(FramedView, FormView[Any]):
    """A form of administration: 422 with the reason when it is refused."""

    permission = Permission.USERS_MANAGE
    template_name = "shared/form.html"
    title = ""
    submit_label = ""

    def allowed(self, rows: QuerySet[Any]) -> Any:
        """Return the row of the address among those that the actor manages."""
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise self.refusal()
        return found

    def carry_out(self, form: Any) -> HttpResponse:
        """Call the one service and answer."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.carry_out(form)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.get_title(),
            breadcrumb=parts.path(self.get_title()),
            submit_label=self.submit_label,
            cancel_url=self.get_success_url(),
            **kwargs,
        )

    def get_title(self) -> str:
        return self.title

    def get_success_url(self) -> str:
        return reverse("access:users")


class RoleFormMixin:
    """Offers the Party units within reach to a form about a role."""

    actor: User

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "today": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        units = access.offered_units(self.actor)
        context: dict[str, Any] = super().get_context_data(units=units, **kwargs)  # type: ignore[misc]
        return context


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


class OfAccount(ManagementForm):
    """A form about one account, none of whose roles lies outside the actor's reach."""

    account: User

    def named(self) -> QuerySet[User]:
        return accounts.users().filter(pk=self.kwargs["pk"])

    def _require_permission(self) -> None:
        super()._require_permission()
        self.account = self.allowed(access.manageable_users(self.actor))

    def get_success_url(self) -> str:
        return reverse("access:user", args=[self.account.pk])


class GrantRole(RoleFormMixin, OfAccount):
    """A further role of an account."""

    form_class = RoleForm
    template_name = "access/role_form.html"
    submit_label = "Giao vai trò"

    def get_title(self) -> str:
        return f"Giao vai trò cho {self.account.full_name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = _TO_ONESELF if self.account == self.actor else ""
        return super().get_context_data(intro=intro, **kwargs)

    def carry_out(self, form: RoleForm) -> HttpResponse:
        given = form.given()
        grant = granting.grant_role(
            user=self.account,
            role=given.role,
            unit=given.unit,
            reach=given.reach,
            during=given.during,
            actor=self.actor,
        )
        messages.success(
            self.request,
            f"Đã giao vai trò {Role(grant.role).label} tại {grant.unit} cho {self.account}.",
        )
        return redirect(self.get_success_url())


class Confirmation(OfAccount):
    """A step about an account that asks first."""

    form_class = ConfirmationForm
    template_name = "shared/confirm.html"

    def consequences(self) -> list[Consequence]:
        """Return what will happen."""
        raise NotImplementedError

    def refusals(self) -> list[str]:
        """Return why it cannot be done now; the page then has no button."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            consequences=self.consequences(), refusals=self.refusals(), **kwargs
        )


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


class RevokeGrant(ManagementForm):
    """A role taken back from a day on."""

    form_class = RevocationForm
    template_name = "shared/confirm.html"
    submit_label = "Thu hồi vai trò"
    grant: Grant

    def named(self) -> QuerySet[Grant]:
        return access.all_grants().filter(pk=self.kwargs["pk"])

    def _require_permission(self) -> None:
        super()._require_permission()
        self.grant = self.allowed(access.manageable_grants(self.actor))

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def get_title(self) -> str:
        return f"Thu hồi vai trò {Role(self.grant.role).label} của {self.grant.user}?"

    def get_success_url(self) -> str:
        return reverse("access:user", args=[self.grant.user_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = Role(self.grant.role).label
        text = f"{self.grant.user} không còn quyền của vai trò {role} tại {self.grant.unit}."
        return super().get_context_data(consequences=[Consequence(text)], **kwargs)

    def carry_out(self, form: RevocationForm) -> HttpResponse:
        granting.revoke_grant(grant=self.grant, on=form.cleaned_data["on"], actor=self.actor)
        messages.success(
            self.request,
            f"Đã thu hồi vai trò {Role(self.grant.role).label} tại {self.grant.unit}.",
        )
        return redirect(self.get_success_url())


class PolicyTable(FramedView, TemplateView):
    """The literal table of rights, as the code has it."""

    permission = Permission.USERS_MANAGE
    template_name = "access/policy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Bảng quyền của các vai trò",
            breadcrumb=parts.path("Bảng quyền của các vai trò"),
            roles=[
                (role.label, [permission.label for permission in Permission if permission in held])
                for role, held in policy.POLICY.items()
            ],
            **kwargs,
        )


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
