"""Addresses of the register of units."""

from django.urls import path

from coso.web.organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.UnitList.as_view(), name="list"),
    path("cay/", views.TreePage.as_view(), name="tree"),
    path("cay/<int:pk>/", views.TreeBranch.as_view(), name="branch"),
    path("chon/", views.UnitPicker.as_view(), name="pick"),
    path("<int:pk>/", views.UnitRecord.as_view(), name="detail"),
]
