import datetime as dt

import pytest

from coso.access import scoping
from coso.access.enums import Permission, Role
from coso.organizations.enums import Tree
from coso.personnel.models import Assignment
from tests.factories import registers
from tests.factories.access import make_actor, make_party_tree, make_unit

pytestmark = pytest.mark.django_db

BEGAN, CHANGED, LEFT = dt.date(2020, 1, 1), dt.date(2023, 3, 1), dt.date(2023, 5, 1)


@pytest.fixture
def offices():
    """Return who sees the staff of a former and of a later agency, and both agencies."""
    tree = make_party_tree()
    former = make_unit("Phòng Nội vụ", tree=Tree.AGENCY, overseer=tree.own)
    later = make_unit("Phòng Y tế", former, tree=Tree.AGENCY, overseer=tree.sibling)
    readers = [make_actor(unit, Role.OFFICER) for unit in (tree.own, tree.sibling)]
    return (*readers, former, later)


@pytest.mark.parametrize("until", [None, LEFT])
def test_record_follows_the_employee_and_the_former_agency_keeps_its_row(offices, until):
    before, after, former, later = offices
    held = registers.employee(former, since=BEGAN, until=CHANGED)
    registers.employee(later, since=CHANGED, until=until, holder=held.person)

    assert scoping.can(after, Permission.STAFF_VIEW, held.person)
    assert not scoping.can(before, Permission.STAFF_VIEW, held.person)
    rows = scoping.visible(Assignment.objects.all(), before, Permission.STAFF_VIEW)
    assert list(rows) == [held]


def test_secondary_post_that_is_still_held_leads_to_the_record(offices):
    before, after, former, later = offices
    held = registers.employee(former, since=BEGAN)
    registers.employee(later, since=CHANGED, holder=held.person, is_primary=False)

    assert scoping.can(before, Permission.STAFF_VIEW, held.person)
    assert scoping.can(after, Permission.STAFF_VIEW, held.person)
