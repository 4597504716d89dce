"""Members of units that end, sent by name: ticked ones, the rest, nobody."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.core.text import match_key, search_key
from coso.core.types import SYSTEM
from coso.members.models import MembershipPeriod
from coso.people.models import Person
from coso.reorganizations import services
from coso.reorganizations.models import NamedMove
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import YEARS_AGO, Planning

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(place):
    """One branch is dissolved, another is merged; a new branch is founded."""
    plan = Planning()
    new = plan.new("BRANCH", "Chi bộ Xã", place.first)
    plan.step("ESTABLISH", [], [new])
    return plan.step("DISSOLVE", [place.two]).drafted()


@pytest.fixture
def people(place):
    """The members of the dissolved branch, by name."""
    stays = stays_in(place.two)
    for number, stay in enumerate(stays):
        name = f"Nông Văn {'ABC'[number]}"
        Person.objects.filter(membership=stay.membership).update(
            full_name=name, search_name=search_key(name), match_name=match_key(name)
        )
    return [stay.membership_id for stay in stays]


def stays_in(branch):
    return MembershipPeriod.objects.filter(unit=branch).order_by("pk")


def page_of(desk, plan, **query):
    return desk.get(f"/sap-xep/{plan.pk}/dang-vien/", on=None, **query)


@pytest.fixture
def send(desk, plan):
    """Return a function that sends some members, or the rest, somewhere."""

    def run(doing, ticked=(), query="", **values):
        seen = page_of(desk, plan).response.context["seen"]
        address = f"/sap-xep/{plan.pk}/dang-vien/{query}"
        return desk.post(address, lam=doing, seen=seen, **{"dang-vien": ticked}, **values)

    return run


def targets(plan):
    return {move.membership_id: str(move.target) for move in plan.moves.all()}


def test_members_of_a_dissolved_branch_have_nowhere_to_go_yet(desk, plan, people):
    page = page_of(desk, plan)

    assert "3 đảng viên chưa có nơi đến." in page.words
    assert "Chi bộ Bản Cũ (3)" in page.words
    assert page.words.count("Chưa có") > 3
    assert "Chi bộ Xã, Đảng bộ xã Tân Sơn" in page.words


def test_ticked_ones_go_to_a_founded_branch_and_the_rest_elsewhere(desk, plan, people, send):
    founded = plan.units.get(is_new=True)
    first = send("chon", people[:1], target=f"moi-{founded.pk}")
    assert first.status == 303
    assert targets(plan) == {people[0]: "Chi bộ Xã"}

    led = send("con-lai", other="06.1.1")
    page = desk.get(led.response["Location"], on=None)

    assert targets(plan) == {
        people[0]: "Chi bộ Xã",
        people[1]: "Chi bộ Bản Mới",
        people[2]: "Chi bộ Bản Mới",
    }
    assert "Đã ghi nơi đến cho 2 đảng viên còn lại. " in page.words
    assert "Ai cũng có nơi đến." in page.words


def test_what_was_said_of_some_is_taken_back(plan, people, send):
    send("con-lai", other="06.1.1")

    send("bo", people[1:])

    assert targets(plan) == {people[0]: "Chi bộ Bản Mới"}


def test_the_rest_is_what_the_filter_leaves(plan, people, send):
    send("con-lai", query="?tim=nong van b", other="06.1.1")

    assert targets(plan) == {people[1]: "Chi bộ Bản Mới"}


def test_list_is_narrowed(desk, plan, people, place, send):
    send("chon", people[:1], other="06.1.1")

    assert "Nông Văn A" not in page_of(desk, plan, chua="1").words
    assert "Nông Văn B" in page_of(desk, plan, chua="1").words
    assert "Nông Văn B" not in page_of(desk, plan, tim="nong van c").words
    assert "Không có đảng viên nào khớp" in page_of(desk, plan, tim="Zzz").words
    assert "Nông Văn B" in page_of(desk, plan, **{"to-chuc": place.two.pk}).words


def test_members_of_a_merged_branch_follow_it_unless_named(desk, place, people):
    plan = Planning().step("MERGE_INTO", [place.two], [place.one]).drafted()

    page = page_of(desk, plan)

    assert "Ai cũng có nơi đến." in page.words
    assert page.words.count("Chi bộ Bản Mới theo bước của đơn vị") == 3


@pytest.mark.parametrize(
    ("doing", "number", "values", "sentence"),
    [
        ("chon", 0, {"other": "06.1.1"}, "Chưa có đảng viên nào được chọn"),
        ("chon", 1, {}, "Chưa chọn nơi đến"),
        ("chon", 1, {"other": "Chi bộ Lạ"}, "Không có “Chi bộ Lạ” trong cây"),
        ("chon", 1, {"target": "moi-0"}, "moi-0"),
        ("lạ", 1, {"other": "06.1.1"}, "Chưa có đảng viên nào được chọn"),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(people, send, doing, number, values, sentence):
    sent = send(doing, people[:number], **values)

    assert sent.status == 422
    assert sentence in sent.words
    assert sent.text.count(" checked") == number
    assert not NamedMove.objects.exists()


def test_pasted_names_count_as_ticked(plan, people, send):
    send("chon", people[:1], other="06.1.1", **{"ho-ten": "1\tNÔNG VĂN  B\n\n2\tNông văn C\t\n"})

    assert set(targets(plan)) == set(people)


def test_two_of_one_name_are_told_apart_by_their_birth(plan, people, send):
    twins = Person.objects.filter(membership__in=people[:2])
    twins.update(match_name=match_key("Nông Văn A"), born_on=dt.date(1990, 1, 2))
    Person.objects.filter(membership=people[1]).update(born_on=dt.date(1991, 2, 3))

    refused = send("chon", other="06.1.1", **{"ho-ten": "Nông Văn A"})
    send("chon", other="06.1.1", **{"ho-ten": "Nông Văn A; 03/02/1991"})

    assert (refused.status, "Có 2 người tên “Nông Văn A”" in refused.words) == (422, True)
    assert list(targets(plan)) == [people[1]]


def test_a_pasted_name_that_nobody_has_keeps_everything_as_it_was(plan, people, send):
    sent = send("chon", people[:1], other="06.1.1", **{"ho-ten": "Nông Văn B\nLò Thị Lạ"})

    assert sent.status == 422
    assert "Không có “Lò Thị Lạ” trong danh sách" in sent.words
    assert "Lò Thị Lạ</textarea>" in sent.text
    assert targets(plan) == {}


def test_pasted_lines_say_where_each_goes(plan, people, send):
    lines = "1\tNông Văn A\tChi bộ Bản Cũ\tChi bộ Xã\n2\tNông Văn B\tChi bộ Bản Cũ\tchi bộ bản mới"
    send("chon", people[2:], other="Chi bộ Xã", **{"ho-ten": lines})

    assert targets(plan) == {
        people[0]: "Chi bộ Xã",
        people[1]: "Chi bộ Bản Mới",
        people[2]: "Chi bộ Xã",
    }


def test_nothing_needs_to_be_chosen_if_every_line_says_where(plan, people, send):
    assert send("chon", **{"ho-ten": "Nông Văn A; Chi bộ Xã"}).status == 303
    assert send("chon", **{"ho-ten": "Nông Văn B; Chi bộ Xã\nNông Văn C"}).status == 422

    assert targets(plan) == {people[0]: "Chi bộ Xã"}


def test_every_line_that_cannot_be_read_is_told(plan, people, send):
    lines = "Lò Thị Lạ; Chi bộ Xã\nNông Văn A; Chi bộ Xã; Chi bộ Bản Mới\nNông Văn B; Chi bộ Xã"
    sent = send("chon", **{"ho-ten": lines})

    assert sent.status == 422
    assert "Không có “Lò Thị Lạ” trong danh sách." in sent.words
    assert "Dòng của “Nông Văn A” nói đến 2 chi bộ." in sent.words
    assert targets(plan) == {}


def test_whom_the_list_does_not_show_cannot_be_sent(plan, place, send):
    stranger = registers.member(place.three, YEARS_AGO)

    assert send("chon", [stranger.pk], other="06.1.1").status == 422
    assert targets(plan) == {}


def test_what_somebody_else_changed_meanwhile_is_told(desk, plan, people):
    seen = page_of(desk, plan).response.context["seen"]
    services.remove_step(step=plan.steps.get(position=1), actor=SYSTEM)

    sent = desk.post(
        f"/sap-xep/{plan.pk}/dang-vien/",
        **{"dang-vien": people[:1], "lam": "chon", "other": "06.1.1", "seen": seen},
    )

    assert (sent.status, "người khác đã sửa" in sent.words) == (422, True)
    assert targets(plan) == {}


def test_without_anybody_it_says_what_leads_here(desk, place):
    page = page_of(desk, Planning().drafted())

    assert "Chưa có ai phải chuyển theo danh sách" in page.words


def test_whoever_keeps_no_plan_sees_no_list(browse_as, plan, place):
    reader = browse_as(make_actor(place.root, Role.LEADER))

    assert page_of(reader, plan).status == 403


def test_list_costs_the_same_with_one_member_and_with_three(desk, place):
    costs = []
    for source, number in ((place.three, 1), (place.two, 3)):
        for stay in stays_in(source)[number:]:
            stay.delete()
        plan = Planning().step("DISSOLVE", [source]).drafted()
        page_of(desk, plan)
        page = page_of(desk, plan)
        assert page.words.count("Chưa có") > number
        costs.append(len(page.queries))

    assert costs[0] == costs[1]
    assert costs[0] <= 15
