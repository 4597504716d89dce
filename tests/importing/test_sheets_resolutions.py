"""Targets and work items of a resolution out of workbooks."""

import datetime as dt
from decimal import Decimal

import pytest

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks, undo_import
from coso.resolutions import queries
from coso.resolutions.models import Milestone, Progress, Target, WorkItem
from tests.factories import organizations
from tests.factories.registers import resolution
from tests.factories.registers import target as made_target
from tests.factories.workbooks import workbook
from tests.importing.conftest import counts

pytestmark = pytest.mark.django_db

TARGETS = [
    *("STT", "Mã", "Chỉ tiêu", "Đơn vị tính", "So sánh", "Mốc phấn đấu › Năm 2021"),
    *("Mốc phấn đấu › Năm 2022", "Kết quả › Năm 2021", "Kết quả › 6T/2022", "Đơn vị chủ trì"),
    "Ghi chú",
]
ITEMS = [
    *("STT", "Mã nhiệm vụ", "Nhiệm vụ", "Đơn vị thực hiện", "Thời hạn", "Ngày hoàn thành"),
    *("Tiến độ (%)", "Chỉ tiêu liên quan", "Ghi chú"),
]
DUE, DONE = dt.date(2021, 12, 18), dt.date(2021, 12, 8)
GOOD = "Đảng viên hoàn thành tốt nhiệm vụ trở lên"


@pytest.fixture
def issued():
    root = organizations.roots().party
    organizations.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Sơn", under=root)
    made = resolution(root, dt.date(2020, 12, 15))
    made.number = "03-NQ/HU"
    made.save()
    return made


def target(code="CT01", text=GOOD, **cells):
    row = {"measure": "%", "direction": "≥", "aim": 90, "next": 92.5, "first": None, "half": None}
    return [1, code, text, *(row | {"host": None, "note": None} | cells).values()]


def item(code="NV01", **cells):
    row = {
        "text": "Rà soát quy hoạch",
        "who": "Đảng ủy xã Tân Sơn",
        "due": DUE,
        "done": DONE,
        "percent": 100,
        "target": None,
        "note": None,
    }
    return [1, code, *(row | cells).values()]


def imported(tmp_path, header, *rows, title="03-NQ/HU NGÀY 15/12/2020", **sheets):
    titles = (f"CHỈ TIÊU THỰC HIỆN NGHỊ QUYẾT {title}",)
    path = workbook(tmp_path / "12.xlsx", **{"Danh sách": (titles, header, rows)}, **sheets)
    return import_workbooks(paths=[path], actor=SYSTEM)


def problems(report):
    return [(p.row, p.kind, p.severity) for p in report.problems if p.severity != "info"]


def test_targets_come_with_milestones_reports_and_the_figure_that_is_meant(issued, tmp_path):
    report = imported(
        tmp_path,
        TARGETS,
        target(first="3086/3317 (93,0%)", host="Đảng ủy xã Tân Sơn", note="Hằng năm"),
        target("ct 02", "Số đảng viên đi học", direction="≤", measure="người", first="113", half=7),
    )

    assert problems(report) == []
    good, learners = queries.targets()
    assert (good.resolution, good.code, good.direction) == (issued, "CT01", "AT_LEAST")
    assert queries.aims_of(good) == {2021: Decimal(90), 2022: Decimal("92.5")}
    assert [queries.result_of(each).text for each in good.progress.all()] == ["3.086/3.317 (93,0%)"]
    assert (good.figure, good.host.name, good.note) == (
        "rating.member.good",
        "Đảng bộ xã Tân Sơn",
        "Hằng năm",
    )
    assert (learners.code, learners.direction, learners.figure) == ("CT02", "AT_MOST", "")
    assert [(p.year, p.part, p.value) for p in learners.progress.all()] == [
        (2021, "YEAR", 113),
        (2022, "HALF", 7),
    ]
    # Only what is worded as usual is said to be counted by a figure.
    assert [p.kind for p in report.problems if p.kind == "inferred_figure"] == ["inferred_figure"]


def test_same_list_again_changes_nothing(issued, tmp_path):
    rows = [target(first="3086/3317 (93,0%)"), target("CT02", "Khác", first=113)]
    imported(tmp_path, TARGETS, *rows)

    report = imported(tmp_path, TARGETS, *rows)

    assert counts(report) == [(0, 0, 2)]


def test_milestones_and_reports_of_an_export_are_read_out_of_one_cell(issued, tmp_path):
    header = [*TARGETS[:5], "Các mốc phấn đấu", "Các kết quả báo cáo"]
    row = [*target()[:5], "2021: 90; 2022: 92,5", "2021: 3.086/3.317 (93,0%); 6T/2022: 34"]

    assert problems(imported(tmp_path, header, row)) == []

    [made] = queries.targets()
    assert queries.aims_of(made) == {2021: Decimal(90), 2022: Decimal("92.5")}
    assert [str(each.part) for each in made.progress.all()] == ["YEAR", "HALF"]


def test_figure_that_somebody_chose_stays(issued, tmp_path):
    made_target(issued, code="CT01", figure="rating.organization.good")

    imported(tmp_path, TARGETS, target())

    assert Target.objects.get().figure == "rating.organization.good"


