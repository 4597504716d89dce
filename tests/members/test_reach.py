import datetime as dt

import pytest

from coso.access import scoping
from coso.access.enums import Permission, Role
from coso.members.models import Membership, MembershipPeriod
from coso.people.models import Person
from tests.factories import registers
from tests.factories.access import ALWAYS, make_actor, make_party_tree

pytestmark = pytest.mark.django_db


def test_inspectors_of_the_home_see_the_trail_of_a_member():
    tree = make_party_tree()
    person = Person.objects.create(
        full_name="Lò Văn An", search_name="lo van an", match_name="lò văn an", order_key="an"
    )
    MembershipPeriod.objects.create(
        membership=Membership.objects.create(person=person),
        unit=tree.below,
        entry="ROSTER",
        during=ALWAYS.to_range(),
    )
    see = Permission.AUDIT_VIEW

    assert scoping.can(make_actor(tree.own, Role.INSPECTOR), see, person)
    assert not scoping.can(make_actor(tree.own, Role.OFFICER), see, person)
    assert not scoping.can(make_actor(tree.sibling, Role.INSPECTOR), see, person)


MOVED_ON, LEFT_ON = dt.date(2023, 3, 1), dt.date(2023, 5, 1)


@pytest.mark.parametrize(("until", "leaving"), [(None, ""), (LEFT_ON, "TRANSFERRED_OUT")])
def test_record_follows_the_member_and_the_former_home_keeps_its_row(until, leaving):
    tree = make_party_tree()
    membership = registers.member(tree.below, dt.date(2020, 1, 1), MOVED_ON)
    stay = registers.stay(membership, tree.sibling, MOVED_ON, until, leaving=leaving)
    former, present = (make_actor(unit, Role.OFFICER) for unit in (tree.own, tree.sibling))
    see = Permission.MEMBERS_VIEW

    assert scoping.can(present, see, membership.person)
    assert not scoping.can(former, see, membership.person)
    assert not scoping.can(former, see, stay)
    assert scoping.visible(MembershipPeriod.objects.all(), former, see).count() == 1


def test_unknown_first_day_of_the_only_home_leads_to_the_record():
    tree = make_party_tree()
    membership = registers.member(tree.below, None, LEFT_ON, leaving="DECEASED")

    officer = make_actor(tree.own, Role.OFFICER)
    assert scoping.can(officer, Permission.MEMBERS_VIEW, membership.person)
