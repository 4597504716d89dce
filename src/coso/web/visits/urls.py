"""Addresses of the register of visits."""

from django.urls import path

from coso.web.visits.views import reading, writing

app_name = "visits"
urlpatterns = [
    path("", reading.VisitList.as_view(), name="list"),
    path("ghi/", writing.RecordVisit.as_view(), name="record"),
    path("<int:pk>/", reading.VisitRecord.as_view(), name="detail"),
    path("<int:pk>/sua/", writing.CorrectVisit.as_view(), name="correct"),
    path("<int:pk>/bo/", writing.RemoveVisit.as_view(), name="remove"),
]
