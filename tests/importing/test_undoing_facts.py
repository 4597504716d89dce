"""Facts that somebody wrote by hand since an import, and the imported records that they keep."""

import datetime as dt

import pytest
from django.db import connection

from coso.access.models import Grant
from coso.core import db, keeping
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.documents.models import Attachment
from coso.importing.models import Import, ImportChange
from coso.importing.services import undo_import
from coso.members import services as members
from coso.members.enums import Position
from coso.members.models import (
    Badge,
    Exemption,
    Membership,
    MembershipPeriod,
    PositionHolding,
    TemporaryStay,
)
from coso.organizations.models import Term, Unit
from coso.reorganizations.models import NamedMove, PlannedUnit, Reorganization
from coso.reorganizations.services import Appointment
from coso.visits.models import TeamAssignment, VisitTeam
from tests.factories import organizations, registers
from tests.factories.accounts import make_user
from tests.factories.change_requests import propose
from tests.factories.members import movement, roster, roster_row
from tests.importing.conftest import COMMITTEE, NEW_BRANCH, OLD_BRANCH, day

pytestmark = pytest.mark.django_db

SINCE = dt.date(2023, 9, 1)
HOLDS = Period(SINCE).to_range()


def branch(name=NEW_BRANCH):
    return Unit.objects.get(name=name)


def an_agency():
    return organizations.unit("PARTY_AGENCY", under=Unit.objects.get(tree="AGENCY", is_root=True))


# What an import brings: the record that a fact is about, and all that was written with it.


def member():
    made = registers.member(branch(), official_on=dt.date(2001, 1, 1))
    return made, [made.person, made, *made.periods.all()]


def employee():
    made = registers.employee(an_agency(), since=SINCE)
    return made, [made.person, made.post, made]


def unit():
    made = organizations.unit("BRANCH", "Chi bộ Nà Mới", under=branch(COMMITTEE))
    return made, [made, *made.versions.all(), *made.placements.all()]


def agency():
    made = an_agency()
    return made, [made, *made.versions.all(), *made.placements.all()]


def alone(make):
    def bring():
        made = make()
        return made, [made]

    return bring


course = alone(lambda: registers.course(branch(COMMITTEE), SINCE))
resolution = alone(lambda: registers.resolution(branch(COMMITTEE), SINCE))
target = alone(lambda: registers.target(registers.resolution(branch(COMMITTEE), SINCE), {2099: 1}))
theme = alone(lambda: registers.theme("CD1"))
team = alone(lambda: VisitTeam.objects.create(committee=branch(COMMITTEE), number=1))


# What somebody writes by hand since.


def position(made):
    members.hold_position(
        person=made.person, unit=branch(), position=Position.SECRETARY, on=SINCE, actor=SYSTEM
    )


def position_above(made):
    members.hold_position(
        person=made.person,
        unit=branch(COMMITTEE),
        position=Position.COMMITTEE_MEMBER,
        on=SINCE,
        actor=SYSTEM,
    )


def exemption(made):
    Exemption.objects.create(membership=made, during=HOLDS)


def stay_elsewhere(made):
    TemporaryStay.objects.create(person=made.person, direction="OUT", unit=branch(), during=HOLDS)


def badge(made):
    Badge.objects.create(person=made.person, years=30, awarded_on=SINCE)


def rating(made):
    registers.rating(branch(), 2023, "GOOD", holder=made.person, capacity="MEMBER")


def rating_of_staff(made):
    registers.rating(made.post.agency, 2023, "GOOD", holder=made.person)


def asked_for(made):
    propose(branch(), make_user(), appointment=Appointment(Position.SECRETARY, made.person))


def named_move(made):
    plan = a_plan()
    to = PlannedUnit.objects.create(plan=plan, position=1, tree="PARTY", unit=branch(OLD_BRANCH))
    NamedMove.objects.create(plan=plan, membership=made, target=to)


def a_plan():
    return Reorganization.objects.create(
        name="Sắp xếp", effective_on=SINCE, unit=branch(COMMITTEE), drafted_by="Nhập"
    )


def planned_unit(made):
    PlannedUnit.objects.create(plan=a_plan(), position=1, tree="PARTY", unit=made)


