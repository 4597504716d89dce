"""Addresses of figures: the records behind one, its picture and its passport."""

from django.urls import path

from coso.web.figures.views import reading

app_name = "figures"
urlpatterns = [
    path("", reading.Catalogue.as_view(), name="list"),
    path("<str:figure>/", reading.FigureRecords.as_view(), name="records"),
    path("<str:figure>/hinh.svg", reading.FigurePicture.as_view(), name="picture"),
    path("<str:figure>/cach-tinh/", reading.FigurePassport.as_view(), name="passport"),
]
