"""Lists of the ratings of members and of Party organizations."""

import datetime as dt

import pytest

from coso.core import clock
from coso.core.periods import Period
from coso.core.types import SYSTEM
from coso.evaluations.models import Evaluation
from coso.importing.services import import_workbooks, undo_import
from coso.members.models import Exemption
from coso.organizations.models import Unit
from coso.people.models import Person
from tests.factories import organizations, people
from tests.factories.people import person
from tests.factories.registers import member
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

MEMBERS = [
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi bộ", "Đảng bộ, chi bộ cơ sở"),
    *("Kết quả xếp loại", "Lý do không xếp loại", "Ghi chú"),
]
UNITS = [
    *("STT", "Mã tổ chức", "Tên tổ chức đảng", "Loại hình tổ chức", "Cấp trên trực tiếp"),
    *("Kết quả xếp loại", "Ghi chú"),
]
OF_MEMBERS = ("KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN NĂM 2022",)
OF_UNITS = ("KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI TỔ CHỨC ĐẢNG NĂM 2022",)
GOOD, EXCELLENT, NONE = (
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành xuất sắc nhiệm vụ",
    "Không xếp loại",
)
BORN = dt.date(1982, 11, 3)
COMMITTEES = ("Đảng bộ xã Tân Sơn", "Đảng bộ xã Cao Kỳ")
CODES = dict(zip(COMMITTEES, ("06.065.001.000.001", "06.065.002.000.001"), strict=True))
BRANCH, OWN = "Chi bộ Bản Mới", "Chi bộ Bưu điện"
SINCE = dt.date(2015, 1, 1)


@pytest.fixture(autouse=True)
def tree(db):
    """Have a branch of one name below two committees, and a grassroots branch."""
    root = organizations.roots().party
    people.seeds()
    for name in COMMITTEES:
        committee = organizations.unit("GRASSROOTS_COMMITTEE_ORG", name, under=root)
        organizations.unit("BRANCH", BRANCH, under=committee, code=CODES[name])
    organizations.unit("GRASSROOTS_BRANCH", OWN, under=root)
    return root


@pytest.fixture
def take_in(tmp_path):
    """Return a function that imports a list of rows below a header."""

    def run(header, *rows, titles=None, sheet="Trang 1"):
        titles = titles or (OF_MEMBERS if header == MEMBERS else OF_UNITS)
        path = workbook(tmp_path / "13.xlsx", **{sheet: (titles, header, rows)})
        return import_workbooks(paths=[path], actor=SYSTEM)

    return run


def branch_of(committee):
    return Unit.objects.get(name=BRANCH, parent__name=committee)


def rated(
    name="Lò Văn An", born=BORN, branch=BRANCH, committee=COMMITTEES[0], result=GOOD, why=None
):
    return [1, name, born, "Nam", branch, committee, result, why, None]


def of_unit(name=BRANCH, above=COMMITTEES[0], result=GOOD, code=None):
    return [1, code, name, "Chi bộ trực thuộc", above, result, None]


def problems(report, *severities):
    return [
        (p.row, p.column, p.kind, p.severity)
        for p in report.problems
        if p.severity in (severities or ("error", "doubt", "warning"))
    ]


def counts(report):
    return [(s.kind, s.created, s.updated, s.unchanged) for s in report.sheets]


def test_member_is_rated_in_the_branch_that_the_row_names(take_in):
    known = member(branch_of(COMMITTEES[1]), SINCE, full_name="Lò Văn An", born_on=BORN)

    report = take_in(MEMBERS, rated(committee=COMMITTEES[1]))

    assert problems(report) == []
    assert counts(report) == [("member_ratings", 1, 0, 0)]
    made = Evaluation.objects.get()
    assert (made.person, made.agency) == (known.person, branch_of(COMMITTEES[1]))
    assert (made.capacity, made.year, made.level, made.rating) == ("MEMBER", 2022, "BRANCH", "GOOD")


