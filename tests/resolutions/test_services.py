"""Targets, reports and work items written by hand: what the services write and refuse."""

import datetime as dt
from decimal import Decimal

import attrs
import pytest
from django.db import IntegrityError, transaction

from coso.access import scoping
from coso.access.enums import Permission, Reach, Role
from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.documents import services as documents
from coso.documents.services import UnableToKeepDocument
from coso.resolutions import queries
from coso.resolutions import services as keeping
from coso.resolutions.enums import ItemState
from coso.resolutions.models import Milestone, Progress, Target, WorkItem
from coso.resolutions.services import (
    ProgressDetails,
    TargetDetails,
    UnableToKeepResolution,
    WorkItemDetails,
)
from coso.resolutions.validators import Result
from tests.factories.access import make_actor
from tests.factories.registers import resolution, target, work_item

TODAY = dt.date(2023, 6, 30)
WHY = Basis(reason="Theo bản gốc")
AIMED = TargetDetails(
    code="ct 01",
    text="Đảng viên hoàn thành tốt nhiệm vụ trở lên",
    measure="%",
    direction="AT_LEAST",
    aims={2021: Decimal(90), 2022: Decimal("92.5")},
    figure="rating.member.good",
    host_name="Đảng ủy xã Yên Thịnh",
)
REPORTED = ProgressDetails(year=2022, part="YEAR", result=Result(3111, 3383))
GIVEN = WorkItemDetails(
    code="nv01",
    text="Rà soát quy hoạch",
    responsible_name="Chi bộ Bản Mới",
    due_on=dt.date(2023, 5, 1),
)


@pytest.fixture
def issued(party_tree):
    return issue(party_tree.own)


def issue(committee, **more):
    return resolution(committee, dt.date(2020, 12, 15), **more)


def report(of, details=REPORTED, **changes):
    return keeping.record_progress(
        target=of, details=attrs.evolve(details, **changes), today=TODAY, actor=SYSTEM
    )


def give(of, **changes):
    return keeping.record_work_item(
        resolution=of, details=attrs.evolve(GIVEN, **changes), today=TODAY, actor=SYSTEM
    )


def trail(subject):
    return list(
        AuditEntry.objects.filter(object_id=str(subject.pk))
        .order_by("pk")
        .values_list("action", "unit_id", "reason")
    )


def test_target_is_kept_with_its_milestones_and_the_unit_that_is_meant(issued, party_tree):
    made = keeping.record_target(resolution=issued, details=AIMED, actor=SYSTEM)

    assert (made.code, made.host, made.figure) == ("CT01", party_tree.own, "rating.member.good")
    assert queries.aims_of(made) == {2021: Decimal(90), 2022: Decimal("92.5")}
    assert queries.target_in_words(made)["Mốc phấn đấu"] == "năm 2021: ≥ 90%; năm 2022: ≥ 92,5%"
    assert trail(made) == [("target.recorded", party_tree.own.pk, "")]


@pytest.mark.parametrize(
    ("document", "changes", "code"),
    [
        ({"is_thematic": False}, {}, "not_thematic"),
        ({}, {"aims": {}}, "no_milestone"),
    ],
)
def test_target_that_cannot_be_is_refused(party_tree, document, changes, code):
    issued = issue(party_tree.own, **document)

    with pytest.raises(UnableToKeepResolution) as refusal:
        keeping.record_target(
            resolution=issued, details=attrs.evolve(AIMED, **changes), actor=SYSTEM
        )

    assert refusal.value.code == code


def test_code_is_used_once_in_a_resolution(issued, party_tree):
    keeping.record_target(resolution=issued, details=AIMED, actor=SYSTEM)

    with pytest.raises(UnableToKeepResolution, match="mang mã này"):
        keeping.record_target(resolution=issued, details=AIMED, actor=SYSTEM)
    keeping.record_target(resolution=issue(party_tree.own), details=AIMED, actor=SYSTEM)


def test_target_is_corrected_with_its_milestones(issued):
    made = keeping.record_target(resolution=issued, details=AIMED, actor=SYSTEM)
    seen = Basis(queries.state_of_target(made), "Ghi nhầm mốc")
    right = attrs.evolve(AIMED, aims={2022: Decimal(91), 2023: Decimal(95)})

    made = keeping.correct_target(target=made, details=right, actor=SYSTEM, basis=seen)

    assert queries.aims_of(made) == {2022: Decimal(91), 2023: Decimal(95)}
    with pytest.raises(RecordChanged):
        keeping.correct_target(target=made, details=AIMED, actor=SYSTEM, basis=seen)
    with pytest.raises(RecordUnchanged):
        keeping.correct_target(target=made, details=right, actor=SYSTEM, basis=WHY)
    with pytest.raises(ReasonMissing):
        keeping.correct_target(target=made, details=AIMED, actor=SYSTEM, basis=Basis())


def test_target_is_removed_once_nothing_refers_to_it(issued):
    made = keeping.record_target(resolution=issued, details=AIMED, actor=SYSTEM)
    reported = report(made)

    with pytest.raises(UnableToKeepResolution, match="1 kết quả báo cáo và 0 nhiệm vụ"):
        keeping.remove_target(target=made, actor=SYSTEM, basis=WHY)
    keeping.remove_progress(reported=reported, actor=SYSTEM, basis=WHY)
    keeping.remove_target(target=made, actor=SYSTEM, basis=WHY)

    assert not Target.objects.exists()
    assert not Milestone.objects.exists()


