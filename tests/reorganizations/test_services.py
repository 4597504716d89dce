"""What each event does to units, members, positions and posts; what stands against a plan."""

import datetime as dt

import pytest
from attrs import evolve
from django.db.models import Value

from coso.access import scoping
from coso.access.enums import Permission, Reach, Role
from coso.access.models import Grant
from coso.audit.models import AuditEntry
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged
from coso.members import services as members
from coso.members.models import Membership, MembershipPeriod, PositionHolding, TemporaryStay
from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import FormerRoot, Term, Unit, UnitSuccession, UnitVersion
from coso.personnel.models import Assignment
from coso.reorganizations import services
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import Reorganization
from coso.reorganizations.services import UnableToReorganize, UnableToUndoReorganization
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.dumps import registers as all_records
from tests.factories.reorganizations import DAY, TODAY, YEARS_AGO, Planning, district

pytestmark = pytest.mark.django_db

BEFORE = DAY - dt.timedelta(days=1)


@pytest.fixture
def place():
    return district()


@pytest.fixture
def people(place):
    """Three members of branch one, two of two, one of three."""
    official = {"official_on": dt.date(2001, 1, 1)}
    return {
        branch: [registers.member(branch, YEARS_AGO, **official) for _ in range(number)]
        for branch, number in ((place.one, 3), (place.two, 2), (place.three, 1))
    }


def home(membership, day=DAY):
    return MembershipPeriod.objects.on(day).get(membership=membership).unit


def problems(rehearsal, severity="error"):
    return [p.kind for p in rehearsal.problems if p.severity == severity]


def merged(place):
    """Plan that both communes become one, and its branch two joins branch one."""
    plan = Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    plan.step("CONSOLIDATE", [place.first, place.second], [new])
    return plan.step("MERGE_INTO", [place.two], [place.one])


def test_consolidation_founds_one_unit_and_takes_everything_along(place, people):
    plan = merged(place).applied()

    new = Unit.objects.get(name="Đảng bộ xã Tân Kỳ")
    assert queries.parent_on(new, DAY) == place.root
    assert {u.name for u in queries.children_on(new, DAY)} == {"Chi bộ Bản Mới", "Chi bộ Nà Lạn"}
    assert {u.name for u in queries.children_on(place.first, BEFORE)} == {
        "Chi bộ Bản Mới",
        "Chi bộ Bản Cũ",
    }
    assert Unit.objects.get(pk=place.first.pk).closed_on == DAY
    told = queries.lineage_of(new, most=9)
    assert [(s.predecessor, s.is_before, s.is_after) for s in told] == [
        (place.second, True, False),
        (place.first, True, False),
    ]
    assert [s.predecessor for s in queries.lineage_of(new, most=1)] == [place.second]
    assert plan.units.get(name="Đảng bộ xã Tân Kỳ").unit == new
    assert queries.findings() == []


def test_a_unit_rests_on_the_decision_that_founded_it_not_on_what_it_was_given_later(place):
    plan = Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root, "06.3")
    plan.step("CONSOLIDATE", [place.first, place.second], [new], decision="02-QĐ/HU")
    plan.of(place.three).parent = new
    plan.step("TRANSFER_UNIT", [place.three], [place.three], decision="03-QĐ/ĐU")
    clinic = make.unit("GRASSROOTS_BRANCH", "Chi bộ Trạm", under=place.root)
    plan.step("END_OPERATION", [clinic], [new], decision="04-QĐ/HU")
    plan.step("MERGE_INTO", [place.two], [place.three], decision="05-QĐ/HU")
    plan.applied()

    founded = Unit.objects.get(name="Đảng bộ xã Tân Kỳ")
    assert founded.founding_decision == "02-QĐ/HU"
    assert founded.placements.get().decision == "02-QĐ/HU"
    assert place.three.placements.get(during__contains=DAY).decision == "03-QĐ/ĐU"


def test_members_of_a_merged_branch_go_to_the_other(place, people):
    merged(place).applied()

    moved = people[place.two][0]
    then, now = MembershipPeriod.objects.filter(membership=moved).in_order()
    assert (then.unit, then.during.upper, then.leaving) == (place.two, DAY, "REORGANIZED")
    assert (now.unit, now.during.lower, now.entry) == (place.one, DAY, "REORGANIZED")
    assert now.during.upper is None
    assert home(people[place.one][0]) == place.one
    assert MembershipPeriod.objects.filter(membership=people[place.one][0]).count() == 1


