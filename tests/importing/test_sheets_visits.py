import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks
from coso.importing.sheets.visits import team_number
from coso.visits.models import TeamAssignment, Visit, VisitTeam
from tests.factories import organizations
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

COMMITTEE, BRANCH, OWN = "Đảng bộ xã Tân Sơn", "Chi bộ Bản Mới", "Chi bộ Bưu điện huyện"
TEAMS = [
    *("STT", "Tổ số", "Tổ trưởng (chức danh)", "Đảng bộ, chi bộ được phân công"),
    *("Số quyết định", "Ngày quyết định", "Ghi chú"),
]
VISITS = [
    *("STT", "Ngày dự", "Tổ số", "Người dự", "Đảng bộ, chi bộ cơ sở"),
    *("Chi bộ (trống = dự họp của đảng bộ)", "Đối tượng", "Kỳ sinh hoạt", "Điểm chấm"),
    *("Nhận xét", "Ghi chú"),
]
DECIDED = dt.date(2020, 11, 10)


@pytest.fixture
def tree():
    roots = organizations.roots()
    committee = organizations.unit("GRASSROOTS_COMMITTEE_ORG", COMMITTEE, under=roots.party)
    organizations.unit("BRANCH", BRANCH, under=committee)
    organizations.unit("GRASSROOTS_BRANCH", OWN, under=roots.party)
    return roots.party


def charge(number=1, unit=COMMITTEE, leader="Bí thư Huyện ủy", decided=DECIDED):
    return [1, number, leader, unit, "65-QĐ/HU", decided, None]


def visit(day=dt.date(2021, 1, 6), number=1, **cells):
    row = {
        "visitor": "Phó Tổ trưởng",
        "place": (COMMITTEE, BRANCH),
        "object": "Chi bộ trực thuộc đảng ủy cơ sở",
        "period": "Thường kỳ 01/2021",
        "score": 89,
    } | cells
    return [
        *(1, day, number, row["visitor"], *row["place"], row["object"], row["period"]),
        *(row["score"], "Đúng trình tự", None),
    ]


def imported(tmp_path, *, teams=None, visits=None, titles=("SỔ THEO DÕI",)):
    sheets = {
        name: (titles, header, rows)
        for name, header, rows in (("Tổ", TEAMS, teams), ("Lượt", VISITS, visits))
        if rows is not None
    }
    return import_workbooks(paths=[workbook(tmp_path / "08.xlsx", **sheets)], actor=SYSTEM)


def problems(report):
    return [(p.row, p.column, p.kind, p.severity) for p in report.problems]


@pytest.mark.parametrize(
    ("written", "expected"), [("3", 3), ("Tổ số 03", 3), ("Tổ III", 3), ("XI", 11)]
)
def test_team_number_is_read_as_offices_write_it(written, expected):
    assert team_number(written) == expected


def test_team_is_in_charge_from_the_decision_to_the_end_of_the_term(tree, tmp_path):
    report = imported(tmp_path, teams=[charge(), charge(unit=OWN), charge(2, BRANCH, "Phó Bí thư")])

    assert problems(report) == []
    team = VisitTeam.objects.get(number=1)
    assert (team.committee, team.leader_title, team.decision, team.decided_on) == (
        tree,
        "Bí thư Huyện ủy",
        "65-QĐ/HU",
        DECIDED,
    )
    assignment = TeamAssignment.objects.get(unit__name=OWN)
    assert (assignment.during.lower, assignment.during.upper) == (DECIDED, dt.date(2025, 7, 1))
    assert VisitTeam.objects.count() == 2


def test_decision_comes_from_the_title_where_there_is_no_column(tree, tmp_path):
    sheet = (
        ["(Kèm theo Quyết định số 65-QĐ/HU ngày 10/11/2020)"],
        ["Tổ", "Đơn vị được phân công"],
        [["Tổ số 4", COMMITTEE]],
    )

    report = import_workbooks(paths=[workbook(tmp_path / "08.xlsx", Tổ=sheet)], actor=SYSTEM)

    assert problems(report) == []
    team = VisitTeam.objects.get()
    assert (team.number, team.decision, team.decided_on) == (4, "65-QĐ/HU", DECIDED)


