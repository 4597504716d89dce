"""The secretary of a branch who asks, and the officer of the district who answers, at browsers."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.core import clock
from tests.factories import change_requests as make
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import YEARS_AGO, district

TODAY = clock.today()
WANTED_ON = TODAY + dt.timedelta(days=30)


@pytest.fixture
def place(db):
    return district()


@pytest.fixture
def secretary(place):
    return make_actor(place.two, Role.BRANCH_SECRETARY, full_name="Lý Thị Sen")


@pytest.fixture
def officer(place):
    return make_actor(place.root, full_name="Trần Thị Bình")


@pytest.fixture
def below(secretary, browse_as):
    """Return the secretary's browser."""
    return browse_as(secretary)


@pytest.fixture
def desk(officer, browse_as):
    """Return the officer's browser."""
    return browse_as(officer)


@pytest.fixture
def person(place):
    """Return a function that writes a member of branch two."""

    def write(name, **facts):
        facts = {"official_on": YEARS_AGO} | facts
        return registers.member(place.two, YEARS_AGO, full_name=name, **facts).person

    return write


@pytest.fixture
def asked(place, secretary):
    """Return a function that asks for changes of branch two: another name, unless told."""

    def ask(unit=place.two, actor=secretary, **details):
        details.setdefault("effective_on", WANTED_ON)
        return make.propose(unit, actor, on=TODAY, **details)

    return ask
