"""Addresses of a person's record, and of what is written about who somebody is."""

from django.urls import path

from coso.web.people.views import correcting, qualifying, reading

app_name = "people"
_QUALIFICATION = "<int:pk>/trinh-do/<int:qualification>"
urlpatterns = [
    path("<int:pk>/", reading.PersonRecord.as_view(), name="detail"),
    path("<int:pk>/sua-nhan-biet/", correcting.CorrectPerson.as_view(), name="correct"),
    path("<int:pk>/trinh-do/them/", qualifying.AddQualification.as_view(), name="qualify"),
    path(
        f"{_QUALIFICATION}/sua/",
        qualifying.CorrectQualification.as_view(),
        name="correct-qualification",
    ),
    path(
        f"{_QUALIFICATION}/bo/",
        qualifying.RemoveQualification.as_view(),
        name="remove-qualification",
    ),
]
