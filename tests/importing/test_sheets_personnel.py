import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks
from coso.people.models import Person, Qualification
from coso.personnel.models import Assignment, HeadcountQuota, Post
from tests.factories import organizations, people
from tests.factories.people import person
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

HEADER = [
    *("STT", "Họ và tên", "Ngày, tháng, năm sinh › Nam", "Ngày, tháng, năm sinh › Nữ", "Dân tộc"),
    *("Quê quán", "Đơn vị công tác", "Chức vụ", "Đối tượng", "Ngày tuyển dụng"),
    *("Mã ngạch, hạng", "Trình độ › Chuyên môn", "Trình độ › Chuyên ngành", "Trình độ › LLCT"),
    *("Trình độ › QLNN", "Ngày vào Đảng", "Ghi chú"),
]
DAY = dt.date(2023, 6, 30)
TITLES = ("DANH SÁCH CÁN BỘ, CÔNG CHỨC", "(Tính đến ngày 30/06/2023)")
BORN = dt.date(1982, 11, 3)
OFFICE, SCHOOL, COMMUNE = "Phòng Nội vụ", "Trường Mầm non Đồng Tâm", "UBND xã Tân Sơn"


@pytest.fixture
def roots():
    made = organizations.roots()
    people.seeds()
    return made


def employee(name="Luân Công Dũng", born=BORN, **cells):
    row = {
        "agency": OFFICE,
        "title": "Chuyên viên",
        "category": "Công chức",
        "recruited": dt.date(2005, 5, 4),
        "rank": "01.003",
        "joined": dt.date(2004, 2, 17),
        "professional": "Đại học",
        "note": None,
    } | cells
    return [
        *(1, name, born, None, "Tày", "xã Hoà Mục", row["agency"], row["title"]),
        *(row["category"], row["recruited"], row["rank"], row["professional"]),
        *("Công tác xã hội", "Cao cấp", "Chuyên viên", row["joined"], row["note"]),
    ]


def imported(tmp_path, *rows, titles=TITLES, header=HEADER, name="04.xlsx", **sheets):
    staff = {"Cán_bộ": (titles, header, rows)} if rows else {}
    path = workbook(tmp_path / name, **staff, **sheets)
    return import_workbooks(paths=[path], actor=SYSTEM)


def problems(report, *severities):
    return [
        (p.row, p.column, p.kind, p.severity)
        for p in report.problems
        if p.severity in (severities or ("error", "doubt", "warning"))
    ]


def test_employee_is_written_with_post_assignment_and_qualifications(roots, tmp_path):
    report = imported(tmp_path, employee())

    assert problems(report) == []
    made = Assignment.objects.select_related("person", "post__agency").get()
    assert (made.person.full_name, made.person.born_on, made.person.gender) == (
        "Luân Công Dũng",
        BORN,
        "MALE",
    )
    assert (made.post.agency.name, made.post.title, made.post.group) == (
        OFFICE,
        "Chuyên viên",
        "OFFICE",
    )
    assert (made.category, made.is_primary, made.basis) == ("CIVIL_SERVANT", True, "ROSTER")
    assert (made.during.lower, made.during.upper) == (DAY, None)
    assert (made.rank_code, made.recruited_on) == ("01.003", dt.date(2005, 5, 4))
    assert made.party_admitted_on == dt.date(2004, 2, 17)
    levels = Qualification.objects.values_list("level__kind", "level__code", "field")
    assert set(levels) == {
        ("PROFESSIONAL", "UNIVERSITY", "Công tác xã hội"),
        ("POLITICAL_THEORY", "ADVANCED", ""),
        ("STATE_MANAGEMENT", "SPECIALIST", ""),
    }


def test_person_of_another_register_is_the_same_person(roots, tmp_path):
    known = person("Luân Công Dũng", born_on=BORN)

    imported(tmp_path, employee("LUÂN CÔNG  DŨNG"))

    assert Assignment.objects.get().person == known
    assert Person.objects.count() == 1


def test_import_again_changes_nothing(roots, tmp_path):
    rows = [employee(), employee("Ma Văn Toản", title="Trưởng phòng")]
    imported(tmp_path, *rows)

    report = imported(tmp_path, *rows)

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 2)]
    assert report.import_id is None


def test_group_of_a_post_follows_the_title_and_then_the_agency(roots, tmp_path):
    imported(
        tmp_path,
        employee("An", title="Phó Trưởng phòng"),
        employee("Bình", agency=SCHOOL, title="Kế toán", category="HĐLĐ"),
        employee("Chi", title="Kế toán", category="HĐLĐ"),
    )

    groups = Post.objects.order_by("assignments__person__full_name").values_list("group", flat=True)
    assert list(groups) == ["MANAGING", "PROFESSIONAL", "OFFICE"]


