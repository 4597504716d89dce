"""What a unit may ask for, who answers it, what comes of it, what the database refuses."""

import datetime as dt

import pytest
from attrs import evolve
from django.db import IntegrityError, ProgrammingError, transaction

from coso.access import scoping
from coso.access.enums import Permission, Reach, Role
from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, RecordChanged
from coso.members import services as members
from coso.members.enums import Position
from coso.members.models import PositionHolding
from coso.members.services import UnableToHoldPosition, UnableToTakeBack
from coso.organizations import services as organizations
from coso.organizations.models import Unit, UnitType
from coso.organizations.queries import details_on
from coso.reorganizations import queries, services
from coso.reorganizations.enums import PlanStatus, RequestStatus, Verdict
from coso.reorganizations.models import ChangeRequest, Reorganization, RequestField
from coso.reorganizations.queries import Recorded
from coso.reorganizations.services import (
    Appointment,
    UnableToAnswer,
    UnableToPropose,
    UnableToWithdraw,
)
from tests.factories import organizations as units
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.change_requests import (
    ASKED_ON,
    NEW_NAME,
    NOW,
    WANTED_ON,
    accept,
    accepted,
    answer,
    field,
    propose,
    rejected,
)
from tests.factories.reorganizations import TODAY, YEARS_AGO, Planning, district

pytestmark = pytest.mark.django_db

DECIDED = {"decision": "12-QĐ/ĐU", "decided_on": dt.date(2024, 6, 20)}


@pytest.fixture
def place():
    return district()


@pytest.fixture
def secretary(place):
    """The secretary of branch two, who asks."""
    return make_actor(place.two, Role.BRANCH_SECRETARY, full_name="Lý Thị Sen")


@pytest.fixture
def officer(place):
    """The officer of the district, who answers."""
    return make_actor(place.root, full_name="Trần Thị Bình")


def person_in(unit, name):
    return registers.member(unit, YEARS_AGO, official_on=YEARS_AGO, full_name=name).person


def status(request):
    return queries.requests().get(pk=request.pk).status


def kind(code):
    return UnitType.objects.get(pk=code)


def renamed(unit, name, on=dt.date(2024, 5, 1)):
    """Give a unit another name by hand."""
    details = evolve(details_on(unit, on), name=name)
    organizations.change_unit(unit=unit, details=details, on=on, actor=SYSTEM)


# Asking


def test_a_request_keeps_what_the_register_said_when_it_was_made(place, secretary):
    request = propose(place.two, secretary, name=NEW_NAME, parent=place.second)

    assert (field(request, "NAME").name_now, field(request, "NAME").name) == (
        "Chi bộ Bản Cũ",
        NEW_NAME,
    )
    assert field(request, "PARENT").unit_now == place.first
    assert status(request) == RequestStatus.PROPOSED
    entry = AuditEntry.objects.get(action="change_request.proposed")
    assert entry.summary == "Chi bộ Bản Cũ đề nghị thay đổi: tên, cấp trên trực tiếp"
    assert entry.unit_id == place.two.pk


def test_a_request_changes_nothing(place, secretary):
    propose(place.two, secretary, name=NEW_NAME, merge_into=place.one)

    assert Unit.objects.get(pk=place.two.pk).name == "Chi bộ Bản Cũ"
    assert not Reorganization.objects.exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"name": "Chi bộ Bản Cũ"}, "as_it_is"),
        ({"name": "", "basis": "x"}, "nothing_asked"),
    ],
)
def test_what_would_change_nothing_is_refused(place, secretary, asked, code):
    with pytest.raises(UnableToPropose) as refusal:
        propose(place.two, secretary, **asked)
    assert refusal.value.code == code


def test_a_unit_joins_neither_itself_nor_what_stands_below_it(place, officer):
    for asked in ({"merge_into": place.first}, {"parent": place.one}):
        with pytest.raises(UnableToPropose) as refusal:
            propose(place.first, officer, **asked)
        assert refusal.value.code == "unit_itself"


def test_a_unit_that_has_ended_asks_for_nothing(place, secretary):
    organizations.close_unit(unit=place.two, on=dt.date(2024, 5, 1), actor=SYSTEM)

    with pytest.raises(UnableToPropose) as refusal:
        propose(place.two, secretary)
    assert refusal.value.code == "unit_not_alive"


