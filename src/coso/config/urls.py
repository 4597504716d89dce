"""All addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("coso.web.urls")),
]

handler403 = "coso.web.refusals.page"
