"""Addresses of the register of documents."""

from django.urls import path

from coso.web.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.DocumentList.as_view(), name="list"),
    path("<int:pk>/", views.DocumentRecord.as_view(), name="detail"),
]
