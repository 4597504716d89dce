"""Addresses of the register of planning."""

from django.urls import path

from coso.web.planning.views import reading, writing

app_name = "planning"
urlpatterns = [
    path("", reading.PlanList.as_view(), name="list"),
    path("ghi/<int:pk>/", writing.RecordCandidate.as_view(), name="record"),
    path("<int:pk>/", reading.CandidateRecord.as_view(), name="detail"),
    path("<int:pk>/sua/", writing.CorrectCandidate.as_view(), name="correct"),
    path("<int:pk>/bo/", writing.RemoveCandidate.as_view(), name="remove"),
]
