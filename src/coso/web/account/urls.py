"""Addresses of one's own account; what is not listed here (sign-up, mail) does not exist."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import TemplateView

from coso.web.account import views

app_name = "account"
urlpatterns = [
    path("bat-dau/", views.Start.as_view(), name="start"),
    path("quan-tri-vien-dau-tien/", views.FirstRun.as_view(), name="first-run"),
]
# The sign-in library knows its addresses by these names, outside any namespace.
sign_in_patterns = [
    path("dang-nhap/", sign_in.login, name="account_login"),
    path("dang-xuat/", sign_in.logout, name="account_logout"),
    path("da-khoa/", sign_in.account_inactive, name="account_inactive"),
    path("xac-nhan/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", sign_in.password_change, name="account_change_password"),
    path(
        "quen-mat-khau/",
        TemplateView.as_view(template_name="account/password_reset.html"),
        name="account_reset_password",
    ),
    path("hai-buoc/", mfa.index, name="mfa_index"),
    path("hai-buoc/dang-nhap/", mfa.authenticate, name="mfa_authenticate"),
    path("hai-buoc/xac-nhan/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("hai-buoc/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("hai-buoc/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "hai-buoc/ma-du-phong/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "hai-buoc/ma-du-phong/lap-moi/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "hai-buoc/ma-du-phong/tai/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