def test_cadre_who_is_a_member_keeps_both_ratings(take_in):
    who = person("Lò Văn An", born_on=BORN)
    Evaluation.objects.create(
        person=who, capacity="EMPLOYEE", year=2022, level="DISTRICT", rating="EXCELLENT"
    )

    take_in(MEMBERS, rated())

    assert set(who.evaluations.values_list("capacity", "rating")) == {
        ("EMPLOYEE", "EXCELLENT"),
        ("MEMBER", "GOOD"),
    }


def test_whoever_had_left_before_the_roster_is_added_and_told(take_in):
    report = take_in(MEMBERS, rated(), rated("Ma Văn Toản"))

    assert Person.objects.count() == 2
    assert problems(report, "info") == [(5, "B", "new_people", "info")]


def test_grassroots_branch_may_stand_in_either_column_or_in_the_title(take_in):
    take_in(
        MEMBERS, rated("An", branch=OWN, committee=OWN), rated("Bình", branch=None, committee=OWN)
    )
    header = [name for name in MEMBERS if name != "Đảng bộ, chi bộ cơ sở"]
    row = [1, "Chi", BORN, "Nam", BRANCH, GOOD, None, None]
    report = take_in(header, row, titles=(COMMITTEES[1].upper(), *OF_MEMBERS))

    assert problems(report) == []
    places = Evaluation.objects.order_by("person__full_name").values_list("agency__name", "level")
    assert list(places) == [(OWN, "GRASSROOTS"), (OWN, "GRASSROOTS"), (BRANCH, "BRANCH")]
    assert Evaluation.objects.get(person__full_name="Chi").agency == branch_of(COMMITTEES[1])


def test_reason_stands_in_a_column_of_its_own_or_behind_the_result(take_in):
    take_in(
        MEMBERS,
        rated("An", result=NONE, why="miễn công tác và sinh hoạt đảng"),
        rated("Bình", result=f"{NONE}: nghỉ (6 tháng)"),
    )

    given = Evaluation.objects.order_by("person__full_name").values_list("not_rated_reason")
    assert [why for (why,) in given] == ["miễn công tác và sinh hoạt đảng", "nghỉ (6 tháng)"]


def test_column_of_the_year_goes_before_the_title(take_in):
    header = [*MEMBERS, "Năm"]
    report = take_in(header, [*rated(), 2021], [*rated(), None], titles=OF_MEMBERS)

    assert problems(report) == []
    assert set(Evaluation.objects.values_list("year", flat=True)) == {2021, 2022}


def test_member_who_was_exempt_is_pointed_out_without_stopping(take_in):
    known = member(branch_of(COMMITTEES[0]), SINCE, full_name="Lò Văn An", born_on=BORN)
    Exemption.objects.create(membership=known, during=Period(dt.date(2022, 12, 1)).to_range())

    report = take_in(MEMBERS, rated())

    assert problems(report, "info") == [(5, "G", "not_rated", "info")]
    assert report.applied


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (rated(branch="Chi bộ Bản Lạ"), (5, "E", "unknown_branch", "doubt")),
        (rated(committee=None), (5, "E", "ambiguous_unit", "doubt")),
        (rated(branch=None), (5, "E", "missing_branch", "doubt")),
        (rated(committee="Đảng bộ xã Lạ"), (5, "F", "unknown_unit", "doubt")),
        (rated(result="Giỏi"), (5, "G", "unknown_value", "error")),
        (rated(result=None), (5, "G", "missing_rating", "error")),
        (rated(name=None), (5, "B", "missing_value", "error")),
    ],
)
def test_row_of_a_member_that_cannot_be_read_is_pointed_at(take_in, row, expected):
    report = take_in(MEMBERS, row)

    assert expected in problems(report)
    assert not Evaluation.objects.exists()


def test_list_without_a_year_says_so(take_in):
    assert problems(take_in(MEMBERS, rated(), titles=("KẾT QUẢ XẾP LOẠI",))) == [
        (5, "G", "missing_year", "error")
    ]
    header = [*MEMBERS, "Năm"]
    assert (5, "J", "unknown_value", "error") in problems(take_in(header, [*rated(), "hai hai"]))