def test_later_decision_moves_a_unit_to_another_team(tree, tmp_path):
    later = dt.date(2022, 3, 1)
    imported(tmp_path, teams=[charge(1)])

    imported(tmp_path, teams=[charge(2, decided=later)])

    first, second = TeamAssignment.objects.order_by("team__number")
    assert (first.during.lower, first.during.upper) == (DECIDED, later)
    assert second.during.lower == later


def test_visit_is_written_with_the_meeting_it_sat_in_on(tree, tmp_path):
    report = imported(tmp_path, visits=[visit()])

    assert problems(report) == []
    made = Visit.objects.get()
    assert (made.unit.name, made.team.number, made.visited_on) == (BRANCH, 1, dt.date(2021, 1, 6))
    assert (made.meeting_kind, made.meeting_period.lower) == ("REGULAR", dt.date(2021, 1, 1))
    assert (made.score, made.remark, made.visitor_title) == (89, "Đúng trình tự", "Phó Tổ trưởng")


def test_visit_without_a_branch_is_to_the_organization_itself(tree, tmp_path):
    direct = {"object": "Chi, đảng bộ trực thuộc", "period": None}
    imported(
        tmp_path,
        visits=[
            visit(place=(COMMITTEE, None), **direct),
            visit(place=(OWN, None), **direct),
            visit(place=(OWN, OWN), day=dt.date(2019, 5, 1), **direct),
        ],
    )

    names = Visit.objects.order_by("pk").values_list("unit__name", "meeting_period")
    assert list(names) == [(COMMITTEE, None), (OWN, None), (OWN, None)]


def test_team_that_only_a_visit_names_is_created_and_later_described(tree, tmp_path):
    imported(tmp_path, visits=[visit()])

    imported(tmp_path, teams=[charge(1)])

    assert VisitTeam.objects.get().leader_title == "Bí thư Huyện ủy"


def test_import_again_changes_nothing(tree, tmp_path):
    rows = {"teams": [charge(), charge(2, OWN)], "visits": [visit(), visit(number=3)]}
    imported(tmp_path, **rows)

    report = imported(tmp_path, **rows)

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 2), (0, 0, 2)]
    assert report.import_id is None


def test_two_visits_of_a_day_by_different_people_are_two(tree, tmp_path):
    imported(tmp_path, visits=[visit(), visit(visitor="Thành viên Tổ")])

    assert Visit.objects.count() == 2


def test_visit_written_twice_is_a_doubt_on_both_rows(tree, tmp_path):
    report = imported(tmp_path, visits=[visit(), visit()])

    assert problems(report) == [
        (5, "B", "duplicate_row", "doubt"),
        (6, "B", "duplicate_row", "doubt"),
    ]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (visit(place=(COMMITTEE, None)), (5, "F", "missing_value", "doubt")),
        (visit(place=(COMMITTEE, "Chi bộ Bản Cũ")), (5, "F", "unknown_branch", "doubt")),
        (visit(place=("Đảng bộ xã Lạ", None)), (5, "E", "unknown_unit", "doubt")),
        (visit(place=(None, None)), (5, "F", "missing_value", "error")),
        (visit(score=890), (5, "I", "impossible_number", "doubt")),
        (visit(number=2021), (5, "C", "unreadable_value", "error")),
        (visit(number="Tổ cuối"), (5, "C", "unreadable_value", "error")),
        (visit(day="31/02/2021"), (5, "B", "impossible_date", "doubt")),
    ],
)
def test_row_that_cannot_be_true_is_pointed_at(tree, tmp_path, row, expected):
    assert expected in problems(imported(tmp_path, visits=[row]))


def test_team_without_a_day_is_pointed_at(tree, tmp_path):
    report = imported(tmp_path, teams=[charge(decided=None)])

    assert problems(report) == [(5, "F", "missing_value", "error")]


def test_decision_of_a_day_that_is_none_is_not_read_from_the_title(tree, tmp_path):
    titles = ("PHÂN CÔNG TỔ", "(Kèm theo Quyết định 65-QĐ/HU ngày 32/11/2020)")
    header = [h for h in TEAMS if h not in ("Số quyết định", "Ngày quyết định")]
    path = workbook(
        tmp_path / "08.xlsx", Tổ=(titles, header, [[1, 1, "Bí thư Huyện ủy", COMMITTEE, None]])
    )

    report = import_workbooks(paths=[path], actor=SYSTEM)

    assert [p.kind for p in report.problems] == ["missing_value"]
    assert not report.applied
