"""Lists of courses and of who was sent to them."""

import datetime as dt

import pytest

from coso.core import clock
from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks, undo_import
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.training.models import Course, Enrollment
from tests.factories import organizations, people
from tests.factories.people import person
from tests.factories.registers import course, employee, learner, member
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

COURSES = [
    *("STT", "Mã lớp", "Tên lớp", "Loại hình", "Cơ sở đào tạo", "Từ ngày", "Đến ngày"),
    *("Số quyết định", "Ngày quyết định", "Số học viên", "Ghi chú"),
]
LEARNERS = [
    *("STT", "Mã lớp", "Họ và tên", "Ngày, tháng, năm sinh › Nam", "Ngày, tháng, năm sinh › Nữ"),
    *("Chi bộ", "Đơn vị công tác", "Kết quả", "Xếp loại", "Ghi chú"),
]
START, END = dt.date(2023, 4, 24), dt.date(2023, 4, 26)
BORN, SINCE = dt.date(1982, 11, 3), dt.date(2015, 1, 1)
COMMITTEES = ("Đảng bộ xã Tân Sơn", "Đảng bộ xã Cao Kỳ")
BRANCH, OWN = "Chi bộ Bản Mới", "Chi bộ Bưu điện"
# Below the line of the office and the title, with one row of headers, or with two.
FIRST_COURSE, FIRST_LEARNER = 5, 6


@pytest.fixture(autouse=True)
def root(db):
    """Have a branch of one name below two committees, a grassroots branch, and an agency."""
    roots = organizations.roots()
    people.seeds()
    for name in COMMITTEES:
        committee = organizations.unit("GRASSROOTS_COMMITTEE_ORG", name, under=roots.party)
        organizations.unit("BRANCH", BRANCH, under=committee)
    organizations.unit("GRASSROOTS_BRANCH", OWN, under=roots.party)
    organizations.unit("STATE_AGENCY", "Phòng Nội vụ", under=roots.agencies)
    return roots.party


@pytest.fixture
def take_in(tmp_path):
    """Return a function that imports sheets, each of a title, a header and rows."""

    def run(**sheets):
        path = workbook(tmp_path / "10.xlsx", **sheets)
        return import_workbooks(paths=[path], actor=SYSTEM)

    return run


def of_course(code="L13", name="Nghiệp vụ công tác đảng 2023", stated=None, **changes):
    row = {
        "kind": "Nghiệp vụ công tác đảng",
        "institution": "Trung tâm Chính trị huyện",
        "starts": START,
        "ends": END,
        "decision": "1468-QĐ/HU",
        "decided": dt.date(2023, 4, 6),
    } | changes
    return [1, code, name, *row.values(), stated, None]


def of_learner(name="Lò Văn An", code="L13", branch=OWN, agency=None, result="Hoàn thành", **more):
    return [
        *(1, code, name, more.get("born", BORN), more.get("born_female")),
        *(branch, agency, result, more.get("grade"), more.get("note")),
    ]


def courses(*rows):
    return (("DANH MỤC LỚP",), COURSES, rows)


def learners(*rows, title="DANH SÁCH HỌC VIÊN", header=LEARNERS):
    return ((title,), header, rows)


def known(name="Lò Văn An", branch=OWN, committee=None, **facts):
    """Have a member of a branch in the books."""
    units = Unit.objects.filter(name=branch)
    unit = units.get(parent__name=committee) if committee else units.get()
    return member(unit, SINCE, full_name=name, **{"born_on": BORN} | facts).person


def problems(report, *severities):
    return [
        (p.row, p.column, p.kind, p.severity)
        for p in report.problems
        if p.severity in (severities or ("error", "doubt", "warning"))
    ]


def counts(report):
    return [(s.kind, s.created, s.updated, s.unchanged) for s in report.sheets]


