"""Addresses of the register of staff."""

from django.urls import path

from coso.web.personnel.views import assigning, reading

app_name = "personnel"
urlpatterns = [
    path("", reading.StaffList.as_view(), name="list"),
    path("ghi-nguoi-moi/", assigning.EmployPerson.as_view(), name="employ"),
    path("<int:pk>/phan-cong/", assigning.AssignPerson.as_view(), name="assign"),
    path("cong-tac/<int:pk>/chuyen/", assigning.Transfer.as_view(), name="transfer"),
    path("cong-tac/<int:pk>/thoi/", assigning.EndAssignment.as_view(), name="end"),
    path("cong-tac/<int:pk>/sua/", assigning.CorrectAssignment.as_view(), name="correct"),
    path("cong-tac/<int:pk>/bo/", assigning.RemoveAssignment.as_view(), name="remove"),
]
