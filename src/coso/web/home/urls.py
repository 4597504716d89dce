"""Addresses of the dashboard, of what stands beside it and of the search."""

from django.urls import path

from coso.web.home import comparing, views

app_name = "home"
urlpatterns = [
    path("", views.Dashboard.as_view(), name="dashboard"),
    path("hinh/<str:name>.svg", views.PictureFile.as_view(), name="picture"),
    path("so-sanh/", comparing.Comparison.as_view(), name="compare"),
    path("tim/", views.Search.as_view(), name="search"),
]
