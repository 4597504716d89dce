"""Addresses of the register of meetings."""

from django.urls import path

from coso.web.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.MeetingList.as_view(), name="list"),
    path("<int:pk>/", views.MeetingRecord.as_view(), name="detail"),
    path("chuyen-de/<int:pk>/", views.ThemeRecord.as_view(), name="theme"),
]
