"""Addresses of plans of reorganization."""

from django.urls import path

from coso.web.reorganizations.views import (
    drawing,
    members,
    picturing,
    reading,
    recounting,
    starting,
    stepping,
    steps,
    trees,
    writing,
)

app_name = "reorganizations"
urlpatterns = [
    path("", reading.PlanList.as_view(), name="list"),
    path("moi/", writing.StartPlan.as_view(), name="start"),
    path("tai-len/", starting.ReadPlan.as_view(), name="read"),
    path("mau/", starting.PlanTemplate.as_view(), name="template"),
    path("<int:pk>/", reading.PlanPage.as_view(), name="detail"),
    path("<int:pk>/cay/", trees.PlanTrees.as_view(), name="trees"),
    path("<int:pk>/da-thay-doi/", recounting.PlanChanges.as_view(), name="changes"),
    path("<int:pk>/cay.svg", picturing.TreesPicture.as_view(), name="trees-picture"),
    path("<int:pk>/dang-vien.svg", picturing.FlowPicture.as_view(), name="flow-picture"),
    path("<int:pk>/sua/", writing.ChangePlan.as_view(), name="change"),
    path("<int:pk>/ban-sao/", writing.CopyPlan.as_view(), name="copy"),
    path("<int:pk>/ve/", drawing.DrawPlan.as_view(), name="draw"),
    path("<int:pk>/goi-y/", drawing.SuggestUnits.as_view(), name="suggest"),
    path("<int:pk>/dang-vien/", members.SendMembers.as_view(), name="members"),
    path("<int:pk>/buoc/them/", steps.AddSteps.as_view(), name="add-steps"),
    path("<int:pk>/buoc/<int:step>/", steps.ChangeStep.as_view(), name="change-step"),
    path("<int:pk>/buoc/<int:step>/bo/", steps.RemoveStep.as_view(), name="remove-step"),
    path("<int:pk>/buoc-da-bo/<int:removed>/", steps.RestoreStep.as_view(), name="restore-step"),
    path("<int:pk>/buoc/<int:step>/len/", steps.MoveStep.as_view(places=-1), name="step-up"),
    path("<int:pk>/buoc/<int:step>/xuong/", steps.MoveStep.as_view(places=1), name="step-down"),
    path("<int:pk>/tien-do/", reading.Progress.as_view(), name="progress"),
    path("<int:pk>/dien-tap/", stepping.Rehearse.as_view(), name="rehearse"),
    path("<int:pk>/thuc-hien/", stepping.Apply.as_view(), name="apply"),
    path("<int:pk>/dat-cho/", stepping.Schedule.as_view(), name="schedule"),
    path("<int:pk>/dung-cho/", stepping.Unschedule.as_view(), name="unschedule"),
    path("<int:pk>/bo/", stepping.Discard.as_view(), name="discard"),
    path("<int:pk>/hoan-tac/", stepping.Undo.as_view(), name="undo"),
]
