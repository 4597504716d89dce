"""Who is planned for what, as readers see it and as it is kept by hand."""

import datetime as dt

import pytest

from coso.access.enums import Role
from coso.planning.models import PlanningCandidate
from coso.rules.services import load_seeds
from tests.factories.access import make_actor
from tests.factories.people import person
from tests.factories.registers import member, planned

LIST = "/quy-hoach/"
DAY = dt.date(2023, 5, 25)
TITLE = "Chủ tịch UBND xã Quảng Chu"


@pytest.fixture
def keeper(a_day, party_tree, browse_as):
    load_seeds()
    return browse_as(make_actor(party_tree.above))


@pytest.fixture
def who(party_tree):
    return member(party_tree.below, full_name="Lò Văn An", born_on=dt.date(1982, 11, 3)).person


def new(**values):
    return {
        "years": "2026-2031",
        "title": TITLE,
        "decision": "1637-QĐ/HU",
        "decided_on": "25/05/2023",
        **values,
    }


def test_list_of_the_sample_counts_to_the_figures(officer_of_sample):
    assert officer_of_sample.get(LIST).count == 396
    assert officer_of_sample.get(LIST, on=dt.date(2022, 12, 31)).count == 200
    assert officer_of_sample.get(LIST, tinh_trang="DISCIPLINED").count == 3
    assert officer_of_sample.get(LIST, tinh_trang="con").count == 386
    assert officer_of_sample.get(LIST, chuc_danh="uy vien ban chap hanh").count == 80
    shown = officer_of_sample.get("/so-lieu/planning.titles/").response.context["records"]
    assert shown["total"] == 88 + 84


def test_plan_of_one_period_is_told_from_another(party_tree, keeper):
    mine = planned(party_tree.above, TITLE, DAY, years=(2026, 2031))
    planned(party_tree.above, TITLE, DAY, holder=person("Ma Thị Ươm"))

    page = keeper.get(LIST, giai_doan=mine.position.cycle_id)

    assert page.rows == [mine.person.full_name]
    assert "2026–2031" in page.words


def test_empty_list_says_what_to_do(keeper):
    assert "Chưa có ai trong quy hoạch đến ngày này" in keeper.get(LIST).words


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_rows(party_tree, keeper, rows):
    for number in range(rows):
        planned(party_tree.above, f"{TITLE} {number}", DAY)
    keeper.get(LIST)

    page = keeper.get(LIST)

    assert page.count == rows
    assert len(page.queries) <= 12


def test_person_is_put_into_the_plan_and_taken_out_again(keeper, who):
    assert "Đưa vào quy hoạch" in keeper.get(f"/nguoi/{who.pk}/").words

    done = keeper.post(f"/quy-hoach/ghi/{who.pk}/", **new())

    made = PlanningCandidate.objects.get()
    assert done.response.url.startswith(f"/quy-hoach/{made.pk}/")
    assert "Đã ghi Lò Văn An vào quy hoạch 2026–2031" in keeper.get(done.response.url).words
    assert TITLE in keeper.get(f"/nguoi/{who.pk}/").words
    below = "Quy hoạch 2026–2031 có 0 trên 1 người là nữ, dưới mức 25%"
    assert below in keeper.get(done.response.url).words
    out = new(left_for="OTHER", left_on="06/2023", reason="Rà soát năm 2023")
    assert "chưa đến" not in keeper.post(f"/quy-hoach/{made.pk}/sua/", **out).words

    made.refresh_from_db()
    assert (made.left_for, str(made.left)) == ("OTHER", "06/2023")
    assert made.during.upper == dt.date(2023, 7, 1)
    assert "đưa ra khỏi quy hoạch: lý do khác" in keeper.get(f"/nguoi/{who.pk}/").words
    keeper.post(f"/quy-hoach/{made.pk}/bo/", reason="Ghi nhầm người")
    assert not PlanningCandidate.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"years": "2026"}, "Không đọc được giai đoạn “2026”"),
        ({"left_for": "OTHER"}, "Hãy ghi cả lý do và thời điểm đưa ra"),
        ({"left_on": "2022"}, "Hãy ghi cả lý do và thời điểm đưa ra"),
        ({"decided_on": "25/05/2033"}, "Ngày quyết định 25/05/2033 chưa đến"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(keeper, who, values, words):
    page = keeper.post(f"/quy-hoach/ghi/{who.pk}/", **new(**values))

    assert words in page.words
    assert not PlanningCandidate.objects.exists()


def test_rule_that_warns_asks_for_a_reason(party_tree, keeper, who):
    for number in range(3):
        planned(party_tree.above, f"{TITLE} {number}", DAY, holder=who, years=(2026, 2031))

    page = keeper.post(f"/quy-hoach/ghi/{who.pk}/", **new())

    assert "có 4 chức danh quy hoạch, quá 3 chức danh" in page.words
    keeper.post(f"/quy-hoach/ghi/{who.pk}/", **new(confirmed="1", reason="Cấp trên đồng ý"))
    assert PlanningCandidate.objects.count() == 4


def test_plan_is_written_by_whoever_keeps_the_whole(party_tree, browse_as, who):
    below = browse_as(make_actor(party_tree.own))

    assert "Đưa vào quy hoạch" not in below.get(f"/nguoi/{who.pk}/").words
    page = below.post(f"/quy-hoach/ghi/{who.pk}/", **new())

    assert page.status == 403
    assert not PlanningCandidate.objects.exists()


def test_row_out_of_reach_is_not_found(party_tree, browse_as):
    made = planned(party_tree.above, TITLE, DAY, unit=party_tree.sibling)

    assert browse_as(make_actor(party_tree.own)).get(f"/quy-hoach/{made.pk}/").status == 404
    reader = browse_as(make_actor(party_tree.sibling, Role.LEADER))
    page = reader.get(f"/quy-hoach/{made.pk}/")
    assert TITLE in page.words
    assert "Bỏ khỏi sổ" not in page.words
