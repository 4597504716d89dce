"""Yearly facts of agencies that change or end within the year."""

import datetime as dt

import pytest

from coso.core.periods import Period
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest
from coso.organizations.models import UnitVersion
from tests.factories import organizations as make
from tests.factories import registers

pytestmark = pytest.mark.django_db

BEFORE, CHANGED, YEAR_END = dt.date(2023, 6, 30), dt.date(2023, 10, 1), dt.date(2023, 12, 31)


def one(unit, figure, day, **more):
    request = FigureRequest(unit_id=unit.pk, as_of=day, ids=(figure,), **more)
    [value] = figures.evaluate(request)
    return value


def test_quota_stands_where_the_agency_is_on_the_day_in_view():
    roots = make.roots()
    commune = make.unit("COMMUNE", "Xã Yên Hân", under=roots.area)
    agency = make.unit(
        "STATE_AGENCY", "Trạm Y tế", under=roots.agencies, level="COMMUNE", host_area=commune
    )
    version = UnitVersion.objects.get(unit=agency)
    UnitVersion.objects.filter(pk=version.pk).update(during=Period(None, CHANGED).to_range())
    version.pk, version.level, version.host_area = None, "DISTRICT", roots.area
    version.during = Period(CHANGED).to_range()
    version.save()
    registers.quota(agency, 2023, 12)

    for day, within, level in ((BEFORE, 12, "COMMUNE"), (YEAR_END, 0, "DISTRICT")):
        assert one(commune, "staff.quota", day).value == within
        [part] = one(roots.area, "staff.quota", day, by="level").breakdown
        assert (part.key, part.value) == (level, 12)


def test_facts_of_the_year_in_which_an_agency_ended_are_kept():
    roots = make.roots()
    agency = make.unit(
        *("STATE_AGENCY", "Phòng Y tế"), under=roots.agencies, level="DISTRICT", until=CHANGED
    )
    registers.quota(agency, 2023, 12)
    registers.rating(agency, 2023, "GOOD")

    assert one(roots.agencies, "staff.quota", BEFORE).value == 12
    later = dt.date(2024, 6, 30)
    assert one(roots.party, "rating.district.rated", later, year=2023).value == 1
