import datetime as dt

import attrs
import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged
from coso.members.models import Membership, MembershipPeriod
from coso.organizations import queries
from coso.organizations import services as organizations
from coso.organizations.models import Unit, UnitType
from tests.factories import organizations as make
from tests.factories import people

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 6, 30)
NEXT = dt.date(2024, 1, 1)
LAST = dt.date(2024, 7, 1)


@pytest.fixture
def commune(district):
    return make.unit("COMMUNE", "Xã Tân Sơn", under=district.area, code="02089")


@pytest.fixture
def committee(district, commune):
    return make.unit(
        "GRASSROOTS_COMMITTEE_ORG",
        "Đảng bộ xã Tân Sơn",
        under=district.party,
        host_area=commune,
        host_type="COMMUNE",
    )


@pytest.fixture
def other(district):
    return make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Thanh Vận", under=district.party)


@pytest.fixture
def branch(committee):
    return make.unit("BRANCH", "Chi bộ Bản Ẻn", under=committee)


def details(type_code="BRANCH", name="Chi bộ Nà Xả", **facts):
    return organizations.UnitDetails(name=name, type=UnitType.objects.get(pk=type_code), **facts)


def move(unit, parent, on, **options):
    return organizations.move_unit(unit=unit, new_parent=parent, on=on, actor=SYSTEM, **options)


def parents(unit):
    return [(p.parent.name, p.during.lower, p.during.upper) for p in unit.placements.in_order()]


# --- founding


def test_found_unit_begins_on_its_day_under_its_parent(committee, commune):
    founded = organizations.found_unit(
        details=details(host_area=commune, decision="12-QĐ/ĐU"),
        parent=committee,
        on=DAY,
        code="06.065.002.000.009",
        actor=SYSTEM,
    )

    unit = founded.unit
    assert founded.warnings == ()
    assert (unit.name, unit.code, unit.parent) == ("Chi bộ Nà Xả", "06.065.002.000.009", committee)
    assert (unit.founded_on, unit.founding_decision) == (DAY, "12-QĐ/ĐU")
    assert unit.overseer == unit
    assert queries.details_on(unit, DAY - dt.timedelta(1)) is None
    assert AuditEntry.objects.get(action="unit.founded").unit_id == unit.pk


def test_found_unit_gives_an_agency_the_next_code(district):
    codes = [
        organizations.found_unit(
            details=details("STATE_AGENCY", name), parent=district.agencies, on=DAY, actor=SYSTEM
        ).unit.code
        for name in ("Phòng Nội vụ", "Thanh tra huyện")
    ]

    assert codes == ["CQ.0001", "CQ.0002"]


def test_found_unit_refuses_what_may_not_stand_there(district):
    with pytest.raises(organizations.UnableToFoundUnit) as refusal:
        organizations.found_unit(details=details(), parent=district.party, on=DAY, actor=SYSTEM)

    assert refusal.value.code == "nesting_refused"
    assert "Hãy chọn đơn vị cấp trên khác" in refusal.value.message


def test_found_unit_warns_where_the_level_above_must_agree(committee):
    section = {
        "details": details("SECTION_ORG", "Đảng bộ bộ phận A"),
        "parent": committee,
        "on": DAY,
        "actor": SYSTEM,
    }

    with pytest.raises(ReasonMissing) as refusal:
        organizations.found_unit(**section)
    founded = organizations.found_unit(**section, basis=Basis(reason="Công văn 5-CV/HU"))

    assert founded.warnings == refusal.value.warnings
    assert "cần cấp trên đồng ý" in founded.warnings[0]
    entry = AuditEntry.objects.get(action="unit.founded")
    assert (entry.reason, entry.detail.values["warnings"]) == (
        "Công văn 5-CV/HU",
        list(founded.warnings),
    )