def test_rehearsal_tells_all_and_changes_nothing(place, people):
    plan = merged(place).drafted()
    before = all_records()

    rehearsal = services.rehearse(plan=plan)

    assert all_records() == before
    assert problems(rehearsal) == []
    assert (rehearsal.members_before, rehearsal.members_after) == (6, 6)
    assert {(f.source, f.target, f.members) for f in rehearsal.flows} == {
        ("Đảng bộ xã Tân Sơn", "Đảng bộ xã Tân Kỳ", 5),
        ("Đảng bộ xã Cao Kỳ", "Đảng bộ xã Tân Kỳ", 1),
    }
    counted = {u.name: (u.before, u.after) for u in rehearsal.units}
    assert counted["Đảng bộ xã Tân Kỳ"] == (None, 6)
    assert counted["Đảng bộ xã Tân Sơn"] == (5, None)
    assert counted["Chi bộ Bản Mới"] == (3, 5)
    assert counted["Đảng bộ huyện Chợ Mới"] == (6, 6)


def test_flow_leaves_out_whom_nobody_leaves_or_joins(place, people):
    inside = Planning()
    inside.step("MERGE_INTO", [place.two], [place.one])
    across = Planning(name="Chuyển chi bộ")
    across.step("MERGE_INTO", [place.two], [place.three])

    flows = [services.rehearse(plan=plan.drafted()).flows for plan in (inside, across)]

    assert {(f.source, f.target, f.members) for f in flows[0]} == {
        ("Chi bộ Bản Mới", "Chi bộ Bản Mới", 3),
        ("Chi bộ Bản Cũ", "Chi bộ Bản Mới", 2),
    }
    assert {(f.source, f.target, f.members) for f in flows[1]} == {
        ("Đảng bộ xã Tân Sơn", "Đảng bộ xã Tân Sơn", 3),
        ("Đảng bộ xã Tân Sơn", "Đảng bộ xã Cao Kỳ", 2),
        ("Đảng bộ xã Cao Kỳ", "Đảng bộ xã Cao Kỳ", 1),
    }


def test_undone_everything_is_as_before(place, people):
    PositionHolding.objects.create(
        person=people[place.two][0].person,
        unit=place.two,
        position="SECRETARY",
        during=Period(YEARS_AGO).to_range(),
    )
    before = all_records()
    plan = merged(place).applied()
    assert all_records() != before

    undone = services.undo_plan(plan=plan, actor=SYSTEM, reason="ghi nhầm ngày")

    after = all_records()
    planning = {table for table in after if table.startswith("reorganizations_")}
    assert {t: rows for t, rows in after.items() if t not in planning} == {
        t: rows for t, rows in before.items() if t not in planning
    }
    assert undone.status == PlanStatus.UNDONE
    assert AuditEntry.objects.filter(action="reorganization.undone").count() == 1


def test_a_later_change_keeps_a_plan_from_being_undone_and_is_named(place, people):
    plan = merged(place).applied()
    new = Unit.objects.get(name="Đảng bộ xã Tân Kỳ")
    later = queries.details_on(new, TODAY)
    organizations.change_unit(
        unit=new,
        details=type(later)(name="Đảng bộ xã Tân Kỳ Mới", type=later.type, level=later.level),
        on=TODAY,
        actor=SYSTEM,
    )
    before = all_records()

    with pytest.raises(UnableToUndoReorganization, match="Tân Kỳ") as refusal:
        services.undo_plan(plan=plan, actor=SYSTEM)

    assert refusal.value.kept
    assert all_records() == before


def records_of_units():
    """Return what the registers hold beside the plans themselves."""
    return {k: v for k, v in all_records().items() if not k.startswith("reorganizations_")}


def renaming_the_new():
    """Plan that what came of both communes is called otherwise a month later."""
    later = Planning(on=TODAY, name="Sắp xếp đợt hai")
    new = Unit.objects.get(name="Đảng bộ xã Tân Kỳ")
    later.of(new, name="Đảng bộ xã Tân Kỳ Mới")
    return later.step("RENAME", [new], [new])


