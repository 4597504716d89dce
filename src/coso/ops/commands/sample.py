"""The sample installation: the district of Chợ Mới, and an account for every role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen
from django.db import transaction
from django.db.models import Q

from coso.access import services as access
from coso.access.enums import Reach, Role
from coso.accounts import queries as account_queries
from coso.accounts import services as accounts
from coso.core.errors import DomainError
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.figures import queries as figures
from coso.importing import services as importing
from coso.ops import progress
from coso.ops.commands import init
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit

SAMPLE = Path(__file__).parents[1] / "sample"
AS_OF = dt.date(2023, 6, 30)
TERM_START = dt.date(2020, 10, 1)


class SampleNotImported(DomainError):
    """The sample does not go in: a fault of the project."""


@frozen
class DemoAccount:
    """Who signs in to the demo."""

    username: str
    role: Role
    full_name: str


ACCOUNTS = (
    DemoAccount("quantri", Role.ADMINISTRATOR, "Quản trị viên chạy thử"),
    DemoAccount("tochuc", Role.OFFICER, "Cán bộ Ban Tổ chức chạy thử"),
    DemoAccount("canbo", Role.PERSONNEL_OFFICER, "Cán bộ nhân sự chạy thử"),
    DemoAccount("lanhdao", Role.LEADER, "Lãnh đạo cấp ủy chạy thử"),
    DemoAccount("bithu", Role.BRANCH_SECRETARY, "Bí thư chi bộ chạy thử"),
    DemoAccount("todu", Role.VISIT_TEAM_MEMBER, "Thành viên tổ dự chạy thử"),
    DemoAccount("kiemtra", Role.INSPECTOR, "Cán bộ kiểm tra chạy thử"),
    DemoAccount("solieu", Role.FIGURES_READER, "Người xem số liệu chạy thử"),
)


def is_anothers() -> bool:
    """Return whether the database already holds an installation."""
    return account_queries.has_users() or organizations.root(Tree.PARTY) is not None


def fill(password: str) -> list[Mapping[str, str]]:
    """Set the sample up and return its accounts, as the demo prints them."""
    init.run(SAMPLE / "root.toml")
    _import()
    units = open_accounts(password)
    progress.say("Tính số liệu…")
    figures.prepare()
    return [
        {
            "username": account.username,
            "role": account.role.label,
            "unit": str(units[account.role]),
        }
        for account in ACCOUNTS
    ]


def _import() -> None:
    with progress.bar("Nhập các sổ mẫu…") as step:
        report = importing.import_workbooks(paths=[SAMPLE], actor=SYSTEM, progress=step)
    if not report.applied:
        raise SampleNotImported("sample_not_imported", "Không nhập được dữ liệu mẫu.")


@transaction.atomic
def open_accounts(password: str) -> dict[Role, Unit]:
    """Open an account for every role and return the units that they hold it on."""
    root, branch = _root_and_branch()
    units = {account.role: root for account in ACCOUNTS} | {Role.BRANCH_SECRETARY: branch}
    for account in ACCOUNTS:
        user = accounts.create_user(
            username=account.username,
            full_name=account.full_name,
            password=password,
            actor=SYSTEM,
        )
        access.grant_role(
            user=user,
            role=account.role,
            unit=units[account.role],
            reach=Reach.UNIT_AND_BELOW,
            during=Period(TERM_START),
            actor=SYSTEM,
        )
    return units


def _root_and_branch() -> tuple[Unit, Unit]:
    root = organizations.root(Tree.PARTY)
    branch = organizations.units_on(Tree.PARTY, AS_OF).filter(Q(type_on="BRANCH")).first()
    if root is None or branch is None:
        raise SampleNotImported("sample_not_imported", "Dữ liệu mẫu thiếu tổ chức đảng.")
    return root, branch
