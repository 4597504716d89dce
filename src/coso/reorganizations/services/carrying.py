"""Writing what a plan says: the trees, then everybody and everything that was in a unit."""

from __future__ import annotations

from typing import Final

import polars as pl
from django.db.backends.utils import CursorWrapper

from coso.access import services as access
from coso.core import db
from coso.members import bulk as members
from coso.organizations import bulk as organizations
from coso.organizations import services as organization_services
from coso.personnel import bulk as personnel
from coso.reorganizations.models import NamedMove
from coso.reorganizations.services.outlook import Outlook

_ENDED: Final = {
    "unit_id": pl.Int64,
    "successor_id": pl.Int64,
    "decision": pl.String,
    "keeps_positions": pl.Boolean,
}
_NAMED: Final = {"membership_id": pl.Int64, "unit_id": pl.Int64}
_TODAY: Final = "SELECT organizations_refresh_units(ARRAY(SELECT unit_id FROM reorganized_units))"


def carry_out(cursor: CursorWrapper, outlook: Outlook) -> None:
    """Write a plan that nothing stands against; the caller's transaction keeps or drops it."""
    day = outlook.day
    _stage(cursor, outlook)
    roots = _roots(outlook)
    fates = list(outlook.fates.values())
    organizations.restructure(cursor, outlook.known, day, fates, outlook.successions)
    organizations.end_terms(cursor, day)
    for former, root in roots:
        if root is not None and root != former:
            organizations.pass_on_root(cursor, day, former, root)
            access.pass_on_grants(cursor, former_root=former, root=root, on=day)
    members.reorganize(cursor, day)
    personnel.reorganize(cursor, day)
    db.run(cursor, _TODAY)
    organization_services.refresh_overseers()


def _roots(outlook: Outlook) -> list[tuple[int, int | None]]:
    """Return the root of each tree before and after."""
    return [
        (known.root.pk, outlook.root(tree))
        for tree, known in outlook.known.items()
        if known.root is not None
    ]


def _stage(cursor: CursorWrapper, outlook: Outlook) -> None:
    keeping = {unit for step in outlook.steps if step.keeps_positions for unit in step.ended}
    ended = [
        (unit, heir, outlook.fates[unit].decision, unit in keeping)
        for unit, heir in outlook.heirs.items()
    ]
    moves = NamedMove.objects.filter(plan=outlook.plan).values_list("membership", "target")
    named = [(membership, outlook.ids[target]) for membership, target in moves]
    db.copy_frame(cursor, "reorganized_units", pl.DataFrame(ended, _ENDED, orient="row"))
    db.copy_frame(cursor, "reorganized_members", pl.DataFrame(named, _NAMED, orient="row"))