def test_a_plan_is_undone_once_the_later_one_is_that_rests_on_it(place, people):
    before = records_of_units()
    plan = merged(place).applied()
    later = renaming_the_new().applied()
    match = "“Sắp xếp đợt hai”.* hoàn tác phương án đó trước"
    with pytest.raises(UnableToUndoReorganization, match=match):
        services.undo_plan(plan=plan, actor=SYSTEM)

    services.undo_plan(plan=later, actor=SYSTEM)
    services.undo_plan(plan=plan, actor=SYSTEM)

    assert records_of_units() == before
    [spoken_of] = later.units.all()
    assert (spoken_of.unit, str(spoken_of)) == (None, "Đảng bộ xã Tân Kỳ Mới")


def test_a_plan_that_a_later_one_speaks_of_is_not_undone(place, people):
    plan = merged(place).applied()
    drafted = renaming_the_new().drafted()

    with pytest.raises(UnableToUndoReorganization, match="“Sắp xếp đợt hai”.* bỏ phương án"):
        services.undo_plan(plan=plan, actor=SYSTEM)

    drafted.delete()
    services.undo_plan(plan=plan, actor=SYSTEM)


def test_a_dissolved_branch_lets_members_go_by_name(place, people):
    first, second = people[place.two]
    plan = Planning().step("DISSOLVE", [place.two])
    plan.move(first, place.one).move(second, place.three).applied()

    assert (home(first), home(second)) == (place.one, place.three)
    assert Unit.objects.get(pk=place.two.pk).closed_on == DAY
    passed_on = UnitSuccession.objects.filter(predecessor=place.two)
    assert {s.successor for s in passed_on} == {place.one, place.three}


def test_a_member_whom_nobody_names_stops_the_plan(place, people):
    plan = Planning().step("DISSOLVE", [place.two]).move(people[place.two][0], place.one)

    rehearsal = plan.rehearsed()

    assert problems(rehearsal) == ["members_left"]
    left = next(p for p in rehearsal.problems if p.kind == "members_left")
    assert str(people[place.two][1]) in left.message
    assert str(people[place.two][0]) not in left.message
    with pytest.raises(UnableToReorganize, match="chưa có nơi sinh hoạt mới"):
        plan.applied()
    assert Unit.objects.get(pk=place.two.pk).closed_on is None


def test_a_split_gives_each_part_what_its_steps_say(place, people):
    plan = Planning()
    north = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn Bắc", place.root)
    south = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn Nam", place.root)
    plan.step("SPLIT", [place.first], [north, south])
    for branch, committee in ((place.one, north), (place.two, south)):
        plan.of(branch).parent = committee
        plan.step("TRANSFER_UNIT", [branch], [branch])

    plan.applied()

    assert queries.parent_on(place.one, DAY).name == "Đảng bộ xã Tân Sơn Bắc"
    assert queries.parent_on(place.two, DAY).name == "Đảng bộ xã Tân Sơn Nam"
    assert home(people[place.one][0]) == place.one


def test_parts_of_a_branch_keep_its_kind_of_host_and_its_area(place, people):
    village = make.unit("VILLAGE", "Thôn Bản Cũ")
    UnitVersion.objects.filter(unit=place.two).update(host_type="VILLAGE", host_area=village)
    split_two(place, people).applied()

    part = queries.details_on(Unit.objects.get(name="Chi bộ Bản Cũ 2"), DAY)
    assert (part.host_type, part.host_area) == ("VILLAGE", village)


def test_what_ending_units_had_to_do_goes_on_or_is_named(place, people):
    first, second = people[place.two]
    issued = registers.resolution(place.root, YEARS_AGO)
    for code, unit, done_on in (
        ("NV1", place.two, None),
        ("NV2", place.two, TODAY),
        ("NV3", place.two, BEFORE),
        ("NV4", place.three, None),
        ("NV5", place.one, None),
    ):
        registers.work_item(issued, TODAY, done_on, responsible=unit, code=code)
    registers.work_item(registers.resolution(place.root, TODAY), TODAY, responsible=place.two)
    plan = Planning().step("DISSOLVE", [place.two]).step("MERGE_INTO", [place.three], [place.one])

    found = plan.move(first, place.one).move(second, place.three).rehearsed().problems

    assert {(p.kind, p.severity, p.message) for p in found if p.kind.startswith("work_")} == {
        (
            "work_left",
            "warning",
            (
                "Chi bộ Bản Cũ còn 2 nhiệm vụ nghị quyết chưa xong mà không có một đơn vị nào kế "
                "thừa: NV1, NV2. Hãy giao lại từng nhiệm vụ sau khi sắp xếp."
            ),
        ),
        (
            "work_passes",
            "info",
            "Chi bộ Nà Lạn còn 1 nhiệm vụ nghị quyết chưa xong; Chi bộ Bản Mới làm tiếp.",
        ),
    }


