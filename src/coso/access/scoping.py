"""Who may see what, written once: as a queryset.

Each app says at the end of its `models.py` how its rows reach a Party unit (`register_reach`,
`register_reach_through`, `register_unplaced`); everything else follows from the grants.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from attrs import frozen
from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, When

from coso.access import policy
from coso.access.enums import Permission, Reach, Role
from coso.access.grounds import Ground, outermost
from coso.access.models import Grant
from coso.accounts.models import User
from coso.audit.models import AccessEntry, AuditEntry
from coso.core import clock
from coso.core.types import Actor
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Term, Unit

_Row = TypeVar("_Row", bound=Model)

EVERY_PERMISSION: Final = frozenset(Permission)
_ALL_ROWS: Final = Q()
# Some ten thousand members stand in so many branches.
_FEW_UNITS: Final = 600


@frozen
class _Held:
    """A role that holds on a day, and where; `past`: what ended and passed on to that."""

    role: Role
    reach: Reach
    path: str
    is_root: bool
    past: tuple[str, ...]


_KEPT: Final = "_coso_kept_grants"


@frozen
class _Direct:
    """A row, if it is one of `rows`, stands in one unit, whose path is at `path`."""

    path: str
    rows: Q

    def condition(self, ground: Ground, permission: Permission | None) -> Q:
        return self.rows & ground.condition(self.path)


@frozen
class _Through:
    """A row is reached by whoever reaches one of the `model` rows that link to it."""

    model: type[Model]
    link: str
    last_of: str | None

    def condition(self, ground: Ground, permission: Permission | None) -> Q:
        rows = self.model._default_manager.filter(**{self.link: OuterRef("pk")})
        if self.last_of is not None:
            rows = rows.filter(_lasts_longest(self.model, self.last_of))
        return Q(Exists(rows.filter(_reach(self.model, permission, ground))))

    def keys(self, ground: Ground, permission: Permission) -> QuerySet[Any, int]:
        """Return the keys of the rows that lead here, those whose reach is over included."""
        rows = self.model._default_manager.filter(_reach(self.model, permission, ground))
        return rows.values_list(self.link, flat=True)


@frozen
class _Unplaced:
    """A row that belongs to no unit is reached by whoever reaches the whole installation."""

    rows: Q

    def condition(self, ground: Ground, permission: Permission | None) -> Q:
        return self.rows if ground.has_root else Q(pk__in=[])


@frozen
class _Everywhere:
    """A row of a catalogue: whoever holds the permission anywhere sees it."""

    def condition(self, ground: Ground, permission: Permission | None) -> Q:
        return Q(pk__isnull=False)


@frozen
class _ByUnitId:
    """A row names its unit by a bare id, so that it outlives the unit (the trail)."""

    field: str

    def condition(self, ground: Ground, permission: Permission | None) -> Q:
        units = Unit.objects.filter(_reach(Unit, permission, ground))
        return Q(**{f"{self.field}__in": units.values("pk")})


_Route = _Direct | _Through | _Unplaced | _Everywhere | _ByUnitId
_ROUTES: Final[dict[type[Model], list[tuple[frozenset[Permission], _Route]]]] = {}


def register_reach(
    model: type[Model],
    path: str,
    *,
    rows: Q = _ALL_ROWS,
    permissions: Iterable[Permission] = EVERY_PERMISSION,
) -> None:
    """Say where the path of a row's Party unit is (`"unit__overseer__path"`), for some rows or all.

    Each of these calls adds a route; a row is reached if one of its routes leads to it.
    """
    _add(model, _Direct(path, rows), permissions)


def register_reach_through(
    model: type[Model],
    through: type[Model],
    link: str,
    *,
    last_of: str | None = None,
    permissions: Iterable[Permission] = EVERY_PERMISSION,
) -> None:
    """Say that a row is reached through `through` rows, whose `link` names it.

    `last_of`: only those lead there that still hold, or that ended last of all with the same
    value of this field; a reach that is over does not.
    """
    _add(model, _Through(through, link, last_of), permissions)


def register_unplaced(
    model: type[Model], rows: Q, *, permissions: Iterable[Permission] = EVERY_PERMISSION
) -> None:
    """Say which rows of a model belong to no unit; they are seen from the root."""
    _add(model, _Unplaced(rows), permissions)


def register_catalogue(model: type[Model]) -> None:
    """Say that the rows of a model belong to everybody who holds the permission anywhere."""
    _add(model, _Everywhere(), EVERY_PERMISSION)


def visible(
    queryset: QuerySet[_Row], actor: Actor, permission: Permission, on: dt.date | None = None
) -> QuerySet[_Row]:
    """Return the rows that the actor's grants of a day (today, unless told) give a view of.

    :raises LookupError: if the app of the model has not registered how its rows reach a unit
    """
    ground = _ground(actor, permission, on)
    return queryset.filter(_reach(queryset.model, permission, ground))


def keys_within(
    model: type[Model], actor: Actor, *permissions: Permission, on: dt.date | None = None
) -> QuerySet[Any, Any]:
    """Return the keys of rows of a model that is reached through others, read from their units on.

    The quick way where few units are within reach (`reaches_few`). Rows whose reach is over are
    among them: what may be seen is said by `visible` alone.
    """
    keys = [
        route.keys(_ground(actor, permission, on), permission)
        for permission in permissions
        for held, route in _ROUTES[model]
        if permission in held and isinstance(route, _Through)
    ]
    return keys[0].union(*keys[1:])


def reaches_few(actor: Actor, *permissions: Permission, on: dt.date | None = None) -> bool:
    """Tell whether so few units are within reach that all that stands in them may be looked at."""
    units = Unit.objects.none()
    for permission in permissions:
        units |= reachable_units(actor, permission, on)
    return units[: _FEW_UNITS + 1].count() <= _FEW_UNITS


def within_reach(
    queryset: QuerySet[_Row], actor: Actor, on: dt.date | None = None
) -> QuerySet[_Row]:
    """Return the rows that lie where the actor holds a role, whatever it allows there.

    Of these a refusal may say that they exist.
    """
    return queryset.filter(_reach(queryset.model, None, _ground(actor, None, on)))


def can(actor: Actor, permission: Permission, obj: Model, on: dt.date | None = None) -> bool:
    """Tell whether the actor may do this with this row."""
    rows = type(obj)._default_manager.filter(pk=obj.pk)
    return visible(rows, actor, permission, on).exists()


def reachable_units(
    actor: Actor, permission: Permission, on: dt.date | None = None
) -> QuerySet[Unit]:
    """Return the units, of all trees, that the permission holds on."""
    return visible(Unit.objects.all(), actor, permission, on)


def granted_paths(actor: Actor, permission: Permission, on: dt.date | None = None) -> list[str]:
    """Return the paths of the Party units that the permission is granted on, the shortest first."""
    ground = _ground(actor, permission, on)
    return sorted({*ground.below, *ground.alone}, key=lambda path: (path.count("."), path))


def paths_held(actor: Actor, on: dt.date | None = None) -> list[str]:
    """Return the paths of the Party units on which the actor holds a role, whatever it allows."""
    return sorted({held.path for held in _held(actor, on)})


def has_permission(actor: Actor, permission: Permission, on: dt.date | None = None) -> bool:
    """Tell whether the actor holds the permission anywhere."""
    return permission in permissions_of(actor, on)


def permissions_of(actor: Actor, on: dt.date | None = None) -> frozenset[Permission]:
    """Return what the actor may do somewhere."""
    roles = {held.role for held in _held(actor, on)}
    return frozenset(allowed for role in roles for allowed in policy.POLICY[role])


def keep_grants(actor: Actor) -> None:
    """Read the grants of this actor object once for each day, while it lasts: one request."""
    if not hasattr(actor, _KEPT):
        setattr(actor, _KEPT, {})


def covers(actor: Actor, permission: Permission, unit: Unit, on: dt.date | None = None) -> bool:
    """Tell whether the whole of a unit lies inside the reach, so that its figures may be shown.

    A grant on a unit alone covers it only while nothing stands below it. An area or agency is
    covered if every Party organization that it hosts is, too: they are whom its figures count.
    """
    if unit.overseer is None:
        return False
    ground = _ground(actor, permission, on)
    path = unit.overseer.path
    if ground.holds_below(path):
        return unit.tree == Tree.PARTY or _holds_hosted(ground, unit, on or clock.today())
    return path in ground.alone and not unit.children.filter(is_active=True).exists()


def covers_everything(actor: Actor, permission: Permission, on: dt.date | None = None) -> bool:
    """Tell whether the permission holds on the whole installation."""
    return _ground(actor, permission, on).has_root


def _holds_hosted(ground: Ground, unit: Unit, on: dt.date) -> bool:
    if ground.has_root:
        return True
    hosted = organizations.seen_from(unit, Tree.PARTY, on)
    if hosted is None:
        return False
    return not Unit.objects.filter(pk__in=hosted).exclude(ground.condition("path")).exists()


def reaches(actor: Actor, permission: Permission, unit: Unit, on: dt.date | None = None) -> bool:
    """Tell whether the permission holds on a unit; like `can`, where the unit is at hand."""
    if unit.overseer is None:
        return False
    ground, path = _ground(actor, permission, on), unit.overseer.path
    return path in ground.alone or ground.holds_below(path)


def reaches_below(
    actor: Actor, permission: Permission, unit: Unit, on: dt.date | None = None
) -> bool:
    """Tell whether the permission holds on a unit and on whatever will stand below it."""
    return unit.overseer is not None and _ground(actor, permission, on).holds_below(
        unit.overseer.path
    )


def _add(model: type[Model], route: _Route, permissions: Iterable[Permission]) -> None:
    _ROUTES.setdefault(model, []).append((frozenset(permissions), route))


def _reach(model: type[Model], permission: Permission | None, ground: Ground) -> Q:
    if model not in _ROUTES:
        raise LookupError(f"{model._meta.label} has not registered how its rows reach a unit")
    condition = Q(pk__in=[])
    if ground.is_empty:
        return condition
    for permissions, route in _ROUTES[model]:
        if permission is None or permission in permissions:
            condition |= route.condition(ground, permission)
    return condition


def _lasts_longest(model: type[Model], owner: str) -> Q:
    others = model._default_manager.filter(**{owner: OuterRef(owner)})
    longer = Q(during__upper_inf=True) | Q(during__endswith__gt=OuterRef("during__endswith"))
    return Q(during__upper_inf=True) | Q(~Exists(others.filter(longer)))


def _ground(actor: Actor, permission: Permission | None, on: dt.date | None) -> Ground:
    """Return where a permission holds; `None`: where any role does, whatever it allows."""
    roles = list(Role) if permission is None else policy.roles_with(permission)
    held = [grant for grant in _held(actor, on) if grant.role in roles]
    below = {each.path: each.is_root for each in held if each.reach == Reach.UNIT_AND_BELOW}
    alone = {each.path for each in held if each.reach == Reach.UNIT}
    if permission is None or permission in policy.OF_THE_PAST:
        below = {path: False for each in held for path in each.past} | below
    tops = tuple(outermost(below))
    spared: set[str] = set()
    if permission in policy.FROM_ABOVE:
        roots = {each.path for each in held if each.is_root}
        alone, spared = alone & roots, set(tops) - roots
    return Ground(
        below=tops,
        alone=tuple(sorted(alone)),
        # The installation's root, or the unit above it, whose path is a single label.
        has_root=any(is_root or "." not in path for path, is_root in below.items()),
        spared=tuple(sorted(spared)),
    )


def _held(actor: Actor, on: dt.date | None) -> frozenset[_Held]:
    kept: dict[dt.date, frozenset[_Held]] | None = getattr(actor, _KEPT, None)
    day = on or clock.today()
    if kept is not None and day in kept:
        return kept[day]
    with_below = Case(When(reach=Reach.UNIT_AND_BELOW, then=True), default=False)
    grants = _grants(actor, day).values_list(
        *("role", "reach", "unit__path", "unit__is_root"),
        organizations.past_paths("unit__path", with_below),
    )
    held = frozenset(
        _Held(Role(role), Reach(reach), path, is_root, tuple(past))
        for role, reach, path, is_root, past in grants
    )
    if kept is not None:
        kept[day] = held
    return held


def grants_in_force(on: dt.date | None = None) -> QuerySet[Grant]:
    """Return the grants that hold on a day; those on a unit that has ended are void."""
    day = on or clock.today()
    lives = Q(unit__closed_on__isnull=True) | Q(unit__closed_on__gt=day)
    return Grant.objects.filter(lives, user__is_active=True, during__contains=day)


def _grants(actor: Actor, on: dt.date | None) -> QuerySet[Grant]:
    if actor.pk is None:
        return Grant.objects.none()
    return grants_in_force(on).filter(user_id=actor.pk)


# The apps below this one cannot register themselves.
register_reach(Unit, "overseer__path")
register_reach(Term, "unit__overseer__path")
register_reach(Grant, "unit__path")
register_reach_through(User, Grant, "user", permissions=[Permission.USERS_MANAGE])
register_unplaced(User, Q(grants__isnull=True), permissions=[Permission.USERS_MANAGE])
for _book in (AuditEntry, AccessEntry):
    _add(_book, _ByUnitId("unit_id"), EVERY_PERMISSION)
    register_unplaced(_book, Q(unit_id__isnull=True))