def test_second_unit_of_a_name_below_the_same_one_needs_a_reason(committee, other, branch):
    twin = make.unit("BRANCH", branch.name, under=other)

    with pytest.raises(ReasonMissing, match="Chưa ghi lý do") as refusal:
        move(twin, committee, NEXT)

    assert "đã có đơn vị tên “Chi bộ Bản Ẻn”" in refusal.value.warnings[0]
    assert move(twin, committee, NEXT, basis=Basis(reason="Sẽ đổi tên")).unit.parent == committee


def test_found_unit_refuses_a_parent_that_has_ended(district):
    ended = make.unit("GRASSROOTS_COMMITTEE_ORG", under=district.party, until=NEXT)

    for on, code in ((DAY, "parent_closed"), (NEXT, "parent_not_alive")):
        with pytest.raises(organizations.UnableToFoundUnit) as refusal:
            organizations.found_unit(details=details(), parent=ended, on=on, actor=SYSTEM)
        assert refusal.value.code == code


# --- change


def test_change_unit_keeps_the_name_before(branch):
    new = attrs.evolve(queries.details_on(branch, DAY), name="Chi bộ thôn Bản Ẻn")

    organizations.change_unit(unit=branch, details=new, on=NEXT, actor=SYSTEM)

    assert queries.details_on(branch, DAY).name == "Chi bộ Bản Ẻn"
    assert queries.details_on(branch, NEXT).name == "Chi bộ thôn Bản Ẻn"
    assert branch.name == "Chi bộ thôn Bản Ẻn"


def test_change_unit_on_the_same_day_amends_in_place(branch):
    for name in ("Chi bộ A", "Chi bộ B"):
        new = attrs.evolve(queries.details_on(branch, DAY), name=name)
        organizations.change_unit(unit=branch, details=new, on=NEXT, actor=SYSTEM)

    assert [version.name for version in branch.versions.in_order()] == ["Chi bộ Bản Ẻn", "Chi bộ B"]


def test_change_unit_back_on_the_same_day_leaves_one_period(branch):
    old = queries.details_on(branch, DAY)
    for name in ("Chi bộ A", old.name):
        organizations.change_unit(
            unit=branch, details=attrs.evolve(old, name=name), on=NEXT, actor=SYSTEM
        )

    assert branch.versions.count() == 1


def test_change_before_a_known_change_lasts_until_it(branch):
    old = queries.details_on(branch, DAY)
    for name, on in (("Chi bộ C", LAST), ("Chi bộ B", NEXT)):
        organizations.change_unit(
            unit=branch, details=attrs.evolve(old, name=name), on=on, actor=SYSTEM
        )

    names = [queries.details_on(branch, day).name for day in (DAY, NEXT, LAST)]
    assert names == ["Chi bộ Bản Ẻn", "Chi bộ B", "Chi bộ C"]


def test_change_of_kind_must_fit_parent_and_children(committee, branch):
    section = attrs.evolve(
        queries.details_on(committee, DAY), type=UnitType.objects.get(pk="GRASSROOTS_BRANCH")
    )

    with pytest.raises(organizations.UnableToChangeUnit) as refusal:
        organizations.change_unit(unit=committee, details=section, on=NEXT, actor=SYSTEM)

    assert refusal.value.code == "nesting_refused"


def test_change_of_kind_without_children_is_an_upgrade_or_downgrade(committee):
    smaller = attrs.evolve(
        queries.details_on(committee, DAY), type=UnitType.objects.get(pk="GRASSROOTS_BRANCH")
    )

    outcome = organizations.change_unit(unit=committee, details=smaller, on=NEXT, actor=SYSTEM)

    assert outcome.unit.type_id == "GRASSROOTS_BRANCH"
    assert queries.details_on(committee, DAY).type.pk == "GRASSROOTS_COMMITTEE_ORG"


