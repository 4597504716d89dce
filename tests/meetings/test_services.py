"""Meetings written by hand: what the services write, refuse and ask the reason for."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from coso.audit.models import AuditEntry
from coso.core.dates import month_period
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.meetings import queries
from coso.meetings import services as keeping
from coso.meetings.models import Meeting
from coso.meetings.services import MeetingDetails, UnableToKeepMeeting
from coso.organizations.models import UnitType
from coso.rules import services as rules
from tests.factories.registers import member

HELD, TODAY = dt.date(2023, 6, 5), dt.date(2023, 6, 30)
WHY = Basis(reason="Theo biên bản")


@pytest.fixture
def branch(party_tree):
    rules.load_seeds()
    UnitType.objects.filter(versions__unit=party_tree.below).update(is_branch=True)
    for _ in range(3):
        member(party_tree.below, since=dt.date(2020, 1, 1))
    return party_tree.below


@pytest.fixture
def details(branch):
    return MeetingDetails(
        unit=branch,
        kind="REGULAR",
        period=month_period(2023, 6),
        held_on=HELD,
        minutes=90,
        required=3,
        present=2,
        excused=1,
        unexcused=0,
        self_score=Decimal("88.5"),
        reported_on=dt.date(2023, 6, 8),
    )


def record(details, *, basis=Basis(), **changes):  # noqa: B008 — never changed
    written = attrs.evolve(details, **changes)
    return keeping.record_meeting(details=written, today=TODAY, basis=basis, actor=SYSTEM)


def correct(meeting, details, *, basis=WHY, **changes):
    written = attrs.evolve(details, **changes)
    return keeping.correct_meeting(
        meeting=meeting, details=written, today=TODAY, basis=basis, actor=SYSTEM
    )


def not_held(details):
    nothing = dict.fromkeys(
        (*("held_on", "minutes", "required", "present"), *("excused", "unexcused")), None
    )
    return attrs.evolve(details, **nothing, self_score=None, reported_on=None, note="Mưa lũ")


def test_meeting_is_written_with_one_entry(details, branch):
    record(details)

    made = Meeting.objects.get()
    assert (made.unit, made.held_on, made.present, made.self_score) == (branch, HELD, 2, 88.5)
    assert made.period.lower == dt.date(2023, 6, 1)
    entry = AuditEntry.objects.get(action="meeting.recorded")
    assert (entry.object_id, entry.unit_id) == (made.pk, branch.pk)
    assert entry.detail.values["new"]["Điểm tự chấm"] == "88,5"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"present": 3}, "Phải dự 3 nhưng có mặt 3, vắng có lý do 1"),
        ({"self_score": Decimal(101)}, "Không thể có điểm tự chấm “101”"),
        ({"reported_on": dt.date(2023, 6, 4)}, "trước ngày họp"),
        ({"held_on": dt.date(2023, 7, 1)}, "Ngày 01/07/2023 chưa đến"),
        ({"period": month_period(2023, 7)}, "Ngày 01/07/2023 chưa đến"),
        ({"held_on": None}, "Không họp thì không có giờ"),
    ],
)
def test_what_cannot_have_been_so_is_refused(details, changes, words):
    with pytest.raises(UnableToKeepMeeting, match=words):
        record(details, basis=WHY, **changes)

    assert not Meeting.objects.exists()


def test_only_a_branch_meets(details, party_tree):
    UnitType.objects.update(is_branch=False)

    with pytest.raises(UnableToKeepMeeting, match="không phải chi bộ"):
        record(details, basis=WHY)


def test_meeting_stands_in_the_register_once(details):
    record(details)

    with pytest.raises(UnableToKeepMeeting, match="Sổ đã có cuộc sinh hoạt thường kỳ tháng 6"):
        record(details)
    with pytest.raises(UnableToKeepMeeting, match="sổ đã có cuộc họp ngày 05/06/2023"):
        record(not_held(details))

    assert Meeting.objects.count() == 1


def test_period_without_a_meeting_is_corrected_and_not_doubled(details):
    missed = record(not_held(details))

    with pytest.raises(UnableToKeepMeeting, match="Sổ đã ghi .* không họp kỳ này"):
        record(details)
    correct(missed, details)

    assert Meeting.objects.get().held_on == HELD


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"minutes": 60}, "Họp 60 phút, quy định ít nhất 90 phút"),
        ({"required": 9, "present": 8}, "Phải dự 9 nhưng ngày họp sổ có 3 đảng viên"),
    ],
)
def test_what_is_far_from_the_rules_needs_a_reason(details, changes, warning):
    with pytest.raises(ReasonMissing) as asked:
        record(details, **changes)
    record(details, basis=WHY, **changes)

    assert warning in asked.value.warnings[0]
    assert AuditEntry.objects.get(action="meeting.recorded").reason == WHY.reason


def test_correction_writes_what_was_before_and_why(details):
    made = record(details)

    with pytest.raises(RecordUnchanged):
        correct(made, details)
    with pytest.raises(ReasonMissing):
        correct(made, details, minutes=100, basis=Basis())
    correct(made, details, minutes=100)

    entry = AuditEntry.objects.get(action="meeting.corrected")
    assert entry.detail.values["old"]["Thời lượng (phút)"] == "90"
    assert Meeting.objects.get().minutes == 100


def test_second_of_two_writers_is_told(details):
    made = record(details)
    seen = Basis(seen=queries.state_of(made), reason="Cùng sửa")
    correct(made, details, minutes=100, basis=seen)

    with pytest.raises(RecordChanged):
        correct(made, details, minutes=110, basis=seen)
    with pytest.raises(RecordChanged):
        keeping.remove_meeting(meeting=made, basis=seen, actor=SYSTEM)


def test_removed_meeting_stays_in_the_trail(details):
    made = record(details)

    with pytest.raises(ReasonMissing):
        keeping.remove_meeting(meeting=made, basis=Basis(), actor=SYSTEM)
    keeping.remove_meeting(meeting=made, basis=WHY, actor=SYSTEM)

    assert not Meeting.objects.exists()
    entry = AuditEntry.objects.get(action="meeting.removed")
    assert entry.detail.values["old"]["Ngày họp"] == "05/06/2023"