def test_a_branch_of_a_split_unit_without_a_step_is_named(place):
    plan = Planning()
    north = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn Bắc", place.root)
    south = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn Nam", place.root)
    plan.of(place.one).parent = north
    plan.step("SPLIT", [place.first], [north, south])
    plan.step("TRANSFER_UNIT", [place.one], [place.one])

    rehearsal = plan.rehearsed()

    assert [p.unit for p in rehearsal.problems if p.kind == "orphan"] == ["Chi bộ Bản Cũ"]


def test_a_transfer_changes_place_and_code_and_keeps_the_unit(place, people):
    plan = Planning()
    plan.of(place.one, parent=place.second, code="06.2.9")
    plan.step("TRANSFER_UNIT", [place.one], [place.one]).applied()

    assert queries.parent_on(place.one, DAY) == place.second
    assert queries.find_unit("06.2.9", DAY) == place.one
    assert queries.find_unit("06.1.1", BEFORE) == place.one
    assert queries.find_unit("06.1.1", DAY) == place.one
    assert MembershipPeriod.objects.filter(unit=place.one).count() == 3


def test_renaming_and_upgrading_begin_a_period(place):
    kind = place.first.type
    branch = make.unit("GRASSROOTS_BRANCH", "Chi bộ Bệnh viện", under=place.root)
    plan = Planning()
    plan.of(branch, name="Đảng bộ Bệnh viện", type=kind)
    plan.step("CHANGE_TYPE", [branch], [branch]).applied()

    assert queries.details_on(branch, BEFORE).name == "Chi bộ Bệnh viện"
    after = queries.details_on(branch, DAY)
    assert (after.name, after.type) == ("Đảng bộ Bệnh viện", kind)


def test_positions_end_with_the_unit_unless_the_step_keeps_them(place, people):
    secretary = people[place.two][0].person
    held = {"position": "SECRETARY", "during": Period(YEARS_AGO).to_range()}
    PositionHolding.objects.create(person=secretary, unit=place.two, **held)
    Planning().step("MERGE_INTO", [place.two], [place.one]).applied()

    [ended] = PositionHolding.objects.filter(person=secretary)
    assert (ended.unit, ended.during.upper) == (place.two, DAY)


def test_kept_positions_go_along(place, people):
    secretary = people[place.two][0].person
    held = {"position": "SECRETARY", "during": Period(YEARS_AGO).to_range()}
    PositionHolding.objects.create(person=secretary, unit=place.two, **held)
    plan = Planning().step("MERGE_INTO", [place.two], [place.one], keeps_positions=True)
    plan.applied()

    kept = PositionHolding.objects.on(DAY).get(person=secretary)
    assert (kept.unit, kept.during.lower) == (place.one, DAY)


def secretary_of(place, people):
    """Return who leads branch two."""
    secretary = people[place.two][0].person
    during = Period(YEARS_AGO).to_range()
    PositionHolding.objects.create(
        person=secretary, unit=place.two, position="SECRETARY", during=during
    )
    return secretary


def split_two(place, people, *, goes_on=False, **step):
    """Plan that branch two becomes two; whoever leads it goes to the first by name."""
    plan = Planning()
    parts = [plan.new("BRANCH", f"Chi bộ Bản Cũ {n}", place.first) for n in (1, 2)]
    plan.step("SPLIT", [place.two], [place.two, parts[0]] if goes_on else parts, **step)
    plan.move(people[place.two][0], parts[0])
    return plan if goes_on else plan.move(people[place.two][1], parts[1])


def test_kept_positions_of_a_split_branch_go_with_their_holders(place, people):
    secretary = secretary_of(place, people)
    split_two(place, people, keeps_positions=True).applied()

    kept = PositionHolding.objects.on(DAY).get(person=secretary)
    assert (kept.unit.name, kept.position) == ("Chi bộ Bản Cũ 1", "SECRETARY")


def test_whom_the_list_sends_away_gives_up_a_position_in_a_branch_that_goes_on(place, people):
    secretary = secretary_of(place, people)
    split_two(place, people, goes_on=True).applied()

    assert not PositionHolding.objects.on(DAY).filter(person=secretary).exists()


