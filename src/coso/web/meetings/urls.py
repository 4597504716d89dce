"""Addresses of the register of meetings."""

from django.urls import path

from coso.web.meetings.views import reading, writing

app_name = "meetings"
urlpatterns = [
    path("", reading.MeetingList.as_view(), name="list"),
    path("ghi/", writing.RecordMeeting.as_view(), name="record"),
    path("<int:pk>/", reading.MeetingRecord.as_view(), name="detail"),
    path("<int:pk>/sua/", writing.CorrectMeeting.as_view(), name="correct"),
    path("<int:pk>/bo/", writing.RemoveMeeting.as_view(), name="remove"),
    path("chuyen-de/<int:pk>/", reading.ThemeRecord.as_view(), name="theme"),
]
