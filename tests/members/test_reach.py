import pytest

from coso.access import scoping
from coso.access.enums import Permission, Role
from coso.members.models import Membership, MembershipPeriod
from coso.people.models import Person
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
