"""Addresses of the dashboard."""

from django.urls import path

from coso.web.home import views

app_name = "home"
urlpatterns = [path("", views.Dashboard.as_view(), name="dashboard")]
