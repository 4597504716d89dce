import datetime as dt

import pytest

from coso.importing.readers import UnreadableCell
from coso.importing.sheets.movements import parse_years
from coso.members.models import (
    Badge,
    Exemption,
    Membership,
    MembershipPeriod,
    PositionHolding,
    TemporaryStay,
)
from coso.people.models import Person
from tests.factories.members import BORN, DECISION, movement, roster, roster_row
from tests.importing.conftest import (
    COMMITTEE,
    NEW_BRANCH,
    OLD_BRANCH,
    OTHER,
    OTHER_BRANCH,
    OWN,
    counts,
    day,
    places,
)

pytestmark = pytest.mark.django_db

LISTED = dt.date(2023, 6, 30)
ADMITTED = ["Ngày kết nạp", *DECISION]
OFFICIAL = ["Tính chính thức từ ngày", *DECISION]
COMING = ["Ngày tiếp nhận", "Hình thức", "Nơi chuyển đến từ", "Tạm thời đến ngày"]
LEAVING = ["Ngày chuyển", "Hình thức", "Nơi chuyển đến", "Tạm thời đến ngày"]
MOVED = ["Ngày chuyển", "Chi bộ tiếp nhận"]
EXEMPTED = ["Miễn từ ngày", *DECISION]
DECEASED = ["Ngày từ trần"]
STRUCK = ["Ngày có hiệu lực", "Hình thức", *DECISION]
BADGE = ["Đợt trao tặng", "Loại huy hiệu", "Số quyết định", "Ngày quyết định"]


@pytest.fixture
def member(party, importing):
    """Import a roster of one secretary, official since 2006."""
    importing(A=roster(roster_row(position="Đảng ủy viên, Bí thư Chi bộ")))
    return Membership.objects.get()


def stays(name="Lò Văn An"):
    return [
        (period.unit.name, period.during.lower, period.during.upper, period.entry, period.leaving)
        for period in MembershipPeriod.objects.filter(membership__person__full_name=name).in_order()
    ]


def test_admission_makes_a_member_from_the_ceremony_on(party, importing):
    report = importing(
        A=movement(ADMITTED, [day("10/07/2023"), "1648-QĐ/HU", day("19/06/2023"), None])
    )

    membership = Membership.objects.get()
    assert report.applied
    assert counts(report) == [(1, 0, 0)]
    assert (membership.admitted_on, membership.decision, membership.decided_on) == (
        *(day("10/07/2023"), "1648-QĐ/HU", day("19/06/2023")),
    )
    assert membership.official_on is None
    assert stays() == [(NEW_BRANCH, day("10/07/2023"), None, "ADMITTED", "")]


def test_admission_before_the_age_for_it_is_a_warning(party, importing):
    report = importing(A=movement(ADMITTED, [day("19/05/1998"), None, None, None]))

    assert report.applied
    assert places(report, "admitted_too_young") == [("admitted_too_young", "A", 6, "G")]


def test_recognition_makes_official(party, importing):
    report = importing(
        A=movement(ADMITTED, [day("10/07/2023"), "1", day("19/06/2023"), None]),
        B=movement(OFFICIAL, [day("10/07/2024"), "2730-QĐ/HU", day("15/07/2024"), None]),
    )

    membership = Membership.objects.get()
    assert (membership.official_on, membership.official_decision) == (
        *(day("10/07/2024"), "2730-QĐ/HU"),
    )
    assert counts(report) == [(1, 0, 0), (0, 1, 0)]


def test_other_day_of_recognition_is_a_warning_and_changes_nothing(member, importing):
    report = importing(A=movement(OFFICIAL, [day("10/07/2024"), "2", None, None]))

    assert places(report) == [("official_differs", "A", 6, "G")]
    assert Membership.objects.get().official_on == dt.date(2006, 1, 1)


@pytest.mark.parametrize(
    ("recognized", "known"),
    [("10/07/2023", (day("10/07/2023"), None)), ("10/07/2024", (None, day("30/06/2024")))],
)
def test_recognition_gives_the_day_unless_the_list_knew_better(party, importing, recognized, known):
    importing(A=roster(roster_row(official=None)))
    importing(A=roster(roster_row(official="không rõ ngày"), on="30/06/2024"))

    report = importing(A=movement(OFFICIAL, [day(recognized), "2", None, None]))

    membership = Membership.objects.get()
    assert (membership.official_on, membership.official_by) == known
    assert places(report) == ([] if known[0] else [("official_differs", "A", 6, "G")])