def test_member_rated_twice_is_a_doubt_on_both_rows(take_in):
    report = take_in(MEMBERS, rated(), rated(result=EXCELLENT))

    assert problems(report) == [
        (5, "B", "duplicate_person", "doubt"),
        (6, "B", "duplicate_person", "doubt"),
    ]


def test_many_branches_over_the_share_are_counted_not_all_named(take_in, tree):
    for number in range(8):
        organizations.unit("GRASSROOTS_BRANCH", f"Chi bộ số {number}", under=tree)
    rows = [
        rated(f"Lò Văn {letter}", branch=f"Chi bộ số {number}", committee=None, result=EXCELLENT)
        for number, letter in enumerate("ABCDEGHI")
    ]

    report = take_in(MEMBERS, *rows)

    told = [p.message for p in report.problems if p.kind == "excellent_over_cap"]
    assert len(told) == 6
    assert told[-1] == "Năm 2022 còn 3 nơi khác vượt tỷ lệ hoàn thành xuất sắc nhiệm vụ."


def test_organization_is_rated_by_the_one_above(take_in, tree):
    report = take_in(UNITS, of_unit(), of_unit(COMMITTEES[1], tree.name, EXCELLENT))

    assert problems(report) == []
    assert counts(report) == [("unit_ratings", 2, 0, 0)]
    of_branch, of_committee = Evaluation.objects.order_by("rating").reverse()
    assert (of_branch.unit, of_branch.agency.name) == (branch_of(COMMITTEES[0]), COMMITTEES[0])
    assert (of_branch.level, of_branch.capacity) == ("GRASSROOTS", "")
    assert (of_committee.unit.name, of_committee.agency) == (COMMITTEES[1], tree)
    assert of_committee.level == "DISTRICT"


def test_organization_is_found_by_its_code_whatever_is_written_above_it(take_in):
    report = take_in(UNITS, of_unit(above="ĐB Cao Kỳ", code=CODES[COMMITTEES[1]]))

    assert problems(report) == []
    made = Evaluation.objects.get()
    assert (made.unit, made.agency.name) == (branch_of(COMMITTEES[1]), COMMITTEES[1])


def test_code_of_another_organization_is_a_doubt(take_in, tree):
    report = take_in(UNITS, of_unit(OWN, tree.name, code=CODES[COMMITTEES[1]]))

    assert problems(report) == [(5, "B", "code_of_another", "doubt")]
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([of_unit(above=None)], (5, "C", "ambiguous_unit", "doubt")),
        ([of_unit("Chi bộ Bản Lạ")], (5, "C", "unknown_unit", "doubt")),
        ([of_unit(result="Khá")], (5, "F", "unknown_value", "error")),
        ([of_unit(result=None)], (5, "F", "missing_rating", "error")),
        ([of_unit(), of_unit(result=EXCELLENT)], (5, "C", "duplicate_row", "doubt")),
    ],
)
def test_row_of_an_organization_that_cannot_be_read_is_pointed_at(take_in, rows, expected):
    report = take_in(UNITS, *rows)

    assert expected in problems(report)
    assert not Evaluation.objects.exists()


def test_lists_come_in_again_and_are_taken_back(take_in):
    first = take_in(MEMBERS, rated(), rated("Ma Văn Toản", result=NONE, why="mới kết nạp"))
    again = take_in(MEMBERS, rated(), rated("Ma Văn Toản", result=NONE, why="mới kết nạp"))
    changed = take_in(MEMBERS, rated(result=EXCELLENT))

    assert counts(again) == [("member_ratings", 0, 0, 2)]
    assert again.import_id is None
    assert counts(changed) == [("member_ratings", 0, 1, 0)]
    for report in (changed, first):
        undo_import(import_id=report.import_id, actor=SYSTEM, on=clock.today())
    assert not Evaluation.objects.exists()
    assert not Person.objects.exists()
