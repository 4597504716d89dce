import datetime as dt

import pytest

from coso.appointments.models import Decision
from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks, undo_import
from coso.people.models import Person
from tests.factories import organizations, people
from tests.factories.people import person
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

HEADER = [
    *("STT", "Họ và tên", "Ngày, tháng, năm sinh › Nam", "Ngày, tháng, năm sinh › Nữ"),
    *("Hình thức", "Chức vụ, đơn vị cũ", "Chức vụ, đơn vị mới", "Số quyết định"),
    *("Ngày quyết định", "Ngày hiệu lực", "Cơ quan ban hành", "Thời hạn", "Ghi chú"),
]
TITLES = ("SỔ THEO DÕI ĐIỀU ĐỘNG, LUÂN CHUYỂN, BỔ NHIỆM, BỔ NHIỆM LẠI CÁN BỘ",)
BORN, DECIDED, EFFECTIVE = dt.date(1972, 9, 30), dt.date(2020, 10, 2), dt.date(2020, 10, 3)
TODAY = dt.date(2023, 6, 30)
SCHOOL, CENTER = "Trường Tiểu học Thanh Mai", "Trung tâm Văn hóa, Thể thao và Truyền thông"


@pytest.fixture
def books():
    """Return a school, a center with a comma in its name, and the woman that rows are about."""
    roots = organizations.roots()
    people.seeds()
    return (
        organizations.unit("SCHOOL", SCHOOL, under=roots.agencies),
        organizations.unit("PUBLIC_SERVICE_UNIT", CENTER, under=roots.agencies),
        person("Luân Thúy Vân", born_on=BORN, gender="FEMALE"),
    )


def decided(name="Luân Thúy Vân", **cells):
    row = {
        "born": BORN,
        "kind": "Bổ nhiệm",
        "old": f"Giáo viên, {SCHOOL}",
        "new": f"Hiệu trưởng, {SCHOOL}",
        "number": "1651/QĐ-UBND",
        "on": DECIDED,
        "from": EFFECTIVE,
        "issuer": "UBND huyện",
        "term": "5 năm",
        "note": None,
    } | cells
    return [1, name, None, *row.values()]


def imported(tmp_path, *rows):
    path = workbook(tmp_path / "11.xlsx", **{"Quyết định cán bộ": (TITLES, HEADER, rows)})
    return import_workbooks(paths=[path], actor=SYSTEM)


def problems(report):
    return [
        (p.row, p.column, p.kind, p.severity)
        for p in report.problems
        if p.severity in ("error", "doubt", "warning")
    ]


def test_decision_is_written_with_all_that_the_row_says(books, tmp_path):
    school, _, who = books

    report = imported(tmp_path, decided())

    assert problems(report) == []
    made = Decision.objects.get()
    assert (made.person, made.kind, made.number, made.issuer) == (
        who,
        "APPOINT",
        "1651/QĐ-UBND",
        "UBND huyện",
    )
    assert (made.old_post, made.new_post) == (f"Giáo viên, {SCHOOL}", f"Hiệu trưởng, {SCHOOL}")
    assert (made.old_unit, made.new_unit) == (school, school)
    assert (made.decided_on, made.effective_on) == (DECIDED, EFFECTIVE)
    assert (made.term_months, made.term_ends_on) == (60, dt.date(2025, 10, 3))


@pytest.mark.parametrize(
    "post",
    [
        f"Phó Bí thư chi bộ, Giám đốc, {CENTER}",
        f"Giám đốc {CENTER}",
        CENTER,
    ],
)
def test_unit_is_the_longest_end_of_the_text_that_is_one(books, tmp_path, post):
    imported(tmp_path, decided(new=post))

    made = Decision.objects.get()
    assert (made.new_post, made.new_unit) == (post, books[1])


def test_party_organization_is_found_too(books, tmp_path):
    committee = organizations.unit(
        "GRASSROOTS_COMMITTEE_ORG",
        "Đảng bộ xã Cao Kỳ",
        under=organizations.Unit.objects.get(tree="PARTY", is_root=True),
    )

    imported(tmp_path, decided(kind="Chỉ định", new="Đảng ủy viên, Đảng bộ xã Cao Kỳ"))

    made = Decision.objects.get()
    assert (made.kind, made.new_unit) == ("DESIGNATE", committee)


