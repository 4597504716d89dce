"""A plan changed by hand: what each change leaves, and what is refused."""

import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, RecordChanged
from coso.organizations.enums import Tree, UnitEvent
from coso.organizations.models import UnitType
from coso.reorganizations import queries, services
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import Heading, StepDetails, UnableToReorganize, UnitDetails
from tests.factories import registers
from tests.factories.reorganizations import DAY, TODAY, YEARS_AGO, Planning, district, said_by

pytestmark = pytest.mark.django_db

EARLIER = DAY - dt.timedelta(days=1)


@pytest.fixture
def place():
    return district()


@pytest.fixture
def plan(place):
    """A plan without steps."""
    return Planning().drafted()


def of(unit, **after):
    return UnitDetails(tree=Tree(unit.tree), unit=unit, **after)


def commune(name, under, code=""):
    kind = UnitType.objects.get(pk="GRASSROOTS_COMMITTEE_ORG")
    return UnitDetails(tree=Tree.PARTY, name=name, type=kind, code=code, parent=of(under))


def add(plan, event, sources=(), targets=(), **more):
    step = StepDetails(
        event=UnitEvent(event), sources=tuple(sources), targets=tuple(targets), **more
    )
    return services.add_steps(plan=plan, steps=[step], actor=SYSTEM)[0]


def rename(plan, unit, name):
    details = of(unit, name=name)
    return add(plan, "RENAME", [details], [details])


def merging(place):
    """Say that both communes become one, and its branch two joins branch one."""
    plan = Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    plan.step("CONSOLIDATE", [place.first, place.second], [new], decision="02-QĐ/HU")
    return plan.step("MERGE_INTO", [place.two], [place.one], keeps_positions=True)


def positions(plan):
    return [(step.position, step.event) for step in plan.steps.order_by("position")]


def test_step_by_step_a_plan_says_the_same_as_drafted_at_once(place, plan):
    drafted = merging(place).drafted()

    new = commune("Đảng bộ xã Tân Kỳ", place.root, "06.3")
    add(plan, "CONSOLIDATE", [of(place.first), of(place.second)], [new], decision="02-QĐ/HU")
    add(plan, "MERGE_INTO", [of(place.two)], [of(place.one)], keeps_positions=True)

    assert said_by(plan) == said_by(drafted)
    assert AuditEntry.objects.filter(action="reorganization.edited").count() == 2


def test_a_later_step_speaks_of_a_unit_that_an_earlier_one_founds(place, plan):
    add(plan, "ESTABLISH", [], [commune("Đảng bộ xã Tân Kỳ", place.root)])
    founded = UnitDetails(tree=Tree.PARTY, planned=plan.units.get(is_new=True))
    moved = of(place.one, parent=founded)

    add(plan, "TRANSFER_UNIT", [moved], [moved])

    assert plan.units.filter(is_new=True).count() == 1
    assert str(plan.units.get(unit=place.one).parent) == "Đảng bộ xã Tân Kỳ"
    assert not services.rehearse(plan=plan).is_blocked


def test_a_step_that_is_there_is_not_added_again(place, plan):
    moved = of(place.two, parent=of(place.first))
    rename(plan, place.one, "Chi bộ Bản Xưa")
    add(plan, "ESTABLISH", [], [commune("Đảng bộ xã Tân Kỳ", place.root)])
    add(plan, "TRANSFER_UNIT", [moved], [moved])
    founded = UnitDetails(tree=Tree.PARTY, planned=plan.units.get(is_new=True), name="Xã Tân Kỳ")
    before = said_by(plan)

    for repeated, position in (
        (lambda: rename(plan, place.one, "Chi bộ Bản Mới"), 1),
        (lambda: add(plan, "ESTABLISH", [], [commune(" Đảng bộ  xã Tân Kỳ", place.root)]), 2),
        (lambda: add(plan, "TRANSFER_UNIT", [of(place.two)], [of(place.two)]), 3),
    ):
        with pytest.raises(services.StepIsThere) as refusal:
            repeated()
        assert refusal.value.step.position == position
    assert said_by(plan) == before

    rename(plan, place.two, "Chi bộ Bản Xưa")
    add(plan, "RENAME", [founded], [founded])
    add(plan, "ESTABLISH", [], [commune("Đảng bộ xã Tân Kỳ", place.first)])
    assert plan.steps.count() == 6