def test_report_of_a_period_is_kept_once_and_corrected(issued, party_tree):
    reported = report(target(issued))

    assert queries.progress_in_words(reported)["Kết quả báo cáo"] == "3.111/3.383 (92,0%)"
    with pytest.raises(UnableToKeepResolution, match="đã có kết quả báo cáo của kỳ này"):
        report(reported.target)
    with pytest.raises(UnableToKeepResolution, match="Năm 2024 chưa đến"):
        report(reported.target, year=2024)
    keeping.correct_progress(
        reported=reported,
        details=attrs.evolve(REPORTED, result=Result(value=Decimal(92))),
        today=TODAY,
        actor=SYSTEM,
        basis=WHY,
    )
    assert Progress.objects.get().value == 92
    assert trail(reported)[-1] == ("progress.corrected", party_tree.own.pk, WHY.reason)


@pytest.mark.parametrize(
    "columns",
    [
        {"numerator": 5, "denominator": 4},
        {"numerator": 0, "denominator": 0},
        {"numerator": 5},
        {"denominator": 5},
        {"numerator": 1, "denominator": 5, "value": 20},
        {},
        {"value": -1},
    ],
)
def test_database_keeps_only_a_share_or_a_value(issued, columns):
    of = target(issued)

    with pytest.raises(IntegrityError), transaction.atomic():
        Progress.objects.create(target=of, year=2022, part="YEAR", **columns)


@pytest.mark.parametrize(
    "columns",
    [{"percent": 101}, {"percent": 50, "done_on": dt.date(2023, 1, 1)}],
)
def test_database_keeps_no_work_item_that_is_done_in_part(issued, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.create(
            resolution=issued, code="NV1", responsible_name="X", due_on=TODAY, **columns
        )


def test_work_item_is_given_reported_on_and_done(issued, party_tree):
    item = give(issued, target=target(issued))
    assert (item.code, item.responsible) == ("NV01", party_tree.below)

    item = keeping.report_work_item(item=item, percent=60, done_on=None, today=TODAY, actor=SYSTEM)
    item = keeping.report_work_item(
        item=item, percent=60, done_on=dt.date(2023, 5, 3), today=TODAY, actor=SYSTEM
    )

    assert item.percent == 100
    [found] = queries.with_state(queries.work_items(), TODAY)
    assert found.state == ItemState.DONE_LATE
    [found] = queries.with_state(queries.work_items(), dt.date(2023, 5, 2))
    assert found.state == ItemState.OVERDUE
    assert [action for action, *_ in trail(item)] == [
        "work_item.recorded",
        "work_item.reported",
        "work_item.reported",
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"due_on": dt.date(2020, 1, 1)}, "due_before_issue"),
        ({"done_on": dt.date(2023, 7, 1)}, "done_in_future"),
    ],
)
def test_work_item_that_cannot_be_is_refused(issued, changes, code):
    with pytest.raises(UnableToKeepResolution) as refusal:
        give(issued, **changes)

    assert refusal.value.code == code


def test_work_item_is_for_a_target_of_its_own_resolution(issued, party_tree):
    of_another = target(issue(party_tree.own))

    with pytest.raises(UnableToKeepResolution, match="không phải của nghị quyết này"):
        give(issued, target=of_another)


def test_work_item_is_corrected_and_removed_for_a_reason(issued):
    item = give(issued)
    right = attrs.evolve(GIVEN, text="Rà soát, bổ sung quy hoạch")

    with pytest.raises(ReasonMissing):
        keeping.correct_work_item(
            item=item, details=right, today=TODAY, actor=SYSTEM, basis=Basis()
        )
    keeping.correct_work_item(item=item, details=right, today=TODAY, actor=SYSTEM, basis=WHY)
    keeping.remove_work_item(item=item, actor=SYSTEM, basis=WHY)

    assert not WorkItem.objects.exists()
    assert [action for action, *_ in trail(item)][1:] == [
        "work_item.corrected",
        "work_item.removed",
    ]


def test_resolution_with_targets_stays_in_the_register(issued):
    target(issued)

    with pytest.raises(UnableToKeepDocument, match="chỉ tiêu"):
        documents.remove_document(document=issued, actor=SYSTEM, basis=WHY)


def test_committee_keeps_what_it_demands_and_a_branch_reads_what_is_its_to_do(issued, party_tree):
    aimed = target(issued)
    its_own, of_others = give(issued), give(issued, code="NV02", responsible_name="Văn phòng")
    officer = make_actor(party_tree.own, Role.OFFICER)
    leader = make_actor(party_tree.below, Role.LEADER, Reach.UNIT)
    sibling = make_actor(party_tree.sibling, Role.OFFICER)

    def seen(rows, who, permission=Permission.RESOLUTIONS_VIEW):
        return set(scoping.visible(rows, who, permission))

    assert seen(queries.targets(), officer) == {aimed}
    assert seen(queries.work_items(), officer, Permission.RESOLUTIONS_KEEP) == {its_own, of_others}
    assert seen(queries.targets(), leader) == set()
    assert seen(queries.work_items(), leader) == {its_own}
    assert seen(queries.work_items(), leader, Permission.RESOLUTIONS_KEEP) == set()
    assert seen(queries.targets(), sibling) == seen(queries.work_items(), sibling) == set()


def test_state_asked_of_the_database_is_the_one_of_the_rules(issued):
    work_item(issued, dt.date(2023, 6, 30))
    work_item(issued, dt.date(2023, 6, 29))
    work_item(issued, dt.date(2023, 6, 29), dt.date(2023, 6, 29))
    work_item(issued, dt.date(2023, 6, 29), dt.date(2023, 6, 30))

    found = queries.with_state(queries.work_items(), TODAY)

    assert sorted(item.state for item in found) == sorted(ItemState.values)
