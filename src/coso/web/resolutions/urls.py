"""Addresses of what resolutions demand."""

from django.urls import path

from coso.web.resolutions.views import items, progress, reading, targets

app_name = "resolutions"
urlpatterns = [
    path("", reading.TargetList.as_view(), name="list"),
    path("nhiem-vu/", reading.WorkItemList.as_view(), name="items"),
    path("<int:pk>/them-chi-tieu/", targets.RecordTarget.as_view(), name="record"),
    path("<int:pk>/them-nhiem-vu/", items.RecordItem.as_view(), name="record-item"),
    path("chi-tieu/<int:pk>/", reading.TargetRecord.as_view(), name="target"),
    path("chi-tieu/<int:pk>/sua/", targets.CorrectTarget.as_view(), name="correct"),
    path("chi-tieu/<int:pk>/bo/", targets.RemoveTarget.as_view(), name="remove"),
    path("chi-tieu/<int:pk>/ket-qua/", progress.RecordProgress.as_view(), name="report"),
    path("ket-qua/<int:pk>/sua/", progress.CorrectProgress.as_view(), name="correct-report"),
    path("ket-qua/<int:pk>/bo/", progress.RemoveProgress.as_view(), name="remove-report"),
    path("nhiem-vu/<int:pk>/", reading.WorkItemRecord.as_view(), name="item"),
    path("nhiem-vu/<int:pk>/tien-do/", items.ReportItem.as_view(), name="progress"),
    path("nhiem-vu/<int:pk>/sua/", items.CorrectItem.as_view(), name="correct-item"),
    path("nhiem-vu/<int:pk>/bo/", items.RemoveItem.as_view(), name="remove-item"),
]
