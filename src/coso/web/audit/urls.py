"""Addresses of the trail."""

from django.urls import path

from coso.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.ChangeList.as_view(), name="changes"),
    path("luot-doc/", views.ReadingList.as_view(), name="readings"),
    path("niem-phong/", views.Verification.as_view(), name="verification"),
]
