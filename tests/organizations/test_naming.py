"""What units were called on the days of rows."""

import datetime as dt

import pytest
from attrs import evolve

from coso.core.types import SYSTEM
from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.queries import UnitNames
from tests.factories.organizations import roots, unit

pytestmark = pytest.mark.django_db

BEFORE, AFTER = dt.date(2023, 6, 30), dt.date(2025, 7, 1)


def renamed(named, name, on=AFTER):
    details = evolve(queries.details_on(named, on), name=name)
    organizations.change_unit(unit=named, details=details, on=on, actor=SYSTEM)


def test_each_day_has_the_names_of_that_day():
    root = roots().party
    committee = unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn", under=root)
    section = unit("SECTION_ORG", "Đảng bộ bộ phận Bản Mới", under=committee)
    branch = unit("BRANCH", "Chi bộ Bản Mới", under=section)
    renamed(committee, "Đảng bộ xã Chợ Mới")
    renamed(branch, "Chi bộ Bản Mới 1")

    found = queries.names_on([(branch.pk, BEFORE), (branch.pk, AFTER), (committee.pk, BEFORE)])

    assert found == {
        (branch.pk, BEFORE): UnitNames("Chi bộ Bản Mới", "Đảng bộ xã Tân Sơn"),
        (branch.pk, AFTER): UnitNames("Chi bộ Bản Mới 1", "Đảng bộ xã Chợ Mới"),
        (committee.pk, BEFORE): UnitNames("Đảng bộ xã Tân Sơn", "Đảng bộ xã Tân Sơn"),
    }


def test_root_and_agencies_have_no_grassroots_organization():
    made = roots()
    agency = unit("STATE_AGENCY", "Phòng Nội vụ", under=made.agencies)

    found = queries.names_on([(made.party.pk, BEFORE), (agency.pk, BEFORE)])

    assert found[made.party.pk, BEFORE] == UnitNames("Đảng bộ huyện Chợ Mới", "")
    assert found[agency.pk, BEFORE] == UnitNames("Phòng Nội vụ", "")


def test_unit_that_did_not_exist_has_no_name():
    closed = unit("GRASSROOTS_BRANCH", under=roots().party, since=AFTER)

    assert queries.names_on([(closed.pk, BEFORE)]) == {}
    assert queries.names_on([]) == {}
