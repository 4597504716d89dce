"""Addresses of the register of staff."""

from django.urls import path

from coso.web.personnel import views

app_name = "personnel"
urlpatterns = [path("", views.StaffList.as_view(), name="list")]