def test_change_to_a_kind_of_another_tree_is_refused(branch):
    school = attrs.evolve(queries.details_on(branch, DAY), type=UnitType.objects.get(pk="SCHOOL"))

    with pytest.raises(organizations.UnableToChangeUnit) as refusal:
        organizations.change_unit(unit=branch, details=school, on=NEXT, actor=SYSTEM)

    assert refusal.value.code == "type_of_another_tree"


# --- move


def test_move_unit_keeps_the_place_before(committee, other, branch):
    outcome = move(branch, other, NEXT, decision="7-QĐ/HU")

    assert outcome.unit.parent == other
    assert parents(branch) == [
        ("Đảng bộ xã Tân Sơn", None, NEXT),
        ("Đảng bộ xã Thanh Vận", NEXT, None),
    ]
    assert branch.pk in queries.subtree_ids_on(committee, DAY)
    assert branch.pk not in queries.subtree_ids_on(committee, NEXT)


def test_move_back_on_the_same_day_leaves_one_placement(committee, other, branch):
    move(branch, other, NEXT)
    move(branch, committee, NEXT)

    assert parents(branch) == [("Đảng bộ xã Tân Sơn", None, None)]


def test_move_takes_along_what_stands_below(district, other, committee, branch):
    move(committee, district.party.parent, NEXT)

    branch.refresh_from_db()
    assert str(branch.path) == f"{district.party.parent.pk}.{committee.pk}.{branch.pk}"


@pytest.mark.parametrize("below", ["itself", "child"])
def test_move_below_itself_is_refused(committee, branch, below):
    target = committee if below == "itself" else branch

    with pytest.raises(organizations.UnableToMoveUnit) as refusal:
        move(committee, target, NEXT)

    assert refusal.value.code == "unit_below_itself"


def test_move_that_closes_a_ring_on_a_later_day_is_refused(district):
    upper, lower = (make.unit("AGENCY_GROUP", under=district.agencies) for _ in range(2))
    move(lower, upper, LAST)

    with pytest.raises(organizations.UnableToMoveUnit) as refusal:
        move(upper, lower, NEXT)

    assert refusal.value.code == "unit_below_itself"
    assert upper.placements.count() == 1


def test_move_to_where_it_is_is_refused(committee, branch):
    with pytest.raises(organizations.UnableToMoveUnit) as refusal:
        move(branch, committee, NEXT)

    assert refusal.value.code == "unit_already_there"


def test_move_against_the_nesting_of_the_day_is_refused(district, branch):
    with pytest.raises(organizations.UnableToMoveUnit) as refusal:
        move(branch, district.party, NEXT)

    assert refusal.value.code == "nesting_refused"


def test_move_before_the_unit_began_is_refused(committee, other):
    young = make.unit("BRANCH", under=committee, since=NEXT)

    with pytest.raises(organizations.UnableToMoveUnit) as refusal:
        move(young, other, DAY)

    assert refusal.value.code == "unit_not_alive"


# --- correction and code


def test_correct_unit_begins_no_new_period_and_says_why(branch):
    corrected = attrs.evolve(queries.details_on(branch, DAY), name="Chi bộ Bản Ẻn 1")

    organizations.correct_unit(
        unit=branch, details=corrected, on=DAY, basis=Basis(reason="Gõ sai tên"), actor=SYSTEM
    )

    assert [version.name for version in branch.versions.all()] == ["Chi bộ Bản Ẻn 1"]
    assert AuditEntry.objects.get(action="unit.corrected").reason == "Gõ sai tên"


def test_correct_unit_asks_for_a_reason(branch):
    other = attrs.evolve(queries.details_on(branch, DAY), name="Chi bộ Bản Ẻn 1")

    with pytest.raises(ReasonMissing):
        organizations.correct_unit(
            unit=branch, details=other, on=DAY, basis=Basis(reason=" "), actor=SYSTEM
        )

    assert branch.versions.get().name == "Chi bộ Bản Ẻn"


