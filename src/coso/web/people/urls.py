"""Addresses of a person's record."""

from django.urls import path

from coso.web.people import views

app_name = "people"
urlpatterns = [path("<int:pk>/", views.PersonRecord.as_view(), name="detail")]