def test_the_same_is_asked_for_once_until_it_is_answered(place, secretary, officer):
    first = propose(place.two, secretary)
    with pytest.raises(UnableToPropose) as refusal:
        propose(place.two, secretary, name="Chi bộ khác")
    assert refusal.value.code == "asked_already"

    answer(first, officer, {"NAME": rejected()})
    assert propose(place.two, secretary, name="Chi bộ khác").pk


def test_only_a_member_of_the_unit_is_asked_for(place, secretary):
    stranger = person_in(place.three, "Ma Văn Tý")

    with pytest.raises(UnableToPropose) as refusal:
        propose(place.two, secretary, appointment=Appointment(Position.SECRETARY, stranger))
    assert refusal.value.code == "not_a_member_there"


@pytest.fixture
def commune(place):
    """Return a commune with two villages, for which a committee of the district answers."""
    root = Unit.objects.get(tree="AREA", is_root=True)
    made = units.unit("COMMUNE", "Xã Nông Hạ", under=root, code="2.1")
    for name in ("Thôn Nà Mẩy", "Thôn Khe Thỉ"):
        units.unit("VILLAGE", name, under=made)
    committee = units.unit(
        "GRASSROOTS_COMMITTEE_ORG",
        "Đảng bộ xã Nông Hạ",
        under=place.root,
        host_area=made,
        host_type="COMMUNE",
    )
    organizations.refresh_today()
    return made, make_actor(committee, full_name="Hà Thị Mơ")


def test_changes_of_an_area_are_asked_for_by_the_committee_that_answers_for_it(commune, officer):
    area, below = commune
    request = propose(area, below, name="Xã Nông Thịnh")

    assert scoping.visible(queries.requests(), below, Permission.CHANGES_PROPOSE).get() == request
    assert not queries.to_answer(queries.requests(), below).exists()
    assert queries.to_answer(queries.requests(), officer).get() == request


def test_an_accepted_change_of_an_area_is_a_step_of_a_plan(commune, officer, place):
    area, below = commune
    gone, kept = area.children.order_by("name")
    request = propose(gone, below, merge_into=kept)
    accept(request, officer)

    step = field(request, "MERGE_INTO").step
    assert (step.event, step.plan.unit) == ("MERGE_INTO", place.root)
    services.apply_plan(plan=step.plan, actor=SYSTEM, on=TODAY)
    gone.refresh_from_db()
    assert gone.closed_on == WANTED_ON


def test_an_area_has_no_positions_and_stands_in_its_own_tree(commune, place):
    area, below = commune
    member = person_in(place.two, "Ma Văn Tý")
    secretary = Appointment(Position.SECRETARY, member)

    for asked, code in (
        ({"appointment": secretary}, "not_a_party_organization"),
        ({"merge_into": place.first}, "other_tree"),
        ({"type": place.first.type}, "other_tree"),
    ):
        with pytest.raises(UnableToPropose) as refusal:
            propose(area, below, **asked)
        assert refusal.value.code == code


# Taking back


def test_a_request_is_taken_back_until_something_is_answered(place, secretary, officer):
    request = propose(place.two, secretary)
    services.withdraw_request(request=request, at=NOW, actor=secretary)
    assert status(request) == RequestStatus.WITHDRAWN
    assert AuditEntry.objects.filter(action="change_request.withdrawn").count() == 1

    with pytest.raises(UnableToAnswer) as refusal:
        accept(request, officer)
    assert refusal.value.code == "request_closed"
    with pytest.raises(UnableToWithdraw):
        services.withdraw_request(request=request, at=NOW, actor=secretary)


def test_a_request_is_taken_back_by_whoever_made_it(place, secretary, officer):
    request = propose(place.two, secretary)

    with pytest.raises(UnableToWithdraw) as refusal:
        services.withdraw_request(request=request, at=NOW, actor=officer)
    assert refusal.value.code == "not_ones_own"
    assert "Lý Thị Sen gửi" in str(refusal.value)


def test_a_request_answered_in_part_is_not_taken_back(place, secretary, officer):
    request = propose(place.two, secretary, name=NEW_NAME, merge_into=place.one)
    answer(request, officer, {"MERGE_INTO": rejected()})

    assert status(request) == RequestStatus.PROPOSED
    with pytest.raises(UnableToWithdraw) as refusal:
        services.withdraw_request(request=request, at=NOW, actor=secretary)
    assert "đã có trả lời" in str(refusal.value)


