"""An officer of a small district at a browser, with plans to be made."""

import pytest

from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import YEARS_AGO, Planning, district

PLANS = "/sap-xep/"


@pytest.fixture
def place(db):
    """Return the district, with members in each branch."""
    made = district()
    for branch, number in ((made.one, 3), (made.two, 3), (made.three, 3)):
        for _ in range(number):
            registers.member(branch, YEARS_AGO, official_on=YEARS_AGO)
    return made


@pytest.fixture
def united(place):
    """Plan that two communes become one, one branch is renamed, one is merged into another."""
    plan = Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    plan.step("CONSOLIDATE", [place.first, place.second], [new])
    plan.step("MERGE_INTO", [place.two], [place.one])
    plan.of(place.three, name="Chi bộ Nà Lạn 2")
    return plan.step("RENAME", [place.three], [place.three])


@pytest.fixture
def officer(place):
    return make_actor(place.root, full_name="Trần Thị Bình")


@pytest.fixture
def desk(officer, browse_as):
    """Return the officer's browser."""
    return browse_as(officer)


@pytest.fixture
def merging(place):
    """Return a function that drafts: one branch is merged into another."""

    def draft(source=place.two, target=place.one, **settings):
        return Planning(**settings).step("MERGE_INTO", [source], [target]).drafted()

    return draft
