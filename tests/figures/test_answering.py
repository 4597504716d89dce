"""Each figure by its definition, over a few records written by hand."""

import datetime as dt

import pytest

from coso.core.periods import Period
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES
from coso.figures.queries import (
    DimensionNotAllowed,
    FigureRequest,
    UnitNotInRegister,
    UnknownFigure,
)
from coso.members.enums import MemberStatus
from coso.members.models import Exemption, TemporaryStay
from coso.members.queries import of_status, roll_on
from coso.organizations.models import UnitVersion
from coso.rules.services import load_seeds
from tests.factories import organizations as make
from tests.factories import registers
from tests.figures import world as worlds

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 6, 30)


@pytest.fixture
def roots():
    return make.roots()


@pytest.fixture
def district(roots):
    """Return a commune with its committee, two village branches and a direct branch."""
    return District(roots)


class District:
    def __init__(self, roots):
        self.roots = roots
        self.commune = make.unit("COMMUNE", "Xã Yên Hân", under=roots.area)
        self.village = make.unit("VILLAGE", "Thôn Nà Đon", under=self.commune)
        self.committee = make.unit(
            "GRASSROOTS_COMMITTEE_ORG",
            "Đảng bộ xã Yên Hân",
            under=roots.party,
            host_area=self.commune,
            host_type="COMMUNE",
        )
        self.branch = make.unit(
            "BRANCH",
            "Chi bộ Nà Đon",
            under=self.committee,
            host_area=self.village,
            host_type="VILLAGE",
        )
        self.school = make.unit(
            "BRANCH", "Chi bộ Trường học", under=self.committee, host_type="PUBLIC_SERVICE_UNIT"
        )
        self.cell = make.unit("GRASSROOTS_BRANCH", "Chi bộ Tòa án", under=roots.party)
        self.office = make.unit(
            "STATE_AGENCY", "Phòng Nội vụ", under=roots.agencies, level="DISTRICT",
            host_area=roots.area,
        )  # fmt: skip
        self.authority = make.unit(
            "COMMUNE_AUTHORITY", "UBND xã", under=roots.agencies, host_area=self.commune
        )


def ask(unit, *ids, day=DAY, **more):
    """Return the figures as texts, by id."""
    request = FigureRequest(unit_id=unit.pk, as_of=day, ids=ids, **more)
    return {value.id: value.text for value in figures.evaluate(request)}


def one(unit, figure, day=DAY, **more):
    request = FigureRequest(unit_id=unit.pk, as_of=day, ids=(figure,), **more)
    [value] = figures.evaluate(request)
    return value


def parts(value):
    return {part.label: part.text for part in value.breakdown}


def test_organizations(district):
    ids = [name for name in FIGURES if name.startswith(("org.", "area."))]

    assert ask(district.roots.party, *ids) == {
        "org.direct": "2",
        "org.direct.committees": "1",
        "org.direct.cells": "1",
        "org.branches": "2",
        "org.commune_committees": "1",
        "org.village_branches": "1",
        "area.communes": "1",
        "area.villages": "1",
        "area.villages.with_branch": "1/1 (100,0%)",
    }
    assert ask(district.committee, "org.direct", "org.branches", "area.villages") == {
        "org.direct": "2",
        "org.branches": "0",
        "area.villages": "1",
    }


def test_an_area_answers_with_its_own_committee(district):
    assert one(district.commune, "org.direct").value == 2
    assert one(district.commune, "org.direct", by="children").breakdown[0].value == 1
    alone = make.unit("COMMUNE", "Xã chưa có đảng bộ", under=district.roots.area)
    assert one(alone, "org.direct").value is None
    assert "không có tổ chức đảng riêng" in one(alone, "org.direct").reason
    assert one(district.office, "area.communes").value is None


def test_units_are_unknown_before_the_first_list(district):
    worlds.Unit.objects.filter(tree="PARTY").update(recorded_from=DAY)

    assert one(district.roots.party, "org.direct", DAY).value == 2
    before = one(district.roots.party, "org.direct", dt.date(2023, 6, 29))
    assert (before.value, before.text) == (None, "–")
    assert before.reason == "Danh mục tổ chức đảng chỉ có từ ngày 30/06/2023."


def test_members_of_a_day(district):
    official, later = dt.date(2020, 5, 1), dt.date(2023, 7, 1)
    registers.ethnicity("01", "Kinh")
    registers.ethnicity("02", "Tày")
    registers.member(district.branch, gender="FEMALE", ethnicity_id="02", official_on=official)
    away = registers.member(district.school, gender="MALE", ethnicity_id="01", official_on=later)
    exempt = registers.member(district.cell, official_on=official)
    Exemption.objects.create(membership=exempt, during=Period(dt.date(2022, 1, 1)).to_range())
    TemporaryStay.objects.create(
        person=away.person,
        direction="OUT",
        unit=district.school,
        during=Period(dt.date(2023, 6, 1), dt.date(2023, 7, 1)).to_range(),
    )
    ids = [name for name in FIGURES if FIGURES[name].group == "Đảng viên"]

    assert ask(district.roots.party, *ids) == {
        "member.total": "3",
        "member.official": "2",
        "member.probationary": "1",
        "member.status_unknown": "0",
        "member.male": "1",
        "member.female": "1",
        "member.minority": "1",
        "member.exempt": "1",
        "member.in_transit": "0",
        "member.temporary_out": "1",
    }
    july = ask(district.roots.party, "member.official", "member.temporary_out", day=later)
    assert july == {"member.official": "3", "member.temporary_out": "0"}
    assert one(district.committee, "member.total").value == 2
    assert one(district.village, "member.total").value == 1