def test_later_list_ends_the_post_that_somebody_left(roots, tmp_path):
    imported(tmp_path, employee())
    later = (TITLES[0], "(Tính đến ngày 31/12/2023)")

    imported(tmp_path, employee(title="Phó Trưởng phòng"), titles=later)

    before, after = Assignment.objects.order_by("pk")
    assert (before.during.lower, before.during.upper) == (DAY, dt.date(2023, 12, 31))
    assert (after.post.title, after.during.lower) == ("Phó Trưởng phòng", dt.date(2023, 12, 31))


def test_later_list_with_the_same_post_goes_on(roots, tmp_path):
    imported(tmp_path, employee())

    report = imported(tmp_path, employee(rank="01.002"), titles=("Tính đến ngày 31/12/2023",))

    made = Assignment.objects.get()
    assert (made.during.lower, made.rank_code) == (DAY, "01.002")
    assert [(s.created, s.updated) for s in report.sheets] == [(0, 1)]


def test_earlier_list_ends_where_the_known_post_begins(roots, tmp_path):
    imported(tmp_path, employee(title="Phó Trưởng phòng"))

    imported(tmp_path, employee(), titles=("Tính đến ngày 31/12/2022",))

    earlier = Assignment.objects.get(post__title="Chuyên viên")
    assert (earlier.during.lower, earlier.during.upper) == (dt.date(2022, 12, 31), DAY)


def test_list_of_the_same_day_corrects_the_title(roots, tmp_path):
    imported(tmp_path, employee())

    imported(tmp_path, employee(title="Cán sự"))

    assert Assignment.objects.get().post.title == "Cán sự"


def test_blank_cells_keep_what_is_known(roots, tmp_path):
    imported(tmp_path, employee())

    imported(tmp_path, employee(rank=None, recruited=None, joined=None))

    made = Assignment.objects.get()
    assert (made.rank_code, made.recruited_on) == ("01.003", dt.date(2005, 5, 4))


@pytest.mark.parametrize(
    "cells", [{"title": None}, {"category": None}, {"title": None, "category": None}]
)
def test_list_without_posts_or_categories_says_nothing_about_them(roots, tmp_path, cells):
    imported(tmp_path, employee(category="Viên chức"), employee("Ma Văn Toản", title="Kế toán"))

    report = imported(
        tmp_path,
        employee(**{"category": "Viên chức"} | cells),
        employee("Ma Văn Toản", **{"title": "Kế toán"} | cells),
        titles=("Tính đến ngày 31/12/2023",),
    )

    assert (report.applied, [p for p in report.problems if p.severity != "info"]) == (True, [])
    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 2)]
    assert {(held.post.title, held.category) for held in Assignment.objects.all()} == {
        ("Chuyên viên", "PUBLIC_EMPLOYEE"),
        ("Kế toán", "CIVIL_SERVANT"),
    }


def test_other_post_needs_a_category_of_its_own(roots, tmp_path):
    imported(tmp_path, employee(category="Viên chức"))

    report = imported(
        tmp_path,
        employee(title="Cán sự", category=None),
        titles=("Tính đến ngày 31/12/2023",),
    )

    assert problems(report, "error") == [(6, "I", "missing_category", "error")]


def test_person_with_two_posts_is_a_doubt_on_both_rows(roots, tmp_path):
    path = workbook(
        tmp_path / "04.xlsx",
        Quản_lý=(TITLES, HEADER, [employee()]),
        Chuyên_môn=(TITLES, HEADER, [employee("Khác"), employee(agency=SCHOOL)]),
    )

    report = import_workbooks(paths=[path], actor=SYSTEM)

    places = [(p.sheet, p.row, p.column, p.kind, p.severity) for p in report.problems]
    assert ("Quản lý", 7, "B", "duplicate_person", "doubt") in places
    assert ("Chuyên môn", 8, "B", "duplicate_person", "doubt") in places
    assert Assignment.objects.count() == 0


