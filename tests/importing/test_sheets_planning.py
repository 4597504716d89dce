import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks, undo_import
from coso.people.models import Person
from coso.planning.models import PlanningCandidate, PlanningCycle, PlanningPosition
from coso.rules.services import load_seeds
from tests.factories import organizations, people
from tests.factories.people import person
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

HEADER = [
    *("STT", "Họ và tên", "Ngày, tháng, năm sinh › Nam", "Ngày, tháng, năm sinh › Nữ", "Dân tộc"),
    *("Chức vụ hiện nay", "Đơn vị công tác", "Trình độ › Chuyên môn", "Trình độ › LLCT"),
    *("Ngày vào Đảng", "Chức danh quy hoạch", "Số quyết định", "Ngày quyết định", "Ghi chú"),
]
TITLES = ("DANH SÁCH QUY HOẠCH CÁN BỘ",)
SHEET = "QH 2021-2026"
BORN, DECIDED, TODAY = dt.date(1977, 6, 17), dt.date(2021, 9, 14), dt.date(2023, 6, 30)
OFFICE, TITLE = "UBND xã Quảng Chu", "Chủ tịch UBND xã Quảng Chu"
LEFT = "Đưa ra khỏi quy hoạch: đã bổ nhiệm (rà soát 2022)"


@pytest.fixture
def books():
    """Return the root of the Party, an office, a committee and the woman of the rows."""
    roots = organizations.roots()
    people.seeds()
    load_seeds()
    return (
        roots.party,
        organizations.unit("COMMUNE_AUTHORITY", OFFICE, under=roots.agencies),
        organizations.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Quảng Chu", under=roots.party),
        person("Vi Thị Chi", born_on=BORN, gender="FEMALE"),
    )


def planned(name="Vi Thị Chi", **cells):
    row = {
        "born": BORN,
        "ethnicity": None,
        "post": "Phó Chủ tịch UBND",
        "agency": OFFICE,
        "professional": None,
        "theory": None,
        "joined": None,
        "title": TITLE,
        "decision": "648-QĐ/HU",
        "on": DECIDED,
        "note": None,
    } | cells
    return [1, name, None, *row.values()]


def imported(tmp_path, *rows, sheet=SHEET):
    path = workbook(tmp_path / "09.xlsx", **{sheet: (TITLES, HEADER, rows)})
    return import_workbooks(paths=[path], actor=SYSTEM)


def problems(report):
    return [(p.row, p.kind, p.severity) for p in report.problems if p.severity != "info"]


def test_person_is_in_the_plan_that_the_sheet_names(books, tmp_path):
    root, office, _, who = books

    report = imported(tmp_path, planned(), planned(title="Bí thư Đảng ủy xã Quảng Chu"))

    # By the rules of that day a plan needs young people, too.
    assert [kind for _, kind, _ in problems(report)] == ["share_below_rule"]
    made = PlanningCandidate.objects.get(position__title=TITLE)
    cycle = made.position.cycle
    assert (cycle.organization, cycle.first_year, cycle.last_year) == (root, 2021, 2026)
    assert (made.position.unit, made.person, made.decision) == (office, who, "648-QĐ/HU")
    assert (made.during.lower, made.during.upper, made.left_for) == (DECIDED, None, "")


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Bí thư Đảng ủy xã Quảng Chu", 2),
        ("Chủ tịch UBND xã Quảng Chu", 1),
        ("Chủ tịch UBND huyện", None),
    ],
)
def test_unit_of_a_title_is_linked_where_it_is_certain(books, tmp_path, title, unit):
    imported(tmp_path, planned(title=title))

    assert PlanningPosition.objects.get().unit == (None if unit is None else books[unit])


def test_unit_of_two_with_one_name_is_not_certain(books, tmp_path):
    organizations.unit("SCHOOL", OFFICE, under=books[1].parent)

    imported(tmp_path, planned())

    assert PlanningPosition.objects.get().unit is None


@pytest.mark.parametrize(
    ("note", "left"),
    [
        (LEFT, ("PROMOTED", "2022", dt.date(2023, 1, 1))),
        ("Rút khỏi quy hoạch 05/06/2022, kỷ luật", ("DISCIPLINED", "05/06/2022", (2022, 6, 5))),
        ("Năng nổ, nhiệt tình", ("", "None", None)),
    ],
)
def test_note_is_read_for_a_removal_only(books, tmp_path, note, left):
    report = imported(tmp_path, planned(note=note))

    assert not [p for p in report.problems if p.severity in ("error", "doubt")]
    made = PlanningCandidate.objects.get()
    end = dt.date(*left[2]) if isinstance(left[2], tuple) else left[2]
    assert (made.left_for, str(made.left), made.during.upper) == (*left[:2], end)