@pytest.mark.parametrize("keeps", [True, False])
def test_who_gives_up_a_position_is_told_by_name(place, people, keeps):
    secretary = secretary_of(place, people)

    rehearsal = split_two(place, people, keeps_positions=keeps).rehearsed()

    told = [p.message for p in rehearsal.problems if p.kind == "positions_end"]
    said = f"Chi bộ Bản Cũ: 1 người thôi giữ chức vụ đảng từ ngày 01/07/2024: {secretary} (Bí thư)."
    assert told == ([] if keeps else [said])


def test_a_secretary_who_is_sent_to_a_branch_with_another_is_refused(place, people):
    secretary_of(place, people)
    other = people[place.one][0].person
    during = Period(YEARS_AGO).to_range()
    PositionHolding.objects.create(
        person=other, unit=place.one, position="SECRETARY", during=during
    )
    plan = split_two(place, people, keeps_positions=True)
    plan.details.moves[0] = evolve(plan.details.moves[0], target=plan.of(place.one))

    assert problems(plan.rehearsed()) == ["two_secretaries"]


def test_two_secretaries_are_refused_by_name(place, people):
    for branch in (place.one, place.two):
        PositionHolding.objects.create(
            person=people[branch][0].person,
            unit=branch,
            position="SECRETARY",
            during=Period(YEARS_AGO).to_range(),
        )
    plan = Planning().step("MERGE_INTO", [place.two], [place.one], keeps_positions=True)

    rehearsal = plan.rehearsed()

    assert problems(rehearsal) == ["two_secretaries"]
    [problem] = [p for p in rehearsal.problems if p.kind == "two_secretaries"]
    assert all(str(people[b][0].person) in problem.message for b in (place.one, place.two))


def test_temporary_stays_and_terms_end_or_go_along(place, people):
    guest = registers.person()
    TemporaryStay.objects.create(
        person=guest, unit=place.two, direction="IN", during=Period(YEARS_AGO).to_range()
    )
    Term.objects.create(
        unit=place.first, name="2020-2025", during=Period(YEARS_AGO, dt.date(2025, 7, 1)).to_range()
    )
    merged(place).applied()

    assert TemporaryStay.objects.on(DAY).get(person=guest).unit == place.one
    assert Term.objects.get(unit=place.first).during.upper == DAY


def test_whoever_holds_a_post_of_a_merged_agency_holds_it_in_the_other(place):
    old = make.unit("SCHOOL", "Trường Tiểu học Tân Sơn")
    new = make.unit("SCHOOL", "Trường Tiểu học Cao Kỳ")
    assignment = registers.employee(old, since=YEARS_AGO)
    Planning().step("MERGE_INTO", [old], [new]).applied()

    then, now = Assignment.objects.filter(person=assignment.person).in_order()
    assert (then.post.agency, then.during.upper) == (old, DAY)
    assert (now.post.agency, now.post.title, now.during.lower) == (new, then.post.title, DAY)


def test_a_post_that_nobody_takes_over_is_named(place):
    agency = make.unit("STATE_AGENCY", "Phòng Nội vụ")
    assignment = registers.employee(agency, since=YEARS_AGO)

    rehearsal = Planning().step("DISSOLVE", [agency]).rehearsed()

    assert problems(rehearsal) == ["posts_left"]
    assert str(assignment.person) in rehearsal.problems[-1].message


@pytest.mark.parametrize(
    ("event", "sources", "targets"),
    [
        ("ESTABLISH", ["one"], ["two"]),
        ("MERGE_INTO", [], ["one"]),
        ("CONSOLIDATE", ["one"], ["two"]),
        ("SPLIT", ["one"], ["two"]),
        ("TRANSFER_UNIT", ["one", "two"], ["one"]),
        ("DISSOLVE", [], []),
    ],
)
def test_an_event_needs_its_units(place, event, sources, targets):
    plan = Planning().step(
        event, [getattr(place, s) for s in sources], [getattr(place, t) for t in targets]
    )

    assert "wrong_units" in problems(plan.rehearsed())


def test_a_plan_without_steps_is_refused(place):
    assert problems(Planning().rehearsed()) == ["no_step"]


def test_a_unit_touched_twice_is_refused(place):
    plan = Planning().step("MERGE_INTO", [place.two], [place.one])
    plan.step("DISSOLVE", [place.two])

    assert "touched_twice" in problems(plan.rehearsed())


