"""Addresses of the yearly ratings."""

from django.urls import path

from coso.web.evaluations.views import rating, reading, sheets

app_name = "evaluations"
urlpatterns = [
    path("", reading.MemberRatingList.as_view(), name="list"),
    path("can-bo/", reading.StaffRatingList.as_view(), name="staff-list"),
    path("to-chuc/", reading.UnitRatingList.as_view(), name="unit-list"),
    path("<int:pk>/", reading.RatingRecord.as_view(), name="detail"),
    path("<int:pk>/sua/", rating.CorrectRating.as_view(), name="correct"),
    path("<int:pk>/bo/", rating.RemoveRating.as_view(), name="remove"),
    path("nguoi/<int:pk>/", rating.RatePerson.as_view(), name="person"),
    path("to-chuc/<int:pk>/", rating.RateUnit.as_view(), name="unit"),
    path("dang-vien/<int:pk>/<int:year>/", sheets.MemberSheet.as_view(), name="members"),
    path("truc-thuoc/<int:pk>/<int:year>/", sheets.UnitSheet.as_view(), name="units"),
    path("can-bo/<int:pk>/<int:year>/", sheets.StaffSheet.as_view(), name="staff"),
]