MEMBER = {"đảng tịch", "người"}
LIVING = {*MEMBER, "nơi sinh hoạt"}
FACTS = {
    "position": (member, position, LIVING),
    "position above": (member, position_above, LIVING),
    "exemption": (member, exemption, MEMBER),
    "temporary stay": (member, stay_elsewhere, LIVING),
    "badge": (member, badge, MEMBER),
    "rating": (member, rating, LIVING),
    "request": (member, asked_for, MEMBER),
    "plan": (member, named_move, MEMBER),
    "staff rating": (employee, rating_of_staff, {"giữ chức vụ", "vị trí việc làm", "người"}),
    "decision": (
        member,
        lambda made: registers.decision(branch(), SINCE, holder=made.person),
        {"người"},
    ),
    "candidate": (
        member,
        lambda made: registers.planned(branch(COMMITTEE), "Bí thư", SINCE, holder=made.person),
        {"người"},
    ),
    "learner": (
        member,
        lambda made: registers.learner(registers.course(branch(), SINCE), holder=made.person),
        {"người"},
    ),
    "staff": (
        member,
        lambda made: registers.employee(an_agency(), holder=made.person),
        {"người"},
    ),
    "course": (course, registers.learner, {"lớp đào tạo, bồi dưỡng"}),
    "target": (resolution, registers.target, {"văn bản"}),
    "work item": (resolution, lambda made: registers.work_item(made, SINCE), {"văn bản"}),
    "attachment": (
        resolution,
        lambda made: Attachment.objects.create(
            document=made, name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64
        ),
        {"văn bản"},
    ),
    "progress": (
        target,
        lambda made: made.progress.create(year=2023, part="YEAR", value=1),
        {"chỉ tiêu của nghị quyết"},
    ),
    "meeting": (unit, lambda made: registers.meeting(made, 2023, 9), {"đơn vị"}),
    "thematic meeting": (
        theme,
        lambda made: registers.meeting(branch(), 2023, 3, kind="THEMATIC", theme=made),
        {"chuyên đề"},
    ),
    "visit": (unit, lambda made: registers.visit(made, SINCE, branch(COMMITTEE)), {"đơn vị"}),
    "charge of a team": (
        team,
        lambda made: TeamAssignment.objects.create(team=made, unit=branch(), during=HOLDS),
        {"tổ dự sinh hoạt"},
    ),
    "member of a unit": (unit, registers.member, {"đơn vị"}),
    "unit below": (
        unit,
        lambda made: organizations.unit("BRANCH", under=made),
        {"đơn vị"},
    ),
    "unit of a plan": (unit, planned_unit, {"đơn vị"}),
    "request of a unit": (unit, lambda made: propose(made, make_user()), {"đơn vị"}),
    "term": (
        unit,
        lambda made: Term.objects.create(unit=made, name="2020-2025", during=HOLDS),
        {"đơn vị"},
    ),
    "right": (
        unit,
        lambda made: Grant.objects.create(
            user=make_user(), role="VIEWER", unit=made, reach="UNIT", during=HOLDS
        ),
        {"đơn vị"},
    ),
    "unit rating": (
        unit,
        lambda made: registers.unit_rating(made, 2023, "GOOD", branch(COMMITTEE)),
        {"đơn vị"},
    ),
    "quota": (agency, lambda made: registers.quota(made, 2024, 10), {"đơn vị"}),
    "staff of an agency": (agency, registers.employee, {"đơn vị"}),
}


def undo(source):
    return undo_import(import_id=source.pk, actor=SYSTEM, on=source.applied_at.date())


def imported(*records):
    """Return an import that created these records."""
    source = Import.objects.create(actor_label="Nhập", status="APPLIED")
    with connection.cursor() as cursor:
        db.open_log(cursor)
        for record in records:
            _log(cursor, record)
        source.report = {"written": keeping.keep(cursor, source, ImportChange)}
    source.applied_at = dt.datetime.now(tz=dt.UTC)
    source.save()
    return source


def _log(cursor, record):
    fields = [each for each in record._meta.concrete_fields if each.editable]
    columns = [each.column for each in fields if not each.primary_key]
    cursor.execute(
        "INSERT INTO merge_log (target, record_id, kind) VALUES (%s, %s, 'CREATED');"
        "INSERT INTO merge_columns SELECT %s, unnest(%s::text[]) ON CONFLICT DO NOTHING",
        [record._meta.db_table, record.pk, record._meta.db_table, columns],
    )


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_by_hand_keeps_what_it_rests_on(party, fact):
    bring, write, keeps = FACTS[fact]
    subject, records = bring()
    source = imported(*records)
    write(subject)

    undone = undo(source)

    assert {kept.label.split(":")[0] for kept in undone.kept} == keeps
    assert {kept.reason for kept in undone.kept} == {"needed"}
    assert all("hồ sơ khác đang dựa vào: " in kept.reason_label for kept in undone.kept)


@pytest.mark.parametrize("bring", [member, employee, unit, agency, course, resolution, theme, team])
def test_without_a_fact_nothing_is_kept(party, bring):
    subject, records = bring()

    assert undo(imported(*records)).kept == ()
    assert not type(subject).objects.filter(pk=subject.pk).exists()


def test_a_position_by_hand_keeps_the_member_and_the_others_go(party, importing):
    report = importing(A=roster(roster_row(), roster_row("Lò Thị Bình")))
    holder = Membership.objects.get(person__full_name="Lò Văn An")
    position(holder)

    undone = undo(Import.objects.get(pk=report.import_id))

    reasons = {kept.label: kept.reason_label for kept in undone.kept}
    assert reasons["đảng tịch: Lò Văn An"] == "hồ sơ khác đang dựa vào: chức vụ đảng"
    assert Membership.objects.get() == holder
    assert MembershipPeriod.objects.get().unit == PositionHolding.objects.get().unit


@pytest.fixture
def move(importing):
    """Return an import that moves a member who was imported before."""
    importing(A=roster(roster_row(branch=OLD_BRANCH)))
    where = f"{NEW_BRANCH}, {COMMITTEE}"
    report = importing(
        A=movement(
            ["Ngày chuyển", "Chi bộ tiếp nhận"], [day("01/08/2023"), where], branch=OLD_BRANCH
        )
    )
    assert report.applied, report.problems
    return Import.objects.get(pk=report.import_id)


def test_a_position_in_the_new_branch_keeps_the_move(party, move):
    position(Membership.objects.get())

    undone = undo(move)

    assert "nơi sinh hoạt: Lò Văn An" in {kept.label for kept in undone.kept}
    assert MembershipPeriod.objects.get(during__contains=SINCE).unit == branch()


def test_a_position_above_both_branches_does_not_keep_the_move(party, move):
    position_above(Membership.objects.get())

    assert undo(move).kept == ()
    assert MembershipPeriod.objects.get(during__contains=SINCE).unit == branch(OLD_BRANCH)
