"""Units with minimal defaults: a type, a name, a place, all of them since ever."""

import datetime as dt
import itertools

from coso.audit.models import AuditDetail, AuditEntry
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.organizations import bulk
from coso.organizations import services as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import (
    NestingRule,
    Term,
    Unit,
    UnitCode,
    UnitPlacement,
    UnitType,
    UnitVersion,
)
from coso.rules import services as rules
from coso.rules.models import Regime, Regulation, RuleParameter, RuleSet
from tests.factories.keeping import kept

_numbers = itertools.count(1)
SEEDED = (Regime, Regulation, RuleSet, RuleParameter, UnitType, NestingRule)
TREES = (Tree.PARTY, Tree.AREA, Tree.AGENCY)
PLACED = (Unit, UnitVersion, UnitPlacement, UnitCode, Term, AuditEntry, AuditDetail)

DISTRICT = {
    "regime": "R0",
    "party": {
        "name": "Đảng bộ huyện Chợ Mới",
        "level": "district",
        "superior": "Đảng bộ tỉnh Bắc Kạn",
    },
    "area": {
        "code": "065",
        "name": "Huyện Chợ Mới",
        "parent_code": "06",
        "parent_name": "Tỉnh Bắc Kạn",
    },
    "agencies": {"name": "Các cơ quan, đơn vị huyện Chợ Mới"},
    "terms": [
        {"name": "2020-2025", "from": dt.date(2020, 10, 1), "to": dt.date(2025, 6, 30)},
    ],
}


@kept(*SEEDED)
def seeds():
    """Load the rules and the kinds of units, without the catalogue of areas."""
    rules.load_seeds()
    organizations.load_types()


def roots(file=None):
    """Set an installation up: by default for the district of the sample."""
    seeds()
    if file is not None:
        return _init_roots(file)
    _init_usual_roots()
    return organizations.Roots(*(Unit.objects.get(tree=tree, is_root=True) for tree in TREES))


def _init_roots(file):
    details = organizations.details_of_root(file)
    return organizations.init_root(root=details, actor=SYSTEM)


@kept(*PLACED)
def _init_usual_roots():
    _init_roots(DISTRICT)


def unit(type_code, name=None, *, under=None, since=None, until=None, code="", **version):
    """Write a unit as the tables hold it, without the checks of the services."""
    kind = UnitType.objects.get(pk=type_code)
    during = Period(since, until).to_range()
    made = Unit.objects.create(tree=kind.tree, founded_on=since, closed_on=until)
    version.setdefault("level", kind.level)
    title = name or f"{kind.name} {next(_numbers)}"
    UnitVersion.objects.create(unit=made, during=during, type=kind, **bulk.named(title), **version)
    if under is not None:
        UnitPlacement.objects.create(unit=made, during=during, parent=under)
    if code:
        UnitCode.objects.create(unit=made, during=during, tree=kind.tree, code=code)
    made.refresh_from_db()
    return made