def test_official_probationary_and_unknown_add_up(district):
    registers.member(district.branch)
    unknown = registers.member(district.branch)
    unknown.admitted_on = None
    unknown.save()
    ids = ("member.official", "member.probationary", "member.status_unknown")

    found = ask(district.branch, *ids)

    assert found == dict(zip(ids, ("0", "1", "1"), strict=True))


@pytest.mark.parametrize(
    ("official_by", "official", "probationary", "unknown"),
    [(DAY, "2", "0", "0"), (DAY + dt.timedelta(days=1), "1", "0", "1")],
)
def test_member_whose_day_is_not_known_is_official_from_when_it_is_certain(
    district, official_by, official, probationary, unknown
):
    registers.member(district.branch, official_on=DAY)
    known_later = registers.member(district.branch)
    known_later.official_by = official_by
    known_later.save()
    ids = ("member.official", "member.probationary", "member.status_unknown")

    found = ask(district.branch, *ids, day=DAY)

    assert found == dict(zip(ids, (official, probationary, unknown), strict=True))
    named = (MemberStatus.OFFICIAL, MemberStatus.PROBATIONARY, MemberStatus.UNKNOWN)
    kept = [str(of_status(roll_on(DAY), status, DAY).count()) for status in named]
    assert kept == [official, probationary, unknown]


def test_a_member_in_transit_stays_in_the_count_of_the_sender(district):
    sent = dt.date(2023, 7, 10)
    member = registers.member(district.branch, until=sent, leaving="MOVED")
    registers.stay(member, district.branch, sent, standing="IN_TRANSIT")
    day = dt.date(2023, 7, 31)

    found = ask(district.branch, "member.total", "member.in_transit", "member.in", "member.out",
                day=day, since=dt.date(2023, 7, 1))  # fmt: skip

    assert found == {
        "member.total": "1",
        "member.in_transit": "1",
        "member.in": "0",
        "member.out": "0",
    }


def test_no_member_before_the_roster(district):
    registers.member(district.branch)

    value = one(district.roots.party, "member.total", dt.date(2023, 6, 29))
    assert value.reason == "Sổ chỉ có danh sách đảng viên từ ngày 30/06/2023."
    # A branch without a roster of its own belongs to the register of the whole.
    assert one(district.cell, "member.total").value == 0
    empty = one(district.cell, "staff.total")
    assert empty.reason.startswith("Chưa có danh sách cán bộ")


def test_an_internal_move_counts_only_where_it_crosses_the_border(district):
    day = dt.date(2023, 9, 1)
    moved = registers.member(district.branch, until=day, leaving="MOVED")
    registers.stay(moved, district.school, day)
    out = registers.member(district.branch, until=day, leaving="TRANSFERRED_OUT")
    registers.stay(out, district.cell, day, entry="TRANSFERRED_IN")
    registers.member(district.cell, since=day, entry="ADMITTED")
    registers.member(district.cell, until=day, leaving="DECEASED")
    ids = [name for name in FIGURES if name.startswith(("member.in.", "member.out."))]

    def moves(unit):
        since, until = dt.date(2023, 7, 1), dt.date(2023, 12, 31)
        found = ask(unit, *ids, day=until, since=since)
        return {name: text for name, text in found.items() if text != "0"}

    assert moves(district.roots.party) == {"member.in.admitted": "1", "member.out.deceased": "1"}
    assert moves(district.committee) == {"member.out.transferred": "1"}
    assert moves(district.branch) == {"member.out.moved": "1", "member.out.transferred": "1"}
    assert moves(district.school) == {"member.in.moved": "1"}
    assert moves(district.cell) == {
        "member.in.admitted": "1",
        "member.in.transferred": "1",
        "member.out.deceased": "1",
    }


def test_members_who_move_with_their_branch(district):
    registers.member(district.branch)
    day = dt.date(2024, 1, 1)
    worlds.move(district.branch, district.roots.party, day)
    ids = ("member.opening", "member.out.with_unit", "member.closing")

    assert ask(district.committee, *ids, day=day, since=day) == {
        "member.opening": "1",
        "member.out.with_unit": "1",
        "member.closing": "0",
    }
    now = ask(district.committee, *ids, day=day, since=day, tree="now")
    assert set(now.values()) == {"0"}
    then = one(district.committee, "member.total", DAY)
    assert (then.value, one(district.committee, "member.total", DAY, tree="now").value) == (1, 0)


