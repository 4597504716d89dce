"""Headcounts and posts of an agency by hand."""

import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import FRESH, Basis, ReasonMissing, RecordChanged, RecordUnchanged
from coso.personnel import queries, services
from coso.personnel.enums import PostGroup
from coso.personnel.models import HeadcountQuota, Post
from coso.personnel.services import (
    PostDetails,
    QuotaDetails,
    UnableToGiveQuota,
    UnableToKeepPost,
)
from tests.factories import organizations as make
from tests.factories import registers

pytestmark = pytest.mark.django_db

DAY, NEXT = dt.date(2023, 6, 30), dt.date(2024, 1, 1)
REASON = Basis(reason="Theo quyết định điều chỉnh")


@pytest.fixture
def office(db):
    make.roots()
    return make.unit("STATE_AGENCY", "Phòng Nội vụ")


def give(office, quantity=5, year=2023, basis=FRESH, on=DAY, **papers):
    return services.give_quota(
        agency=office,
        details=QuotaDetails(year=year, quantity=quantity, **papers),
        on=on,
        basis=basis,
        actor=SYSTEM,
    )


def correct(quota, quantity, year=2023, basis=REASON):
    details = QuotaDetails(year=year, quantity=quantity)
    return services.correct_quota(quota=quota, details=details, on=DAY, basis=basis, actor=SYSTEM)


def add(office, title="Văn thư", basis=FRESH):
    details = PostDetails(title=title, group=PostGroup.OFFICE)
    return services.add_post(agency=office, details=details, basis=basis, actor=SYSTEM)


def rename(post, title, group=PostGroup.OFFICE, basis=REASON):
    details = PostDetails(title=title, group=group)
    return services.correct_post(post=post, details=details, basis=basis, actor=SYSTEM)


def code_of(kind, service, *arguments, **options):
    with pytest.raises(kind) as refusal:
        service(*arguments, **options)
    return refusal.value.code


# --- headcounts


def test_quota_of_a_year_is_given_once_and_stands_in_the_trail(office):
    given = give(office, decision="9-QĐ/UBND", decided_on=DAY)

    assert code_of(UnableToGiveQuota, give, office, 6) == "quota_known"
    give(office, 6, year=2024)
    assert (given.quantity, given.decision, given.decided_on) == (5, "9-QĐ/UBND", DAY)
    entry = AuditEntry.objects.filter(action="quota.given").earliest("pk")
    assert (entry.object_id, entry.unit_id, entry.summary) == (
        *(office.pk, office.pk, "Biên chế giao năm 2023: 5"),
    )


@pytest.mark.parametrize("quantity", [-1, 100001])
def test_impossible_number_is_refused_as_in_a_list(office, quantity):
    assert code_of(UnableToGiveQuota, give, office, quantity) == "impossible_number"


def test_agency_of_the_quota_must_exist(office):
    later = make.unit("SCHOOL", since=NEXT)

    assert code_of(UnableToGiveQuota, give, later) == "unit_not_alive"


def test_more_staff_than_the_quota_need_a_reason(office):
    for category in ("CIVIL_SERVANT", "CADRE", "CONTRACT_WORKER"):
        registers.employee(office, category)

    with pytest.raises(ReasonMissing) as asked:
        give(office, 1)
    assert not HeadcountQuota.objects.exists()
    give(office, 1, basis=REASON)
    give(office, 2, year=2024)  # whoever is there then is not known

    assert asked.value.warnings == (
        "Phòng Nội vụ có mặt 2 người ngày 30/06/2023, biên chế giao năm 2023 là 1: vượt 1.",
    )
    assert queries.headcount_on(office, DAY) == 2


def test_quota_is_corrected_and_taken_back_with_a_reason(office):
    quota, other = give(office), give(office, year=2024)

    with pytest.raises(ReasonMissing):
        correct(quota, 6, basis=FRESH)
    assert code_of(RecordUnchanged, correct, quota, 5) == "record_unchanged"
    assert code_of(UnableToGiveQuota, correct, quota, 5, year=2024) == "quota_known"
    assert correct(quota, 6).quantity == 6
    services.remove_quota(quota=other, basis=REASON, actor=SYSTEM)
    again = {"quota": other, "basis": REASON, "actor": SYSTEM}
    assert code_of(UnableToGiveQuota, services.remove_quota, **again) == "quota_gone"

    assert [quota.year for quota in queries.quotas_of(office)] == [2023]
    entry = AuditEntry.objects.get(action="quota.corrected")
    assert entry.reason == REASON.reason
    assert [entry.detail.values[side]["quantity"] for side in ("old", "new")] == [5, 6]


def test_who_comes_second_is_refused(office):
    seen = Basis(seen=queries.state_of_agency(office), reason="x")
    quota = give(office, basis=seen)

    with pytest.raises(RecordChanged):
        correct(quota, 6, basis=seen)
    with pytest.raises(RecordChanged):
        add(office, basis=seen)


# --- posts


def test_empty_post_is_added_once(office):
    add(office)

    assert code_of(UnableToKeepPost, add, office, "văn  thư") == "post_known"
    assert [(post.title, post.holders) for post in queries.posts_of(office, DAY)] == [
        ("Văn thư", 0)
    ]


def test_closed_agency_gets_no_post(office):
    closed = make.unit("SCHOOL", until=NEXT)

    assert code_of(UnableToKeepPost, add, closed) == "unit_closed"


def test_post_is_renamed_for_all_who_held_it(office):
    held, other = registers.employee(office), add(office)

    with pytest.raises(ReasonMissing):
        rename(held.post, "Thủ quỹ", basis=FRESH)
    assert code_of(RecordUnchanged, rename, other, "Văn thư") == "record_unchanged"
    assert code_of(UnableToKeepPost, rename, held.post, "Văn thư") == "post_known"
    rename(held.post, "Thủ quỹ", PostGroup.PROFESSIONAL)

    [row] = queries.assignments_of(held.person)
    assert (row.post.title, row.post.group) == ("Thủ quỹ", "PROFESSIONAL")
    assert code_of(UnableToKeepPost, add, office, "THỦ QUỸ") == "post_known"


def test_only_a_post_that_nobody_held_is_taken_out(office):
    ended, empty = registers.employee(office, until=NEXT), add(office)
    remove = {"basis": REASON, "actor": SYSTEM}

    assert code_of(UnableToKeepPost, services.remove_post, post=ended.post, **remove) == "post_held"
    services.remove_post(post=empty, **remove)

    assert Post.objects.get() == ended.post
    assert AuditEntry.objects.get(action="post.removed").summary == "Vị trí Văn thư"
    assert code_of(UnableToKeepPost, services.remove_post, post=empty, **remove) == "post_gone"
