"""What signed-in people see stays out of every cache: lists, records, passwords, refusals."""

import pytest

from tests.factories.registers import member

KEPT_NOWHERE = "no-store, private"


def test_a_list_is_kept_nowhere(as_officer):
    response = as_officer.get("/to-chuc/")

    assert response.headers["Cache-Control"] == KEPT_NOWHERE
    assert "HX-Request" in response.headers["Vary"]


def test_a_persons_record_is_kept_nowhere(as_officer, party_tree):
    person = member(party_tree.below).person

    response = as_officer.get(f"/nguoi/{person.pk}/")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, KEPT_NOWHERE)


def test_a_one_time_password_is_kept_nowhere(as_administrator, officer):
    response = as_administrator.post(f"/quan-tri/tai-khoan/{officer.pk}/mat-khau/")

    assert response.context["password"] in response.content.decode()
    assert response.headers["Cache-Control"] == KEPT_NOWHERE


@pytest.mark.parametrize("address", ["/khong-co/", "/nguoi/999999/"])
def test_a_refusal_is_kept_nowhere(as_officer, address):
    response = as_officer.get(address)

    assert (response.status_code, response.headers["Cache-Control"]) == (404, KEPT_NOWHERE)
