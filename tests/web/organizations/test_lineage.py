"""What a unit took over and passed on, with the share of members."""

import datetime as dt

import pytest
from django.db.models import CharField
from django.db.models.functions import Cast

from coso.access.enums import Role
from coso.documents.models import Document
from coso.organizations import services as organizations
from coso.organizations.models import Unit
from tests.factories import organizations as make
from tests.factories import registers
from tests.factories.access import make_actor
from tests.factories.reorganizations import TODAY, YEARS_AGO, Planning, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db):
    """Return a district with three members in branch one, two in two, one in three."""
    made = district()
    for branch, number in ((made.one, 3), (made.two, 2), (made.three, 1)):
        for _ in range(number):
            registers.member(branch, YEARS_AGO)
    return made


@pytest.fixture
def desk(place, browse_as):
    return browse_as(make_actor(place.root))


def merge(place, *communes, name="Đảng bộ xã Tân Kỳ"):
    """Let communes become one; return it."""
    plan = Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", name, place.root)
    plan.step("CONSOLIDATE", communes, [new]).applied()
    return Unit.objects.get(name=name)


def record(browser, unit):
    return browser.get(f"/to-chuc/{unit.pk}/", on=None)


def test_both_sides_name_one_another_with_day_decision_and_share(desk, place):
    new = merge(place, place.first, place.second)

    page = record(desk, new)
    told = "Hợp nhất, ngày 01/07/2024"
    assert "Kế thừa từ" in page.words
    assert f"Đảng bộ xã Tân Sơn {told}, 5 trong 5 đảng viên (100,0%), theo 01-QĐ/HU" in page.words
    assert f"Đảng bộ xã Cao Kỳ {told}, 1 trong 1 đảng viên (100,0%)" in page.words
    assert any(link.startswith(f"/to-chuc/{place.first.pk}/") for link in page.links)

    page = record(desk, place.first)
    assert f"Chuyển tiếp cho Đảng bộ xã Tân Kỳ {told}, 5 trong 5 đảng viên" in page.words


def test_members_who_went_elsewhere_by_name_do_not_count_as_passed_on(desk, place):
    member = registers.member(place.two, YEARS_AGO)
    plan = Planning().step("MERGE_INTO", [place.two], [place.one])
    plan.move(member, place.three).applied()

    page = record(desk, place.two)

    assert "Chi bộ Bản Mới Sáp nhập, ngày 01/07/2024, 2 trong 3 đảng viên" in page.words
    assert "Chi bộ Nà Lạn Sáp nhập, ngày 01/07/2024, 1 trong 3 đảng viên" in page.words


def test_picture_goes_back_and_on_step_by_step(desk, place):
    middle = merge(place, place.first, place.second)
    end = make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Yên Bình", under=place.root)
    later = Planning(on=dt.date(2024, 9, 1), name="Sắp xếp lần hai")
    later.step("MERGE_INTO", [middle], [end]).applied(on=dt.date(2024, 9, 2))

    for unit in (place.first, middle, end):
        picture = record(desk, unit).response.context["lineage"]
        ends = [(join.source, join.target) for join in picture.joins]
        assert len(ends) == len(picture.rows) == (2 if unit == place.first else 3)
    columns = [{box.label for box in column} for column in picture.columns]
    assert columns == [
        {"Đảng bộ xã Tân Sơn", "Đảng bộ xã Cao Kỳ"},
        {"Đảng bộ xã Tân Kỳ"},
        {"Đảng bộ xã Yên Bình"},
    ]
    assert "kế thừa 3 đơn vị, chưa chuyển tiếp" in picture.sentence


def test_lines_of_the_picture_are_as_thick_as_members_went_on(desk, place):
    leaver = registers.member(place.two, YEARS_AGO)
    plan = Planning().step("MERGE_INTO", [place.two], [place.one])
    plan.move(leaver, place.three).applied()

    picture = record(desk, place.two).response.context["lineage"]

    weights = {join.target: round(join.weight, 2) for join in picture.joins}
    assert weights == {place.one.pk: 0.67, place.three.pk: 0.33}
    shares = {row.cells[0]: row.cells[-1] for row in picture.rows}
    assert shares["Chi bộ Nà Lạn"] == "1 trong 3 đảng viên (33,3%)"