@pytest.mark.parametrize(
    ("category", "group", "counted"),
    [
        ("CADRE", "OFFICE", "managed"),
        ("CIVIL_SERVANT", "OFFICE", "managed"),
        ("CIVIL_SERVANT", "MANAGING", "managed"),
        ("PUBLIC_EMPLOYEE", "MANAGING", "managed"),
        ("PUBLIC_EMPLOYEE", "PROFESSIONAL", "professional"),
        ("PUBLIC_EMPLOYEE", "OFFICE", "professional"),
        ("CONTRACT_WORKER", "OFFICE", "managed"),
        ("CONTRACT_WORKER", "PROFESSIONAL", "professional"),
    ],
)
def test_staff_of_the_district_by_group(district, category, group, counted):
    registers.employee(district.office, category, group)
    other = {"managed": "professional", "professional": "managed"}[counted]
    on_payroll = "0" if category == "CONTRACT_WORKER" else "1"

    found = ask(district.roots.party, "staff.managed", "staff.professional", "staff.total",
                "staff.district", "staff.contract")  # fmt: skip

    assert found == {
        f"staff.{counted}": "1",
        f"staff.{other}": "0",
        "staff.total": on_payroll,
        "staff.district": on_payroll,
        "staff.contract": str(1 - int(on_payroll)),
    }


def test_degrees_count_from_the_day_they_are_known(district):
    graduate = registers.employee(district.authority, "CADRE").person
    registers.employee(district.authority, "CIVIL_SERVANT", is_primary=False)
    registers.employee(district.authority, "CIVIL_SERVANT")
    registers.qualified(graduate, "PROFESSIONAL", "COLLEGE", 3)
    registers.qualified(graduate, "PROFESSIONAL", "UNIVERSITY", 4, dt.date(2023, 9, 1))

    assert one(district.roots.party, "staff.commune.degree").text == "0/2 (0,0%)"
    later = one(
        district.roots.party, "staff.commune.degree", dt.date(2023, 9, 1), by="professional"
    )
    assert later.text == "1/2 (50,0%)"
    assert parts(later) == {"UNIVERSITY": "1/1 (100,0%)", "Chưa rõ": "0/1 (0,0%)"}
    assert one(district.committee, "staff.commune").value == 2
    assert one(district.village, "staff.commune").value == 0


def test_the_level_is_that_of_the_agency_on_the_day(district):
    day = dt.date(2023, 9, 1)
    registers.employee(district.office)
    version = UnitVersion.objects.get(unit=district.office)
    version.during = Period(None, day).to_range()
    version.save()
    version.pk, version.level, version.during = None, "COMMUNE", Period(day).to_range()
    version.save(force_insert=True)

    assert parts(one(district.roots.party, "staff.total", by="level")) == {"Cấp huyện": "1"}
    assert ask(district.roots.party, "staff.district", "staff.commune", day=day) == {
        "staff.district": "0",
        "staff.commune": "1",
    }


def test_staff_who_are_party_members(district):
    known = registers.member(district.branch, until=dt.date(2023, 9, 1), leaving="EXPELLED")
    registers.employee(district.office, holder=known.person)
    registers.employee(district.office, party_admitted_on=dt.date(2010, 1, 1))
    registers.employee(district.office)

    assert one(district.roots.party, "staff.party_members").value == 2
    later = one(district.roots.party, "staff.party_members", dt.date(2023, 9, 1))
    assert later.value == 1


def test_quotas_are_those_of_the_year(district):
    registers.quota(district.office, 2023, 12)
    registers.quota(district.authority, 2023, 20)

    assert one(district.roots.party, "staff.quota").value == 32
    assert one(district.committee, "staff.quota").value == 20
    missing = one(district.roots.party, "staff.quota", dt.date(2024, 1, 1))
    assert missing.reason == "Chưa có biên chế giao năm 2024."


def test_ratings_of_the_last_year_that_has_ended(district):
    for level in ("EXCELLENT", "GOOD", "GOOD", "COMPLETED"):
        registers.rating(district.office, 2022, level)
    registers.rating(district.authority, 2022, "GOOD", "COMMUNE")
    # What somebody was rated as a Party member is no rating of an employee.
    registers.rating(district.office, 2022, "GOOD", capacity="MEMBER")

    ids = [name for name in FIGURES if name.startswith("rating.district")]
    assert ask(district.roots.party, *ids) == {
        "rating.district.rated": "4",
        "rating.district.good": "3/4 (75,0%)",
        "rating.district.excellent": "1/3 (33,3%)",
    }
    by_level = one(district.roots.party, "rating.district.rated", by="level")
    assert list(parts(by_level).values()) == ["1", "2", "1"]
    assert one(district.committee, "rating.commune.good").text == "1/1 (100,0%)"
    assert one(district.roots.party, "rating.commune.good", year=2021).value is None
    running = one(district.roots.party, "rating.commune.good", year=2023)
    assert running.reason == "Năm 2023 chưa kết thúc vào ngày xem."