def test_a_code_in_use_is_refused_and_a_name_in_use_is_pointed_out(place):
    plan = Planning()
    plan.step("ESTABLISH", [], [plan.new("BRANCH", "Chi bộ Bản Mới", place.first, "06.1.2")])

    rehearsal = plan.rehearsed()

    assert problems(rehearsal) == ["code_taken"]
    assert "name_taken" in problems(rehearsal, "warning")


def test_a_kind_that_the_regime_does_not_know_there_is_refused(place):
    plan = Planning()
    plan.step("ESTABLISH", [], [plan.new("BRANCH", "Chi bộ Tổ 1", place.root)])

    assert problems(plan.rehearsed()) == ["nesting"]


def test_what_is_allowed_depends_on_the_day(place):
    plan = Planning(on=dt.date(2025, 7, 1))
    plan.of(place.first, type=make.UnitType.objects.get(pk="UPPER_GRASSROOTS"))
    plan.step("CHANGE_TYPE", [place.first], [place.first])

    assert problems(plan.rehearsed()) == ["nesting"]  # no district any more above it


@pytest.mark.parametrize("event", ["TRANSFER_UNIT", "RENAME", "CHANGE_TYPE"])
def test_a_day_before_units_began_is_refused(place, event):
    young, other = (
        make.unit("BRANCH", name, under=place.first, since=TODAY)
        for name in ("Chi bộ A", "Chi bộ B")
    )
    plan = Planning()
    plan.of(young, parent=other, name="Chi bộ C", type=young.type)
    plan.step(event, [young], [young])

    assert set(problems(plan.rehearsed())) == {"not_alive", "changed_later"}


def test_a_ring_is_refused(place):
    plan = Planning()
    plan.of(place.first, parent=place.one)
    plan.step("TRANSFER_UNIT", [place.first], [place.first])

    assert "ring" in problems(plan.rehearsed())


def test_a_number_on_paper_that_differs_is_pointed_out(place, people):
    plan = Planning()
    plan.of(place.one, parent=place.second)
    plan.step("TRANSFER_UNIT", [place.one], [place.one], expected_members=4, reference="SK001")

    rehearsal = plan.rehearsed()

    [problem] = [p for p in rehearsal.problems if p.kind == "count_differs"]
    assert (problem.step, problem.severity) == ("SK001", "warning")
    assert "4" in problem.message
    assert "3" in problem.message


def test_a_new_branch_with_too_few_official_members_is_a_warning(place):
    plan = Planning()
    plan.step("ESTABLISH", [], [plan.new("BRANCH", "Chi bộ Tổ 1", place.first)])

    assert "too_small" in problems(plan.rehearsed(), "warning")


def test_a_later_change_of_a_unit_is_a_conflict(place):
    organizations.move_unit(unit=place.one, new_parent=place.second, on=TODAY, actor=SYSTEM)
    plan = Planning().step("MERGE_INTO", [place.one], [place.two])

    rehearsal = plan.rehearsed()

    assert problems(rehearsal) == ["changed_later"]
    assert "01/08/2024" in rehearsal.problems[0].message


def test_facts_recorded_since_are_brought_to_the_successor(place, people):
    since = DAY + dt.timedelta(days=10)
    newcomer = registers.member(place.two, since)

    Planning().step("MERGE_INTO", [place.two], [place.one]).applied()

    [stay] = MembershipPeriod.objects.filter(membership=newcomer)
    assert (stay.unit, stay.during.lower, stay.entry) == (place.one, since, "ROSTER")


def test_whoever_left_before_the_plan_was_written_leaves_from_the_successor(place, people):
    leaver, left = people[place.two][0], DAY + dt.timedelta(days=10)
    MembershipPeriod.objects.filter(membership=leaver).update(
        during=Period(YEARS_AGO, left).to_range(), leaving="DECEASED"
    )

    Planning().step("MERGE_INTO", [place.two], [place.one]).applied()

    then, now = MembershipPeriod.objects.filter(membership=leaver).in_order()
    assert (then.unit, then.leaving) == (place.two, "REORGANIZED")
    assert (now.unit, now.during.upper, now.leaving) == (place.one, left, "DECEASED")


