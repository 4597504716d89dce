"""When people are expected to retire: the roadmap of the decree, by month of birth and sex."""

import datetime as dt

import pytest

from coso.core.dates import add_months
from coso.people.models import Person
from coso.personnel import queries
from coso.rules import services as rules
from tests.factories.people import person

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 6, 30)


@pytest.fixture(autouse=True)
def _rules():
    rules.load_seeds()


def expected(born, gender, precision="DAY", on=DAY):
    made = person(born_on=born, gender=gender, born_precision=precision)
    return queries.with_retirement(Person.objects.all(), queries.roadmap_on(on)).get(pk=made.pk)


@pytest.mark.parametrize(
    ("gender", "born", "leaves"),
    [
        ("MALE", (1960, 12, 31), (2020, 12, 31)),
        ("MALE", (1961, 1, 1), (2021, 4, 30)),
        ("MALE", (1961, 9, 30), (2021, 12, 31)),
        ("MALE", (1961, 10, 1), (2022, 4, 30)),
        ("MALE", (1962, 6, 15), (2022, 12, 31)),
        ("MALE", (1962, 7, 15), (2023, 4, 30)),
        ("MALE", (1964, 9, 30), (2025, 12, 31)),
        ("MALE", (1965, 7, 1), (2027, 4, 30)),
        ("MALE", (1966, 3, 31), (2027, 12, 31)),
        ("MALE", (1966, 4, 1), (2028, 4, 30)),
        ("MALE", (1990, 2, 28), (2052, 2, 29)),
        ("FEMALE", (1965, 12, 31), (2020, 12, 31)),
        ("FEMALE", (1966, 1, 1), (2021, 5, 31)),
        ("FEMALE", (1966, 8, 31), (2021, 12, 31)),
        ("FEMALE", (1966, 9, 1), (2022, 5, 31)),
        ("FEMALE", (1967, 5, 20), (2023, 5, 31)),
        ("FEMALE", (1970, 9, 1), (2028, 5, 31)),
        ("FEMALE", (1975, 4, 30), (2034, 12, 31)),
        ("FEMALE", (1975, 5, 1), (2035, 5, 31)),
        ("FEMALE", (1988, 12, 9), (2048, 12, 31)),
    ],
)
def test_last_day_at_work_is_the_end_of_the_month_of_the_age(gender, born, leaves):
    found = expected(dt.date(*born), gender)

    assert (found.retires_on, found.retires_by) == (dt.date(*leaves), dt.date(*leaves))


def by_the_decree(born, gender):
    """Return the month in which the age of a year is first reached within that year."""
    start, step, most = (723, 3, 744) if gender == "MALE" else (664, 4, 720)
    for year in range(2021, 2100):
        reached = add_months(born.replace(day=1), min(start + step * (year - 2021), most))
        if reached <= dt.date(year, 12, 1):
            return reached
    raise AssertionError(born)


def test_every_month_of_birth_is_as_the_decree_reckons():
    for gender, first in (("MALE", 1961), ("FEMALE", 1966)):
        for month in range(12 * 25):
            person(born_on=add_months(dt.date(first, 1, 17), month), gender=gender)

    for found in queries.with_retirement(Person.objects.all(), queries.roadmap_on(DAY)):
        leaves = by_the_decree(found.born_on, found.gender)
        assert found.retires_on == add_months(leaves, 1) - dt.timedelta(days=1), found.born_on


def test_a_birth_known_by_its_year_gives_a_range():
    found = expected(dt.date(1965, 1, 1), "MALE", "YEAR")

    assert (found.retires_on, found.retires_by) == (dt.date(2026, 7, 31), dt.date(2027, 9, 30))
    words = "hết tháng 07/2026 đến hết tháng 09/2027 (chỉ biết năm sinh)"
    assert queries.retirement_in_words(found) == words


def test_a_birth_known_by_its_month_is_as_good_as_a_day():
    found = expected(dt.date(1966, 4, 1), "MALE", "MONTH")

    assert queries.retirement_in_words(found) == "hết tháng 04/2028"


@pytest.mark.parametrize(("born", "gender"), [(None, "MALE"), (dt.date(1966, 4, 1), "")])
def test_without_birth_or_sex_nothing_is_expected(born, gender):
    found = expected(born, gender)

    assert (found.retires_on, found.retires_by) == (None, None)
    assert queries.retirement_in_words(found) == ""


def test_before_the_decree_the_earlier_age_was_expected():
    found = expected(dt.date(1966, 4, 1), "MALE", on=dt.date(2020, 12, 31))

    assert found.retires_on == dt.date(2026, 4, 30)
    assert "Bộ luật Lao động" in queries.roadmap_on(dt.date(2020, 12, 31)).source
    assert "135/2020/NĐ-CP" in queries.roadmap_on(dt.date(2021, 1, 1)).source


def test_without_rules_nothing_is_expected():
    roadmap = queries.Roadmap({}, "")
    made = person(born_on=dt.date(1966, 4, 1), gender="MALE")

    assert queries.with_retirement(Person.objects.all(), roadmap).get(pk=made.pk).retires_on is None
