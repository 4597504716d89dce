"""Addresses of figures: the records behind one, its picture and its passport."""

from django.urls import path

from coso.web.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.Catalogue.as_view(), name="list"),
    path("<str:figure>/", views.FigureRecords.as_view(), name="records"),
    path("<str:figure>/hinh.svg", views.FigurePicture.as_view(), name="picture"),
    path("<str:figure>/cach-tinh/", views.FigurePassport.as_view(), name="passport"),
]
