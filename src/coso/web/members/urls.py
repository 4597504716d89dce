"""Addresses of the register of members."""

from django.urls import path

from coso.web.members.views import correcting, moving, positions, reading

app_name = "members"
urlpatterns = [
    path("", reading.MemberList.as_view(), name="list"),
    path("ket-nap/", moving.AdmitMember.as_view(), name="admit"),
    path("tiep-nhan/", moving.ReceiveMember.as_view(), name="receive"),
    path("<int:pk>/chinh-thuc/", moving.MakeOfficial.as_view(), name="make-official"),
    path("<int:pk>/chuyen/", moving.MoveMember.as_view(), name="move"),
    path("<int:pk>/thoi-sinh-hoat/", moving.EndMembership.as_view(), name="end"),
    path("<int:pk>/mien-sinh-hoat/", moving.ExemptMember.as_view(), name="exempt"),
    path(
        "<int:pk>/mien-sinh-hoat/<int:exemption>/",
        moving.SetExemptionEnd.as_view(),
        name="exemption-end",
    ),
    path("<int:pk>/tam-thoi/", moving.StayElsewhere.as_view(), name="stay"),
    path("<int:pk>/chuc-vu/", positions.HoldPosition.as_view(), name="hold-position"),
    path("chuc-vu/<int:pk>/thoi/", positions.EndPosition.as_view(), name="end-position"),
    path("chuc-vu/<int:pk>/sua/", positions.CorrectPosition.as_view(), name="correct-position"),
    path("chuc-vu/<int:pk>/bo/", positions.RemovePosition.as_view(), name="remove-position"),
    path("<int:pk>/sua-dang-tich/", correcting.CorrectMembership.as_view(), name="correct"),
    path("<int:pk>/bo-dang-tich/", correcting.RemoveMembership.as_view(), name="remove"),
    path("<int:pk>/ghi-nham/", correcting.TakeBackMovement.as_view(), name="take-back"),
]
