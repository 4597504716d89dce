"""Address of what is still to be done in an office that begins."""

from django.urls import path

from coso.web.setup import views

app_name = "setup"
urlpatterns = [
    path("", views.Steps.as_view(), name="steps"),
]