def test_correct_unit_checks_the_kind_as_a_change_does(branch):
    school = attrs.evolve(queries.details_on(branch, DAY), type=UnitType.objects.get(pk="SCHOOL"))

    with pytest.raises(organizations.UnableToCorrectUnit) as refusal:
        organizations.correct_unit(
            unit=branch, details=school, on=DAY, basis=Basis(reason="x"), actor=SYSTEM
        )

    assert refusal.value.code == "type_of_another_tree"


def test_writing_what_stands_there_already_is_refused(branch):
    same = queries.details_on(branch, DAY)

    with pytest.raises(organizations.UnableToChangeUnit) as change:
        organizations.change_unit(unit=branch, details=same, on=NEXT, actor=SYSTEM)
    with pytest.raises(organizations.UnableToCorrectUnit) as correction:
        organizations.correct_unit(
            unit=branch, details=same, on=DAY, basis=Basis(reason="x"), actor=SYSTEM
        )

    assert {change.value.code, correction.value.code} == {"unit_unchanged"}


def test_who_saw_an_older_state_writes_nothing(committee, other, branch):
    seen = Basis(seen=queries.state_of(branch), reason="x")
    move(branch, other, NEXT)
    renamed = attrs.evolve(queries.details_on(branch, DAY), name="Chi bộ A")

    for write in (
        lambda: organizations.change_unit(
            unit=branch, details=renamed, on=NEXT, basis=seen, actor=SYSTEM
        ),
        lambda: organizations.correct_unit(
            unit=branch, details=renamed, on=NEXT, basis=seen, actor=SYSTEM
        ),
        lambda: move(branch, committee, LAST, basis=seen),
        lambda: organizations.assign_code(unit=branch, code="1", on=NEXT, basis=seen, actor=SYSTEM),
        lambda: organizations.close_unit(unit=branch, on=LAST, basis=seen, actor=SYSTEM),
        lambda: organizations.reopen_unit(unit=branch, basis=seen, actor=SYSTEM),
    ):
        with pytest.raises(RecordChanged):
            write()

    assert branch.versions.count() == 1
    assert branch.placements.count() == 2


def test_assign_code_keeps_the_code_before(commune):
    organizations.assign_code(unit=commune, code="02104", on=NEXT, actor=SYSTEM)

    assert commune.code == "02104"
    assert queries.find_unit("02089", LAST) == commune


def test_unit_that_has_ended_is_given_no_code_and_no_name(branch):
    organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)

    with pytest.raises(organizations.UnableToAssignCode, match="Chi bộ Bản Ẻn") as code:
        organizations.assign_code(unit=branch, code="06.1.9", on=LAST, actor=SYSTEM)
    with pytest.raises(organizations.UnableToChangeUnit, match="Chi bộ Bản Ẻn") as name:
        organizations.change_unit(unit=branch, details=details(), on=LAST, actor=SYSTEM)

    assert code.value.code == name.value.code == "unit_not_alive"


def test_assign_code_of_another_unit_is_refused(district, commune):
    village = make.unit("COMMUNE", under=district.area)

    with pytest.raises(organizations.UnableToAssignCode) as refusal:
        organizations.assign_code(unit=village, code="02089", on=NEXT, actor=SYSTEM)

    assert refusal.value.code == "code_taken"


# --- closing


def test_close_unit_keeps_it_readable(committee, branch):
    organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)

    assert (branch.is_active, branch.closed_on, branch.name) == (False, NEXT, "Chi bộ Bản Ẻn")
    assert branch.pk in queries.subtree_ids_on(committee, DAY)
    assert branch.pk not in queries.subtree_ids_on(committee, NEXT)
    assert queries.find_unit("Chi bộ Bản Ẻn", DAY) == branch


def test_close_unit_drops_what_was_to_come(committee, other, branch):
    move(branch, other, LAST)

    organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)

    assert parents(branch) == [("Đảng bộ xã Tân Sơn", None, NEXT)]


