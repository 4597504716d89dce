"""Addresses of the dashboard and of what stands beside it."""

from django.urls import path

from coso.web.home import comparing, mapping, views

app_name = "home"
urlpatterns = [
    path("", views.Dashboard.as_view(), name="dashboard"),
    path("hinh/<str:name>.svg", views.PictureFile.as_view(), name="picture"),
    path("ban-do/", mapping.MapPage.as_view(), name="map"),
    path("ban-do/hinh.svg", mapping.MapPicture.as_view(), name="map-picture"),
    path("so-sanh/", comparing.Comparison.as_view(), name="compare"),
]
