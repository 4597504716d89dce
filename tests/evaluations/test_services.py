"""Ratings written by hand: one, or a page of them; all of it or nothing."""

import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.core.writing import Basis, ReasonMissing, RecordChanged
from coso.evaluations import queries
from coso.evaluations import services as keeping
from coso.evaluations.models import Evaluation
from coso.evaluations.services import Given, RatingsRefused, UnableToRate
from coso.members.models import Exemption
from coso.organizations.enums import Tree
from coso.rules import services as rules
from tests.factories.access import make_unit
from tests.factories.registers import employee, member, rating

TODAY, SINCE = dt.date(2023, 6, 30), dt.date(2015, 1, 1)
WHY = Basis(reason="Theo thông báo của cấp trên")
GOOD, EXCELLENT = Given(rating="GOOD"), Given(rating="EXCELLENT")


@pytest.fixture(autouse=True)
def seeds(db):
    rules.load_seeds()


@pytest.fixture
def branch(party_tree):
    return party_tree.below


@pytest.fixture
def agency(party_tree):
    return make_unit("Phòng Nội vụ", tree=Tree.AGENCY, overseer=party_tree.own)


def members_of(branch, count=1, **facts):
    """Return members of a branch as subjects."""
    made = [member(branch, since=SINCE, **facts) for _ in range(count)]
    return [queries.member_rated(each.person, 2022) for each in made]


def give(subjects, given, *, year=2022, basis=Basis(), today=TODAY):  # noqa: B008 — never changed
    if isinstance(given, Given):
        given = {each.pk: given for each in subjects}
    return keeping.give_ratings(
        subjects=subjects, year=year, given=given, today=today, basis=basis, actor=SYSTEM
    )


def ratings():
    return list(Evaluation.objects.order_by("pk").values_list("rating", flat=True))


def test_member_is_rated_in_the_branch_of_the_year(branch):
    subjects = members_of(branch)

    (made,) = give(subjects, GOOD)

    made.refresh_from_db()
    assert (made.capacity, made.agency, made.year, made.rating) == ("MEMBER", branch, 2022, "GOOD")
    entry = AuditEntry.objects.get(action="rating.given")
    assert (entry.object_id, entry.unit_id) == (made.pk, branch.pk)
    assert entry.detail.values["new"]["Kết quả"] == "Hoàn thành tốt nhiệm vụ"


def test_cadre_who_is_a_member_is_rated_in_both_capacities(branch, agency):
    membership = member(branch, since=SINCE)
    employee(agency, holder=membership.person, since=SINCE)

    give([queries.member_rated(membership.person, 2022)], GOOD)
    give([queries.employee_rated(membership.person, 2022)], Given(rating="COMPLETED"))

    found = Evaluation.objects.order_by("capacity")
    assert [(each.capacity, each.rating) for each in found] == [
        ("EMPLOYEE", "COMPLETED"),
        ("MEMBER", "GOOD"),
    ]
    assert found[0].title.startswith("Vị trí")


def test_organization_is_rated_by_the_one_above(party_tree):
    subject = queries.unit_rated(party_tree.own, dt.date(2022, 12, 31))

    give([subject], GOOD)

    made = Evaluation.objects.get()
    assert (made.unit, made.agency, made.capacity) == (party_tree.own, party_tree.above, "")


def test_page_is_written_with_one_entry_for_each(branch):
    subjects = members_of(branch, 3)
    given = {
        subjects[0].pk: GOOD,
        subjects[2].pk: Given(not_rated_reason="nghỉ thai sản"),
    }

    give(subjects, given)

    assert ratings() == ["GOOD", ""]
    assert AuditEntry.objects.filter(action="rating.given").count() == 2


def test_bad_line_is_told_at_its_subject_and_nothing_is_written(branch, party_tree):
    subjects = members_of(branch, 2)
    stranger = queries.member_rated(member(party_tree.sibling, since=SINCE).person, 2022)
    misplaced = queries.Subject(
        capacity="MEMBER", pk=stranger.pk, name=stranger.name, place_id=branch.pk
    )
    given = {
        subjects[0].pk: GOOD,
        subjects[1].pk: Given(rating="GOOD", not_rated_reason="nghỉ"),
        misplaced.pk: GOOD,
    }

    with pytest.raises(RatingsRefused) as refusal:
        give([*subjects, misplaced], given)

    assert set(refusal.value.lines) == {subjects[1].pk, misplaced.pk}
    assert "không ở đơn vị này trong năm 2022" in refusal.value.lines[misplaced.pk]
    assert "hoặc “Không xếp loại” kèm lý do" in refusal.value.lines[subjects[1].pk]
    assert ratings() == []
    assert not AuditEntry.objects.filter(action="rating.given").exists()


def test_year_to_come_is_refused(branch):
    with pytest.raises(UnableToRate, match="Năm 2024 chưa đến"):
        give(members_of(branch), GOOD, year=2024)


def test_level_that_the_rules_of_the_year_lack_is_refused(branch):
    rules_of_2022 = rules.RuleParameter.objects.get(name="levels", rule_set__code="ratings-2018")
    rules_of_2022.value = ["GOOD", "COMPLETED"]
    rules_of_2022.save()

    with pytest.raises(RatingsRefused, match="Quy định của năm 2022 không có mức"):
        give(members_of(branch), EXCELLENT, basis=WHY)
    give(members_of(branch), GOOD)

    assert ratings() == ["GOOD"]