def test_unit_elsewhere_is_kept_in_words_and_told(books, tmp_path):
    report = imported(tmp_path, decided(new="Chuyên viên, Sở Tư pháp"))

    assert problems(report) == []
    told = [(p.row, p.column, p.severity) for p in report.problems if p.kind == "unit_in_words"]
    assert [(row, severity) for row, _, severity in told] == [(6, "info")]
    made = Decision.objects.get()
    assert (made.new_post, made.new_unit) == ("Chuyên viên, Sở Tư pháp", None)


def test_slip_of_the_pen_in_a_unit_is_a_doubt_that_keeps_the_title(books, tmp_path):
    report = imported(tmp_path, decided(new="Hiệu trưởng, Trường Tiểu học Than Mai"))

    [doubt] = [p for p in report.problems if p.severity == "doubt"]
    assert (doubt.kind, doubt.suggestion, doubt.remedy) == (
        "unknown_unit",
        f"Hiệu trưởng, {SCHOOL}",
        "replace",
    )
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("cells", "kind", "severity"),
    [
        ({"from": dt.date(2020, 10, 1)}, "effective_before_decision", "doubt"),
        ({"kind": "Bổ nhiêm"}, "unknown_value", "doubt"),
        ({"kind": "Khen thưởng"}, "unknown_value", "error"),
        ({"term": "lâu dài"}, "unknown_value", "error"),
        ({"old": None, "new": None}, "missing_post", "error"),
        ({"number": None}, "missing_value", "error"),
        ({"on": "31/02/2020"}, "impossible_date", "doubt"),
        ({"born": dt.date(1972, 9, 29)}, "unknown_person", "doubt"),
    ],
)
def test_row_that_cannot_be_is_not_written(books, tmp_path, cells, kind, severity):
    report = imported(tmp_path, decided(**cells))

    assert (kind, severity) in [(p.kind, p.severity) for p in report.problems]
    assert not Decision.objects.exists()


def test_nobody_is_made_up_and_a_like_name_is_suggested(books, tmp_path):
    report = imported(tmp_path, decided("Luân Thúy Vânn"))

    [doubt] = [p for p in report.problems if p.kind == "unknown_person"]
    assert (doubt.row, doubt.suggestion, doubt.remedy) == (6, "Luân Thúy Vân", "replace")
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"term": "đến khi nghỉ hưu"}, (EFFECTIVE, None, True, None)),
        ({"term": None}, (EFFECTIVE, None, False, None)),
        ({"from": None, "term": "36 tháng"}, (DECIDED, 36, False, dt.date(2023, 10, 2))),
    ],
)
def test_term_and_the_day_from_which_it_runs(books, tmp_path, cells, expected):
    imported(tmp_path, decided(**cells))

    made = Decision.objects.get()
    term = (made.effective_on, made.term_months, made.until_retirement, made.term_ends_on)
    assert term == expected


def test_import_again_changes_nothing_and_may_be_taken_back(books, tmp_path):
    rows = [decided(), decided(kind="Điều động", new=f"Giám đốc, {CENTER}", term=None)]
    first = imported(tmp_path, *rows)

    report = imported(tmp_path, *rows)

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 2)]
    assert report.import_id is None
    undo_import(import_id=first.import_id, actor=SYSTEM, on=TODAY)
    assert not Decision.objects.exists()


def test_list_with_other_days_corrects_and_is_taken_back(books, tmp_path):
    imported(tmp_path, decided(note="Lần đầu"))

    report = imported(tmp_path, decided(term="36 tháng", issuer=None))

    made = Decision.objects.get()
    assert (made.term_ends_on, made.issuer, made.note) == (
        dt.date(2023, 10, 3),
        "UBND huyện",
        "Lần đầu",
    )
    undo_import(import_id=report.import_id, actor=SYSTEM, on=TODAY)
    made.refresh_from_db()
    assert made.term_ends_on == dt.date(2025, 10, 3)


def test_what_a_list_leaves_blank_stays(books, tmp_path):
    imported(tmp_path, decided(term="36 tháng"))
    blank = {"from": None, "term": None, "old": None, "issuer": None}

    report = imported(tmp_path, decided(**blank))

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 1)]
    imported(tmp_path, decided(**blank | {"term": "đến khi nghỉ hưu"}))
    made = Decision.objects.get()
    assert (made.effective_on, made.term_months, made.until_retirement) == (EFFECTIVE, None, True)


@pytest.mark.parametrize(("new", "remedies"), [(None, ["", "drop"]), (CENTER, ["", ""])])
def test_decision_that_stands_twice_is_a_doubt_on_both_rows(books, tmp_path, new, remedies):
    other = decided() if new is None else decided(new=new)

    report = imported(tmp_path, decided(), other)

    assert [p.remedy for p in report.problems if p.severity == "doubt"] == remedies
