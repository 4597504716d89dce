"""Addresses of the dashboard and of what stands beside it."""

from django.urls import path

from coso.web.home import comparing, views

app_name = "home"
urlpatterns = [
    path("", views.Dashboard.as_view(), name="dashboard"),
    path("hinh/<str:name>.svg", views.PictureFile.as_view(), name="picture"),
    path("so-sanh/", comparing.Comparison.as_view(), name="compare"),
]