def test_ratings_of_members_stand_in_their_branches(district):
    for branch, level in ((district.branch, "EXCELLENT"), (district.school, "GOOD")):
        registers.rating(branch, 2022, level, "BRANCH", capacity="MEMBER")
    registers.rating(district.cell, 2022, "COMPLETED", "GRASSROOTS", capacity="MEMBER")
    left_out = {"capacity": "MEMBER", "not_rated_reason": "mới kết nạp"}
    registers.rating(district.branch, 2022, "", "BRANCH", **left_out)
    registers.rating(district.office, 2022, "GOOD")

    ids = [name for name in FIGURES if name.startswith("rating.member")]
    assert ask(district.roots.party, *ids) == {
        "rating.member.rated": "3",
        "rating.member.good": "2/3 (66,7%)",
        "rating.member.excellent": "1/2 (50,0%)",
    }
    assert one(district.committee, "rating.member.good").text == "2/2 (100,0%)"
    assert one(district.roots.party, "rating.district.rated").value == 1
    before = one(district.roots.party, "rating.member.good", year=2021)
    assert before.reason == "Chưa có kết quả xếp loại năm 2021 của đảng viên."


def test_ratings_of_organizations_are_told_by_kind(district):
    registers.unit_rating(district.committee, 2022, "EXCELLENT", district.roots.party, "DISTRICT")
    registers.unit_rating(district.branch, 2022, "GOOD", district.committee)
    registers.unit_rating(district.school, 2022, "COMPLETED", district.committee)

    ids = [name for name in FIGURES if name.startswith("rating.organization")]
    assert ask(district.roots.party, *ids) == {
        "rating.organization.rated": "3",
        "rating.organization.good": "2/3 (66,7%)",
        "rating.organization.excellent": "1/2 (50,0%)",
    }
    by_type = one(district.roots.party, "rating.organization.rated", by="type")
    assert sorted(parts(by_type).values()) == ["1", "2"]
    assert one(district.branch, "rating.organization.good").text == "1/1 (100,0%)"
    before = one(district.roots.party, "rating.organization.good", year=2021)
    assert before.reason == "Chưa có kết quả xếp loại năm 2021 của tổ chức đảng."


def test_meetings_belong_to_their_period(district):
    branch = district.branch
    registers.meeting(branch, 2023, 1, dt.date(2023, 1, 5))
    registers.meeting(branch, 2023, 2, dt.date(2023, 3, 2))
    registers.meeting(branch, 2023, 3)
    registers.meeting(branch, 2023, 4, dt.date(2023, 7, 3))
    registers.meeting(branch, 2022, 12, dt.date(2023, 1, 2))
    for month in range(1, 5):
        for other in (district.school, district.cell):
            registers.meeting(other, 2023, month, dt.date(2023, month, 10))
    ids = ("meeting.regular.held", "meeting.regular.missing", "meeting.regular.late")

    assert ask(branch, *ids) == dict(zip(ids, ("2", "2", "1"), strict=True))
    april = ask(branch, *ids, day=dt.date(2023, 4, 29))
    assert april == dict(zip(ids, ("2", "1", "1"), strict=True))
    whole = ask(district.roots.party, *ids, since=dt.date(2022, 12, 1))
    assert whole == dict(zip(ids, ("11", "4", "2"), strict=True))
    listing = figures.listing(
        FigureRequest(unit_id=branch.pk, as_of=DAY), "meeting.regular.missing"
    )
    assert listing.ids == [branch.pk, branch.pk]
    assert listing.total == 2


def test_a_branch_is_expected_from_the_first_period_it_lives_through(district):
    young = make.unit("BRANCH", "Chi bộ mới", under=district.committee, since=dt.date(2023, 2, 10))
    for month in range(1, 5):
        registers.meeting(district.branch, 2023, month, dt.date(2023, month, 5))

    assert one(young, "meeting.regular.missing").value == 2


def test_attendance_reports_and_scores(district):
    counts = {"required": 10, "present": 8, "excused": 1, "unexcused": 1}
    registers.meeting(
        district.branch, 2023, 1, dt.date(2023, 1, 5), **counts,
        reported_on=dt.date(2023, 1, 15), upper_score=90,
    )  # fmt: skip
    registers.meeting(
        district.branch, 2023, 2, dt.date(2023, 2, 5), **counts, reported_on=dt.date(2023, 2, 16)
    )
    registers.meeting(
        district.branch, 2023, 6, dt.date(2023, 6, 20), **counts, reported_on=dt.date(2023, 7, 3)
    )

    found = ask(district.branch, "meeting.attendance.rate", "meeting.attendance.unexcused",
                "meeting.reported_late", "meeting.upper_scored")  # fmt: skip

    assert found == {
        "meeting.attendance.rate": "24/30 (80,0%)",
        "meeting.attendance.unexcused": "3",
        "meeting.reported_late": "1",
        "meeting.upper_scored": "1",
    }
    assert one(district.branch, "meeting.reported_late", dt.date(2023, 7, 3)).value == 2


def test_meetings_outside_the_register_are_unknown(district):
    registers.meeting(district.branch, 2023, 1, dt.date(2023, 1, 5))

    early = one(district.branch, "meeting.regular.held", dt.date(2022, 12, 31))
    late = one(district.branch, "meeting.regular.held", dt.date(2024, 3, 1))
    assert early.reason == "Sổ sinh hoạt chi bộ chỉ có từ ngày 01/01/2023."
    assert late.reason == "Sổ sinh hoạt chi bộ mới có đến kỳ kết thúc trước ngày 01/02/2023."
    thematic = one(district.branch, "meeting.thematic.held")
    assert thematic.reason.startswith("Chưa có sổ sinh hoạt chi bộ")


