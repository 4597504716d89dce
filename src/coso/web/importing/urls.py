"""Addresses of the import."""

from django.urls import path

from coso.web.importing.views import headers, reviewing, starting, stepping, working

app_name = "importing"
urlpatterns = [
    path("", starting.ImportList.as_view(), name="list"),
    path("tai-len/", starting.Receive.as_view(), name="receive"),
    path("mau/", starting.AllTemplates.as_view(), name="templates"),
    path("mau/<slug:kind>/", starting.Template.as_view(), name="template"),
    path("viec/", working.WorkList.as_view(), name="work"),
    path("viec/<int:pk>/xong/", working.CloseProblem.as_view(), name="close"),
    path("tep/<int:pk>/", working.CommentedFile.as_view(), name="file"),
    path("tieu-de/", headers.MeaningList.as_view(), name="meanings"),
    path("tieu-de/<int:pk>/xoa/", headers.ForgetHeader.as_view(), name="forget"),
    path("<int:pk>/", reviewing.ImportPage.as_view(), name="detail"),
    path("<int:pk>/tien-do/", reviewing.Progress.as_view(), name="progress"),
    path("<int:pk>/quyet-dinh/", reviewing.Decide.as_view(), name="decide"),
    path("<int:pk>/bo-quyet-dinh/", reviewing.Withdraw.as_view(), name="withdraw"),
    path("<int:pk>/quyet-dinh-chung/", stepping.DecideAll.as_view(), name="decide-all"),
    path("<int:pk>/kiem-tra-lai/", stepping.Recheck.as_view(), name="recheck"),
    path("<int:pk>/ghi/", stepping.Apply.as_view(), name="apply"),
    path("<int:pk>/bo/", stepping.Discard.as_view(), name="discard"),
    path("<int:pk>/hoan-tac/", stepping.Undo.as_view(), name="undo"),
    path("<int:pk>/van-de/", working.ProblemList.as_view(), name="problems"),
    path("<int:pk>/tieu-de/", headers.SheetHeaders.as_view(), name="headers"),
]
