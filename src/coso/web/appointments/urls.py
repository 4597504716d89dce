"""Addresses of the register of decisions on personnel."""

from django.urls import path

from coso.web.appointments.views import reading, writing

app_name = "appointments"
urlpatterns = [
    path("", reading.DecisionList.as_view(), name="list"),
    path("sap-het-han/", reading.TermList.as_view(), name="terms"),
    path("ghi/<int:pk>/", writing.RecordDecision.as_view(), name="record"),
    path("<int:pk>/", reading.DecisionRecord.as_view(), name="detail"),
    path("<int:pk>/sua/", writing.CorrectDecision.as_view(), name="correct"),
    path("<int:pk>/bo/", writing.RemoveDecision.as_view(), name="remove"),
]
