"""Reading the grants."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from coso.access import policy, scoping
from coso.access.enums import Permission, Reach, Role
from coso.access.models import Grant
from coso.accounts.models import User
from coso.core.types import Actor
from coso.organizations.enums import Tree
from coso.organizations.models import Unit

_OFFERED = 500


def all_grants() -> QuerySet[Grant]:
    """Return all grants, the earliest first."""
    return _in_order(Grant.objects.all())


def grants_of(user: User, on: dt.date | None = None) -> QuerySet[Grant]:
    """Return the grants of a user, of all times or of a day, the earliest first."""
    grants = Grant.objects.filter(user=user)
    grants = grants if on is None else grants.filter(during__contains=on)
    return _in_order(grants)


def grants_below(unit: Unit) -> QuerySet[Grant]:
    """Return the grants on a Party unit and on all below it."""
    grants = Grant.objects.filter(Q(unit__path__descendant_of=unit.path))
    return grants.select_related("unit", "user").order_by("unit__order_key", "user", "pk")


def listed_users(actor: Actor, on: dt.date | None = None) -> QuerySet[User]:
    """Return the accounts that hold, held or will hold a role within the actor's reach.

    Accounts without any role are listed to administrators of the root.
    """
    users = scoping.visible(User.objects.all(), actor, Permission.USERS_MANAGE, on)
    return users.prefetch_related(Prefetch("grants", all_grants())).order_by(
        "-is_active", "full_name", "pk"
    )


def manageable_users(actor: Actor, on: dt.date | None = None) -> QuerySet[User]:
    """Return the listed accounts none of whose roles lies outside the actor's reach.

    Otherwise a commune could take over the account of somebody who also serves the province.
    """
    within = scoping.visible(Grant.objects.all(), actor, Permission.USERS_MANAGE, on)
    foreign = Grant.objects.filter(user=OuterRef("pk")).exclude(pk__in=within.values("pk"))
    return listed_users(actor, on).exclude(Exists(foreign))


def manageable_grants(actor: Actor, on: dt.date | None = None) -> QuerySet[Grant]:
    """Return the grants on units whose rights the actor manages."""
    grants = scoping.visible(Grant.objects.all(), actor, Permission.USERS_MANAGE, on)
    return _in_order(grants)


def administrators_of(units: QuerySet[Unit], on: dt.date | None = None) -> QuerySet[User]:
    """Return the accounts that manage the rights on one of these units, by name."""
    granted = OuterRef("unit__path")
    on_it = Exists(units.filter(overseer__path=granted))
    above = Exists(units.filter(overseer__path__descendant_of=granted))
    return _holders(Permission.USERS_MANAGE, Q(on_it) | Q(above, reach=Reach.UNIT_AND_BELOW), on)


def administrators_for(user: User, on: dt.date | None = None) -> QuerySet[User]:
    """Return the other accounts that manage the rights where a user holds a role."""
    paths = scoping.paths_held(user, on)
    covered = Q(unit__path__in=paths) | _from_above(*paths)
    return _holders(Permission.USERS_MANAGE, covered, on).exclude(pk=user.pk)


def administrators_of_all(on: dt.date | None = None) -> QuerySet[User]:
    """Return the accounts that manage the rights on the whole installation."""
    return administrators_of(Unit.objects.filter(tree=Tree.PARTY, is_root=True), on)


def holders_on_the_whole(permission: Permission, on: dt.date | None = None) -> QuerySet[User]:
    """Return the accounts whose right holds on the whole installation, by name."""
    of_root = Q(unit__tree=Tree.PARTY, unit__is_root=True, reach=Reach.UNIT_AND_BELOW)
    return _holders(permission, of_root, on)


def holders_above(permission: Permission, unit: Unit, on: dt.date | None = None) -> QuerySet[User]:
    """Return the accounts whose right holds on a Party unit from above, by name.

    On the root of the installation they are those of the root itself.
    """
    return _holders(permission, _from_above(unit.path) | Q(unit=unit, unit__is_root=True), on)


def _from_above(*paths: str) -> Q:
    """Return the condition of grants on a unit above one of the paths, with all below it."""
    above = {up for path in paths for up in accumulate(path.split(".")[:-1], "{}.{}".format)}
    return Q(unit__path__in=above, reach=Reach.UNIT_AND_BELOW)


def _holders(permission: Permission, granted: Q, on: dt.date | None) -> QuerySet[User]:
    """Return the accounts with a right by one of the grants of a condition, by name."""
    grants = scoping.grants_in_force(on).filter(
        granted, user=OuterRef("pk"), role__in=policy.roles_with(permission)
    )
    return User.objects.filter(Exists(grants), is_active=True).order_by("full_name", "pk")


def offered_units(actor: Actor, on: dt.date | None = None) -> QuerySet[Unit]:
    """Return the Party units a form about a role offers: not more than a list can show."""
    units = scoping.reachable_units(actor, Permission.USERS_MANAGE, on)
    return units.filter(tree=Tree.PARTY, is_active=True).order_by("path", "pk")[:_OFFERED]


def topmost_unit(actor: Actor, on: dt.date | None = None) -> Unit | None:
    """Return the unit whose rights the actor manages with all below; `None` if there are more."""
    tops = scoping.granted_paths(actor, Permission.USERS_MANAGE, on)
    return offered_units(actor, on).first() if len(tops) == 1 else None


def named_like(users: QuerySet[User], written: str) -> QuerySet[User]:
    """Narrow accounts to those whose name or user name contains what was written."""
    return users.filter(Q(full_name__icontains=written) | Q(username__icontains=written))


def with_role(users: QuerySet[User], role: Role) -> QuerySet[User]:
    """Narrow accounts to those that hold, held or will hold a role."""
    return users.filter(Exists(Grant.objects.filter(user=OuterRef("pk"), role=role)))


def with_unit_names(entries: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate entries of the trail with the `unit_name` of the unit they name by its id."""
    names = Unit.objects.filter(pk=OuterRef("unit_id")).values("name")
    named: QuerySet[Any] = entries.annotate(unit_name=Subquery(names))
    return named


def _in_order(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    begins = Lower("during").asc(nulls_first=True)
    return grants.select_related("unit", "user").order_by(begins, "pk")
