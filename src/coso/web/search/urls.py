"""The address of the search."""

from django.urls import path

from coso.web.search import views

app_name = "search"
urlpatterns = [path("", views.Search.as_view(), name="results")]