def test_close_unit_refuses_while_units_stand_below(committee, branch):
    with pytest.raises(organizations.UnableToCloseUnit, match="1 đơn vị trực thuộc"):
        organizations.close_unit(unit=committee, on=NEXT, actor=SYSTEM)

    organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)
    organizations.close_unit(unit=committee, on=NEXT, actor=SYSTEM)


def test_close_unit_refuses_while_it_is_a_host_area(committee, commune):
    with pytest.raises(organizations.UnableToCloseUnit, match="địa bàn"):
        organizations.close_unit(unit=commune, on=NEXT, actor=SYSTEM)


def test_close_unit_refuses_while_members_have_it_as_home(branch):
    membership = Membership.objects.create(person=people.person())
    stay = MembershipPeriod.objects.create(
        membership=membership, unit=branch, during=(DAY, None), entry="ROSTER"
    )

    with pytest.raises(organizations.UnableToCloseUnit, match="1 đảng viên"):
        organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)

    stay.during = (DAY, NEXT)
    stay.leaving = "TRANSFERRED_OUT"
    stay.save()
    organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)


def test_close_unit_refuses_root_twice_and_before_it_began(district, committee):
    young = make.unit("BRANCH", under=committee, since=NEXT)
    ended = make.unit("BRANCH", under=committee, until=DAY)

    for unit, code in (
        (district.party, "unit_is_root"),
        (ended, "unit_closed"),
        (young, "unit_not_alive"),
    ):
        with pytest.raises(organizations.UnableToCloseUnit) as refusal:
            organizations.close_unit(unit=unit, on=NEXT, actor=SYSTEM)
        assert refusal.value.code == code


def reopen(unit, reason="Ghi nhầm đơn vị"):
    return organizations.reopen_unit(unit=unit, basis=Basis(reason=reason), actor=SYSTEM)


def test_reopened_unit_goes_on_as_on_its_last_day(committee, commune, branch):
    organizations.assign_code(unit=branch, code="06.065.002.000.001", on=DAY, actor=SYSTEM)
    before = [*branch.versions.values(), *branch.placements.values(), *branch.codes.values()]
    organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)

    reopen(branch)

    after = [*branch.versions.values(), *branch.placements.values(), *branch.codes.values()]
    assert after == before
    assert (branch.is_active, branch.closed_on, branch.parent) == (True, None, committee)
    assert AuditEntry.objects.get(action="unit.reopened").reason == "Ghi nhầm đơn vị"


def test_reopen_unit_refuses_what_cannot_go_on(committee, commune, branch):
    organizations.assign_code(unit=branch, code="06.065.002.000.001", on=DAY, actor=SYSTEM)
    with pytest.raises(organizations.UnableToReopenUnit) as is_open:
        reopen(branch)
    organizations.close_unit(unit=branch, on=NEXT, actor=SYSTEM)
    with pytest.raises(ReasonMissing):
        reopen(branch, reason="")
    heir = make.unit("BRANCH", under=committee, code="06.065.002.000.001", since=NEXT)
    with pytest.raises(organizations.UnableToReopenUnit) as code:
        reopen(branch)
    organizations.close_unit(unit=heir, on=LAST, actor=SYSTEM)
    organizations.close_unit(unit=committee, on=LAST, actor=SYSTEM)
    with pytest.raises(organizations.UnableToReopenUnit) as parent:
        reopen(branch)

    refusals = [refusal.value.code for refusal in (is_open, code, parent)]
    assert refusals == ["unit_not_closed", "code_taken", "parent_closed"]


def test_refresh_today_brings_every_unit_up_to_the_day(branch):
    Unit.objects.filter(pk=branch.pk).update(name="?", path="1", overseer=None)

    organizations.refresh_today()

    branch.refresh_from_db()
    assert branch.name == "Chi bộ Bản Ẻn"
    assert str(branch.path) == f"{branch.parent.path}.{branch.pk}"
    assert branch.overseer == branch
