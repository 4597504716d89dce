"""The register of documents."""

import datetime as dt

import pytest

from tests.factories.access import make_actor
from tests.factories.registers import resolution

LIST = "/van-ban/"
DAY = dt.date(2023, 5, 4)


def test_documents_issued_by_the_day(officer_of_sample):
    everything = officer_of_sample.get(LIST).count

    assert everything > officer_of_sample.get(LIST, on=dt.date(2021, 1, 1)).count > 0
    assert officer_of_sample.get(LIST, chuyen_de="True").count >= 2


@pytest.mark.parametrize("words", ["03-NQ/HU", "nghị quyết", "nghi quyet", "NGHI QUYET"])
def test_documents_are_found_by_number_or_summary(officer_of_sample, words):
    page = officer_of_sample.get(LIST, tim=words)

    assert page.status == 200
    assert page.count >= (1 if "NQ/HU" in words else 0)


def test_document_says_what_it_is(party_tree, browse_as):
    made = resolution(party_tree.own, DAY, first_year=2021, last_year=2025)
    page = browse_as(make_actor(party_tree.own)).get(f"/van-ban/{made.pk}/")

    for words in (made.number, "04/05/2023", "2021-2025", "Nghị quyết chuyên đề Có"):
        assert words in page.words


def test_document_out_of_reach_is_not_found(party_tree, browse_as):
    made = resolution(party_tree.sibling, DAY)

    assert browse_as(make_actor(party_tree.own)).get(f"/van-ban/{made.pk}/").status == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(party_tree, browse_as, rows):
    for _ in range(rows):
        resolution(party_tree.own, DAY)
    browser = browse_as(make_actor(party_tree.own))
    browser.get(LIST)

    page = browser.get(LIST)

    assert page.count == rows
    assert len(page.queries) <= 11


def test_field_suggests_documents_within_reach(party_tree, browse_as):
    own = resolution(party_tree.own, DAY, summary="Sắp xếp tổ chức")
    resolution(party_tree.own, DAY, summary="Về công tác cán bộ")
    resolution(party_tree.sibling, DAY, summary="Sắp xếp tổ chức")
    browser = browse_as(make_actor(party_tree.own))

    page = browser.get(f"{LIST}goi-y/", muc="decision", decision="sap xep")

    assert page.response.context["options"] == [own]
    assert f'<option value="{own.number}">04/05/2023' in page.text
    assert browser.get(f"{LIST}goi-y/", muc="decision").response.context["options"] == []