def test_steps_about_one_unit_say_each_their_own(place, plan):
    renamed = rename(plan, place.one, "Chi bộ Bản Xưa")
    moved = of(place.one, parent=of(place.second))
    add(plan, "TRANSFER_UNIT", [moved], [moved])

    services.remove_step(step=renamed, actor=SYSTEM)

    left = plan.units.get(unit=place.one)
    assert (left.name, str(left.parent)) == ("", "Đảng bộ xã Cao Kỳ")
    assert positions(plan) == [(1, "TRANSFER_UNIT")]


def test_what_is_removed_leaves_nothing_behind(place):
    plan = merging(place).drafted()
    for step in plan.steps.order_by("-position"):
        services.remove_step(step=step, actor=SYSTEM)

    assert (plan.steps.count(), plan.units.count()) == (0, 0)
    assert [p.kind for p in services.rehearse(plan=plan).problems] == ["no_step"]


def test_steps_after_a_removed_one_close_up(place, plan):
    steps = [rename(plan, unit, "Chi bộ Mới") for unit in (place.one, place.two, place.three)]

    services.remove_step(step=steps[0], actor=SYSTEM)

    assert [step.position for step in plan.steps.order_by("position")] == [1, 2]
    assert rename(plan, place.first, "Đảng bộ xã Mới").position == 3


@pytest.mark.parametrize(
    ("places", "order"), [(1, "BAC"), (2, "BCA"), (9, "BCA"), (-1, "ABC"), (0, "ABC")]
)
def test_a_step_is_moved_up_and_down_within_the_plan(place, plan, places, order):
    units = zip("ABC", (place.one, place.two, place.three), strict=True)
    first, *_ = [rename(plan, unit, f"Chi bộ {letter}") for letter, unit in units]

    services.move_step(step=first, places=places, actor=SYSTEM)

    found = [step.parts.first().unit.name[-1] for step in plan.steps.order_by("position")]
    assert "".join(found) == order
    assert [step.position for step in plan.steps.order_by("position")] == [1, 2, 3]


def test_a_founding_step_is_not_removed_while_something_rests_on_its_unit(place):
    member = registers.member(place.one, YEARS_AGO)
    planning = merging(place)
    new = planning.details.steps[0].targets[0]
    planning.of(place.three).parent = new
    planning.step("TRANSFER_UNIT", [place.three], [place.three])
    plan = planning.move(member, new).drafted()
    before = said_by(plan)

    with pytest.raises(UnableToReorganize) as refused:
        services.remove_step(step=plan.steps.get(position=1), actor=SYSTEM)

    assert str(refused.value) == (
        "Không còn bước nào lập Đảng bộ xã Tân Kỳ, mà Chi bộ Nà Lạn còn trực thuộc đơn vị này; "
        "1 đảng viên còn được chuyển về đây. Hãy sửa các chỗ đó trước."
    )
    assert said_by(plan) == before


def test_a_changed_step_says_only_the_new(place):
    plan = merging(place).drafted()
    step = plan.steps.get(position=1)
    new = UnitDetails(
        tree=Tree.PARTY, planned=plan.units.get(is_new=True), name="Đảng bộ xã Kỳ Sơn"
    )
    new.parent = of(place.root)
    details = StepDetails(
        event=UnitEvent.CONSOLIDATE, sources=(of(place.first), of(place.second)), targets=(new,)
    )

    services.change_step(step=step, details=details, actor=SYSTEM)

    planning = Planning()
    new = planning.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Kỳ Sơn", place.root)
    planning.step("CONSOLIDATE", [place.first, place.second], [new])
    planning.step("MERGE_INTO", [place.two], [place.one], keeps_positions=True)
    assert said_by(plan) == said_by(planning.drafted())


def test_a_step_may_become_one_of_another_kind(place):
    plan = merging(place).drafted()
    details = StepDetails(event=UnitEvent.DISSOLVE, sources=(of(place.second),))

    services.change_step(step=plan.steps.get(position=1), details=details, actor=SYSTEM)

    assert not plan.units.filter(is_new=True).exists()
    assert positions(plan) == [(1, "DISSOLVE"), (2, "MERGE_INTO")]