def test_note_tells_where_the_headcount_is(roots, tmp_path):
    rows = [
        employee(agency=SCHOOL, note=f"Kiêm nhiệm, biên chế tại {OFFICE}"),
        employee(),
    ]
    path = workbook(tmp_path / "04.xlsx", A=(TITLES, HEADER, rows))

    report = import_workbooks(paths=[path], actor=SYSTEM, mode="suggest")

    asked = [(p.row, p.suggestion, p.remedy) for p in report.problems if p.severity == "doubt"]
    assert asked == [
        (7, f"Bỏ dòng này: ghi chú cho biết biên chế ở {OFFICE}", "drop"),
        (8, "Giữ dòng này", ""),
    ]
    assert Assignment.objects.get().post.agency.name == OFFICE


def test_same_post_twice_is_one_row_too_many(roots, tmp_path):
    report = imported(tmp_path, employee(), employee())

    assert problems(report) == [
        (7, "B", "duplicate_row", "doubt"),
        (8, "B", "duplicate_row", "doubt"),
    ]


def test_person_whom_another_agency_listed_on_the_day_is_a_doubt(roots, tmp_path):
    imported(tmp_path, employee())

    report = imported(tmp_path, employee(agency=SCHOOL))

    assert problems(report) == [(7, "B", "duplicate_person", "doubt")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"category": "Chuyên gia"}, (7, "I", "unknown_value", "error")),
        ({"category": None}, (7, "I", "missing_category", "error")),
        ({"professional": "Giỏi"}, (7, "L", "unknown_value", "error")),
        ({"agency": None}, (7, "G", "missing_value", "error")),
        ({"born": "31/02/1980"}, (7, "C", "impossible_date", "doubt")),
    ],
)
def test_cell_that_cannot_be_read_is_pointed_at(roots, tmp_path, cells, expected):
    assert expected in problems(imported(tmp_path, employee(**cells)))


def without_category(*rows):
    place = HEADER.index("Đối tượng")
    return [[*row[:place], *row[place + 1 :]] for row in rows]


def test_missing_category_is_inferred_where_the_title_leaves_no_doubt(roots, tmp_path):
    rows = without_category(
        employee("An", agency=COMMUNE, title="Bí thư Đảng ủy"),
        employee("Bình", agency=COMMUNE, title="Văn hóa - xã hội"),
        employee("Chi", agency=SCHOOL, title="Hiệu trưởng"),
    )
    [header] = without_category(HEADER)

    report = imported(tmp_path, *rows, header=header)

    assert problems(report) == []
    found = Assignment.objects.order_by("person__full_name").values_list("category", flat=True)
    assert list(found) == ["CADRE", "CIVIL_SERVANT", "PUBLIC_EMPLOYEE"]
    assert [p.kind for p in report.problems if p.kind == "inferred_category"]


def test_missing_category_is_the_only_one_that_the_heading_names(roots, tmp_path):
    rows = without_category(employee(agency=SCHOOL, title="Giáo viên"))
    [header] = without_category(HEADER)

    imported(
        tmp_path, *rows, header=header, titles=("DANH SÁCH VIÊN CHỨC", "Tính đến ngày 30/06/2023")
    )

    assert Assignment.objects.get().category == "PUBLIC_EMPLOYEE"


def test_missing_category_is_asked_for_where_it_is_not_certain(roots, tmp_path):
    rows = without_category(employee(title="Chuyên viên"))
    [header] = without_category(HEADER)

    report = imported(tmp_path, *rows, header=header)

    assert [p.kind for p in report.problems if p.severity == "error"] == ["missing_category"]


QUOTAS = ["STT", "Đơn vị công tác", "Khối", "Biên chế giao 2023", "Có mặt", "Hợp đồng lao động"]


def test_quota_is_written_and_its_counts_only_compared(roots, tmp_path):
    quota = (TITLES, QUOTAS, [[1, OFFICE, "chính quyền", 8, 2, 0]])

    report = imported(tmp_path, employee(), Biên_chế=quota)

    made = HeadcountQuota.objects.get()
    assert (made.agency.name, made.year, made.quantity) == (OFFICE, 2023, 8)
    assert problems(report) == [(6, "E", "headcount_differs", "warning")]
    assert report.applied


def test_counts_are_not_compared_before_doubtful_rows_are_decided(roots, tmp_path):
    quota = (TITLES, QUOTAS, [[1, OFFICE, "chính quyền", 8, 2, 0]])

    report = imported(tmp_path, employee(), employee("Ma Văn Toản", "31/02/1980"), Biên_chế=quota)

    assert problems(report) == [(8, "C", "impossible_date", "doubt")]


def test_quota_without_a_year_in_the_header_is_of_the_year_of_the_list(roots, tmp_path):
    header = ["Đơn vị công tác", "Biên chế được giao"]

    imported(tmp_path, Biên_chế=(TITLES, header, [[OFFICE, 8]]))

    assert HeadcountQuota.objects.get().year == 2023


