"""What stands against a plan before anything is written: units, days, rules, members by name."""

import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reorganizations import queries, services
from coso.reorganizations.services import UnableToReorganize
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.reorganizations import DAY, TODAY, YEARS_AGO, Planning, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return district()


def told(rehearsal, kind):
    """Return what a rehearsal says of one kind."""
    return [problem.message for problem in rehearsal.problems if problem.kind == kind]


def test_two_steps_of_one_sort_about_a_unit_are_refused(place):
    plan = Planning()
    plan.of(place.one, name="Chi bộ Bản Vàng")
    for _ in range(2):
        plan.step("RENAME", [place.one], [place.one])

    [message] = told(plan.rehearsed(), "touched_twice")
    assert "có 2 bước “Đổi tên”" in message


def test_a_unit_does_not_end_on_the_day_on_which_it_begins(place):
    new = make.unit("BRANCH", "Chi bộ Bản Vàng", under=place.first, since=DAY)

    rehearsal = Planning().step("MERGE_INTO", [new], [place.one]).rehearsed()

    [message] = told(rehearsal, "not_alive")
    assert "bắt đầu đúng ngày 01/07/2024" in message


def test_a_root_that_ends_passes_to_what_stands_above_it(place):
    rehearsal = Planning().step("END_OPERATION", [place.root]).rehearsed()

    [message] = told(rehearsal, "root_passes")
    assert message.endswith("từ Đảng bộ huyện Chợ Mới sang Đảng bộ tỉnh Bắc Kạn.")
    assert len(told(rehearsal, "orphan")) == 2


def test_a_root_that_ends_with_nothing_above_it_is_refused(place):
    place.root.placements.all().delete()

    rehearsal = Planning().step("END_OPERATION", [place.root]).rehearsed()

    [message] = told(rehearsal, "no_root")
    assert "Hãy ghi cấp trên mới" in message


def test_a_member_by_name_who_is_nowhere_on_the_day_is_named(place):
    gone = registers.member(
        place.three, YEARS_AGO, until=dt.date(2024, 6, 1), leaving="DECEASED", full_name="Vi Thị Ly"
    )
    registers.member(place.three, YEARS_AGO)
    plan = Planning().step("DISSOLVE", [place.three], [place.one])

    [message] = told(plan.move(gone, place.one).rehearsed(), "not_a_member")

    assert message.startswith("Vi Thị Ly không sinh hoạt ở tổ chức nào vào ngày 01/07/2024")


def test_a_member_by_name_does_not_go_where_nothing_is_any_more(place):
    going = registers.member(place.three, YEARS_AGO)
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).move(going, place.two)

    rehearsal = plan.rehearsed()

    [message] = told(rehearsal, "target_ends")
    assert "nơi không còn" in message


def test_a_plan_whose_day_has_come_is_not_put_off(place):
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).drafted()

    with pytest.raises(UnableToReorganize, match="Hãy thực hiện ngay") as refusal:
        services.schedule_plan(plan=plan, actor=SYSTEM, on=TODAY)

    assert refusal.value.code == "plan_due"


def test_a_number_that_no_plan_has_is_refused(place):
    with pytest.raises(queries.PlanNotFound, match="Không có phương án số 999"):
        queries.plan(999)


def test_a_plan_of_a_day_without_an_office_is_refused(db):
    assert not Unit.objects.filter(tree=Tree.PARTY).exists()

    with pytest.raises(UnableToReorganize, match="Chưa có tổ chức gốc vào ngày 01/07/2024"):
        services.office_on(DAY)
