"""Addresses of the register of documents."""

from django.urls import path

from coso.web.documents.views import attaching, reading, suggesting, writing

app_name = "documents"
urlpatterns = [
    path("", reading.DocumentList.as_view(), name="list"),
    path("goi-y/", suggesting.DocumentSuggestions.as_view(), name="suggest"),
    path("them/", writing.RegisterDocument.as_view(), name="register"),
    path("<int:pk>/", reading.DocumentRecord.as_view(), name="detail"),
    path("<int:pk>/sua/", writing.CorrectDocument.as_view(), name="correct"),
    path("<int:pk>/bo/", writing.RemoveDocument.as_view(), name="remove"),
    path("<int:pk>/dinh-kem/", attaching.AttachFile.as_view(), name="attach"),
    path("tep/<int:pk>/", attaching.TakeFile.as_view(), name="file"),
    path("tep/<int:pk>/bo/", attaching.RemoveFile.as_view(), name="remove-file"),
]
