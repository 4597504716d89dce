"""What is done with a plan by the worker: asked for, done once, refused at the plan."""

import pytest

from coso.audit.models import AuditEntry
from coso.core.errors import DomainError
from coso.core.writing import Basis
from coso.members.models import MembershipPeriod
from coso.organizations.enums import Tree
from coso.reorganizations import services
from coso.reorganizations.enums import PlanStatus, PlanWork
from coso.reorganizations.models import KeptRehearsal, Reorganization
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import DAY, YEARS_AGO, Planning, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    made = district()
    for branch in (made.one, made.two, made.three):
        registers.member(branch, YEARS_AGO, official_on=YEARS_AGO)
    return made


@pytest.fixture
def officer(place):
    return make_actor(place.root)


@pytest.fixture
def plan(place):
    return Planning().step("MERGE_INTO", [place.two], [place.one]).drafted()


@pytest.fixture
def ask(plan, officer):
    """Return a function that asks the worker for something."""

    def request(work, reason="Theo nghị quyết", **basis):
        return services.request_work(
            plan=plan, work=work, actor=officer, basis=Basis(reason=reason, **basis)
        )

    return request


def now(plan):
    return Reorganization.objects.get(pk=plan.pk)


def members_of(unit):
    return MembershipPeriod.objects.on(DAY).filter(unit=unit).count()


def test_a_rehearsal_is_kept_as_it_was_made_and_writes_nothing(plan, ask, run_jobs):
    before = services.rehearse(plan=plan)

    ask(PlanWork.REHEARSE)
    run_jobs()

    kept = services.last_rehearsal(plan)
    assert (kept.rehearsal, kept.is_outdated) == (before, False)
    assert (now(plan).work, now(plan).status) == ("", PlanStatus.DRAFT)


def test_the_trees_of_a_rehearsal_are_kept_as_they_were_found(plan, ask, run_jobs, place, officer):
    before = {tree: services.compare_trees(plan=plan, tree=tree) for tree in Tree}
    assert services.rehearsed_trees(plan, Tree.PARTY) is None

    for _ in range(2):
        ask(PlanWork.REHEARSE)
        run_jobs()

    kept = {tree: services.rehearsed_trees(plan, tree) for tree in Tree}
    assert {tree: each.comparison for tree, each in kept.items()} == before
    assert any(node.marks for node in kept[Tree.PARTY].comparison.before.nodes.values())
    assert not kept[Tree.PARTY].is_outdated
    services.draft_plan(details=Planning(name="Khác").details, unit=place.root, actor=officer)
    assert services.rehearsed_trees(plan, Tree.PARTY).is_outdated
    assert not services.rehearsed_trees(plan, Tree.PARTY).is_of_earlier_plan
    services.remove_step(step=plan.steps.get(), actor=officer)
    assert services.rehearsed_trees(plan, Tree.PARTY).is_of_earlier_plan


def test_a_rehearsal_says_that_something_was_recorded_since(plan, ask, run_jobs, place, officer):
    ask(PlanWork.REHEARSE)
    run_jobs()

    services.draft_plan(details=Planning(name="Khác").details, unit=place.root, actor=officer)

    assert services.last_rehearsal(plan).is_outdated


def test_a_rehearsal_of_a_plan_that_was_changed_since_is_worth_nothing(
    plan, ask, run_jobs, officer
):
    ask(PlanWork.REHEARSE)
    run_jobs()

    services.remove_step(step=plan.steps.get(), actor=officer)

    assert services.last_rehearsal(plan) is None


def test_asked_twice_it_is_carried_out_once(plan, ask, run_jobs, place, officer):
    ask(PlanWork.APPLY)
    assert members_of(place.one) == 1
    ask(PlanWork.APPLY)

    jobs = run_jobs()

    assert jobs == [("reorganizations.work", "succeeded")]
    assert (now(plan).status, now(plan).work) == (PlanStatus.APPLIED, "")
    assert members_of(place.one) == 2
    entry = AuditEntry.objects.get(action="reorganization.applied")
    assert entry.actor_id == officer.pk


def test_a_job_that_begins_again_after_its_work_was_kept_does_nothing(plan, ask, run_jobs, officer):
    ask(PlanWork.APPLY)
    run_jobs()

    services.do_work(plan_id=plan.pk, actor_id=officer.pk, work=PlanWork.APPLY, seen="", on=DAY)

    assert (now(plan).status, now(plan).message) == (PlanStatus.APPLIED, "")


def test_the_reason_goes_along_and_stands_in_the_trail(place, officer, run_jobs):
    unexplained = Planning()
    unexplained.details.decision = ""
    plan = unexplained.step("MERGE_INTO", [place.two], [place.one]).drafted()

    services.request_work(plan=plan, work=PlanWork.APPLY, actor=officer, basis=Basis(reason="Gấp"))
    run_jobs()

    assert AuditEntry.objects.get(action="reorganization.applied").reason == "Gấp"
    assert now(plan).work_reason == ""


def test_what_changed_since_it_was_looked_at_is_refused_at_the_plan(plan, ask, run_jobs, place):
    seen = services.rehearse(plan=plan).state
    ask(PlanWork.APPLY, seen=seen)
    registers.member(place.two, YEARS_AGO)

    run_jobs()

    assert (now(plan).status, now(plan).work) == (PlanStatus.DRAFT, "")
    assert "người khác đã sửa" in now(plan).message
    assert members_of(place.two) == 2


def test_nothing_else_is_done_with_a_plan_meanwhile(plan, ask, officer):
    ask(PlanWork.REHEARSE)

    for refused in (
        lambda: ask(PlanWork.APPLY),
        lambda: services.remove_step(step=plan.steps.get(), actor=officer),
        lambda: services.apply_plan(plan=plan, actor=officer, on=DAY),
    ):
        with pytest.raises(services.UnableToReorganize, match="đã giao máy chủ, chưa xong"):
            refused()


def test_a_plan_waits_for_its_day_and_is_taken_back_by_the_worker(plan, ask, run_jobs, place):
    Reorganization.objects.filter(pk=plan.pk).update(effective_on="2999-01-01")
    ask(PlanWork.SCHEDULE)
    run_jobs()
    assert now(plan).status == PlanStatus.SCHEDULED

    Reorganization.objects.filter(pk=plan.pk).update(effective_on=DAY)
    ask(PlanWork.APPLY)
    run_jobs()
    assert members_of(place.two) == 0

    ask(PlanWork.UNDO, reason="Ghi nhầm")
    run_jobs()
    assert (now(plan).status, members_of(place.two)) == (PlanStatus.UNDONE, 1)
    assert AuditEntry.objects.get(action="reorganization.undone").reason == "Ghi nhầm"
    with pytest.raises(services.UnableToUndoReorganization, match="Không có gì để hoàn tác"):
        ask(PlanWork.UNDO)


def test_names_of_people_are_not_kept_once_the_plan_was_carried_out(plan, ask, run_jobs):
    for work in (PlanWork.REHEARSE, PlanWork.APPLY):
        ask(work)
        run_jobs()

    assert not KeptRehearsal.objects.exists()


def test_work_that_is_given_up_says_so_at_the_plan(plan, ask):
    ask(PlanWork.APPLY)

    services.fail_work(plan_id=plan.pk, error=DomainError("out_of_memory", "Hết bộ nhớ."))

    assert (now(plan).work, now(plan).message) == ("", "Hết bộ nhớ.")
