"""The workbook of a plan: what its three lists mean, and at which cell one cannot be read."""

import datetime as dt

import pytest

from coso.importing.services import UnableToReadPlan, read_plan
from coso.organizations.enums import UnitEvent
from coso.organizations.models import Unit
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.reorganizations import DAY, YEARS_AGO, district
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

EVENTS = ("Mã sự kiện", "Phạm vi", "Hình thức", "Ngày hiệu lực", "Cấp trên mới")
PARTS = ("Mã sự kiện", "Vai trò", "Mã đơn vị", "Tên đơn vị", "Loại hình")
MOVES = ("Họ và tên", "Ngày sinh", "Chi bộ cũ", "Chi bộ mới", "Đảng bộ mới")
MERGER = ("SK1", "Tổ chức đảng", "Sáp nhập", "01/07/2024", None)
NEW, OLD, LAN = "Chi bộ Bản Mới", "Chi bộ Bản Cũ", "Chi bộ Nà Lạn"
# A unit goes on under its code and name; without the code another of the name is founded.
MERGED = [("SK1", "Nguồn", None, OLD, None), ("SK1", "Đích", "06.1.1", NEW, None)]
BORN = dt.date(1980, 5, 6)


@pytest.fixture
def place(db):
    return district()


@pytest.fixture
def read(tmp_path, place):
    """Return a function that reads the plan of a workbook of the three lists."""

    def reading(events=(MERGER,), parts=MERGED, moves=None):
        lists = {"Sự_kiện": ([], EVENTS, events), "Nguồn_đích": ([], PARTS, parts)}
        if moves is not None:
            lists["Đảng_viên"] = ([], MOVES, moves)
        return read_plan(workbook(tmp_path / "phuong-an.xlsx", **lists))

    return reading


@pytest.fixture
def refused(read):
    """Return a function that gives the places at which a workbook is refused, with what is said."""

    def refusing(**lists):
        with pytest.raises(UnableToReadPlan) as refusal:
            read(**lists)
        return {
            (each.kind, f"{each.column}{each.row}"): each.message for each in refusal.value.problems
        }

    return refusing


def born(branch, name, born_on=BORN):
    return registers.member(
        branch, YEARS_AGO, full_name=name, born_on=born_on, born_precision="DAY"
    )


def test_units_are_read_by_name_and_known_again(read, place):
    plan = read()

    assert (plan.name, plan.effective_on) == ("phuong-an", DAY)
    [step] = plan.steps
    assert step.event == UnitEvent.MERGE_INTO
    assert [unit.unit for unit in (*step.sources, *step.targets)] == [place.two, place.one]


def test_a_change_says_what_the_unit_is_after(read, place):
    plan = read(
        events=[("SK1", "Tổ chức đảng", "Đổi tên", "01/07/2024", None)],
        parts=[
            ("SK1", "Nguồn", "06.1.2", OLD, None),
            ("SK1", "Đích", "06.1.9", "Chi bộ Bản Vàng", None),
        ],
    )

    [unit] = [each for each in plan.units if each.unit == place.two]
    assert (unit.name, unit.code) == ("Chi bộ Bản Vàng", "06.1.9")


def test_a_superior_that_nobody_knows_is_outside(read):
    plan = read(
        events=[(*MERGER[:4], "Đảng bộ tỉnh Thái Nguyên")],
        parts=[("SK1", "Nguồn", None, OLD, None), ("SK1", "Đích", None, "Chi bộ Mới Lập", None)],
    )

    [above] = [each for each in plan.units if each.name == "Đảng bộ tỉnh Thái Nguyên"]
    assert (above.unit, above.is_older) == (None, True)


@pytest.mark.parametrize(
    ("above", "kind"),
    [("Đảng bộ xã Tân Sơn", "BRANCH"), ("Đảng bộ huyện Chợ Mới", "GRASSROOTS_BRANCH")],
)
def test_a_new_branch_is_what_stands_under_its_superior(read, above, kind):
    plan = read(
        events=[(*MERGER[:4], above)],
        parts=[("SK1", "Nguồn", None, OLD, None), ("SK1", "Đích", None, "Chi bộ Mới Lập", None)],
    )

    [branch] = [each for each in plan.units if each.name == "Chi bộ Mới Lập"]
    assert branch.type.pk == kind
    assert branch.parent.unit.name == above


