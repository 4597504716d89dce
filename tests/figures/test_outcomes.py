"""What came of targets: counted by the figures that they name, beside what was reported."""

import datetime as dt
from decimal import Decimal

import pytest

from coso.figures import queries as figures
from coso.resolutions import queries as resolutions
from coso.resolutions.enums import TargetState
from coso.resolutions.models import Progress
from coso.rules.services import load_seeds
from tests.factories import organizations as make
from tests.factories import registers

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 6, 30)
AIMS = {2021: 50, 2022: 75, 2023: 100}


@pytest.fixture
def roots():
    load_seeds()
    return make.roots()


@pytest.fixture
def branches(roots):
    return [make.unit("GRASSROOTS_BRANCH", f"Chi bộ {name}", under=roots.party) for name in "AB"]


def aimed(roots, figure="rating.member.good", aims=AIMS, **more):
    issued = registers.resolution(roots.party, dt.date(2020, 12, 15))
    return registers.target(issued, aims, figure=figure, **more)


def course_of(target, day=DAY, **more):
    [found] = figures.courses_of([resolutions.targets().get(pk=target.pk)], day, **more)
    return found


def texts(course):
    return {
        outcome.span.label: outcome.result and outcome.result.text for outcome in course.outcomes
    }


def rate(branch, year, good, others=0):
    for result in ("GOOD",) * good + ("COMPLETED",) * others:
        registers.rating(branch, year, result, "BRANCH", capacity="MEMBER")


def test_ratings_of_a_year_are_a_result_once_the_year_is_over(roots, branches):
    rate(branches[0], 2021, 1, 1)
    rate(branches[1], 2022, 2, 1)

    course = course_of(aimed(roots))

    assert texts(course) == {"2021": "1/2 (50,0%)", "2022": "2/3 (66,7%)", "6T/2023": None}
    assert [outcome.meets for outcome in course.outcomes] == [True, False, None]
    assert course.outcomes[2].counted.value.reason == "Năm 2023 chưa kết thúc vào ngày xem."
    assert (course.latest.span.label, course.state) == ("2022", TargetState.BEHIND)


def test_result_of_the_year_under_way_goes_to_the_day_in_view(roots, branches):
    for month in (1, 3, 5):
        membership = registers.member(branches[0])
        membership.admitted_on = dt.date(2023, month, 6)
        membership.save()
    target = aimed(roots, "member.admissions", {2023: 2, 2024: 9}, measure="đảng viên")

    until_april = course_of(target, dt.date(2023, 4, 15))
    over = course_of(target, dt.date(2024, 1, 31))

    assert texts(until_april) == {"đến 15/04/2023": "2"}
    assert until_april.state == TargetState.ON_TRACK
    assert texts(over) == {"2023": "3", "đến 31/01/2024": "0"}
    assert over.state == TargetState.NOT_DUE


def test_year_that_is_over_counts_what_was_held_late(roots, branches):
    for month in range(1, 13):
        held_on = dt.date(2022, month, 5) if month < 12 else dt.date(2023, 1, 9)
        registers.meeting(branches[0], 2022, month, held_on)
    target = aimed(roots, "meeting.regular.complete", {2022: 50})

    course = course_of(target)

    assert texts(course) == {"2022": "1/2 (50,0%)"}
    counted = course.latest.counted
    assert figures.listing(counted.request, counted.value.id).total == 1
    assert texts(course_of(target, dt.date(2022, 12, 31))) == {"2022": "0/2 (0,0%)"}


def test_report_is_kept_beside_the_count_and_a_difference_is_told(roots, branches):
    rate(branches[0], 2021, 1, 1)
    reported = [(2021, "YEAR", 2, 2), (2022, "HALF", 1, 4)]

    course = course_of(aimed(roots, reported=reported))

    assert [(o.span.label, o.is_counted, o.differs) for o in course.outcomes] == [
        ("2021", True, True),
        ("6T/2022", False, False),
        ("2022", False, False),
        ("6T/2023", False, False),
    ]
    assert texts(course)["2021"] == "1/2 (50,0%)"
    assert texts(course)["6T/2022"] == "1/4 (25,0%)"


@pytest.mark.parametrize(("said", "differs"), [("66.7", False), ("66.6", True)])
def test_bare_percent_is_compared_as_it_is_written(roots, branches, said, differs):
    rate(branches[0], 2022, 2, 1)
    target = aimed(roots)
    Progress.objects.create(target=target, year=2022, part="YEAR", value=Decimal(said))

    assert course_of(target).latest.differs is differs


def test_target_without_a_figure_has_what_was_reported(roots):
    course = course_of(aimed(roots, figure="", reported=[(2022, "YEAR", 4, 5)]))

    assert texts(course) == {"2021": None, "2022": "4/5 (80,0%)", "6T/2023": None}
    assert course.state == TargetState.ON_TRACK


def test_figure_that_is_no_more_counts_nothing(roots):
    assert course_of(aimed(roots, figure="member.of_old")).state == TargetState.NO_DATA


def test_reader_who_sees_no_figures_of_the_committee_sees_what_was_reported(roots, branches):
    rate(branches[0], 2021, 1, 1)
    target = aimed(roots, reported=[(2021, "YEAR", 2, 2)])

    course = course_of(target, may_count=lambda _: False)

    assert texts(course)["2021"] == "2/2 (100,0%)"


def test_targets_of_a_committee_are_counted_in_a_unit_below_without_its_reports(roots, branches):
    rate(branches[0], 2021, 1, 1)
    rate(branches[1], 2021, 2)
    target = aimed(roots, reported=[(2021, "YEAR", 3, 4)])

    assert texts(course_of(target, of=branches[1]))["2021"] == "2/2 (100,0%)"
    assert course_of(target, of=branches[1]).outcomes[0].reported is None


def test_targets_of_one_committee_are_counted_together(
    roots, branches, django_assert_max_num_queries
):
    rate(branches[0], 2022, 2, 1)
    issued = registers.resolution(roots.party, dt.date(2020, 12, 15))
    for figure in ("rating.member.good", "rating.member.excellent", "member.admissions"):
        registers.target(issued, AIMS, figure=figure)
    targets = list(resolutions.targets())
    figures.courses_of(targets, DAY)

    with django_assert_max_num_queries(40):
        found = figures.courses_of(targets, DAY)

    assert [course.target.figure for course in found] == [each.figure for each in targets]