def test_themes(district):
    first, second = registers.theme("CĐ01"), registers.theme("CĐ02", dt.date(2023, 9, 1))
    for quarter, theme in ((1, first), (2, first)):
        held = dt.date(2023, quarter * 3, 1)
        registers.meeting(district.branch, 2023, quarter, held, kind="THEMATIC", theme=theme)
    registers.meeting(district.cell, 2023, 1, dt.date(2023, 1, 9), kind="THEMATIC")

    assert one(district.roots.party, "theme.total").value == 1
    assert one(district.roots.party, "theme.total", second.during.lower).value == 2
    value = one(district.roots.party, "meeting.thematic.held", by="theme")
    assert [(part.key, part.label, part.value) for part in value.breakdown] == [
        ("CĐ01", "Chuyên đề CĐ01", 2),
        ("", "Chưa rõ", 1),
    ]


def test_visits_since_the_start_of_the_term(district):
    party = district.roots.party
    for unit, day in (
        (district.branch, dt.date(2020, 9, 30)),
        (district.branch, dt.date(2020, 10, 1)),
        (district.branch, dt.date(2022, 5, 1)),
        (district.committee, dt.date(2021, 5, 1)),
        (district.cell, dt.date(2023, 6, 30)),
        (district.cell, dt.date(2023, 7, 1)),
    ):
        registers.visit(unit, day, party)
    ids = [name for name in FIGURES if name.startswith("visit.")]

    assert ask(party, *ids) == {
        "visit.direct": "2",
        "visit.branches": "2",
        "visit.direct.distinct": "2/2 (100,0%)",
        "visit.branches.distinct": "1/2 (50,0%)",
    }
    assert one(party, "visit.branches", since=dt.date(2020, 1, 1)).value == 3
    assert one(district.committee, "visit.direct").value == 2
    worlds.Unit.objects.filter(tree="PARTY").update(recorded_from=dt.date(2022, 1, 1))
    early = [one(party, name, dt.date(2021, 12, 31)) for name in ids]
    assert [value.value for value in early] == [1, 1, None, None]
    no_term = one(party, "visit.direct", dt.date(2026, 1, 1))
    assert no_term.reason.startswith("Chưa khai báo nhiệm kỳ")


def test_training_in_a_period(district):
    party, branch = district.roots.party, district.branch
    early = registers.course(party, dt.date(2022, 11, 1), dt.date(2022, 11, 3))
    held = registers.course(party, dt.date(2023, 4, 1), dt.date(2023, 4, 3))
    going_on = registers.course(district.committee, dt.date(2023, 6, 1), dt.date(2023, 7, 1))
    who = registers.member(branch, dt.date(2020, 1, 1)).person
    for each in (early, held, going_on):
        registers.learner(each, branch, holder=who)
    registers.learner(held, district.cell)
    registers.learner(held, district.school, "FAILED")
    registers.learner(held, None, "ABSENT", agency=district.authority)
    ids = [name for name in FIGURES if name.startswith("training.")]
    year = {"since": dt.date(2023, 1, 1)}

    assert ask(party, *ids, **year) == {
        "training.courses": "2",
        "training.enrollments": "5",
        "training.enrollments.completed": "2/5 (40,0%)",
        "training.enrollments.failed": "1/5 (20,0%)",
        "training.enrollments.studying": "1/5 (20,0%)",
        "training.enrollments.withdrawn": "0/5 (0,0%)",
        "training.enrollments.absent": "1/5 (20,0%)",
        "training.people": "2",
        "training.secretaries": "–",
    }
    # Once the last course is over, its result counts; the same person is one person still.
    later = ask(party, *ids[2:], day=dt.date(2023, 7, 1), since=dt.date(2022, 1, 1))
    assert later["training.enrollments.completed"] == "4/6 (66,7%)"
    assert later["training.people"] == "2"
    # By default since the start of the term.
    assert one(party, "training.courses").value == 3
    assert ask(district.committee, "training.courses", "training.enrollments", **year) == {
        "training.courses": "1",
        "training.enrollments": "4",
    }
    assert one(district.commune, "training.enrollments", **year).value == 4


def test_training_broken_down(district):
    party = district.roots.party
    held = registers.course(party, dt.date(2023, 4, 1), kind="POLITICAL_THEORY")
    registers.learner(held, district.branch)
    registers.learner(held, district.cell, "WITHDRAWN")

    def by(dimension, figure="training.enrollments"):
        return parts(one(party, figure, by=dimension))

    assert by("kind", "training.courses") == {"Lý luận chính trị": "1"}
    assert by("kind") == {"Lý luận chính trị": "2"}
    assert by("result") == {"Hoàn thành": "1", "Thôi học": "1"}
    assert by("month") == {"04/2023": "2"}
    assert by("children", "training.people") == {"Đảng bộ xã Yên Hân": "1", "Chi bộ Tòa án": "0"}


def test_learner_is_placed_by_the_tree_of_the_first_day(district):
    party, cell = district.roots.party, district.cell
    registers.learner(registers.course(party, dt.date(2023, 2, 1)), cell)
    worlds.move(cell, district.committee, dt.date(2023, 3, 1))
    registers.learner(registers.course(party, dt.date(2023, 4, 1)), cell)

    assert one(district.committee, "training.enrollments").value == 1
    assert one(district.committee, "training.enrollments", tree="now").value == 2