# Answering


def test_an_accepted_name_becomes_a_step_of_a_new_draft(place, secretary, officer):
    request = propose(place.two, secretary, name=NEW_NAME, merge_into=place.one)

    answer(
        request,
        officer,
        {"NAME": accepted("Đồng ý"), "MERGE_INTO": rejected("Hai bản cách xa nhau")},
        **DECIDED,
    )

    step = field(request, "NAME").step
    assert (step.event, step.decision, step.decided_on) == (
        "RENAME",
        "12-QĐ/ĐU",
        dt.date(2024, 6, 20),
    )
    plan = step.plan
    assert (plan.status, plan.effective_on, plan.unit) == (
        PlanStatus.DRAFT,
        WANTED_ON,
        place.root,
    )
    assert field(request, "MERGE_INTO").step is None
    assert field(request, "MERGE_INTO").comment == "Hai bản cách xa nhau"
    assert field(request, "NAME").decided_by == officer
    assert status(request) == RequestStatus.DECIDED
    assert AuditEntry.objects.filter(action="change_request.answered").count() == 1


def test_the_plan_renames_the_unit_on_its_day(place, secretary, officer):
    request = propose(place.two, secretary)
    accept(request, officer, **DECIDED)
    plan = field(request, "NAME").step.plan

    services.apply_plan(plan=plan, actor=SYSTEM, on=TODAY)

    assert Unit.objects.get(pk=place.two.pk).name == NEW_NAME
    assert details_on(place.two, ASKED_ON).name == "Chi bộ Bản Cũ"


@pytest.mark.parametrize(
    ("asked", "event"),
    [
        ("type", "CHANGE_TYPE"),
        ("parent", "TRANSFER_UNIT"),
        ("merge_into", "MERGE_INTO"),
        ("is_dissolved", "DISSOLVE"),
    ],
)
def test_each_change_of_a_unit_becomes_its_event(place, secretary, officer, asked, event):
    wanted = {
        "type": kind("GRASSROOTS_BRANCH"),
        "parent": place.second,
        "merge_into": place.one,
        "is_dissolved": True,
    }
    request = propose(place.two, secretary, **{asked: wanted[asked]})

    accept(request, officer, **DECIDED)

    [step] = Reorganization.objects.get().steps.all()
    assert step.event == event
    kinds = {problem.kind for problem in services.rehearse(plan=step.plan).problems}
    assert "wrong_units" not in kinds


def test_several_accepted_changes_stand_in_one_plan_about_one_unit(place, secretary, officer):
    request = propose(place.two, secretary, name=NEW_NAME, parent=place.second)

    accept(request, officer, **DECIDED)

    plan = Reorganization.objects.get()
    assert [step.event for step in plan.steps.order_by("position")] == ["RENAME", "TRANSFER_UNIT"]
    [planned] = plan.units.filter(unit=place.two)
    assert (planned.name, planned.parent.unit) == (NEW_NAME, place.second)
    assert not services.rehearse(plan=plan).is_blocked


def test_an_accepted_change_joins_a_plan_that_is_being_drafted(place, secretary, officer):
    plan = Planning().step("MERGE_INTO", [place.three], [place.one]).drafted()
    request = propose(place.two, secretary)

    accept(request, officer, plan=plan, **DECIDED)

    assert field(request, "NAME").step.plan == plan
    assert plan.steps.count() == 2
    assert Reorganization.objects.count() == 1


def test_what_became_of_it_is_told_by_the_plan_alone(place, secretary, officer):
    request = propose(place.two, secretary)
    accept(request, officer, **DECIDED)

    services.discard_plan(plan=field(request, "NAME").step.plan, actor=officer)

    assert field(request, "NAME").step is None
    assert field(request, "NAME").verdict == Verdict.ACCEPTED


def test_a_unit_does_not_end_and_change_at_once(place, secretary, officer):
    request = propose(place.two, secretary, name=NEW_NAME, merge_into=place.one)

    with pytest.raises(UnableToAnswer) as refusal:
        accept(request, officer)
    assert refusal.value.code == "ends_and_changes"
    assert status(request) == RequestStatus.PROPOSED


