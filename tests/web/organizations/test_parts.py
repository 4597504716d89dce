import pytest
from django.test import Client
from django.urls import reverse

from coso.access.enums import Reach, Role
from tests.factories.access import make_actor, make_party_tree

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["tree", "branch", "detail"])
@pytest.mark.parametrize(("reach", "is_shown"), [(Reach.UNIT_AND_BELOW, True), (Reach.UNIT, False)])
def test_units_below_are_named_only_within_reach(address, reach, is_shown):
    tree = make_party_tree()
    client = Client()
    client.force_login(make_actor(tree.own, Role.VISIT_TEAM_MEMBER, reach))
    parameters = [] if address == "tree" else [tree.own.pk]

    page = client.get(reverse(f"organizations:{address}", args=parameters))

    assert page.status_code == 200
    assert tree.own.name in page.text
    assert (tree.below.name in page.text) == is_shown