def test_figure_that_the_list_names_counts(issued, tmp_path):
    header = [*TARGETS, "Tính từ sổ"]

    report = imported(tmp_path, header, [*target(), "Kết nạp, theo ngày kết nạp"])

    assert problems(report) == []
    assert Target.objects.get().figure == "member.admissions"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("04-NQ/HU", "không có nghị quyết chuyên đề 04-NQ/HU"),
        ("03-NQ/HU NGÀY 16/12/2020", "không có nghị quyết chuyên đề 03-NQ/HU ngày 16/12/2020"),
        ("CỦA HUYỆN ỦY", "không ghi là của nghị quyết nào"),
    ],
)
def test_list_of_no_known_resolution_is_doubtful(issued, tmp_path, title, words):
    report = imported(tmp_path, TARGETS, target(), title=title)

    assert problems(report) == [(6, "unknown_resolution", "doubt")]
    assert words in next(p.message for p in report.problems if p.severity == "doubt")
    assert not report.applied


def test_two_resolutions_of_one_number_are_told_by_their_day(issued, tmp_path):
    other = resolution(issued.issuer, dt.date(2016, 3, 1))
    other.number = issued.number
    other.save()

    assert problems(imported(tmp_path, TARGETS, target(), title="03-NQ/HU")) == [
        (6, "unknown_resolution", "doubt")
    ]
    assert imported(tmp_path, TARGETS, target()).applied
    assert Target.objects.get().resolution == issued


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"first": "3086/3317 (92,0%)"}, "unreadable_value"),
        ({"first": "3317/3086"}, "unreadable_value"),
        ({"aim": -5}, "impossible_number"),
        ({"direction": "hơn"}, "unknown_value"),
    ],
)
def test_what_cannot_be_of_a_target_stops_the_import(issued, tmp_path, cells, kind):
    report = imported(tmp_path, TARGETS, target(**cells))

    assert [each for _, each, _ in problems(report)] == [kind]
    assert not report.applied


def test_import_of_targets_is_taken_back(issued, tmp_path):
    report = imported(tmp_path, TARGETS, target(first="3086/3317"))

    undo_import(import_id=report.import_id, actor=SYSTEM, on=dt.date(2023, 6, 30))

    for model in (Target, Milestone, Progress):
        assert not model.objects.exists()


def test_work_items_come_with_their_unit_and_their_target(issued, tmp_path):
    aimed = made_target(issued, code="CT01")
    report = imported(
        tmp_path,
        ITEMS,
        item(target="ct01"),
        item("NV02", who="Các tổ chức cơ sở đảng", done=None, percent=40),
        title="03-NQ/HU",
    )

    assert problems(report) == []
    first, second = queries.work_items().order_by("code")
    assert (first.target, first.responsible.name) == (aimed, "Đảng bộ xã Tân Sơn")
    assert (first.due_on, first.done_on, first.percent) == (DUE, DONE, 100)
    assert (second.responsible, second.done_on, second.percent) == (None, None, 40)


def test_list_without_progress_leaves_what_was_done(issued, tmp_path):
    imported(tmp_path, ITEMS, item())

    report = imported(tmp_path, ITEMS, item(done=None, percent=None, text="Rà soát"))

    assert problems(report) == []
    made = WorkItem.objects.get()
    assert (made.text, made.done_on, made.percent) == ("Rà soát", DONE, 100)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"target": "CT09"}, "unknown_target"),
        ({"percent": 101, "done": None}, "impossible_number"),
        ({"percent": 60}, "done_in_part"),
        ({"due": dt.date(2020, 1, 1)}, "due_before_issue"),
    ],
)
def test_what_cannot_be_of_a_work_item_is_doubtful(issued, tmp_path, cells, kind):
    report = imported(tmp_path, ITEMS, item(**cells))

    assert [each for _, each, _ in problems(report)] == [kind]


def test_code_that_stands_twice_is_doubtful(issued, tmp_path):
    report = imported(tmp_path, ITEMS, item(), item(text="Việc khác"))

    assert {kind for _, kind, _ in problems(report)} == {"duplicate_code"}
    assert not report.applied


def test_code_that_is_a_sentence_is_refused(issued, tmp_path):
    report = imported(tmp_path, TARGETS, target("Chỉ tiêu về xếp loại đảng viên hằng năm"))

    assert [kind for _, kind, _ in problems(report)] == ["text_too_long"]
    assert not report.applied


@pytest.mark.parametrize(
    ("header", "typed", "said"),
    [
        ("Các kết quả báo cáo", "cả nhiệm kỳ: 95", "không cho biết năm nào"),
        ("Các mốc phấn đấu", "2021: nhiều", "nhiều"),
        ("Nghị quyết", "nghị quyết của Đảng bộ", "hãy ghi như 03-NQ/ĐU ngày 15/03/2023"),
    ],
)
def test_cell_of_an_exported_list_that_cannot_be_read_is_refused(
    issued, tmp_path, header, typed, said
):
    columns = ["STT", "Mã", "Chỉ tiêu", "Đơn vị tính", "So sánh", header]
    report = imported(tmp_path, columns, [1, "CT01", GOOD, "%", "≥", typed])

    [problem] = [p for p in report.problems if p.column == "F"]
    assert problem.severity in ("error", "doubt")
    assert said in problem.message
