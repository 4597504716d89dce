"""Addresses of the dashboard and of the search."""

from django.urls import path

from coso.web.home import views

app_name = "home"
urlpatterns = [
    path("", views.Dashboard.as_view(), name="dashboard"),
    path("hinh/<str:name>.svg", views.PictureFile.as_view(), name="picture"),
    path("tim/", views.Search.as_view(), name="search"),
]