def test_a_plan_of_the_future_waits_and_takes_effect_by_itself(place, people):
    plan = merged(place).drafted()
    with pytest.raises(UnableToReorganize, match="01/07/2024"):
        services.apply_plan(plan=plan, actor=SYSTEM, on=BEFORE)
    services.schedule_plan(plan=plan, actor=SYSTEM, on=BEFORE)

    assert services.apply_due_plans(on=BEFORE) == 0
    assert services.apply_due_plans(on=DAY) == 1

    plan.refresh_from_db()
    assert plan.status == PlanStatus.APPLIED
    assert home(people[place.two][0]) == place.one


def test_a_plan_that_cannot_be_carried_out_is_not_scheduled(place, people):
    plan = Planning().step("DISSOLVE", [place.two]).drafted()

    with pytest.raises(UnableToReorganize, match="chưa có nơi sinh hoạt mới"):
        services.schedule_plan(plan=plan, actor=SYSTEM, on=BEFORE)

    plan.refresh_from_db()
    assert plan.status == PlanStatus.DRAFT


def test_whoever_saw_a_warning_says_why_the_plan_is_carried_out_nevertheless(place, people):
    officer = make_actor(place.root)
    plan = merged(place).drafted()  # small organizations are warned of
    assert services.rehearse(plan=plan).warnings

    with pytest.raises(ReasonMissing):
        services.apply_plan(plan=plan, actor=officer, on=TODAY)
    with pytest.raises(ReasonMissing):
        services.schedule_plan(plan=plan, actor=officer, on=BEFORE)
    services.apply_plan(plan=plan, actor=officer, on=TODAY, basis=Basis(reason="Huyện ủy đồng ý"))

    assert AuditEntry.objects.get(action="reorganization.applied").reason == "Huyện ủy đồng ý"


def test_a_draft_can_be_thrown_away_and_nothing_else(place, people):
    officer, before = make_actor(place.root), all_records()
    plan = merged(place).drafted()
    services.discard_plan(plan=plan, actor=officer)

    assert all_records() == before
    assert AuditEntry.objects.filter(action="reorganization.discarded").count() == 1

    applied = merged(place).applied()
    with pytest.raises(UnableToReorganize, match="đã thực hiện"):
        services.discard_plan(plan=applied, actor=officer)
    assert Reorganization.objects.get() == applied


def test_a_plan_that_waits_is_stopped_before_it_is_thrown_away(place, people):
    plan = merged(place).drafted()
    services.schedule_plan(plan=plan, actor=SYSTEM, on=BEFORE)

    with pytest.raises(UnableToReorganize, match="dừng chờ"):
        services.discard_plan(plan=plan, actor=SYSTEM)


def test_a_scheduled_plan_that_no_longer_fits_says_why_and_waits(place):
    plan = Planning().step("DISSOLVE", [place.two]).drafted()
    services.schedule_plan(plan=plan, actor=SYSTEM, on=BEFORE)
    registers.member(place.two, YEARS_AGO)

    assert services.apply_due_plans(on=DAY) == 0

    plan.refresh_from_db()
    assert plan.status == PlanStatus.SCHEDULED
    assert "chưa có nơi sinh hoạt mới" in plan.message
    services.unschedule_plan(plan=plan, actor=SYSTEM)
    plan.refresh_from_db()
    assert (plan.status, plan.message) == (PlanStatus.DRAFT, "")


def test_what_changed_since_it_was_looked_at_is_not_overwritten(place, people):
    plan = merged(place).drafted()
    seen = services.rehearse(plan=plan).state
    organizations.assign_code(unit=place.one, code="06.1.7", on=BEFORE, actor=SYSTEM)

    with pytest.raises(RecordChanged):
        services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY, basis=Basis(seen=seen))

    services.apply_plan(
        plan=plan, actor=SYSTEM, on=TODAY, basis=Basis(seen=services.rehearse(plan=plan).state)
    )


def test_a_plan_is_carried_out_once(place):
    plan = merged(place).applied()

    with pytest.raises(UnableToReorganize, match="đã thực hiện"):
        services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)
    assert Reorganization.objects.get().changes.exists()


