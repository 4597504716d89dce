import pytest
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import include, path
from django.views import View

from coso.core import checks


class Asking(View):
    permission = "units.view"


class AskingEither(View):
    permissions = ("members.view", "staff.view")


def open_page(request):
    return HttpResponse()


inner = ([path("<int:pk>/", Asking.as_view(), name="detail")], "things")
urlpatterns = [
    path("vat/<slug:kind>/", include(inner)),
    path("nguoi/", AskingEither.as_view(), name="either"),
    path("mo/", open_page, name="open"),
]


@pytest.fixture(autouse=True)
def _site(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(checks, "_OPEN", {})
    checks.declare_open(checks.Openness.PUBLIC, ["open"])


def errors():
    return {error.id: error.msg for error in run_checks(tags=["urls"])}


def test_addresses_are_walked_with_namespace_parameters_and_permissions():
    assert [(each.name, each.route, each.parameters) for each in checks.addresses()] == [
        ("things:detail", "vat/<slug:kind>/<int:pk>/", ("kind", "pk")),
        ("either", "nguoi/", ()),
        ("open", "mo/", ()),
    ]
    assert [each.permissions for each in checks.addresses()] == [
        ("units.view",), ("members.view", "staff.view"), (),
    ]  # fmt: skip


def test_classified_site_starts():
    assert errors() == {}


def test_unclassified_address_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "_OPEN", {})

    assert errors() == {"coso.E001": "open asks for no permission."}


def test_address_both_open_and_asking_is_refused():
    checks.declare_open(checks.Openness.SIGNED_IN, ["either"])

    assert errors() == {"coso.E002": "either is declared open, but asks for a permission."}


def test_dead_declaration_is_refused():
    checks.declare_open(checks.Openness.PUBLIC, ["gone"])

    assert errors() == {"coso.E003": "gone is declared open, but no address has this name."}
