"""Addresses of accounts, roles and the table of rights."""

from django.urls import path

from coso.web.access.views import accounts, reading, roles

app_name = "access"
urlpatterns = [
    path("tai-khoan/", reading.UserList.as_view(), name="users"),
    path("tai-khoan/them/", accounts.OpenAccount.as_view(), name="create"),
    path("tai-khoan/<int:pk>/", reading.UserRecord.as_view(), name="user"),
    path("tai-khoan/<int:pk>/mat-khau/", accounts.ResetPassword.as_view(), name="reset-password"),
    path("tai-khoan/<int:pk>/hai-buoc/", accounts.RemoveSecondStep.as_view(), name="second-step"),
    path("tai-khoan/<int:pk>/khoa/", accounts.DeactivateUser.as_view(), name="deactivate"),
    path("tai-khoan/<int:pk>/mo-lai/", accounts.ReactivateUser.as_view(), name="reactivate"),
    path("tai-khoan/<int:pk>/giao-vai-tro/", roles.GrantRole.as_view(), name="grant"),
    path("vai-tro/<int:pk>/thu-hoi/", roles.RevokeGrant.as_view(), name="revoke"),
    path("quyen/", reading.PolicyTable.as_view(), name="policy"),
]