def test_training_before_the_register_has_a_reason(district):
    registers.course(district.roots.party, dt.date(2023, 4, 1))

    before = one(district.roots.party, "training.courses", dt.date(2023, 3, 31))
    assert before.value is None
    assert before.reason == "Sổ chỉ có lớp đào tạo, bồi dưỡng từ ngày 01/04/2023."


def test_a_visit_is_placed_by_the_tree_of_its_day(district):
    party = district.roots.party
    registers.visit(district.branch, dt.date(2022, 5, 1), party)
    worlds.move(district.branch, party, dt.date(2023, 1, 1))
    registers.visit(district.branch, dt.date(2023, 5, 1), party)

    then = ask(party, "visit.direct", "visit.branches")
    assert then == {"visit.direct": "1", "visit.branches": "1"}
    now = ask(party, "visit.direct", "visit.branches", tree="now")
    assert now == {"visit.direct": "2", "visit.branches": "0"}


def test_decisions_on_personnel_in_a_period(district):
    party, office, school = district.roots.party, district.office, district.authority
    who = registers.person(gender="FEMALE")
    registers.decision(office, dt.date(2022, 12, 31), term_months=6)
    registers.decision(office, dt.date(2023, 1, 1), "TRANSFER", holder=who, term_months=5)
    registers.decision(
        school, dt.date(2023, 7, 1), "ROTATE", holder=who, decided_on=DAY, term_months=36
    )
    registers.decision(None, DAY, "RELIEVE", old_unit=office, old_post="Trưởng phòng")
    registers.decision(school, DAY + dt.timedelta(days=1))
    ids = ("decision.total", "decision.people", "decision.terms_ended")
    year = {"since": dt.date(2023, 1, 1)}

    assert ask(party, *ids, **year) == dict(zip(ids, ("3", "2", "2"), strict=True))
    assert ask(office, *ids, **year) == dict(zip(ids, ("2", "2", "2"), strict=True))
    assert ask(school, *ids, **year) == dict(zip(ids, ("1", "1", "0"), strict=True))
    # By default since the start of the term.
    assert one(party, "decision.total").value == 4
    assert parts(one(party, "decision.total", by="kind", **year)) == {
        "Luân chuyển": "1",
        "Điều động": "1",
        "Cho thôi giữ chức vụ": "1",
    }
    # Whoever was transferred and then rotated stands where the last decision has them.
    assert parts(one(party, "decision.people", by="gender", **year)) == {"Nữ": "1", "Chưa rõ": "1"}
    assert parts(one(party, "decision.terms_ended", by="month")) == {"06/2023": "2"}
    early = one(party, "decision.total", dt.date(2022, 12, 30))
    assert early.reason == "Sổ chỉ có quyết định cán bộ từ ngày 31/12/2022."


def test_decision_without_a_unit_in_the_books_stands_at_the_root(district):
    registers.decision(None, DAY, new_post="Chuyên viên, Sở Nội vụ")

    assert one(district.roots.party, "decision.total").value == 1
    assert one(district.office, "decision.total").value == 0


def test_plans_up_to_a_day(district):
    load_seeds()
    party, office, decided = district.roots.party, district.office, dt.date(2022, 1, 5)
    who = registers.person(
        gender="FEMALE", ethnicity=registers.ethnicity("02", "Tày"), born_on=dt.date(1982, 1, 6)
    )
    forty = registers.person(gender="MALE", born_on=dt.date(1982, 1, 5))
    registers.planned(party, "Trưởng phòng", decided, unit=office, holder=who)
    registers.planned(party, "Trưởng phòng", decided, unit=office, holder=forty, left=DAY)
    registers.planned(party, "Ủy viên Ban Chấp hành", decided, holder=who)
    registers.planned(party, "Trưởng phòng", DAY, unit=office, holder=who, years=(2026, 2031))
    registers.planned(party, "Trưởng phòng", DAY + dt.timedelta(days=1), unit=office)
    ids = [name for name in FIGURES if name.startswith("planning.")]

    # The woman is 39 in the first plan and 41 in the second, and counts in each.
    assert ask(party, *ids) == {
        "planning.rows": "4",
        "planning.people": "3",
        "planning.titles": "3",
        "planning.removed": "1",
        "planning.current": "3",
        "planning.people.women": "2/3 (66,7%)",
        "planning.people.minority": "2/3 (66,7%)",
        "planning.people.young": "1/3 (33,3%)",
    }
    assert ask(party, *ids[3:5], day=DAY - dt.timedelta(days=1)) == {
        "planning.removed": "0",
        "planning.current": "3",
    }
    assert ask(office, *ids[:3]) == dict(zip(ids[:3], ("3", "3", "2"), strict=True))
    assert parts(one(party, "planning.rows", by="cycle")) == {"2021–2026": "3", "2026–2031": "1"}
    assert parts(one(party, "planning.rows", by="left_for")) == {
        "Đang trong quy hoạch": "3",
        "Đã bổ nhiệm": "1",
    }
    assert parts(one(party, "planning.people", by="age_band")) == {
        "Đến 39 tuổi": "1",
        "40–45 tuổi": "2",
    }
    early = one(party, "planning.rows", dt.date(2022, 1, 4))
    assert early.reason == "Sổ chỉ có quy hoạch cán bộ từ ngày 05/01/2022."


