"""The reorganization of 1 July 2025 as the office planned it, and the members that came of it."""

import datetime as dt
from pathlib import Path

import yaml

from coso.core.numbers import format_integer
from coso.ops.commands.sample import SAMPLE
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree

# Milliseconds for what works on the whole installation, on a busy machine.
LONG = 60_000
PLAN = SAMPLE / "plans" / "14_sap_nhap_2025.xlsx"
NEW = dt.date(2025, 7, 1)
_EXPECTED = Path(__file__).parents[1] / "acceptance" / "expected.yaml"
RECEIVED = yaml.safe_load(_EXPECTED.read_text(encoding="utf-8"))["received"]


def members_on(someone, unit, day):
    """Open the figure of the members of a unit on a day; return what it says."""
    page = someone.open(f"/so-lieu/member.total/?don-vi={unit.pk}&ngay={day}")
    return page.locator(".figure-value").inner_text()


def members_received(someone):
    """Return the members of each new commune on its first day, as its figure says them."""
    communes = {name: organizations.find_unit(name, NEW, Tree.PARTY) for name in RECEIVED}
    return {name: members_on(someone, unit, NEW) for name, unit in communes.items()}


def told_in_advance():
    """Return the members that each new commune was to receive, as a figure says them."""
    return {name: format_integer(number) for name, number in RECEIVED.items()}
