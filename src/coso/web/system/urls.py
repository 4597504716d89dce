"""Addresses of what concerns the installation itself."""

from django.urls import path

from coso.web.system import views

app_name = "system"
urlpatterns = [
    path("", views.Status.as_view(), name="status"),
]