def test_a_refusal_says_why(place, secretary, officer):
    request = propose(place.two, secretary)

    with pytest.raises(UnableToAnswer) as refusal:
        answer(request, officer, {"NAME": rejected("")})
    assert refusal.value.code == "comment_missing"


def test_nothing_said_is_no_answer(place, secretary, officer):
    request = propose(place.two, secretary)

    with pytest.raises(UnableToAnswer) as refusal:
        answer(request, officer, {"NAME": services.Answer(Verdict.OPEN)})
    assert refusal.value.code == "nothing_answered"


def test_a_field_is_answered_once(place, secretary, officer):
    request = propose(place.two, secretary, name=NEW_NAME, merge_into=place.one)
    answer(request, officer, {"MERGE_INTO": rejected()})

    with pytest.raises(UnableToAnswer) as refusal:
        accept(request, officer, "MERGE_INTO")
    assert refusal.value.code == "field_answered"
    assert "Trần Thị Bình" in str(refusal.value)


def test_whoever_saw_it_before_somebody_answered_is_told(place, secretary, officer):
    request = propose(place.two, secretary, name=NEW_NAME, merge_into=place.one)
    seen = queries.state_of_request(request, Recorded.of(place.two, ASKED_ON))
    answer(request, officer, {"MERGE_INTO": rejected()})

    with pytest.raises(RecordChanged):
        answer(request, officer, {"NAME": accepted()}, basis=Basis(seen=seen))


def test_a_value_that_changed_since_is_accepted_only_by_whoever_saw_it(place, secretary, officer):
    request = propose(place.two, secretary)
    renamed(place.two, "Chi bộ Bản Cũ 1")

    with pytest.raises(UnableToAnswer) as refusal:
        accept(request, officer)
    assert refusal.value.code == "value_changed"
    assert "nay ghi Chi bộ Bản Cũ 1" in str(refusal.value)

    answer(request, officer, {"NAME": accepted(has_seen_change=True)})
    assert status(request) == RequestStatus.DECIDED


def test_nobody_answers_the_own_request_where_somebody_else_may(place, officer):
    request = propose(place.two, officer)
    accept(request, officer)  # the only one who may

    assert status(request) == RequestStatus.DECIDED
    make_actor(place.first, full_name="Hà Văn Nam")
    second = propose(place.two, officer, is_dissolved=True)
    with pytest.raises(UnableToAnswer) as refusal:
        accept(second, officer)
    assert refusal.value.code == "own_request"
    assert "Hà Văn Nam" in str(refusal.value)


def test_somebody_beside_or_on_the_unit_itself_is_nobody_above(place, officer):
    make_actor(place.second)
    make_actor(place.two)
    make_actor(place.first, reach=Reach.UNIT)
    request = propose(place.two, officer)

    accept(request, officer)

    assert status(request) == RequestStatus.DECIDED


def test_an_officer_of_a_commune_drafts_a_plan_of_the_commune(place, secretary):
    commune = make_actor(place.first)
    request = propose(place.two, secretary)

    accept(request, commune)

    plan = Reorganization.objects.get()
    assert plan.unit == place.first
    assert list(queries.drafts_for(commune)) == [plan]
    assert not queries.drafts_for(make_actor(place.second)).exists()


# Positions


def test_an_accepted_secretary_follows_the_one_who_was(place, secretary, officer):
    before, after = person_in(place.two, "Lý Văn Cũ"), person_in(place.two, "Lý Văn Mới")
    members.hold_position(
        person=before, unit=place.two, position=Position.SECRETARY, on=YEARS_AGO, actor=SYSTEM
    )
    request = propose(place.two, secretary, appointment=Appointment(Position.SECRETARY, after))
    assert field(request, "POSITION").person_now == before

    accept(request, officer, **DECIDED)

    held = field(request, "POSITION").holding
    assert (held.person, held.unit, held.position, held.decision, held.during.lower) == (
        after,
        place.two,
        "SECRETARY",
        "12-QĐ/ĐU",
        WANTED_ON,
    )
    assert PositionHolding.objects.get(person=before).during.upper == WANTED_ON
    assert not Reorganization.objects.exists()


