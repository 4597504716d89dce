"""A membership that never was, and how long an exemption lasts."""

import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import FRESH, Basis, ReasonMissing, RecordChanged
from coso.evaluations.models import Evaluation
from coso.members import queries
from coso.members import services as members
from coso.members.models import Badge, Exemption, Membership, MembershipPeriod, PositionHolding
from coso.members.services import UnableToSetExemption, UnableToTakeBack
from coso.people.models import Person
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.reorganizations import Planning, district

pytestmark = pytest.mark.django_db

DAY, NEXT, LATER = dt.date(2023, 6, 30), dt.date(2024, 1, 1), dt.date(2025, 1, 1)
REASON = Basis(reason="Ghi nhầm người")


@pytest.fixture
def branch(db):
    make.roots()
    return make.unit("BRANCH", "Chi bộ Bản Mới")


@pytest.fixture
def who(branch):
    return registers.member(branch, full_name="Lò Văn An").person


def remove(who, basis=REASON):
    return members.remove_membership(person=who, basis=basis, actor=SYSTEM)


def refusal_of(who):
    with pytest.raises(UnableToTakeBack) as refusal:
        remove(who)
    return refusal.value


def test_removed_membership_leaves_the_person_and_the_trail(who, branch):
    with pytest.raises(ReasonMissing):
        remove(who, FRESH)
    remove(who)

    assert not Membership.objects.exists()
    assert not queries.roll_on(DAY).exists()
    assert Person.objects.get() == who
    entry = AuditEntry.objects.get(action="member.removed")
    assert (entry.object_id, entry.unit_id, entry.reason) == (who.pk, branch.pk, REASON.reason)
    assert entry.detail.values["stays"] == [{"unit": branch.pk, "entry": "ROSTER"}]
    assert refusal_of(who).code == "not_a_member"


def test_membership_that_went_on_is_not_taken_out(who, branch):
    MembershipPeriod.objects.update(during=(DAY, NEXT), leaving="RESIGNED")

    assert refusal_of(who).code == "membership_went_on"


def test_what_rests_on_the_membership_is_named(who, branch):
    period = {"person": who, "unit": branch, "during": (DAY, None)}
    PositionHolding.objects.create(position="SECRETARY", **period)
    Badge.objects.create(person=who, years=30, awarded_on=DAY)
    rated = {"person": who, "agency": branch, "year": 2023, "rating": "GOOD"}
    Evaluation.objects.create(capacity="EMPLOYEE", **rated)
    Evaluation.objects.create(capacity="MEMBER", **rated)

    refusal = refusal_of(who)

    assert refusal.code == "membership_needed"
    assert (
        "sổ còn 1 chức vụ đảng, 1 Huy hiệu Đảng, 1 kết quả xếp loại đảng viên." in refusal.message
    )
    assert Membership.objects.count() == 1


def test_rating_as_an_employee_rests_on_no_membership(who, branch):
    Evaluation.objects.create(
        person=who, agency=branch, year=2023, rating="GOOD", capacity="EMPLOYEE"
    )

    assert remove(who) == who


def test_who_comes_second_does_not_take_it_out(who):
    seen = Basis(seen=queries.state_of(who), reason="x")
    PositionHolding.objects.create(
        person=who,
        unit=who.membership.periods.get().unit,
        position="SECRETARY",
        during=(DAY, None),
    )

    with pytest.raises(RecordChanged):
        remove(who, seen)


# --- exemptions


def exempt(who, start=DAY, until=None):
    return Exemption.objects.create(membership=who.membership, during=(start, until))


def set_end(exemption, until, basis=FRESH):
    return members.set_exemption_end(
        exemption=exemption, until=until, unit_id=1, decision="7-QĐ", basis=basis, actor=SYSTEM
    )


def test_exemption_ends_goes_on_longer_and_for_good(who):
    held = exempt(who)

    ends = [set_end(held, until).during.upper for until in (NEXT, LATER, None)]

    assert ends == [NEXT, LATER, None]
    assert queries.roll_on(NEXT).get().is_exempt
    entry = AuditEntry.objects.filter(action="member.exemption_end_set").earliest("pk")
    assert (entry.object_id, entry.summary) == (
        *(who.pk, "Miễn công tác và sinh hoạt: hết miễn từ ngày 01/01/2024"),
    )
    assert entry.detail.values == {"old": None, "new": "2024-01-01", "decision": "7-QĐ"}


def test_exemption_cannot_end_before_it_begins_nor_run_into_the_next(who):
    held = exempt(who, until=NEXT)
    exempt(who, start=LATER)

    codes = []
    for until in (NEXT, DAY, None):
        with pytest.raises(UnableToSetExemption) as refusal:
            set_end(held, until)
        codes.append(refusal.value.code)

    assert codes == ["exemption_unchanged", "exemption_empty", "exemption_overlaps"]
    assert set_end(held, LATER).during.upper == LATER


def test_who_comes_second_sets_no_end(who):
    held = exempt(who)
    seen = Basis(seen=queries.state_of(who))
    set_end(held, NEXT)

    with pytest.raises(RecordChanged):
        set_end(held, LATER, seen)


def test_member_of_whom_a_plan_speaks_by_name_is_not_taken_out(place_of_plan):
    plan, membership = place_of_plan

    refusal = refusal_of(membership.person)

    assert refusal.code == "membership_needed"
    assert "đảng viên chuyển theo danh sách" in refusal.message
    plan.delete()
    remove(membership.person)
    assert not Membership.objects.filter(pk=membership.pk).exists()


@pytest.fixture
def place_of_plan(db):
    """Return a plan that sends a member to another branch by name, and the member."""
    place = district()
    membership = registers.member(place.three)
    plan = Planning().step("DISSOLVE", [place.three], [place.one]).move(membership, place.one)
    return plan.drafted(), membership
