"""All addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

from coso.ops import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", health.health, name="health"),
    path("", include("coso.web.urls")),
]