def test_transfer_in_begins_a_stay(party, importing):
    importing(A=movement(COMING, [day("04/07/2023"), "Chính thức", "Đảng bộ Công an tỉnh", None]))

    assert stays() == [(NEW_BRANCH, day("04/07/2023"), None, "TRANSFERRED_IN", "")]
    assert MembershipPeriod.objects.get().entry_place == "Đảng bộ Công an tỉnh"
    assert Membership.objects.get().admitted_on is None


def test_temporary_stay_here_is_no_membership(party, importing):
    importing(
        A=movement(COMING, [day("04/07/2023"), "Tạm thời", "Đảng bộ tỉnh", day("04/01/2024")])
    )

    stay = TemporaryStay.objects.get()
    assert not Membership.objects.exists()
    assert (stay.direction, stay.during.lower, stay.during.upper, stay.place) == (
        *("IN", day("04/07/2023"), day("05/01/2024"), "Đảng bộ tỉnh"),
    )


@pytest.mark.parametrize(
    ("header", "row", "leaving"),
    [
        (LEAVING, ["Chính thức", "Đảng bộ tỉnh", None], "TRANSFERRED_OUT"),
        (DECEASED, [], "DECEASED"),
        (STRUCK, ["Xóa tên", "1664-QĐ/HU", None, "bỏ sinh hoạt"], "STRUCK_OFF"),
        (STRUCK, ["Khai trừ", "1664-QĐ/HU", None, None], "EXPELLED"),
    ],
)
def test_leaving_ends_the_stay_and_the_positions(member, importing, header, row, leaving):
    left = day("07/07/2023")

    report = importing(A=movement(header, [left, *row]))

    assert report.applied
    assert counts(report) == [(0, 1, 0)]
    assert stays() == [(NEW_BRANCH, LISTED, left, "ROSTER", leaving)]
    assert {holding.during.upper for holding in PositionHolding.objects.all()} == {left}


def test_temporary_leave_keeps_the_home(member, importing):
    importing(A=movement(LEAVING, [day("07/07/2023"), "Tạm thời", "Bắc Ninh", day("07/01/2024")]))

    stay = TemporaryStay.objects.get()
    assert stays() == [(NEW_BRANCH, LISTED, None, "ROSTER", "")]
    assert (stay.direction, stay.during.upper) == ("OUT", day("08/01/2024"))


@pytest.mark.parametrize(
    ("receiving", "unit", "kept"),
    [
        (f"{OTHER_BRANCH}, {OTHER}", OTHER_BRANCH, set()),
        (OLD_BRANCH, OLD_BRANCH, {COMMITTEE}),
        (f"{OLD_BRANCH}, {COMMITTEE}", OLD_BRANCH, {COMMITTEE}),
        (OWN, OWN, set()),
    ],
)
def test_move_inside_closes_one_home_and_opens_another(member, importing, receiving, unit, kept):
    moved = day("06/07/2023")

    report = importing(A=movement(MOVED, [moved, receiving]))

    assert [problem.message for problem in report.problems] == []
    assert stays() == [
        (NEW_BRANCH, LISTED, moved, "ROSTER", "MOVED"),
        (unit, moved, None, "MOVED", ""),
    ]
    still_held = PositionHolding.objects.filter(during__upper_inf=True)
    assert {holding.unit.name for holding in still_held} == kept


def test_unknown_receiving_branch_is_a_doubt(member, importing):
    report = importing(A=movement(MOVED, [day("06/07/2023"), "Chi bộ Không Có"]))

    assert places(report) == [("unknown_branch", "A", 6, "H")]
    assert stays() == [(NEW_BRANCH, LISTED, None, "ROSTER", "")]


def test_unknown_receiving_organization_is_a_doubt_at_its_cell(member, importing):
    report = importing(A=movement(MOVED, [day("06/07/2023"), f"{OLD_BRANCH}, Đảng bộ xã Lạ"]))

    assert set(places(report)) == {("unknown_unit", "A", 6, "H")}