@pytest.mark.parametrize(
    ("cells", "kind", "severity"),
    [
        ({"born": dt.date(1977, 6, 18)}, "unknown_person", "doubt"),
        ({"on": "31/02/2021"}, "impossible_date", "doubt"),
        ({"on": None}, "missing_value", "error"),
        ({"title": None}, "missing_value", "error"),
        ({"note": "Đưa ra khỏi quy hoạch"}, "unknown_value", "error"),
        ({"note": "Đưa ra khỏi quy hoạch năm 2020"}, "end_before_start", "doubt"),
    ],
)
def test_row_that_cannot_be_is_not_written(books, tmp_path, cells, kind, severity):
    report = imported(tmp_path, planned(**cells))

    assert (6, kind, severity) in problems(report)
    assert not PlanningCandidate.objects.exists()


def test_sheet_without_years_is_refused(books, tmp_path):
    report = imported(tmp_path, planned(), sheet="Quy hoạch")

    assert (6, "missing_cycle", "error") in problems(report)


def test_nobody_is_made_up_and_a_like_name_is_suggested(books, tmp_path):
    report = imported(tmp_path, planned("Vi Thị Chị"))

    [doubt] = [p for p in report.problems if p.kind == "unknown_person"]
    assert (doubt.suggestion, doubt.remedy) == ("Vi Thị Chi", "replace")
    assert Person.objects.count() == 1


def test_birth_is_named_as_exactly_as_it_is_known(books, tmp_path):
    report = imported(tmp_path, planned("Vi Thị Lạ", born=1975))

    [doubt] = [p for p in report.problems if p.kind == "unknown_person"]
    assert doubt.message.startswith("Chưa có Vi Thị Lạ sinh năm 1975 trong sổ")


def test_namesake_whose_birth_is_not_known_enough_is_not_said_to_be_missing(books, tmp_path):
    report = imported(tmp_path, planned(born=1977))

    [doubt] = [p for p in report.problems if p.kind == "unknown_person"]
    assert doubt.message.startswith("Sổ có người cùng họ tên Vi Thị Chi, nhưng ngày sinh")


def test_row_that_stands_twice_is_a_doubt(books, tmp_path):
    report = imported(tmp_path, planned(), planned())

    assert [p.remedy for p in report.problems if p.kind == "duplicate_row"] == ["", "drop"]


def test_other_day_of_decision_than_in_the_books_is_a_doubt(books, tmp_path):
    imported(tmp_path, planned())

    report = imported(tmp_path, planned(on=dt.date(2021, 9, 15)))

    assert (6, "planned_since_another_day", "doubt") in problems(report)
    assert PlanningCandidate.objects.get().decided_on == DECIDED


def test_list_without_the_removal_brings_nobody_back(books, tmp_path):
    imported(tmp_path, planned(note=LEFT))

    report = imported(tmp_path, planned())

    assert [sheet.unchanged for sheet in report.sheets] == [1]
    assert PlanningCandidate.objects.get().left_for == "PROMOTED"


def test_import_again_changes_nothing_and_may_be_taken_back(books, tmp_path):
    first = imported(tmp_path, planned())
    assert imported(tmp_path, planned()).import_id is None

    removed = imported(tmp_path, planned(note=LEFT))
    undo_import(import_id=removed.import_id, actor=SYSTEM, on=TODAY)
    assert PlanningCandidate.objects.get().during.upper is None
    undo_import(import_id=first.import_id, actor=SYSTEM, on=TODAY)

    assert not PlanningCycle.objects.exists()
    assert not PlanningPosition.objects.exists()


def test_list_is_compared_with_the_records_and_changes_none(books, tmp_path):
    report = imported(tmp_path, planned(ethnicity="Tày", professional="Thạc sĩ"))

    columns = [p.column for p in report.problems if p.kind == "differs_from_record"]
    assert len(columns) == 1
    assert Person.objects.get().qualifications.count() == 0


def test_limits_of_the_day_of_the_decision_warn(books, tmp_path):
    later = {"on": dt.date(2022, 6, 1)}
    titles = ("Trưởng Phòng Y tế", "Trưởng Phòng Nội vụ", "Trưởng Phòng Tư pháp", TITLE)
    rows = [planned(title=title, **later) for title in titles]

    report = imported(tmp_path, *rows)

    assert [kind for _, kind, _ in problems(report)] == ["too_many_titles", "share_below_rule"]
    young = next(p.message for p in report.problems if p.kind == "share_below_rule")
    assert young == "Quy hoạch 2021–2026 có 0 trên 1 người là cán bộ trẻ, dưới mức 15%."
    assert PlanningCandidate.objects.count() == 4