def test_agency_with_two_quotas_of_a_year_is_a_doubt(roots, tmp_path):
    quota = (TITLES, QUOTAS, [[1, OFFICE, "", 8, 0, 0], [2, OFFICE, "", 9, 0, 0]])

    report = imported(tmp_path, Biên_chế=quota)

    assert problems(report) == [
        (6, "B", "duplicate_row", "doubt"),
        (7, "B", "duplicate_row", "doubt"),
    ]


def test_quota_below_nothing_is_a_doubt(roots, tmp_path):
    quota = (TITLES, QUOTAS, [[1, OFFICE, "", -8, 0, 0]])

    assert problems(imported(tmp_path, Biên_chế=quota)) == [(6, "D", "impossible_number", "doubt")]


# --- what a list is checked for, as an assignment written by hand is


def said(report):
    return {p.kind: (p.severity, p.message) for p in report.problems if p.severity != "info"}


def test_recruited_too_young_is_a_warning_and_before_birth_a_doubt(roots, tmp_path):
    young = imported(tmp_path, employee(born=dt.date(1988, 1, 1)))
    unborn = imported(tmp_path, employee("Hà Thị Bình", born=dt.date(2006, 1, 1)))

    assert said(young) == {
        "recruited_too_young": (
            "warning",
            (
                "Ngày 04/05/2005, Luân Công Dũng chưa đủ 18 tuổi. Kiểm tra lại ngày sinh, ngày bắt "
                "đầu làm việc."
            ),
        )
    }
    assert said(unborn)["recruited_too_young"][0] == "doubt"
    assert Assignment.objects.count() == 1


def test_who_has_died_is_a_doubt(roots, tmp_path):
    imported(tmp_path, employee())
    Assignment.objects.update(during=(DAY, dt.date(2024, 1, 1)), ending="DECEASED")

    report = imported(tmp_path, employee(), titles=("DANH SÁCH", "(Tính đến ngày 30/06/2024)"))

    assert said(report)["assigned_after_death"] == (
        "doubt",
        "Sổ ghi Luân Công Dũng từ trần ngày 01/01/2024. Hãy kiểm tra lại người và ngày.",
    )
    assert Assignment.objects.count() == 1


def test_two_heads_of_an_agency_are_a_warning_on_both_rows(roots, tmp_path):
    report = imported(
        tmp_path,
        employee(title="Trưởng phòng"),
        employee("Hà Thị Bình", title="Trưởng phòng"),
        employee("Vi Văn Cao", title="Trưởng phòng", agency="Phòng Tư pháp"),
        employee("Lý Văn Dần"),
        employee("Lý Văn Én"),
    )

    assert problems(report) == [
        (7, "H", "two_heads", "warning"),
        (8, "H", "two_heads", "warning"),
    ]
    assert report.applied


def test_head_who_is_in_the_book_is_known(roots, tmp_path):
    imported(tmp_path, employee(title="Trưởng phòng"))

    again = imported(tmp_path, employee(title="Trưởng phòng"))
    other = imported(tmp_path, employee("Hà Thị Bình", title="Trưởng phòng"))

    assert said(again) == {}
    assert said(other)["two_heads"] == (
        "warning",
        (
            "Ngày 30/06/2023, Phòng Nội vụ có hai Trưởng phòng: Hà Thị Bình và Luân Công Dũng. Hãy "
            "kiểm tra lại."
        ),
    )


def test_staff_beyond_the_quota_are_a_warning(roots, tmp_path):
    quota = (TITLES, QUOTAS, [[1, OFFICE, "chính quyền", 1, 2, 1]])

    report = imported(
        tmp_path,
        employee(),
        employee("Hà Thị Bình"),
        employee("Vi Văn Cao", category="HĐLĐ"),
        Biên_chế=quota,
    )

    assert said(report) == {
        "over_quota": (
            "warning",
            "Phòng Nội vụ có mặt 2 người ngày 30/06/2023, biên chế giao năm 2023 là 1: vượt 1.",
        )
    }


def test_an_age_hard_to_believe_is_asked_about(roots, tmp_path):
    report = imported(tmp_path, employee(born="1947"), employee("Lý Thị Bình", born="1949"))

    assert problems(report, "doubt") == [(7, "C", "too_old", "doubt")]
    [message] = [p.message for p in report.problems if p.kind == "too_old"]
    assert "sinh năm 1947, đến ngày 30/06/2023 hơn 75 tuổi: hãy kiểm tra năm sinh" in message
