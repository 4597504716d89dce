"""Which unit a command is about, under which tree."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import click
from attrs import frozen

from coso.core import clock
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.organizations.queries import UnitNotFound

WORDS = {"then": "theo tổ chức lúc đó", "now": "theo tổ chức hôm nay"}


@frozen
class Side:
    """A unit under the tree of the day asked for, or under that of today."""

    unit: Unit
    tree: Literal["then", "now"]


def sides_of(written: str | None, day: dt.date, tree: str) -> list[Side]:
    """Return what a command is about: once, or twice under both trees.

    :param written: code or name of a unit; the root of the installation if nothing is
    """
    if tree == "both":
        return [*sides_of(written, day, "then"), *sides_of(written, day, "now")]
    if tree == "now":
        return [Side(_today(written, day), "now")]
    return [Side(_then(written, day), "then")]


def _then(written: str | None, day: dt.date) -> Unit:
    return organizations.find_unit(written, day) if written else _root(day)


def _today(written: str | None, day: dt.date) -> Unit:
    """Return what stands for a unit of the day now, else the unit of this name now."""
    if not written:
        return _root(clock.today())
    try:
        return organizations.heir_of(organizations.find_unit(written, day))
    except UnitNotFound:
        return organizations.find_unit(written, clock.today())


def _root(day: dt.date) -> Unit:
    root: Unit | None = organizations.root_on(Tree.PARTY, day)
    if root is None:
        raise click.UsageError("Chưa có đơn vị gốc: hãy chạy coso init --root TỆP trước.")
    return root
