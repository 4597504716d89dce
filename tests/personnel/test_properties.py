"""Whatever is written by hand in whatever order: one primary post a day, in a living agency."""

import contextlib
import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coso.core.errors import DomainError
from coso.core.periods import Period, overlaps
from coso.core.types import SYSTEM
from coso.core.writing import Basis
from coso.personnel import queries, services
from coso.personnel.enums import Category, Ending
from coso.personnel.models import Assignment
from coso.personnel.services import AssignmentDetails
from tests.factories import organizations as make
from tests.factories import people

pytestmark = pytest.mark.django_db

REASON = Basis(reason="x")
DAYS = [dt.date(2020, 1, 1) + dt.timedelta(days=100 * step) for step in range(10)]
CLOSED_ON = DAYS[6]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["assign", "transfer", "end", "correct", "remove"]),
        st.integers(0, 5),
        st.integers(0, 2),
        st.booleans(),
        st.sampled_from(DAYS),
        st.sampled_from([None, *DAYS]),
    ),
    max_size=12,
)


def perform(step, person, agencies):
    action, which, where, is_primary, on, until = step
    written = {"basis": REASON, "actor": SYSTEM}
    details = AssignmentDetails(
        agency=agencies[where],
        title="Chuyên viên",
        category=Category.CIVIL_SERVANT,
        is_primary=is_primary,
        on=on,
        until=until,
    )
    rows = list(queries.assignments_of(person))
    with contextlib.suppress(DomainError):
        if action == "assign" or not rows:
            services.assign(person=person, details=details, **written)
            return
        row = rows[which % len(rows)]
        if action == "transfer":
            services.transfer(assignment=row, details=details, **written)
        elif action == "end":
            services.end_assignment(assignment=row, on=on, ending=Ending.RELIEVED, **written)
        elif action == "correct":
            services.correct_assignment(assignment=row, details=details, **written)
        else:
            services.remove_assignment(assignment=row, **written)


def check(person, closed):
    rows = list(queries.assignments_of(person))
    periods = [Period.from_range(row.during) for row in rows if row.is_primary]
    assert overlaps(periods) == []
    for row in rows:
        if row.post.agency == closed:
            assert Period(None, CLOSED_ON).covers(Period.from_range(row.during))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_one_primary_post_a_day_in_a_living_agency(db, steps):
    with transaction.atomic():
        make.roots()
        closed = make.unit("SCHOOL", until=CLOSED_ON)
        agencies = [make.unit("STATE_AGENCY"), make.unit("STATE_AGENCY"), closed]
        person = people.person()
        for step in steps:
            perform(step, person, agencies)
            check(person, closed)
        for day in DAYS:
            assert queries.staff_on(day).count() <= 1
        assert Assignment.objects.exclude(person=person).count() == 0
        transaction.set_rollback(True)
