"""A plan whose worker is killed while it is carried out, or taken back: whole or not at all."""

import pytest

from coso.access.enums import Role
from coso.core.writing import Basis
from coso.ops.commands.sample import SAMPLE
from coso.organizations.models import Unit
from coso.reorganizations import queries, services
from coso.reorganizations.enums import PlanStatus, PlanWork
from tests.factories.access import make_actor
from tests.factories.reorganizations import Planning


@pytest.fixture(scope="module")
def installation(make_installation, django_db_blocker, tmp_path_factory):
    """Return an installation that has its roots and nothing else."""
    made, _ = make_installation(
        "killed-plan", SAMPLE / "root.toml", [tmp_path_factory.mktemp("no-workbooks")]
    )
    with django_db_blocker.unblock(), made.opened():
        yield made


@pytest.fixture
def root(installation):
    return Unit.objects.get(tree="PARTY", is_root=True)


def founded():
    return Unit.objects.filter(name="Chi bộ Bản Mới").count()


def test_what_a_killed_worker_was_doing_is_done_once_by_the_next(root, killed_amid):
    officer = make_actor(root, Role.OFFICER)
    plan = Planning()
    new = plan.new("GRASSROOTS_BRANCH", "Chi bộ Bản Mới", root)
    plan = plan.step("ESTABLISH", [], [new]).drafted()

    def ask(work):
        services.request_work(
            plan=plan, work=work, actor=officer, basis=Basis(reason="Theo nghị quyết")
        )

    def is_at(status):
        now = queries.plan(plan.pk)
        return (now.status, now.work) == (status, "")

    for work, status, units in (
        (PlanWork.APPLY, PlanStatus.APPLIED, 1),
        (PlanWork.UNDO, PlanStatus.UNDONE, 0),
    ):
        ask(work)
        killed_amid(lambda status=status: is_at(status))
        assert founded() == units