def test_a_deputy_accepted_as_secretary_is_deputy_no_longer(place, secretary, officer):
    deputy = person_in(place.two, "Lý Văn Phó")
    was = members.hold_position(
        person=deputy,
        unit=place.two,
        position=Position.DEPUTY_SECRETARY,
        on=YEARS_AGO,
        actor=SYSTEM,
    )
    request = propose(place.two, secretary, appointment=Appointment(Position.SECRETARY, deputy))

    accept(request, officer, **DECIDED)

    was.refresh_from_db()
    assert was.during.upper == WANTED_ON
    [held] = PositionHolding.objects.filter(person=deputy, during__contains=WANTED_ON)
    assert held.position == "SECRETARY"


def test_another_position_is_taken_over_from_whom_the_request_names(place, secretary, officer):
    before, after = person_in(place.two, "Lý Văn Cũ"), person_in(place.two, "Lý Văn Mới")
    others = person_in(place.two, "Lý Văn Ở Lại")
    for person in (before, others):
        members.hold_position(
            person=person,
            unit=place.two,
            position=Position.COMMITTEE_MEMBER,
            on=YEARS_AGO,
            actor=SYSTEM,
        )
    request = propose(
        place.two, secretary, appointment=Appointment(Position.COMMITTEE_MEMBER, after, before)
    )

    accept(request, officer, **DECIDED)

    held = PositionHolding.objects.filter(unit=place.two, during__contains=WANTED_ON)
    assert {each.person for each in held} == {others, after}


def test_a_position_is_written_by_a_decision(place, secretary, officer):
    after = person_in(place.two, "Lý Văn Mới")
    request = propose(place.two, secretary, appointment=Appointment(Position.SECRETARY, after))

    with pytest.raises(UnableToAnswer) as refusal:
        accept(request, officer, decision="12-QĐ/ĐU")
    assert refusal.value.code == "decision_missing"
    assert not PositionHolding.objects.exists()


def test_what_the_register_of_members_refuses_is_refused_as_a_whole(place, secretary, officer):
    after = person_in(place.two, "Lý Văn Mới")
    request = propose(
        place.two,
        secretary,
        name=NEW_NAME,
        appointment=Appointment(Position.DEPUTY_SECRETARY, after),
    )
    members.hold_position(
        person=after,
        unit=place.two,
        position=Position.DEPUTY_SECRETARY,
        on=WANTED_ON,
        actor=SYSTEM,
    )

    with pytest.raises(UnableToHoldPosition):
        accept(request, officer, **DECIDED)
    assert status(request) == RequestStatus.PROPOSED
    assert not Reorganization.objects.exists()


def test_who_is_named_in_a_request_is_not_taken_out_of_the_book(place, secretary):
    membership = registers.member(place.two, YEARS_AGO, official_on=YEARS_AGO)
    propose(place.two, secretary, appointment=Appointment(Position.SECRETARY, membership.person))

    with pytest.raises(UnableToTakeBack) as refusal:
        members.remove_membership(
            person=membership.person, basis=Basis(reason="Ghi nhầm"), actor=SYSTEM
        )
    assert "đề nghị thay đổi" in str(refusal.value)


# What the database refuses


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "NAME"},
        {"kind": "DISSOLVE", "name": "x"},
        {"kind": "POSITION", "position": "SECRETARY"},
        {"kind": "DISSOLVE", "verdict": "ACCEPTED"},
        {"kind": "DISSOLVE", "decided_at": NOW},
    ],
)
def test_a_field_holds_only_what_belongs_to_it(place, secretary, wrong):
    request = propose(place.two, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        RequestField.objects.create(request=request, **wrong)


def test_a_field_stands_once_in_a_request_that_says_why(place, secretary):
    request = propose(place.two, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        RequestField.objects.create(request=request, kind="NAME", name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=request.pk).update(reason="")


def test_neither_what_was_asked_nor_what_was_answered_is_rewritten(place, secretary, officer):
    request = propose(place.two, secretary)
    fields = RequestField.objects.filter(request=request)

    with pytest.raises(ProgrammingError), transaction.atomic():
        fields.update(name="Chi bộ khác")
    answer(request, officer, {"NAME": rejected()})
    with pytest.raises(ProgrammingError), transaction.atomic():
        fields.update(comment="Khác")


def test_only_what_was_accepted_becomes_something(place, secretary):
    plan = Planning().step("DISSOLVE", [place.three]).drafted()
    request = propose(place.two, secretary)

    with pytest.raises(IntegrityError), transaction.atomic():
        request.fields.update(step=plan.steps.get())
