import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.evaluations.models import Evaluation
from coso.importing.services import import_workbooks
from coso.people.models import Person
from coso.rules.models import RuleParameter
from tests.factories import organizations, people
from tests.factories.people import person
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

HEADER = [
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị công tác", "Chức vụ"),
    *("Cá nhân tự xếp loại", "Kết quả xếp loại", "Ghi chú"),
]
TITLES = ("KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC CẤP HUYỆN NĂM 2022",)
GOOD, EXCELLENT = "Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ"
BORN = dt.date(1982, 11, 3)
OFFICE, COMMUNE = "Phòng Nội vụ", "UBND xã Tân Sơn"


@pytest.fixture
def roots():
    made = organizations.roots()
    people.seeds()
    return made


def rated(name="Luân Công Dũng", born=BORN, **cells):
    row = {"agency": OFFICE, "own": EXCELLENT, "result": GOOD, "note": None} | cells
    return [
        *(1, name, born, "Nam", row["agency"], "Chuyên viên"),
        *(row["own"], row["result"], row["note"]),
    ]


def imported(tmp_path, *rows, titles=TITLES, sheet="Xếp loại"):
    path = workbook(tmp_path / "05.xlsx", **{sheet: (titles, HEADER, rows)})
    return import_workbooks(paths=[path], actor=SYSTEM)


def problems(report):
    return [
        (p.row, p.column, p.kind, p.severity)
        for p in report.problems
        if p.severity in ("error", "doubt", "warning")
    ]


def test_rating_is_written_with_all_that_the_row_says(roots, tmp_path):
    known = person("Luân Công Dũng", born_on=BORN)

    report = imported(tmp_path, rated())

    assert problems(report) == []
    made = Evaluation.objects.get()
    assert (made.person, made.year, made.agency.name, made.level) == (
        known,
        2022,
        OFFICE,
        "DISTRICT",
    )
    assert (made.title, made.self_rating, made.rating) == ("Chuyên viên", "EXCELLENT", "GOOD")


def test_level_is_the_one_in_the_title_else_that_of_the_agency(roots, tmp_path):
    imported(tmp_path, rated("An", agency=COMMUNE))
    imported(tmp_path, rated("Bình", agency=COMMUNE), titles=("XẾP LOẠI NĂM 2022",))
    imported(tmp_path, rated("Chi"), titles=("XẾP LOẠI NĂM 2022",), sheet="Cấp xã")

    levels = Evaluation.objects.order_by("person__full_name").values_list("level", flat=True)
    assert list(levels) == ["DISTRICT", "COMMUNE", "COMMUNE"]


def test_person_whom_no_register_knows_is_created_and_told(roots, tmp_path):
    report = imported(tmp_path, rated(), rated("Ma Văn Toản"))

    assert Person.objects.count() == 2
    told = [p for p in report.problems if p.kind == "new_people"]
    assert [(p.row, p.severity) for p in told] == [(5, "info")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"result": "Không xếp loại: nghỉ thai sản"}, ("", "nghỉ thai sản")),
        ({"result": "Không xếp loại", "note": "Đi học"}, ("", "Đi học")),
        ({"result": "HTNV"}, ("COMPLETED", "")),
    ],
)
def test_outcome_is_a_rating_or_a_reason(roots, tmp_path, cells, expected):
    imported(tmp_path, rated(**cells))

    made = Evaluation.objects.get()
    assert (made.rating, made.not_rated_reason) == expected


def test_import_again_changes_nothing(roots, tmp_path):
    rows = [rated(), rated("Ma Văn Toản", result="Không xếp loại: ốm")]
    imported(tmp_path, *rows)

    report = imported(tmp_path, *rows)

    assert [(s.created, s.updated, s.unchanged) for s in report.sheets] == [(0, 0, 2)]
    assert report.import_id is None


@pytest.mark.parametrize(("result", "remedies"), [(GOOD, ["", "drop"]), (EXCELLENT, ["", ""])])
def test_second_row_may_go_where_it_says_the_same(roots, tmp_path, result, remedies):
    report = imported(tmp_path, rated(), rated(result=result))

    assert [p.remedy for p in report.problems if p.severity == "doubt"] == remedies


def test_person_rated_twice_for_a_year_is_a_doubt_on_both_rows(roots, tmp_path):
    report = imported(tmp_path, rated(), rated(result=EXCELLENT))

    assert problems(report) == [
        (5, "B", "duplicate_person", "doubt"),
        (6, "B", "duplicate_person", "doubt"),
    ]


@pytest.mark.parametrize(
    ("row", "titles", "expected"),
    [
        (rated(result="Giỏi"), TITLES, (5, "H", "unknown_value", "error")),
        (rated(result=None), TITLES, (5, "H", "missing_rating", "error")),
        (rated(own="Giỏi"), TITLES, (5, "G", "unknown_value", "error")),
        (rated(), ("KẾT QUẢ XẾP LOẠI",), (5, "H", "missing_year", "error")),
    ],
)
def test_row_that_cannot_be_read_is_pointed_at(roots, tmp_path, row, titles, expected):
    report = imported(tmp_path, row, titles=titles)

    assert problems(report) == [expected]
    assert Evaluation.objects.count() == 0


def test_list_tells_where_too_many_are_excellent(roots, tmp_path):
    ratings = [rated("An", result=EXCELLENT), rated("Bình"), rated("Chi", agency=COMMUNE)]

    report = imported(tmp_path, *ratings)

    assert problems(report) == []
    told = [p for p in report.problems if p.kind == "excellent_over_cap"]
    assert [p.severity for p in told] == ["info"]
    assert told[0].message == (
        f"{OFFICE} năm 2022: 1 hoàn thành xuất sắc nhiệm vụ, nhiều nhất là 0, 20% của 1 hoàn thành "
        "tốt nhiệm vụ."
    )


def test_level_that_the_rules_of_the_year_lack_is_an_error(roots, tmp_path):
    RuleParameter.objects.filter(name="levels").update(value=["GOOD"])

    report = imported(tmp_path, rated(result=EXCELLENT))

    assert problems(report) == [(5, "H", "unknown_value", "error")]