def test_exemption_begins_on_its_day(member, importing):
    importing(A=movement(EXEMPTED, [day("10/07/2023"), "305-NQ/CB", None, "tuổi cao"]))

    exemption = Exemption.objects.get()
    assert (exemption.during.lower, exemption.during.upper) == (day("10/07/2023"), None)
    assert (exemption.decision, exemption.reason) == ("305-NQ/CB", "tuổi cao")


def test_badge_is_kept_with_its_years(member, importing):
    importing(
        A=movement(
            BADGE, [day("02/09/2023"), "Huy hiệu 45 năm tuổi Đảng", "679-QĐ/TU", day("13/08/2023")]
        )
    )

    badge = Badge.objects.get()
    assert (badge.years, badge.awarded_on, badge.decision) == (45, day("02/09/2023"), "679-QĐ/TU")


def test_badge_without_a_number_is_refused():
    with pytest.raises(UnreadableCell, match="bao nhiêu năm"):
        parse_years("Huy hiệu Đảng")


def test_whole_life_in_one_import_again_changes_nothing(party, importing):
    sheets = {
        "A": movement(DECEASED, [day("01/05/2025")]),
        "B": movement(ADMITTED, [day("10/07/2023"), "1", day("19/06/2023"), None]),
        "C": movement(MOVED, [day("06/07/2024"), f"{OTHER_BRANCH}, {OTHER}"]),
        "D": movement(
            LEAVING,
            [day("01/08/2024"), "Chính thức", "Đảng bộ tỉnh", None],
            branch=OTHER_BRANCH,
            of=OTHER,
        ),
        "E": movement(COMING, [day("01/02/2025"), "Chính thức", "Đảng bộ tỉnh", None]),
    }

    first = importing(**sheets)
    again = importing(**sheets)

    assert [problem.message for problem in first.problems] == []
    assert stays() == [
        (NEW_BRANCH, day("10/07/2023"), day("06/07/2024"), "ADMITTED", "MOVED"),
        (OTHER_BRANCH, day("06/07/2024"), day("01/08/2024"), "MOVED", "TRANSFERRED_OUT"),
        (NEW_BRANCH, day("01/02/2025"), day("01/05/2025"), "TRANSFERRED_IN", "DECEASED"),
    ]
    assert [count[:2] for count in counts(again)] == [(0, 0)] * 5
    assert again.import_id is None


def test_roster_imported_again_after_movements_changes_nothing(member, importing):
    importing(A=movement(LEAVING, [day("07/07/2023"), "Chính thức", "Đảng bộ tỉnh", None]))

    again = importing(A=roster(roster_row(position="Đảng ủy viên, Bí thư Chi bộ")))

    assert counts(again) == [(0, 0, 1)]


def test_movement_of_nobody_is_a_doubt(party, importing):
    report = importing(A=movement(DECEASED, [day("06/07/2023")]))

    assert places(report) == [("unknown_person", "A", 6, "B")]
    assert not Person.objects.exists()


def test_movement_of_somebody_who_had_left_is_a_doubt(member, importing):
    importing(A=movement(LEAVING, [day("07/07/2023"), "Chính thức", "Đảng bộ tỉnh", None]))

    report = importing(A=movement(DECEASED, [day("01/08/2023")]))

    assert places(report) == [("not_a_member", "A", 6, "B")]


def test_coming_again_without_having_left_is_a_doubt(member, importing):
    report = importing(A=movement(ADMITTED, [day("10/07/2023"), "1", None, None]))

    assert places(report) == [("already_member", "A", 6, "B")]
    assert NEW_BRANCH in report.problems[0].message


def test_two_arrivals_without_a_departure_are_a_doubt_on_both_rows(party, importing):
    report = importing(
        A=movement(ADMITTED, [day("10/07/2023"), "1", None, None]),
        B=movement(ADMITTED, [day("02/02/2024"), "2", None, None], branch=OTHER_BRANCH, of=OTHER),
    )

    assert places(report) == [("already_member", "A", 6, "B"), ("already_member", "B", 6, "B")]
    assert not MembershipPeriod.objects.exists()