def test_name_day_and_basis_are_changed(place):
    plan = merging(place).drafted()
    heading = Heading(
        name="  Sắp xếp   xã ",
        effective_on=dt.date(2024, 9, 1),
        decision="12-NQ/TU",
        decided_on=dt.date(2024, 8, 1),
        issuer="Tỉnh ủy",
    )

    changed = services.change_plan(plan=plan, heading=heading, actor=SYSTEM)

    assert (changed.name, changed.effective_on, changed.decision) == (
        "Sắp xếp xã",
        dt.date(2024, 9, 1),
        "12-NQ/TU",
    )
    assert (changed.decided_on, changed.issuer) == (dt.date(2024, 8, 1), "Tỉnh ủy")


def test_what_others_changed_meanwhile_is_not_written_over(place, plan):
    seen = queries.state_of(plan)
    rename(plan, place.one, "Chi bộ Bản Xưa")
    before = said_by(plan)
    heading = Heading(name="Khác", effective_on=DAY)

    with pytest.raises(RecordChanged):
        services.change_plan(plan=plan, heading=heading, actor=SYSTEM, basis=Basis(seen=seen))

    assert said_by(plan) == before


def test_a_plan_that_waits_becomes_a_draft_again(place):
    plan = merging(place).drafted()
    services.schedule_plan(plan=plan, actor=SYSTEM, on=EARLIER)

    rename(plan, place.three, "Chi bộ Nà Lạn 2")

    assert Reorganization.objects.get(pk=plan.pk).status == PlanStatus.DRAFT


def test_a_plan_that_was_carried_out_is_not_changed(place):
    plan = merging(place).applied()
    step = plan.steps.get(position=2)

    for change in (
        lambda: services.remove_step(step=step, actor=SYSTEM),
        lambda: services.move_step(step=step, places=-1, actor=SYSTEM),
        lambda: rename(plan, place.three, "Chi bộ Nà Lạn 2"),
        lambda: services.send_members(plan=plan, targets={}, actor=SYSTEM),
    ):
        with pytest.raises(UnableToReorganize, match="đã thực hiện"):
            change()


def test_a_step_that_another_writer_removed_is_told_of(place):
    plan = merging(place).drafted()
    step = plan.steps.get(position=2)
    services.remove_step(step=plan.steps.get(position=2), actor=SYSTEM)

    with pytest.raises(UnableToReorganize, match="đã bị bỏ khỏi phương án"):
        services.remove_step(step=step, actor=SYSTEM)


def test_a_unit_that_is_not_founded_any_more_cannot_be_chosen(place):
    plan = merging(place).drafted()
    gone = UnitDetails(tree=Tree.PARTY, planned=plan.units.get(is_new=True))
    services.remove_step(step=plan.steps.get(position=1), actor=SYSTEM)
    moved = of(place.three, parent=gone)

    with pytest.raises(UnableToReorganize, match="không còn lập Đảng bộ xã Tân Kỳ"):
        add(plan, "TRANSFER_UNIT", [moved], [moved])


def test_members_go_by_name_and_stay_with_the_last_word(place, plan):
    one, two = (registers.member(place.two, YEARS_AGO) for _ in range(2))
    add(plan, "DISSOLVE", [of(place.two)])
    send(plan, [one, two], of(place.one))
    send(plan, [two], of(place.three))

    assert {m.membership: m.target.unit for m in plan.moves.all()} == {
        one: place.one,
        two: place.three,
    }
    assert not services.rehearse(plan=plan).is_blocked
    send(plan, [one, two], None)
    assert plan.moves.count() == 0
    assert [unit.unit for unit in plan.units.all()] == [place.two]


def send(plan, members, target):
    services.send_members(
        plan=plan, targets=dict.fromkeys((m.pk for m in members), target), actor=SYSTEM
    )


def test_a_plan_made_by_hand_is_carried_out_like_any_other(place, plan):
    new = commune("Đảng bộ xã Tân Kỳ", place.root)
    add(plan, "CONSOLIDATE", [of(place.first), of(place.second)], [new])

    services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)

    assert plan.units.get(is_new=True).unit.name == "Đảng bộ xã Tân Kỳ"


