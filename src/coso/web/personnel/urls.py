"""Addresses of the register of staff."""

from django.urls import path

from coso.web.personnel.views import assigning, reading, staffing

app_name = "personnel"
urlpatterns = [
    path("", reading.StaffList.as_view(), name="list"),
    path("sap-nghi-huu/", reading.RetirementList.as_view(), name="retiring"),
    path("ghi-nguoi-moi/", assigning.EmployPerson.as_view(), name="employ"),
    path("<int:pk>/phan-cong/", assigning.AssignPerson.as_view(), name="assign"),
    path("cong-tac/<int:pk>/chuyen/", assigning.Transfer.as_view(), name="transfer"),
    path("cong-tac/<int:pk>/thoi/", assigning.EndAssignment.as_view(), name="end"),
    path("cong-tac/<int:pk>/sua/", assigning.CorrectAssignment.as_view(), name="correct"),
    path("cong-tac/<int:pk>/bo/", assigning.RemoveAssignment.as_view(), name="remove"),
    path("co-quan/<int:pk>/bien-che/", staffing.GiveQuota.as_view(), name="give-quota"),
    path("bien-che/<int:pk>/sua/", staffing.CorrectQuota.as_view(), name="correct-quota"),
    path("bien-che/<int:pk>/bo/", staffing.RemoveQuota.as_view(), name="remove-quota"),
    path("co-quan/<int:pk>/vi-tri/", staffing.AddPost.as_view(), name="add-post"),
    path("vi-tri/<int:pk>/sua/", staffing.CorrectPost.as_view(), name="correct-post"),
    path("vi-tri/<int:pk>/bo/", staffing.RemovePost.as_view(), name="remove-post"),
]