def test_two_homes_on_one_day_are_a_doubt_on_both_rows(party, importing):
    coming = [day("10/07/2023"), "Chính thức", "Đảng bộ tỉnh", None]
    report = importing(
        A=movement(ADMITTED, [day("10/07/2023"), "1", None, None]),
        B=movement(COMING, coming, branch=OTHER_BRANCH, of=OTHER),
    )

    assert places(report) == [("duplicate_person", "A", 6, "B"), ("duplicate_person", "B", 6, "B")]
    assert not report.applied
    assert not MembershipPeriod.objects.exists()


def test_leaving_on_the_day_of_coming_is_a_doubt(party, importing):
    report = importing(
        A=movement(COMING, [day("10/07/2023"), "Chính thức", "Đảng bộ tỉnh", None]),
        B=movement(DECEASED, [day("10/07/2023")]),
    )

    assert places(report) == [("left_on_arrival", "B", 6, "G")]


def test_leaving_on_the_day_of_the_roster_is_a_doubt(member, importing):
    report = importing(A=movement(DECEASED, [day("30/06/2023")]))

    assert places(report) == [("left_on_arrival", "A", 6, "G")]


def test_who_left_may_come_again_the_same_day(member, importing):
    report = importing(
        A=movement(LEAVING, [day("07/07/2023"), "Chính thức", "Đảng bộ tỉnh", None]),
        B=movement(COMING, [day("07/07/2023"), "Chính thức", "Đảng bộ tỉnh", None]),
    )

    assert places(report) == []
    assert [stay[1:3] for stay in stays()] == [
        (day("30/06/2023"), day("07/07/2023")),
        (day("07/07/2023"), None),
    ]


def test_same_movement_twice_is_a_doubt_on_both_rows(member, importing):
    report = importing(A=movement(DECEASED, [day("06/07/2023")], [day("06/07/2023")]))

    assert places(report) == [("duplicate_row", "A", 6, "B"), ("duplicate_row", "A", 7, "B")]


def test_temporary_stay_that_ends_before_it_begins_is_a_doubt(member, importing):
    report = importing(
        A=movement(LEAVING, [day("07/07/2023"), "Tạm thời", "Bắc Ninh", day("07/01/2023")])
    )

    assert places(report) == [("end_before_start", "A", 6, "J")]


def test_temporary_stays_on_the_same_days_are_a_doubt(member, importing):
    importing(A=movement(LEAVING, [day("07/07/2023"), "Tạm thời", "Bắc Ninh", day("07/01/2024")]))

    report = importing(A=movement(LEAVING, [day("01/12/2023"), "Tạm thời", "Hà Nội", None]))

    assert places(report) == [("overlapping_stay", "A", 6, "G")]


def test_other_home_than_in_the_book_is_a_warning(member, importing):
    report = importing(A=movement(DECEASED, [day("06/07/2023")], branch=OLD_BRANCH))

    assert places(report) == [("home_differs", "A", 6, "E")]
    assert report.applied


@pytest.mark.parametrize(
    ("born", "warned"), [(None, [("missing_birth_date", "A", 6, "")]), (1980, [])]
)
def test_member_is_found_by_name_and_branch_without_a_full_birth_date(
    member, importing, born, warned
):
    report = importing(A=movement(DECEASED, [day("06/07/2023")], born=born))

    assert places(report) == [("linked_person", "A", 6, "B"), *warned]
    assert report.applied
    assert Person.objects.get().born_on == BORN


def test_other_birth_date_is_another_person(member, importing):
    report = importing(A=movement(DECEASED, [day("06/07/2023")], born=dt.date(1981, 1, 1)))

    assert places(report) == [("unknown_person", "A", 6, "B")]


def test_doubtful_rows_are_left_out_on_request(member, importing):
    report = importing(
        mode="skip",
        A=movement(DECEASED, [day("06/07/2023")], name="Lò Văn Lạ"),
        B=movement(EXEMPTED, [day("10/07/2023"), "305-NQ/CB", None, None]),
    )

    assert report.applied
    assert [(p.kind, p.action) for p in report.problems] == [("unknown_person", "left_out")]
    assert counts(report) == [(0, 0, 0), (1, 0, 0)]
