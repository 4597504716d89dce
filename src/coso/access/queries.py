"""Reading the grants."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from coso.access import scoping
from coso.access.enums import Permission
from coso.access.models import Grant
from coso.accounts.models import User
from coso.core.types import Actor
from coso.organizations.models import Unit


def grants_of(user: User, on: dt.date | None = None) -> QuerySet[Grant]:
    """Return the grants of a user, of all times or of a day, the earliest first."""
    grants = Grant.objects.filter(user=user)
    grants = grants if on is None else grants.filter(during__contains=on)
    return grants.select_related("unit", "user").order_by(Lower("during"), "pk")


def grants_below(unit: Unit) -> QuerySet[Grant]:
    """Return the grants on a Party unit and on all below it."""
    grants = Grant.objects.filter(Q(unit__path__descendant_of=unit.path))
    return grants.select_related("unit", "user").order_by("unit__order_key", "user", "pk")


def manageable_grants(actor: Actor, on: dt.date | None = None) -> QuerySet[Grant]:
    """Return the grants on units whose rights the actor manages."""
    grants = scoping.visible(Grant.objects.all(), actor, Permission.USERS_MANAGE, on)
    return grants.select_related("unit", "user").order_by("user", Lower("during"), "pk")
