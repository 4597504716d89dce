"""Addresses of the filters that one has saved."""

from django.urls import path

from coso.web.saved_filters import views

app_name = "saved-filters"
urlpatterns = [
    path("", views.SavedFilters.as_view(), name="list"),
    path("luu/", views.SaveFilter.as_view(), name="save"),
    path("<int:pk>/", views.OpenFilter.as_view(), name="open"),
    path("<int:pk>/doi-ten/", views.RenameFilter.as_view(), name="rename"),
    path("<int:pk>/xoa/", views.DeleteFilter.as_view(), name="delete"),
]
