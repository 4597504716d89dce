"""Addresses of accounts, roles and the table of rights."""

from django.urls import path

from coso.web.access import views

app_name = "access"
urlpatterns = [
    path("tai-khoan/", views.UserList.as_view(), name="users"),
    path("tai-khoan/them/", views.OpenAccount.as_view(), name="create"),
    path("tai-khoan/<int:pk>/", views.UserRecord.as_view(), name="user"),
    path("tai-khoan/<int:pk>/mat-khau/", views.ResetPassword.as_view(), name="reset-password"),
    path("tai-khoan/<int:pk>/hai-buoc/", views.RemoveSecondStep.as_view(), name="second-step"),
    path("tai-khoan/<int:pk>/khoa/", views.DeactivateUser.as_view(), name="deactivate"),
    path("tai-khoan/<int:pk>/mo-lai/", views.ReactivateUser.as_view(), name="reactivate"),
    path("tai-khoan/<int:pk>/giao-vai-tro/", views.GrantRole.as_view(), name="grant"),
    path("vai-tro/<int:pk>/thu-hoi/", views.RevokeGrant.as_view(), name="revoke"),
    path("quyen/", views.PolicyTable.as_view(), name="policy"),
]
