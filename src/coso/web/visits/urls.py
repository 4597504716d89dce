"""Addresses of the register of visits."""

from django.urls import path

from coso.web.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.VisitList.as_view(), name="list"),
    path("<int:pk>/", views.VisitRecord.as_view(), name="detail"),
]