@pytest.mark.parametrize(
    ("lists", "place_of_it", "words"),
    [
        (
            {"events": [MERGER, ("SK2", *MERGER[1:3], "01/08/2024", None)]},
            ("several_days", "D5"),
            "có cả 01/07/2024 và 01/08/2024",
        ),
        (
            {"parts": [*MERGED, ("SK9", "Nguồn", None, OLD, None)]},
            ("unknown_event", "A6"),
            "Không có sự kiện “SK9”",
        ),
        (
            {"parts": [("SK1", "Nguồn", None, "Chi bộ Không Có", None), MERGED[1]]},
            ("unknown_unit", "D4"),
            "Không có “Chi bộ Không Có” trong sổ vào ngày 01/07/2024",
        ),
    ],
)
def test_what_cannot_be_read_is_told_at_its_cell(refused, lists, place_of_it, words):
    found = refused(**lists)

    assert [*found] == [place_of_it]
    assert words in found[place_of_it]


def test_a_plan_without_events_is_refused(read):
    with pytest.raises(UnableToReadPlan, match="“Sự kiện” của phương án, hoặc trang chưa có dòng"):
        read(events=[EVENTS])


def test_members_go_by_name_to_a_branch(read, place):
    going = born(place.three, "Triệu Thị Hoa")

    [move] = read(moves=[("TRIỆU THỊ HOA", "06/05/1980", LAN, NEW, "Đảng bộ xã Tân Sơn")]).moves

    assert (move.membership_id, move.target.unit) == (going.pk, place.one)


def test_of_two_of_one_name_the_branch_tells_which(read, place):
    born(place.one, "Triệu Thị Hoa")
    going = born(place.three, "Triệu Thị Hoa")

    [move] = read(moves=[("Triệu Thị Hoa", "06/05/1980", LAN, NEW, None)]).moves

    assert move.membership_id == going.pk


@pytest.mark.parametrize(
    ("row", "place_of_it", "words"),
    [
        (
            ("Triệu Thị Lan", "06/05/1980", LAN, NEW, None),
            ("unknown_member", "A4"),
            "Không có đảng viên Triệu Thị Lan sinh ngày này",
        ),
        (
            ("Triệu Thị Hoa", "06/05/1980", None, NEW, None),
            ("unknown_member", "A4"),
            "Có 2 đảng viên Triệu Thị Hoa sinh cùng ngày",
        ),
        (
            ("Triệu Thị Hoa", "06/05/1980", LAN, "Chi bộ Không Có", None),
            ("unknown_unit", "D4"),
            "Không rõ “Chi bộ Không Có” là chi bộ nào",
        ),
        (
            ("Triệu Thị Hoa", "06/05/1980", LAN, NEW, "Đảng bộ xã Cao Kỳ"),
            ("unknown_unit", "D4"),
            "Hãy ghi kèm đảng bộ mới",
        ),
    ],
)
def test_a_member_or_branch_that_nobody_knows_is_told_at_its_cell(
    refused, place, row, place_of_it, words
):
    for branch in (place.one, place.three):
        born(branch, "Triệu Thị Hoa")

    found = refused(moves=[row])

    assert [*found] == [place_of_it]
    assert words in found[place_of_it]


def test_a_date_that_is_none_is_told_at_its_cell(refused):
    found = refused(events=[(*MERGER[:3], "32/13/2024", None)])

    assert [cell for _, cell in found] == ["D4"]


def test_of_two_branches_of_one_name_the_committee_tells_which(read, place):
    other = make.unit("BRANCH", NEW, under=place.second)
    born(place.three, "Triệu Thị Hoa")

    [move] = read(
        parts=[("SK1", "Nguồn", None, OLD, None), ("SK1", "Đích", "06.1.1", NEW, None)],
        moves=[("Triệu Thị Hoa", "06/05/1980", LAN, NEW, "Đảng bộ xã Cao Kỳ")],
    ).moves

    assert move.target.unit == Unit.objects.get(pk=other.pk)