def test_thematic_resolutions_of_the_term(district):
    party = district.roots.party
    registers.resolution(party, dt.date(2020, 9, 1))
    registers.resolution(party, dt.date(2020, 12, 15))
    registers.resolution(party, dt.date(2022, 12, 15), is_thematic=False)
    registers.resolution(district.committee, dt.date(2021, 12, 15))
    registers.resolution(party, dt.date(2023, 7, 15))

    assert one(party, "resolution.thematic").value == 1
    assert one(party, "resolution.thematic", dt.date(2023, 7, 15)).value == 2
    assert one(district.committee, "resolution.thematic").value == 1
    assert one(district.commune, "resolution.thematic").value == 1


def test_reasons_where_nothing_can_be_counted(district):
    party, alone = district.roots.party, make.unit("COMMUNE", "Xã mới", under=district.roots.area)
    registers.resolution(party, dt.date(2021, 5, 1))

    reasons = {
        (unit.name, name, day.year): one(unit, name, day).reason
        for unit, name, day in (
            (alone, "visit.direct", DAY),
            (alone, "resolution.thematic", DAY),
            (party, "visit.direct", DAY),
            (party, "resolution.thematic", dt.date(2020, 10, 1)),
            (party, "resolution.thematic", dt.date(2026, 1, 1)),
            (party, "theme.total", DAY),
        )
    }

    without_party = "Đơn vị này không có tổ chức đảng riêng vào ngày xem."
    assert list(reasons.values()) == [
        without_party,
        without_party,
        "Chưa có lượt dự sinh hoạt.",
        "Sổ chỉ có văn bản từ ngày 01/05/2021.",
        "Chưa khai báo nhiệm kỳ vào ngày xem.",
        "Chưa có danh mục chuyên đề.",
    ]


def test_preparing_is_not_needed_but_changes_nothing(district):
    registers.member(district.branch)
    figures.prepare()
    assert one(district.roots.party, "member.total").value == 1


def test_children_have_codes_names_and_an_own_row(district):
    coded = make.unit("GRASSROOTS_BRANCH", "Chi bộ Kho bạc", under=district.roots.party, code="041")
    registers.member(district.roots.party)
    registers.member(coded)

    value = one(district.roots.party, "member.total", by="children")

    assert [(part.key, part.label, part.value) for part in value.breakdown] == [
        ("041", "Chi bộ Kho bạc", 1),
        ("Chi bộ Tòa án", "Chi bộ Tòa án", 0),
        ("Đảng bộ xã Yên Hân", "Đảng bộ xã Yên Hân", 0),
        ("", "(trực thuộc trực tiếp)", 1),
    ]
    assert value.breakdown[0].unit_id == coded.pk


def test_what_cannot_be_asked(district):
    request = FigureRequest(unit_id=district.roots.party.pk, as_of=DAY)
    with pytest.raises(UnknownFigure, match="Không có số liệu “member.all”"):
        figures.listing(request, "member.all")
    with pytest.raises(DimensionNotAllowed, match="Không phân tổ được"):
        one(district.roots.party, "org.direct", by="gender")
    with pytest.raises(UnitNotInRegister):
        figures.evaluate(FigureRequest(unit_id=0, as_of=DAY))


def test_records_name_people_in_order_and_no_card(district):
    for name in ("Trần Văn Ước", "Lê Thị An", "Đỗ Văn Bình"):
        registers.member(district.branch, full_name=name)
    request = FigureRequest(unit_id=district.committee.pk, as_of=DAY)

    rows, total = figures.records(request, "member.total", 1, 5)

    assert total == 3
    assert [row["name"] for row in rows] == ["Đỗ Văn Bình", "Trần Văn Ước"]
    assert rows[0]["unit"] == "Chi bộ Nà Đon"
    assert not [key for key in rows[0] if "card" in key]
    listing = figures.listing(request, "member.total")
    people = [stay.membership.person.full_name for stay in
              figures.records_of(listing.model, listing.ids)]  # fmt: skip
    assert people == ["Lê Thị An", "Đỗ Văn Bình", "Trần Văn Ước"]


def test_nothing_is_listed_where_there_is_no_value(district):
    request = FigureRequest(unit_id=district.cell.pk, as_of=DAY)
    assert figures.listing(request, "member.total").total == 0


def test_every_kind_of_record_can_be_shown(district):
    registers.member(district.branch)
    registers.employee(district.office)
    registers.quota(district.office, 2023, 3)
    registers.rating(district.office, 2022, "GOOD")
    theme = registers.theme("CĐ01")
    registers.meeting(district.branch, 2023, 1, dt.date(2023, 1, 2))
    registers.meeting(district.branch, 2023, 1, dt.date(2023, 1, 3), kind="THEMATIC", theme=theme)
    registers.planned(district.roots.party, "Trưởng phòng", DAY, unit=district.office)
    registers.visit(district.cell, DAY, district.roots.party)
    registers.learner(registers.course(district.roots.party, DAY), district.cell)
    registers.decision(district.office, DAY)
    issued = registers.resolution(district.roots.party, dt.date(2021, 1, 1))
    registers.target(issued)
    registers.work_item(issued, DAY)
    request = FigureRequest(unit_id=district.roots.party.pk, as_of=DAY)

    models = set()
    for name in [figure.id for figure in figures.evaluate(request) if figure.value]:
        rows, total = figures.records(request, name)
        listing = figures.listing(request, name)
        assert len(rows) == total
        assert len(figures.records_of(listing.model, listing.ids)) == total
        models.add(listing.model)
    assert len(models) == len({figure.fact.model for figure in FIGURES.values()})


