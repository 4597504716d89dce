"""A small Party tree and people with rights on it."""

from attrs import frozen

from coso.access.enums import Reach, Role
from coso.access.models import Grant
from coso.accounts.models import User
from coso.core import text
from coso.core.periods import Period
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitPlacement, UnitType, UnitVersion
from tests.factories.accounts import make_user
from tests.factories.keeping import kept

ALWAYS = Period(None, None)
_PARTY_TREE = (
    "Đảng bộ huyện Bình An",
    "Đảng bộ xã Yên Thịnh",
    "Chi bộ Bản Mới",
    "Đảng bộ xã Quảng Chu",
)


@frozen
class PartyTree:
    """A committee (`own`) between the one `above` it and a branch `below`, beside a `sibling`."""

    above: Unit
    own: Unit
    below: Unit
    sibling: Unit

    def place(self, name: str) -> Unit:
        return getattr(self, name)


def make_unit(
    name: str,
    parent: Unit | None = None,
    *,
    tree: Tree = Tree.PARTY,
    overseer: Unit | None = None,
    is_root: bool | None = None,
) -> Unit:
    """Return a unit that has always stood under its parent; without one, the root of its tree."""
    unit_type, _ = UnitType.objects.get_or_create(
        code=f"TEST_{tree}", defaults={"tree": tree, "name": "Loại thử"}
    )
    is_root = parent is None if is_root is None else is_root
    unit = Unit.objects.create(tree=tree, is_root=is_root, overseer=overseer)
    UnitVersion.objects.create(
        unit=unit,
        name=name,
        search_name=text.search_key(name),
        match_name=text.match_key(name),
        order_key=text.search_key(name),
        type=unit_type,
        during=ALWAYS.to_range(),
    )
    if parent is not None:
        UnitPlacement.objects.create(unit=unit, parent=parent, during=ALWAYS.to_range())
    if overseer is None and tree == Tree.PARTY:
        Unit.objects.filter(pk=unit.pk).update(overseer=unit)
    return Unit.objects.get(pk=unit.pk)


def make_party_tree() -> PartyTree:
    """Return a province-like root, two committees and a branch."""
    _place_party_tree()
    latest = {unit.name: unit for unit in Unit.objects.order_by("pk")}
    return PartyTree(*(latest[name] for name in _PARTY_TREE))


@kept(UnitType, Unit, UnitVersion, UnitPlacement)
def _place_party_tree() -> None:
    above, own, below, sibling = _PARTY_TREE
    root = make_unit(above)
    committee = make_unit(own, root)
    make_unit(below, committee)
    make_unit(sibling, root)


def make_grant(
    user: User,
    unit: Unit,
    role: Role = Role.OFFICER,
    reach: Reach = Reach.UNIT_AND_BELOW,
    during: Period = ALWAYS,
) -> Grant:
    """Return a role of a user on a unit."""
    return Grant.objects.create(
        user=user, role=role, unit=unit, reach=reach, during=during.to_range()
    )


def make_actor(
    unit: Unit, role: Role = Role.OFFICER, reach: Reach = Reach.UNIT_AND_BELOW, **fields
) -> User:
    """Return a user who holds a role on a unit."""
    user = make_user(**fields)
    make_grant(user, unit, role, reach)
    return user