def test_picture_is_taken_away_without_its_links(desk, place):
    new = merge(place, place.first, place.second)

    page = record(desk, new)
    file = desk.get(page.response.context["lineage"].svg_url, on=None).response

    drawing = file.content.decode()
    assert file["Content-Type"] == "image/svg+xml"
    assert "Đảng bộ xã Tân Sơn" in drawing
    assert "href" not in drawing
    assert desk.get(f"/to-chuc/{place.root.pk}/lai-lich.svg", on=None).status == 404


@pytest.mark.parametrize(("number", "is_led_to"), [("01-qđ/hu", True), ("02-QĐ/HU", False)])
def test_decision_leads_to_the_document_that_it_means(desk, place, number, is_led_to):
    document = registers.resolution(place.root, YEARS_AGO)
    Document.objects.filter(pk=document.pk).update(number=number)

    page = record(desk, merge(place, place.first, place.second))

    leads = [link for link in page.links if link.startswith(f"/van-ban/{document.pk}/")]
    assert len(leads) == (2 if is_led_to else 0)
    assert page.words.count("theo 01-QĐ/HU") == 2


def test_decision_of_two_documents_leads_to_neither(desk, place):
    for _ in range(2):
        registers.resolution(place.root, YEARS_AGO)
    Document.objects.update(number="01-QĐ/HU", issuer_name=Cast("pk", CharField()))

    page = record(desk, merge(place, place.first, place.second))

    assert not any(link.startswith("/van-ban/") and link[9:10].isdigit() for link in page.links)


def test_document_out_of_reach_is_named_and_not_led_to(browse_as, place):
    document = registers.resolution(place.root, YEARS_AGO)
    Document.objects.filter(pk=document.pk).update(number="01-QĐ/HU")
    plan = Planning().step("MERGE_INTO", [place.two], [place.one])
    plan.applied()

    page = record(browse_as(make_actor(place.one, Role.BRANCH_SECRETARY)), place.two)

    assert "theo 01-QĐ/HU" in page.words
    assert not any(link.startswith(f"/van-ban/{document.pk}/") for link in page.links)


def test_unit_without_lineage_has_no_such_part(desk, place):
    page = record(desk, place.three)

    assert "Kế thừa từ" not in page.words
    assert "Chuyển tiếp cho" not in page.words


def test_whoever_does_not_reach_a_unit_sees_its_name_without_a_door(browse_as, place):
    leaver = registers.member(place.two, YEARS_AGO)
    Planning().step("MERGE_INTO", [place.two], [place.one]).move(leaver, place.three).applied()
    secretary = browse_as(make_actor(place.three, Role.BRANCH_SECRETARY))

    page = record(secretary, place.two)

    assert "Chuyển tiếp cho Chi bộ Bản Mới Sáp nhập, ngày 01/07/2024" in page.words
    assert any(link.startswith(f"/to-chuc/{place.three.pk}/") for link in page.links)
    assert not any(link.startswith(f"/to-chuc/{place.one.pk}/") for link in page.links)


def test_record_costs_the_same_with_two_predecessors_and_with_three(desk, place):
    third = make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Nông Hạ", under=place.root)
    fourth = make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Nông Thịnh", under=place.root)
    fifth = make.unit("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Thanh Vận", under=place.root)
    organizations.refresh_overseers()
    two = merge(place, third, fourth, name="Đảng bộ xã Mới")
    three = merge(place, place.first, place.second, fifth)

    costs = [len(record(desk, each).queries) for each in (two, two, three, three)]

    assert costs[1] == costs[3]


def test_codes_of_before_are_told_also_of_a_unit_that_ended(desk, place):
    plan = Planning()
    plan.of(place.three, parent=place.first, code="06.1.3")
    plan.step("TRANSFER_UNIT", [place.three], [place.three])
    plan.step("MERGE_INTO", [place.two], [place.one]).applied()

    ended, moved = (desk.get(f"/to-chuc/{unit.pk}/", on=TODAY) for unit in (place.two, place.three))

    assert "Mã cũ 06.1.2 (đến 30/06/2024)" in ended.words
    assert "Mã Chưa có" not in ended.words
    assert "Mã 06.1.3 Mã cũ 06.2.1 (đến 30/06/2024)" in moved.words
