"""Addresses of papers: which there are, one written out, its template."""

from django.urls import path

from coso.web.reporting import templating, views

app_name = "reporting"
urlpatterns = [
    path("", views.Papers.as_view(), name="list"),
    path("mau/", templating.Templates.as_view(), name="templates"),
    path("mau/<slug:template>/", templating.OfficeTemplate.as_view(), name="office-template"),
    path("<str:paper>/", views.PaperPreview.as_view(), name="paper"),
    path("<str:paper>/mau/", views.PaperTemplate.as_view(), name="template"),
]
