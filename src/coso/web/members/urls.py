"""Addresses of the register of members."""

from django.urls import path

from coso.web.members import views

app_name = "members"
urlpatterns = [path("", views.MemberList.as_view(), name="list")]
