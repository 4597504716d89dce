"""Addresses of what units below ask for."""

from django.urls import path

from coso.web.change_requests.views import answering, asking, reading

app_name = "change-requests"
urlpatterns = [
    path("", reading.RequestList.as_view(), name="list"),
    path("to-chuc/<int:pk>/", asking.Propose.as_view(), name="propose"),
    path("<int:pk>/", reading.RequestPage.as_view(), name="detail"),
    path("<int:pk>/tra-loi/", answering.AnswerPage.as_view(), name="answer"),
    path("<int:pk>/rut/", asking.Withdraw.as_view(), name="withdraw"),
]
