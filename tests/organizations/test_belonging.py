import datetime as dt

import pytest

from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.models import Unit
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 6, 30)


@pytest.fixture
def district():
    return make.roots()


@pytest.fixture
def commune(district):
    return make.unit("COMMUNE", "Xã Tân Sơn", under=district.area)


@pytest.fixture
def committee(district, commune):
    return make.unit(
        "GRASSROOTS_COMMITTEE_ORG",
        "Đảng bộ xã Tân Sơn",
        under=district.party,
        host_area=commune,
        host_type="COMMUNE",
    )


def test_commune_committee_answers_for_the_commune_not_a_branch_of_a_school(committee, commune):
    make.unit("BRANCH", under=committee, host_area=commune, host_type="PUBLIC_SERVICE_UNIT")

    assert queries.overseers_on(DAY)[commune.pk] == committee.pk


def test_commune_committee_comes_before_a_branch_as_near_to_the_root(district, commune):
    make.unit("GRASSROOTS_BRANCH", under=district.party, host_area=commune)
    committee = make.unit(
        "GRASSROOTS_COMMITTEE_ORG", under=district.party, host_area=commune, host_type="COMMUNE"
    )

    assert queries.overseers_on(DAY)[commune.pk] == committee.pk


def test_school_belongs_to_the_branch_that_it_hosts(district, committee, commune):
    school = make.unit("SCHOOL", under=district.agencies, host_area=commune)
    branch = make.unit("BRANCH", under=committee, host_area=commune, host_agency=school)

    assert queries.overseers_on(DAY)[school.pk] == branch.pk


def test_school_without_a_branch_belongs_to_the_committee_of_its_commune(
    district, committee, commune
):
    school = make.unit("SCHOOL", under=district.agencies, host_area=commune)

    assert queries.overseers_on(DAY)[school.pk] == committee.pk


def test_agency_without_an_area_belongs_to_the_root(district):
    office = make.unit("STATE_AGENCY", under=district.agencies)

    assert queries.overseers_on(DAY)[office.pk] == district.party.pk


def test_part_of_an_agency_serves_the_area_of_the_agency_above(district, committee, commune):
    authority = make.unit("COMMUNE_AUTHORITY", under=district.agencies, host_area=commune)
    station = make.unit("PUBLIC_SERVICE_UNIT", under=authority)

    assert queries.overseers_on(DAY)[station.pk] == committee.pk


def test_village_belongs_to_its_branch_and_else_to_the_commune(committee, commune):
    village = make.unit("VILLAGE", "Bản Ẻn", under=commune)
    other = make.unit("VILLAGE", "Nà Xả", under=commune)
    branch = make.unit("BRANCH", under=committee, host_area=village, host_type="VILLAGE")

    overseers = queries.overseers_on(DAY)

    assert overseers[village.pk] == branch.pk
    assert overseers[other.pk] == committee.pk


def test_every_unit_has_exactly_one_overseer_on_every_day(district, committee, commune):
    since = dt.date(2010, 5, 1)
    village = make.unit("VILLAGE", under=commune, since=since)
    make.unit("BRANCH", under=committee, host_area=village, since=dt.date(2015, 1, 1))
    make.unit("SCHOOL", under=district.agencies, host_area=village, until=dt.date(2020, 1, 1))
    make.unit("COMMUNE", "Xã không trực thuộc đâu")

    periods = queries.overseer_periods()

    for day in (dt.date(1990, 1, 1), since, dt.date(2015, 1, 1), DAY):
        found = [unit for unit, _, period in periods if period.contains(day)]
        alive = set(queries.units_on(None, day).values_list("pk", flat=True))
        assert sorted(found) == sorted(alive)
        assert {unit: by for unit, by, p in periods if p.contains(day)} == queries.overseers_on(day)


def test_branch_not_yet_placed_answers_for_no_area(district, commune):
    founded = dt.date(2017, 10, 29)
    committee = make.unit(
        "GRASSROOTS_COMMITTEE_ORG",
        under=district.party,
        host_area=commune,
        host_type="COMMUNE",
        since=founded,
    )
    branch = make.unit("BRANCH", host_area=commune, since=dt.date(2000, 1, 1))
    branch.placements.create(parent=committee, during=(founded, None))

    assert queries.overseers_on(dt.date(2005, 1, 1))[commune.pk] == district.party.pk
    assert queries.overseers_on(DAY)[commune.pk] == committee.pk


def test_stored_overseer_is_that_of_today_and_a_closed_unit_keeps_its_last(
    district, committee, commune
):
    closed = make.unit(
        "SCHOOL", under=district.agencies, host_area=commune, until=dt.date(2020, 1, 1)
    )

    assert organizations.refresh_overseers() > 0

    assert Unit.objects.get(pk=closed.pk).overseer_id == committee.pk
    assert Unit.objects.get(pk=commune.pk).overseer_id == committee.pk
    assert Unit.objects.get(pk=committee.pk).overseer_id == committee.pk
    assert organizations.refresh_overseers() == 0


def test_area_and_agency_of_an_organization_are_its_own_or_the_nearest_above(
    district, committee, commune
):
    office = make.unit("STATE_AGENCY", under=district.agencies)
    grassroots = make.unit("GRASSROOTS_COMMITTEE_ORG", under=district.party, host_agency=office)
    branch = make.unit("BRANCH", under=grassroots)

    areas = {unit: area for unit, area, _ in queries.area_periods()}
    agencies = {unit: agency for unit, agency, _ in queries.agency_periods()}

    assert areas[branch.pk] == district.area.pk
    assert areas[committee.pk] == commune.pk
    assert areas[office.pk] == district.area.pk
    assert agencies[branch.pk] == office.pk
    assert committee.pk not in agencies
