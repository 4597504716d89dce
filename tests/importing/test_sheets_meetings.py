import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks
from coso.meetings.models import Meeting, Theme
from tests.factories import organizations
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

HEADER = [
    *("STT", "Đảng bộ, chi bộ cơ sở", "Chi bộ", "Kỳ sinh hoạt", "Loại sinh hoạt", "Ngày họp"),
    *("Bắt đầu", "Thời lượng (phút)", "Số đảng viên › Phải dự", "Số đảng viên › Có mặt"),
    *("Số đảng viên › Vắng có lý do", "Số đảng viên › Vắng không lý do"),
    *("Điểm chất lượng › Tự chấm", "Điểm chất lượng › Cấp trên chấm", "Chuyên đề (mã)"),
    *("Ngày báo cáo", "Ghi chú"),
]
COMMITTEE, BRANCH, OWN = "Đảng bộ xã Tân Sơn", "Chi bộ Bản Mới", "Chi bộ Bưu điện huyện"
THEMES = (
    ["DANH MỤC NỘI DUNG SINH HOẠT CHUYÊN ĐỀ", "(Nhiệm kỳ 2020-2025)"],
    ["STT", "Mã chuyên đề", "Nội dung chuyên đề", "Căn cứ", "Ghi chú"],
    [[1, "CĐ01", "Học tập và làm theo", "Kết luận 01-KL/TW", None]],
)


@pytest.fixture
def tree():
    roots = organizations.roots()
    committee = organizations.unit("GRASSROOTS_COMMITTEE_ORG", COMMITTEE, under=roots.party)
    other = organizations.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Mai Lạp", under=roots.party)
    branch = organizations.unit("BRANCH", BRANCH, under=committee)
    organizations.unit("BRANCH", BRANCH, under=other)
    organizations.unit("GRASSROOTS_BRANCH", OWN, under=roots.party)
    return branch


def held(period="01/2021", day=dt.date(2021, 1, 6), kind="Thường kỳ", **cells):
    row = {
        "place": (COMMITTEE, BRANCH),
        "counts": (14, 12, 1, 1),
        "theme": None,
        "reported": dt.date(2021, 1, 9),
        "upper": None,
        "note": None,
    } | cells
    return [
        *(1, *row["place"], period, kind, day, "20:00", 110, *row["counts"], 87.5, row["upper"]),
        *(row["theme"], row["reported"], row["note"]),
    ]


def missed(period="02/2021", note="Không họp", kind="Thường kỳ"):
    return [1, COMMITTEE, BRANCH, period, kind, *[None] * 11, note]


def imported(tmp_path, *rows, header=HEADER, titles=("BẢNG THEO DÕI",), **sheets):
    path = workbook(tmp_path / "07.xlsx", Sinh_hoạt=(titles, header, rows), **sheets)
    return import_workbooks(paths=[path], actor=SYSTEM)


def problems(report):
    return [(p.row, p.column, p.kind, p.severity) for p in report.problems]


def test_meeting_is_written_with_all_that_the_row_says(tree, tmp_path):
    row = held("Quý I/2021", kind="Chuyên đề", theme="CĐ01", upper=86)

    report = imported(tmp_path, row, Chuyên_đề=THEMES)

    assert problems(report) == []
    meeting = Meeting.objects.get()
    theme = Theme.objects.get()
    assert (meeting.unit, meeting.kind, meeting.theme) == (tree, "THEMATIC", theme)
    assert (meeting.period.lower, meeting.period.upper) == (
        dt.date(2021, 1, 1),
        dt.date(2021, 4, 1),
    )
    assert (meeting.held_on, meeting.started_at) == (dt.date(2021, 1, 6), dt.time(20, 0))
    assert (meeting.required, meeting.present, meeting.excused, meeting.unexcused) == (14, 12, 1, 1)
    assert (meeting.self_score, meeting.upper_score) == (87.5, 86)
    assert meeting.reported_on == dt.date(2021, 1, 9)
    assert (theme.during.lower, theme.during.upper) == (dt.date(2020, 10, 1), dt.date(2025, 7, 1))


def test_grassroots_branch_stands_in_both_columns(tree, tmp_path):
    imported(tmp_path, held(place=(OWN, OWN)))

    assert Meeting.objects.get().unit.name == OWN


def test_period_not_held_is_kept_with_its_note(tree, tmp_path):
    imported(tmp_path, missed())

    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.note) == (None, "Không họp")


def test_import_again_changes_nothing(tree, tmp_path):
    rows = (held(), held("Quý I/2021", kind="Chuyên đề", theme="CĐ01"), missed())
    imported(tmp_path, *rows, Chuyên_đề=THEMES)

    report = imported(tmp_path, *rows, Chuyên_đề=THEMES)

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 3), (0, 0, 1)]
    assert report.import_id is None


def test_meeting_held_later_fills_the_row_that_said_not_held(tree, tmp_path):
    imported(tmp_path, missed("01/2021"))

    imported(tmp_path, held("01/2021"))

    assert Meeting.objects.get().held_on == dt.date(2021, 1, 6)


