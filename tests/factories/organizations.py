"""Units with minimal defaults: a type, a name, a place, all of them since ever."""

import datetime as dt
import itertools

from django.db import connection

from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.organizations import bulk
from coso.organizations import services as organizations
from coso.organizations.models import (
    NestingRule,
    Unit,
    UnitCode,
    UnitPlacement,
    UnitType,
    UnitVersion,
)
from coso.rules import services as rules
from coso.rules.models import Regime, Regulation, RuleParameter, RuleSet

_numbers = itertools.count(1)
SEEDED = (Regime, Regulation, RuleSet, RuleParameter, UnitType, NestingRule)
_seeds = {}

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


def seeds():
    """Load the rules and the kinds of units, without the catalogue of areas.

    Nearly every test wants them: the first reads the files, the others copy its rows.
    """
    if _seeds and not Regime.objects.exists():
        _put_back(_seeds)
        return
    rules.load_seeds()
    organizations.load_types()
    _seeds.update({model._meta.db_table: _rows_of(model._meta.db_table) for model in SEEDED})


def _rows_of(table):
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as rows:
        return b"".join(rows)


def _put_back(rows_of):
    for table, rows in rows_of.items():
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copying:
            copying.write(rows)


def roots(file=None):
    """Set an installation up: by default for the district of the sample."""
    seeds()
    details = organizations.details_of_root(file or DISTRICT)
    return organizations.init_root(root=details, actor=SYSTEM)


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
