"""Addresses of plans of reorganization."""

from django.urls import path

from coso.web.reorganizations.views import picturing, reading, starting, stepping, trees

app_name = "reorganizations"
urlpatterns = [
    path("", reading.PlanList.as_view(), name="list"),
    path("tai-len/", starting.ReadPlan.as_view(), name="read"),
    path("mau/", starting.PlanTemplate.as_view(), name="template"),
    path("<int:pk>/", reading.PlanPage.as_view(), name="detail"),
    path("<int:pk>/cay/", trees.PlanTrees.as_view(), name="trees"),
    path("<int:pk>/cay.svg", picturing.TreesPicture.as_view(), name="trees-picture"),
    path("<int:pk>/dang-vien.svg", picturing.FlowPicture.as_view(), name="flow-picture"),
    path("<int:pk>/thuc-hien/", stepping.Apply.as_view(), name="apply"),
    path("<int:pk>/dat-cho/", stepping.Schedule.as_view(), name="schedule"),
    path("<int:pk>/dung-cho/", stepping.Unschedule.as_view(), name="unschedule"),
    path("<int:pk>/bo/", stepping.Discard.as_view(), name="discard"),
    path("<int:pk>/hoan-tac/", stepping.Undo.as_view(), name="undo"),
]