@pytest.fixture
def ended_district(place, people):
    """The district ends; its communes stand under another province's committee."""
    day = dt.date(2025, 7, 1)
    plan = Planning(on=day)
    province = plan.new("PROVINCE", "Đảng bộ tỉnh Thái Nguyên")
    province.is_older = True
    commune = make.UnitType.objects.get(pk="UPPER_GRASSROOTS")
    for unit in (place.first, place.second):
        plan.of(unit, type=commune).parent = province
        plan.step("TRANSFER_UNIT", [unit], [unit])
    plan.step("END_OPERATION", [place.root])
    administrator = make_actor(place.root, Role.ADMINISTRATOR)
    officer = make_actor(place.root, Role.OFFICER)
    applied = plan.applied(on=day)
    return applied, administrator, officer, day


def test_a_root_that_ends_passes_to_what_stands_above_the_rest(place, ended_district):
    _, administrator, _, day = ended_district

    province = Unit.objects.get(name="Đảng bộ tỉnh Thái Nguyên")
    assert queries.root(Tree.PARTY) == province
    assert queries.root_on(Tree.PARTY, day - dt.timedelta(days=1)) == place.root
    assert queries.root_on(Tree.PARTY, day) == province
    assert FormerRoot.objects.get(tree=Tree.PARTY).unit == place.root
    assert queries.findings() == []
    grant = Grant.objects.get(unit=province, user_id=administrator.pk)
    assert (grant.role, grant.during.lower) == (Role.ADMINISTRATOR, day)


def test_what_stands_for_a_unit_now(place, people, ended_district):
    ended, alive = Unit.objects.get(pk=place.root.pk), Unit.objects.get(pk=place.one.pk)
    Planning(on=dt.date(2025, 8, 1)).step("MERGE_INTO", [place.two], [place.one]).applied(
        on=dt.date(2025, 8, 1)
    )

    assert queries.heir_of(alive) == alive
    assert queries.heir_of(Unit.objects.get(pk=place.two.pk)) == alive
    assert queries.heir_of(ended).name == "Đảng bộ tỉnh Thái Nguyên"


def test_the_root_comes_back_with_undo(place, ended_district):
    plan, *_ = ended_district

    services.undo_plan(plan=plan, actor=SYSTEM)

    assert queries.root(Tree.PARTY) == place.root
    assert not FormerRoot.objects.exists()
    assert not Grant.objects.exclude(unit=place.root).exists()


def test_rights_end_with_the_unit_and_the_successor_reads_the_past(place, people):
    lapsing = make_actor(place.first, Role.OFFICER, Reach.UNIT_AND_BELOW)
    merged(place).applied()
    new = Unit.objects.get(name="Đảng bộ xã Tân Kỳ")
    heir = make_actor(new, Role.OFFICER, Reach.UNIT_AND_BELOW)

    assert not scoping.has_permission(lapsing, Permission.MEMBERS_VIEW)
    assert scoping.reaches(heir, Permission.UNITS_VIEW, Unit.objects.get(pk=place.first.pk))
    assert not scoping.reaches(heir, Permission.UNITS_KEEP, Unit.objects.get(pk=place.first.pk))
    stays = MembershipPeriod.objects.filter(unit=place.two)
    assert scoping.visible(stays, heir, Permission.MEMBERS_VIEW).count() == 2


def test_what_stands_below_anyway_is_no_past_of_its_own(place, people):
    """Of a country whose communes merged, every grant on the root would carry all of them."""
    merged(place).applied()
    new = Unit.objects.get(name="Đảng bộ xã Tân Kỳ")

    def past(unit, *, below):
        held = Unit.objects.filter(pk=unit.pk)
        return held.values_list(queries.past_paths("path", Value(below)), flat=True).get()

    ended = {unit.path for unit in Unit.objects.filter(pk__in=[place.first.pk, place.second.pk])}
    assert ended <= {*past(new, below=True)} & {*past(new, below=False)}
    assert past(place.root, below=True) == []


def test_somebody_beside_does_not_read_the_past(place, people):
    beside = make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Nông Hạ", under=place.root)
    merged(place).applied()
    other = make_actor(beside, Role.OFFICER, Reach.UNIT_AND_BELOW)

    assert not scoping.reaches(other, Permission.UNITS_VIEW, Unit.objects.get(pk=place.first.pk))


def test_a_member_by_hand_moves_on_from_the_successor(place, people):
    merged(place).applied()
    mover = people[place.two][0]

    members.move_member(
        person=mover.person, to_unit=place.three, on=TODAY, papers=members.Papers(), actor=SYSTEM
    )

    assert home(mover, TODAY) == place.three
    assert Membership.objects.get(pk=mover.pk).periods.count() == 3