def test_both_lists_of_a_workbook_are_taken_in_and_again_change_nothing(take_in, root):
    who, colleague = known(), person("Ma Thị Ươm", born_on=BORN)
    office = Unit.objects.get(name="Phòng Nội vụ")
    employee(office, since=SINCE, holder=colleague)
    sheets = {
        "Lớp học": courses(of_course(stated=2)),
        "Học viên": learners(
            of_learner(grade="Giỏi", note="nghỉ ốm một buổi"),
            of_learner("Ma Thị Ươm", branch=None, agency="Phòng Nội vụ", result="Không đạt"),
        ),
    }

    report = take_in(**sheets)

    assert problems(report) == []
    assert counts(report) == [("courses", 1, 0, 0), ("enrollments", 2, 0, 0)]
    made = Course.objects.get()
    assert (made.organizer, made.year, made.kind) == (root, 2023, "PARTY_WORK")
    assert (made.starts_on, made.ends_on, made.decision) == (START, END, "1468-QĐ/HU")
    first, second = Enrollment.objects.order_by("pk")
    assert (first.person, first.branch.name, first.agency) == (who, OWN, None)
    assert (first.result, first.grade) == ("COMPLETED", "EXCELLENT")
    assert (second.person, second.branch, second.agency) == (colleague, None, office)
    assert second.result == "FAILED"

    again = take_in(**sheets)

    assert counts(again) == [("courses", 0, 0, 1), ("enrollments", 0, 0, 2)]
    assert again.import_id is None


def test_import_can_be_taken_back(take_in):
    known()
    report = take_in(A=courses(of_course()), B=learners(of_learner()))

    undo_import(import_id=report.import_id, on=clock.today(), actor=SYSTEM)

    assert not Enrollment.objects.exists()
    assert not Course.objects.exists()
    assert Person.objects.count() == 1


def test_later_list_writes_results_and_keeps_what_it_does_not_say(take_in, root):
    who = known()
    held = course(root, START, END, code="L13", institution="Trường Chính trị tỉnh")
    made = learner(held, Unit.objects.get(name=OWN), "STUDYING", holder=who)

    report = take_in(
        A=courses(of_course(institution=None)), B=learners(of_learner(branch=None, grade="Khá"))
    )

    assert counts(report) == [("courses", 0, 1, 0), ("enrollments", 0, 1, 0)]
    made.refresh_from_db()
    assert (made.result, made.grade, made.branch.name) == ("COMPLETED", "GOOD", OWN)
    assert Course.objects.get().institution == "Trường Chính trị tỉnh"


def test_words_of_offices_are_understood(take_in):
    known()
    header = [
        *("TT", "Mã lớp học", "Họ tên", "Ngày sinh", "Chi bộ sinh hoạt", "Kết quả học tập"),
        "Xếp loại tốt nghiệp",
    ]
    rows = ((1, " l13 ", "LÒ VĂN AN", "3/11/1982", "CHI BỘ BƯU ĐIỆN", "Đạt", "TBK"),)

    report = take_in(
        A=courses(of_course(kind="Trung cấp lý luận chính trị")), B=learners(*rows, header=header)
    )

    assert problems(report) == []
    assert Course.objects.get().kind == "POLITICAL_THEORY"
    made = Enrollment.objects.get()
    assert (made.result, made.grade) == ("COMPLETED", "FAIR")


def test_branch_of_a_name_that_two_have_is_the_one_of_the_person(take_in):
    known(branch=BRANCH, committee=COMMITTEES[1])

    report = take_in(A=courses(of_course()), B=learners(of_learner(branch=BRANCH)))

    assert problems(report) == []
    assert Enrollment.objects.get().branch.parent.name == COMMITTEES[1]


def test_number_of_learners_that_differs_is_pointed_out_in_both_lists(take_in):
    known()

    report = take_in(A=courses(of_course(stated=150)), B=learners(of_learner()))

    assert problems(report) == [
        (FIRST_COURSE, "J", "headcount_differs", "warning"),
        (FIRST_LEARNER, "B", "headcount_differs", "warning"),
    ]
    assert "danh mục ghi 150 học viên, danh sách trong sổ có 1" in report.problems[-1].message
    assert report.applied


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (of_course(ends=dt.date(2023, 4, 20)), (FIRST_COURSE, "G", "end_before_start", "doubt")),
        (of_course(starts="31/02/2023"), (FIRST_COURSE, "F", "impossible_date", "doubt")),
        (of_course(starts=None), (FIRST_COURSE, "F", "missing_value", "error")),
        (of_course(kind="Lái xe"), (FIRST_COURSE, "D", "unknown_value", "error")),
        (of_course(kind="Nghiệp vụ công tác đản"), (FIRST_COURSE, "D", "unknown_value", "doubt")),
        (of_course(stated=40_000), (FIRST_COURSE, "J", "impossible_number", "doubt")),
        (of_course("Mã này dài hơn hai mươi chữ"), (FIRST_COURSE, "B", "text_too_long", "error")),
    ],
)
def test_course_that_cannot_be_read_is_pointed_at(take_in, row, expected):
    report = take_in(A=courses(row))

    assert problems(report) == [expected]
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (of_learner(code="L99"), (FIRST_LEARNER, "B", "unknown_course", "doubt")),
        (of_learner("Lò Văn Ân"), (FIRST_LEARNER, "C", "unknown_person", "doubt")),
        (of_learner(branch="Chi bộ Bản Lạ"), (FIRST_LEARNER, "F", "unknown_branch", "doubt")),
        (of_learner(branch=BRANCH), (FIRST_LEARNER, "F", "ambiguous_unit", "doubt")),
        (of_learner(agency="Phòng Lạ"), (FIRST_LEARNER, "G", "unknown_unit", "doubt")),
        (of_learner(result=None), (FIRST_LEARNER, "H", "missing_value", "error")),
        (of_learner(result="Vui"), (FIRST_LEARNER, "H", "unknown_value", "error")),
        (
            of_learner(result="Không đạt", grade="Khá"),
            (FIRST_LEARNER, "I", "graded_without_result", "doubt"),
        ),
        (of_learner(born_female=BORN), (FIRST_LEARNER, "E", "two_birth_dates", "error")),
    ],
)
def test_learner_who_cannot_be_read_is_pointed_at(take_in, row, expected):
    known()

    report = take_in(A=courses(of_course()), B=learners(row))

    assert expected in problems(report)
    assert not Enrollment.objects.exists()
    assert Person.objects.count() == 1