def test_a_copy_of_a_plan_that_was_taken_back_can_be_carried_out(place):
    plan = merging(place).applied()
    services.undo_plan(plan=plan, actor=SYSTEM)

    copy = services.copy_plan(plan=plan, actor=SYSTEM)

    assert (copy.name, copy.status) == ("Sắp xếp năm 2024 (bản sao)", PlanStatus.DRAFT)
    assert said_by(copy) == said_by(plan)
    services.apply_plan(plan=copy, actor=SYSTEM, on=TODAY)
    assert copy.units.get(is_new=True).unit.name == "Đảng bộ xã Tân Kỳ"


def test_a_copy_of_a_plan_that_was_carried_out_founds_its_own_units(place):
    plan = merging(place).applied()

    copy = services.copy_plan(plan=plan, actor=SYSTEM)

    assert copy.units.get(is_new=True).unit is None


def test_the_name_of_a_copy_fits(place):
    plan = Planning(name="x" * 200).drafted()

    assert services.copy_plan(plan=plan, actor=SYSTEM).name == "x" * 190 + " (bản sao)"


def removed(plan):
    return queries.removed_steps(plan).first()


@pytest.mark.parametrize("place_of_step", [1, 2, 3])
def test_a_removed_step_is_put_back_as_it_was(place, place_of_step):
    made = merging(place)
    made.of(place.three, name="Chi bộ Nà Lạn 2")
    made.step("RENAME", [place.three], [place.three], decision="03-QĐ/HU", decided_on=DAY)
    member = registers.member(place.two, YEARS_AGO)
    plan = made.move(member, place.three).drafted()
    before = said_by(plan)
    step = plan.steps.get(position=place_of_step)

    services.remove_step(step=step, actor=SYSTEM)
    assert said_by(plan) != before
    services.restore_step(removed=removed(plan), actor=SYSTEM)

    assert said_by(plan) == before
    assert [step.position for step in plan.steps.order_by("position")] == [1, 2, 3]
    assert not services.rehearse(plan=plan).is_blocked
    assert not plan.removed_steps.exists()


def test_all_removed_steps_come_back_one_by_one(place):
    plan = merging(place).drafted()
    before = said_by(plan)
    for step in plan.steps.order_by("position"):
        services.remove_step(step=step, actor=SYSTEM)

    while step := removed(plan):
        services.restore_step(removed=step, actor=SYSTEM)

    assert said_by(plan) == before


def test_a_step_whose_unit_is_not_founded_any_more_is_not_put_back(place, plan):
    founding = add(plan, "ESTABLISH", [], [commune("Đảng bộ xã Tân Kỳ", place.root)])
    founded = UnitDetails(tree=Tree.PARTY, planned=plan.units.get(is_new=True))
    moved = of(place.one, parent=founded)
    services.remove_step(step=add(plan, "TRANSFER_UNIT", [moved], [moved]), actor=SYSTEM)
    moving = removed(plan)
    services.remove_step(step=founding, actor=SYSTEM)

    with pytest.raises(UnableToReorganize, match="Hãy lấy lại bước lập đơn vị ấy trước"):
        services.restore_step(removed=moving, actor=SYSTEM)

    services.restore_step(removed=removed(plan), actor=SYSTEM)
    services.restore_step(removed=moving, actor=SYSTEM)
    assert str(plan.units.get(unit=place.one).parent) == "Đảng bộ xã Tân Kỳ"


def test_a_step_does_not_come_back_over_what_another_says_now(place, plan):
    services.remove_step(step=rename(plan, place.one, "Chi bộ Bản Xưa"), actor=SYSTEM)
    rename(plan, place.one, "Chi bộ Bản Nay")

    with pytest.raises(UnableToReorganize, match="Bước khác đã ghi lại"):
        services.restore_step(removed=removed(plan), actor=SYSTEM)

    assert plan.units.get(unit=place.one).name == "Chi bộ Bản Nay"


def test_a_step_is_put_back_once(place, plan):
    services.remove_step(step=rename(plan, place.one, "Chi bộ Bản Xưa"), actor=SYSTEM)
    kept = removed(plan)
    services.restore_step(removed=queries.removed_steps(plan).get(), actor=SYSTEM)

    with pytest.raises(UnableToReorganize, match="đã được lấy lại"):
        services.restore_step(removed=kept, actor=SYSTEM)

    assert plan.steps.count() == 1
