"""An import whose worker is killed amid each step: nothing half-written, nothing lost."""

import pytest

from coso.access.enums import Role
from coso.importing import services
from coso.importing.models import Import
from coso.ops.commands.sample import SAMPLE
from coso.organizations.models import Unit
from tests.factories.access import make_actor

UNITS = SAMPLE / "01_to_chuc_dang.xlsx"


@pytest.fixture(scope="module")
def installation(make_installation, django_db_blocker, tmp_path_factory):
    """Return an installation that has its roots and nothing else."""
    made, _ = make_installation(
        "killed", SAMPLE / "root.toml", [tmp_path_factory.mktemp("no-workbooks")]
    )
    with django_db_blocker.unblock(), made.opened():
        yield made


@pytest.fixture(scope="module")
def officer(installation):
    return make_actor(Unit.objects.get(tree="PARTY", is_root=True), Role.OFFICER)


def status():
    return Import.objects.get().status


def units():
    return Unit.objects.count()


def test_every_step_is_taken_up_by_the_next_worker_and_done_once(officer, killed_amid):
    roots = units()
    content = UNITS.read_bytes()
    source = services.receive_files(
        uploads=[services.Upload(UNITS.name, len(content), [content])], actor=officer
    )

    killed_amid(lambda: status() == "READY")
    assert units() == roots

    services.apply_import(source=source, actor=officer, leave_out_doubtful=False)
    killed_amid(lambda: status() == "APPLIED")
    filled = units()
    assert filled > roots + 262

    on = Import.objects.get().applied_at.date()
    services.request_undo(source=source, actor=officer, on=on)
    killed_amid(lambda: status() == "UNDONE")
    assert (units(), services.undone(Import.objects.get()).removed > 262) == (roots, True)