def test_near_name_of_the_same_day_of_birth_is_suggested(take_in):
    known("Lò Văn Anh")

    report = take_in(A=courses(of_course()), B=learners(of_learner("Lò Vân Anh")))

    [problem] = report.problems
    assert (problem.kind, problem.suggestion, problem.remedy) == (
        *("unknown_person", "Lò Văn Anh"),
        "replace",
    )


def test_nobody_is_twice_in_a_course(take_in):
    known()

    report = take_in(
        A=courses(of_course(), of_course(name="Lớp khác")),
        B=learners(of_learner(), of_learner(result="Không đạt")),
    )

    assert problems(report, "doubt") == [
        (FIRST_COURSE, "B", "duplicate_code", "doubt"),
        (FIRST_COURSE + 1, "B", "duplicate_code", "doubt"),
        (FIRST_LEARNER, "B", "unknown_course", "doubt"),
        (FIRST_LEARNER, "C", "duplicate_person", "doubt"),
        (FIRST_LEARNER + 1, "B", "unknown_course", "doubt"),
        (FIRST_LEARNER + 1, "C", "duplicate_person", "doubt"),
    ]


def test_code_of_several_years_is_told_by_the_column_else_by_the_title(take_in, root):
    known()
    early = course(root, dt.date(2022, 4, 24), code="L13")
    late = course(root, START, code="L13")

    [doubt] = take_in(A=learners(of_learner())).problems
    assert (doubt.kind, doubt.column) == ("unknown_course", "B")
    assert "Có 2 lớp cùng mã “L13”: hãy ghi năm" in doubt.message

    take_in(A=learners(of_learner(), title="DANH SÁCH HỌC VIÊN NĂM 2022"))
    assert Enrollment.objects.get().course == early

    take_in(A=learners([*of_learner(), 2023], header=[*LEARNERS, "Năm"]))
    assert late.enrollments.exists()


def test_course_of_another_committee_is_named(take_in):
    known()
    held_by = {"header": [*LEARNERS, "Đơn vị mở lớp"]}

    take_in(
        A=(("DANH MỤC LỚP",), [*COURSES, "Đơn vị mở lớp"], [[*of_course(), COMMITTEES[0]]]),
        B=learners([*of_learner(), COMMITTEES[0]], **held_by),
    )

    assert Enrollment.objects.get().course.organizer.name == COMMITTEES[0]
    # Without a name the committee that leads the installation is meant: it has no such course.
    unnamed = take_in(B=learners([*of_learner(), None], **held_by))
    assert problems(unnamed) == [(FIRST_LEARNER, "B", "unknown_course", "doubt")]


@pytest.mark.parametrize("typed", ["23", "năm ngoái", "20233"])
def test_year_that_is_none_is_refused_at_its_cell(take_in, typed):
    header = [*LEARNERS, "Năm"]
    rows = [[*of_learner(), typed]]

    report = take_in(Học_viên=(["DANH SÁCH HỌC VIÊN"], header, rows))

    [problem] = [p for p in report.problems if p.kind == "unknown_value"]
    assert f"“{typed}” không phải một năm" in problem.message
