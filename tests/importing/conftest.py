import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.importing import services
from coso.importing.services import import_workbooks
from coso.organizations import services as organization_services
from coso.organizations.enums import Tree
from coso.organizations.queries import root
from tests.factories import organizations, people
from tests.factories.accounts import make_user
from tests.factories.keeping import kept
from tests.factories.members import roster
from tests.factories.workbooks import workbook

COMMITTEE, OTHER = "Đảng bộ xã Tân Sơn", "Đảng bộ xã Yên Cư"
NEW_BRANCH, OLD_BRANCH, OTHER_BRANCH = "Chi bộ Bản Mới", "Chi bộ Bản Cũ", "Chi bộ Nà Pái"
OWN = "Chi bộ Bưu điện huyện"


@pytest.fixture
def party(party_of_the_module, db):
    """Return the root above two committees with branches, and a grassroots branch."""
    return root(Tree.PARTY)


@pytest.fixture(scope="module")
def party_of_the_module(lasting):
    place_party()


@kept(*organizations.SEEDED, *people.SEEDED, *organizations.PLACED)
def place_party():
    above = organizations.roots().party
    people.seeds()
    committee = organizations.unit("GRASSROOTS_COMMITTEE_ORG", COMMITTEE, under=above)
    other = organizations.unit("GRASSROOTS_COMMITTEE_ORG", OTHER, under=above)
    organizations.unit("BRANCH", NEW_BRANCH, under=committee)
    organizations.unit("BRANCH", OLD_BRANCH, under=committee)
    organizations.unit("BRANCH", OTHER_BRANCH, under=other)
    # A name that stands under both committees.
    organizations.unit("BRANCH", "Chi bộ Trạm Y tế", under=committee)
    organizations.unit("BRANCH", "Chi bộ Trạm Y tế", under=other)
    organizations.unit("GRASSROOTS_BRANCH", OWN, under=above)
    organization_services.refresh_overseers()  # as every service leaves the trees


@pytest.fixture
def importing(tmp_path):
    """Return a function that writes sheets to a workbook and imports it."""

    def run(name="sổ.xlsx", **sheets):
        options = {key: sheets.pop(key) for key in ("mode", "dry_run") if key in sheets}
        return import_workbooks(
            paths=[workbook(tmp_path / name, **sheets)], actor=SYSTEM, **options
        )

    return run


def day(text):
    """Return a date written 30/06/2023."""
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 — a day has no zone


def places(report, *kinds):
    """Return (kind, sheet, row, column) of the problems, of some kinds or of all."""
    return [
        (p.kind, p.sheet, p.row, p.column) for p in report.problems if not kinds or p.kind in kinds
    ]


def counts(report):
    """Return created, updated, unchanged of each sheet."""
    return [(s.created, s.updated, s.unchanged) for s in report.sheets]


@pytest.fixture
def home(settings, tmp_path):
    """Return a home of its own for the files of the test."""
    settings.COSO_HOME = tmp_path / "home"
    return settings.COSO_HOME


@pytest.fixture
def user(party):
    return make_user(full_name="Trần Thị Bình")


@pytest.fixture
def upload(tmp_path, user):
    """Return a function that uploads sheets as one workbook."""

    def run(name="sổ.xlsx", actor=None, **sheets):
        content = workbook(tmp_path / name, **sheets).read_bytes()
        return services.receive_files(
            uploads=[services.Upload(name, len(content), [content])], actor=actor or user
        )

    return run


@pytest.fixture
def checked(upload, run_jobs):
    """Return a function that uploads sheets and has them checked."""

    def run(*rows, **options):
        source = upload(A=roster(*rows, **options))
        run_jobs()
        source.refresh_from_db()
        return source

    return run