def test_row_not_held_against_a_meeting_in_the_register_is_a_doubt(tree, tmp_path):
    imported(tmp_path, held("01/2021"))

    report = imported(tmp_path, missed("01/2021"))

    assert problems(report) == [(6, "F", "meeting_differs", "doubt")]


def test_kind_comes_from_the_period_or_the_title_where_there_is_no_column(tree, tmp_path):
    header = ["Chi bộ", "Kỳ sinh hoạt", "Ngày họp"]
    rows = [[OWN, "Chuyên đề Quý I/2021", dt.date(2021, 2, 1)], [OWN, "03/2021", None]]

    report = imported(tmp_path, *rows, header=header, titles=["THEO DÕI SINH HOẠT THƯỜNG KỲ"])

    assert problems(report) == []
    assert sorted(Meeting.objects.values_list("kind", flat=True)) == ["REGULAR", "THEMATIC"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([held(theme="CĐ09")], [(6, "O", "unknown_theme", "error")]),
        ([held(kind="Bất thường")], [(6, "E", "unknown_value", "error")]),
        ([held(kind=None)], [(6, "E", "missing_value", "error")]),
        ([held("tháng nào")], [(6, "D", "unreadable_period", "error")]),
        ([held(counts=(14, 12, 1, 0))], [(6, "I", "attendance_differs", "doubt")]),
        ([held(upper=870)], [(6, "N", "impossible_number", "doubt")]),
        ([held(place=(None, None))], [(6, "C", "missing_value", "error")]),
        ([held(reported=dt.date(2021, 1, 5))], [(6, "P", "reported_before_held", "doubt")]),
        ([held(place=(COMMITTEE, "Chi bộ Bản Moi"))], [(6, "C", "unknown_branch", "doubt")]),
        ([held(place=(COMMITTEE, None))], [(6, "C", "not_a_branch", "doubt")]),
        (
            [held(), held()],
            [(6, "D", "duplicate_row", "doubt"), (7, "D", "duplicate_row", "doubt")],
        ),
        (
            [held(), missed("01/2021")],
            [(6, "D", "duplicate_row", "doubt"), (7, "D", "duplicate_row", "doubt")],
        ),
    ],
)
def test_row_that_cannot_be_true_is_pointed_at(tree, tmp_path, rows, expected):
    report = imported(tmp_path, *rows)

    assert problems(report) == expected
    assert not report.applied
    assert Meeting.objects.count() == 0


def test_unknown_branch_is_offered_the_near_name_of_its_organization(tree, tmp_path):
    report = imported(tmp_path, held(place=(COMMITTEE, "Chi bộ Bản Mơi")))

    assert [problem.suggestion for problem in report.problems] == [BRANCH]


def test_theme_before_its_term_is_still_the_theme_of_that_code(tree, tmp_path):
    row = held("01/2019", dt.date(2019, 1, 6), theme="CĐ 1", reported=None)

    imported(tmp_path, row, Chuyên_đề=THEMES)

    assert Meeting.objects.get().theme.code == "CĐ01"


def test_theme_listed_again_is_updated(tree, tmp_path):
    titles, header, _rows = THEMES
    imported(tmp_path, Chuyên_đề=THEMES)

    imported(tmp_path, Chuyên_đề=(titles, header, [[1, "CĐ1", "Học Bác", None, None]]))

    assert list(Theme.objects.values_list("code", "title", "basis")) == [
        ("CĐ01", "Học Bác", "Kết luận 01-KL/TW")
    ]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("2025-2030", (dt.date(2025, 7, 1), None)),
        ("2015-2020", (dt.date(2015, 1, 1), dt.date(2020, 10, 1))),
    ],
)
def test_theme_of_a_term_that_nobody_entered_lies_beside_the_known_terms(
    tree, tmp_path, term, expected
):
    _titles, header, rows = THEMES
    imported(tmp_path, Chuyên_đề=THEMES)

    imported(tmp_path, Chuyên_đề=([f"(Nhiệm kỳ {term})"], header, rows))

    during = Theme.objects.order_by("pk").last().during
    assert Theme.objects.count() == 2
    assert (during.lower, during.upper) == expected


@pytest.mark.parametrize("typed", [dt.date(2021, 2, 1), dt.date(2021, 2, 15), "2021-02-01"])
def test_period_that_excel_made_a_date_is_the_month_of_it(tree, tmp_path, typed):
    report = imported(tmp_path, held(typed, dt.date(2021, 2, 6), reported=dt.date(2021, 2, 9)))

    assert problems(report) == []
    period = Meeting.objects.get().period
    assert (period.lower, period.upper) == (dt.date(2021, 2, 1), dt.date(2021, 3, 1))


def test_code_of_a_theme_that_is_a_sentence_is_refused_at_its_cell(tree, tmp_path):
    titles, header, _ = THEMES
    long = "Chuyên đề về học tập và làm theo tư tưởng, đạo đức, phong cách"
    rows = [[1, long, "Học tập và làm theo", None, None]]

    report = imported(tmp_path, held(), Chuyên_đề=(titles, header, rows))

    assert [(p.kind, f"{p.column}{p.row}") for p in report.problems] == [("text_too_long", "B6")]