@pytest.mark.parametrize(
    ("good", "excellent", "asks"), [(5, 1, False), (5, 2, True), (4, 1, True), (10, 2, False)]
)
def test_excellent_beyond_a_fifth_of_the_good_asks_for_the_reason(branch, good, excellent, asks):
    subjects = members_of(branch, good + excellent)
    given = {each.pk: EXCELLENT if at < excellent else GOOD for at, each in enumerate(subjects)}

    if asks:
        with pytest.raises(ReasonMissing) as asked:
            give(subjects, given)
        assert f"nhiều nhất là {good // 5}, 20% của {good}" in asked.value.warnings[0]
        assert ratings() == []
    give(subjects, given, basis=WHY if asks else Basis())

    assert ratings().count("EXCELLENT") == excellent


def test_share_counts_those_rated_before(branch):
    for _ in range(5):
        rating(branch, 2022, "GOOD", level="BRANCH", capacity="MEMBER")
    rating(branch, 2021, "EXCELLENT", level="BRANCH", capacity="MEMBER")

    give(members_of(branch), EXCELLENT)

    assert ratings().count("EXCELLENT") == 2


def test_member_who_is_new_or_exempt_is_rated_only_with_a_reason(branch):
    new, exempt = member(branch, since=SINCE), member(branch, since=SINCE)
    new.admitted_on = dt.date(2022, 9, 1)
    new.save()
    Exemption.objects.create(membership=exempt, during=(dt.date(2022, 3, 1), None))
    subjects = [queries.member_rated(each.person, 2022) for each in (new, exempt)]

    with pytest.raises(ReasonMissing) as asked:
        give(subjects, GOOD)
    give(subjects, Given(not_rated_reason="theo quy định"))

    assert "vào Đảng ngày 01/09/2022, đến cuối năm 2022 chưa đủ 6 tháng" in asked.value.warnings[0]
    assert "được miễn công tác và sinh hoạt" in asked.value.warnings[1]
    assert ratings() == ["", ""]


def test_rating_again_is_a_correction_that_needs_a_reason(branch):
    subjects = members_of(branch)
    give(subjects, GOOD)

    with pytest.raises(ReasonMissing) as asked:
        give(subjects, Given(rating="COMPLETED"))
    give(subjects, Given(rating="COMPLETED"), basis=WHY)

    assert "sổ đã ghi “Hoàn thành tốt nhiệm vụ”" in asked.value.warnings[0]
    assert ratings() == ["COMPLETED"]
    entry = AuditEntry.objects.get(action="rating.corrected")
    assert entry.reason == WHY.reason
    assert entry.detail.values["old"]["Kết quả"] == "Hoàn thành tốt nhiệm vụ"


def test_correction_that_changes_nothing_is_refused(branch):
    subjects = members_of(branch)
    give(subjects, GOOD)

    with pytest.raises(RatingsRefused, match="không có gì để sửa"):
        give(subjects, GOOD, basis=WHY)


def test_correction_keeps_what_is_not_said(agency):
    made = rating(agency, 2022, "GOOD", level="DISTRICT")
    made.self_rating, made.title = "EXCELLENT", "Chuyên viên"
    made.save()

    give([queries.subject_of(made)], Given(rating="COMPLETED"), basis=WHY)

    made.refresh_from_db()
    assert (made.rating, made.level, made.title) == ("COMPLETED", "DISTRICT", "Chuyên viên")
    assert made.self_rating == "EXCELLENT"


def test_second_of_two_writers_of_a_page_is_told(branch):
    subjects = members_of(branch, 2)
    seen = queries.state_of(queries.given_to(subjects, 2022))
    give(subjects[:1], GOOD)

    with pytest.raises(RecordChanged):
        give(subjects, {subjects[1].pk: GOOD}, basis=Basis(seen=seen))

    assert ratings() == ["GOOD"]


def test_removed_rating_stays_in_the_trail(branch):
    (made,) = give(members_of(branch), GOOD)
    pk = made.pk

    with pytest.raises(ReasonMissing):
        keeping.remove_rating(rating=made, basis=Basis(), actor=SYSTEM)
    keeping.remove_rating(rating=made, basis=WHY, actor=SYSTEM)

    entry = AuditEntry.objects.get(action="rating.removed")
    assert not Evaluation.objects.exists()
    assert (entry.object_id, entry.reason, entry.unit_id) == (pk, WHY.reason, branch.pk)


def test_somebody_who_was_nowhere_in_the_year_is_no_subject(branch, agency):
    gone = member(branch, since=SINCE, until=dt.date(2020, 1, 1), leaving="TRANSFERRED_OUT")
    contract = employee(agency, category="CONTRACT_WORKER", since=SINCE)

    assert queries.member_rated(gone.person, 2022) is None
    assert queries.member_rated(gone.person, 2019).place_id == branch.pk
    assert queries.employee_rated(contract.person, 2022) is None
    assert list(queries.staff_rated(agency, TODAY)) == []