def test_the_passport_names_what_a_reader_must_know(district):
    registers.rating(district.office, 2022, "GOOD")
    value = one(district.roots.party, "rating.district.good")

    lines = {line.label: line.value for line in value.passport.lines}
    assert lines["Mẫu số"] == "số người được xếp loại"
    assert lines["Thời gian"] == "năm 2022, tính đến ngày 30/06/2023"
    assert lines["Thời kỳ quy định"].startswith("Bốn cấp")
    assert lines["Quy định áp dụng"].startswith("Quy định 132-QĐ/TW năm 2018")
    assert lines["Cây tổ chức"] == "Theo tổ chức lúc đó"
    assert value.passport.text.startswith(f"{value.label}: 1/1 (100,0%)\nĐơn vị: Đảng bộ huyện")
    period = one(district.roots.party, "visit.direct", tree="now").passport
    lines = {line.label: line.value for line in period.lines}
    assert lines["Thời gian"] == "từ ngày 01/10/2020, tính đến ngày 30/06/2023"
    assert lines["Cây tổ chức"] == "Theo tổ chức hôm nay"


def test_by_month_year_team_and_age(district):
    registers.visit(district.cell, dt.date(2022, 5, 1), district.roots.party, number=2)
    registers.visit(district.cell, dt.date(2023, 5, 1), district.roots.party, number=10)
    registers.member(district.branch, born_on=dt.date(1990, 1, 1))
    registers.member(district.branch, born_on=dt.date(2015, 1, 1))
    registers.member(district.branch, born_on=dt.date(1950, 1, 1))

    def shown(figure, by):
        return parts(one(district.roots.party, figure, by=by))

    assert shown("visit.direct", "month") == {"05/2022": "1", "05/2023": "1"}
    assert shown("visit.direct", "year") == {"Năm 2022": "1", "Năm 2023": "1"}
    assert shown("visit.direct", "team") == {"Tổ số 2": "1", "Tổ số 10": "1"}
    assert shown("member.total", "age_band") == {
        "31–40 tuổi": "1",
        "Từ 61 tuổi": "1",
        "Ngoài các nhóm tuổi": "1",
    }


@pytest.mark.parametrize("by", ["gender", "age_band", "type"])
def test_list_of_a_part_has_as_many_records_as_the_part(district, by):
    for gender, born in (("MALE", 1960), ("FEMALE", 1990), ("FEMALE", 1991), ("", 1992)):
        registers.member(district.branch, gender=gender, born_on=dt.date(born, 1, 1))
    registers.member(district.school, gender="MALE", born_on=None)

    value = one(district.committee, "member.total", by=by)

    assert sum(part.value for part in value.breakdown) == value.value == 5
    for part in value.breakdown:
        request = FigureRequest(unit_id=district.committee.pk, as_of=DAY, by=by, part=part.key)
        ids, _, total = figures.listing(request, "member.total")
        assert len(ids) == total == part.value > 0
        assert value.of(part).value == part.value
        assert value.of(part).label == f"Đảng viên: {part.label}"
        assert value.of(part).passport.text.startswith(f"Đảng viên: {part.label}: {part.text}")


def test_part_of_a_hostile_name_lists_nothing(district):
    registers.member(district.branch, gender="MALE")
    for part in ("' OR ''='", "x'; DROP TABLE scope; --", "$day", "%s"):
        request = FigureRequest(unit_id=district.committee.pk, as_of=DAY, by="gender", part=part)
        assert figures.listing(request, "member.total").total == 0


def test_men_women_and_unknown_add_up_to_all(district):
    for gender in ("MALE", "FEMALE", "FEMALE", ""):
        registers.member(district.branch, gender=gender)

    assert ask(district.committee, "member.total", "member.male", "member.female") == {
        "member.total": "4",
        "member.male": "1",
        "member.female": "2",
    }


def test_breakdowns_of_several_figures_equal_those_asked_one_by_one(district):
    registers.member(district.branch, gender="MALE")
    registers.visit(district.branch, DAY, district.roots.party)
    pairs = [("member.total", "children"), ("member.male", "age_band"), ("visit.direct", "month")]
    unanswered = ("staff.total", "level")
    ids = tuple(figure for figure, _ in (*pairs, unanswered))
    request = FigureRequest(unit_id=district.committee.pk, as_of=DAY, ids=ids)

    values, parts = figures.evaluate_with_parts(request, [*pairs, unanswered])

    assert values == figures.evaluate(request)
    assert parts == {
        (figure, by): one(district.committee, figure, by=by).breakdown for figure, by in pairs
    }
