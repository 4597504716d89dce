"""Addresses of the pages, one folder per module."""

from django.urls import URLPattern, URLResolver, include, path

from coso.web.account.urls import sign_in_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/", include(sign_in_patterns)),
    path("tai-khoan/", include("coso.web.account.urls")),
    path("quan-tri/", include("coso.web.access.urls")),
    path("quan-tri/tinh-trang/", include("coso.web.system.urls")),
    path("nhat-ky/", include("coso.web.audit.urls")),
    path("viec-can-lam/", include("coso.web.setup.urls")),
    path("", include("coso.web.home.urls")),
    path("tim/", include("coso.web.search.urls")),
    path("bo-loc/", include("coso.web.saved_filters.urls")),
    path("to-chuc/", include("coso.web.organizations.urls")),
    path("de-nghi/", include("coso.web.change_requests.urls")),
    path("sap-xep/", include("coso.web.reorganizations.urls")),
    path("dang-vien/", include("coso.web.members.urls")),
    path("can-bo/", include("coso.web.personnel.urls")),
    path("nguoi/", include("coso.web.people.urls")),
    path("so-lieu/", include("coso.web.figures.urls")),
    path("xep-loai/", include("coso.web.evaluations.urls")),
    path("sinh-hoat/", include("coso.web.meetings.urls")),
    path("du-sinh-hoat/", include("coso.web.visits.urls")),
    path("dao-tao/", include("coso.web.training.urls")),
    path("dieu-dong-bo-nhiem/", include("coso.web.appointments.urls")),
    path("quy-hoach/", include("coso.web.planning.urls")),
    path("van-ban/", include("coso.web.documents.urls")),
    path("nghi-quyet/", include("coso.web.resolutions.urls")),
    path("bao-cao/", include("coso.web.reporting.urls")),
    path("nhap-du-lieu/", include("coso.web.importing.urls")),
]
