"""What resolutions demand, and what is reported of it, written by hand."""

import datetime as dt
from decimal import Decimal

import pytest

from coso.resolutions import queries as resolutions
from coso.resolutions.models import Progress, Target, WorkItem
from coso.rules.services import load_seeds
from tests.factories.access import make_actor
from tests.factories.registers import resolution, target, work_item

ISSUED = dt.date(2020, 12, 15)


@pytest.fixture
def officer(a_day, party_tree, browse_as):
    load_seeds()
    return browse_as(make_actor(party_tree.own))


@pytest.fixture
def issued(party_tree):
    return resolution(party_tree.own, ISSUED, first_year=2021, last_year=2023)


def aimed(**values):
    return {
        "code": "CT01",
        "text": "Đảng viên hoàn thành tốt nhiệm vụ trở lên",
        "measure": "%",
        "direction": "AT_LEAST",
        "figure": "rating.member.good",
        "host_name": "Đảng ủy xã Yên Thịnh",
        "aim_2021": "90",
        "aim_2022": "92,5",
        "aim_2023": "",
        **values,
    }


def given(**values):
    return {
        "code": "NV01",
        "text": "Rà soát quy hoạch",
        "responsible_name": "Chi bộ Bản Mới",
        "due_on": "01/05/2023",
        "done_on": "",
        "percent": "20",
        "target": "",
        **values,
    }


def test_form_of_a_target_asks_for_the_years_of_the_resolution_and_offers_figures(officer, issued):
    page = officer.get(f"/nghi-quyet/{issued.pk}/them-chi-tieu/")

    assert [f"Mốc năm {year}" in page.words for year in (2020, 2021, 2023, 2024)] == [
        *(False, True, True, False)
    ]
    assert 'value="meeting.regular.complete"' in page.text


def test_target_is_recorded_corrected_and_removed(officer, issued):
    done = officer.post(f"/nghi-quyet/{issued.pk}/them-chi-tieu/", **aimed())

    made = resolutions.targets().get()
    assert done.response.url.startswith(f"/nghi-quyet/chi-tieu/{made.pk}/")
    assert resolutions.aims_of(made) == {2021: Decimal(90), 2022: Decimal("92.5")}
    assert made.host.name == "Đảng bộ xã Yên Thịnh"
    form = officer.get(f"/nghi-quyet/chi-tieu/{made.pk}/sua/")
    assert 'value="92,5"' in form.text
    officer.post(
        f"/nghi-quyet/chi-tieu/{made.pk}/sua/", **aimed(aim_2022="93", reason="Theo bản gốc")
    )
    assert resolutions.aims_of(resolutions.targets().get())[2022] == 93
    officer.post(f"/nghi-quyet/chi-tieu/{made.pk}/bo/", reason="Ghi hai lần")
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"aim_2021": "", "aim_2022": ""}, "Chưa có mốc phấn đấu nào"),
        ({"aim_2021": "-5"}, "Mốc năm 2021 không thể là"),
        ({"aim_2021": "nhiều"}, "Không đọc được số “nhiều”"),
        ({"figure": "không có"}, "không có"),
    ],
)
def test_target_that_cannot_be_is_refused_with_what_to_do(officer, issued, values, words):
    page = officer.post(f"/nghi-quyet/{issued.pk}/them-chi-tieu/", **aimed(**values))

    assert page.status == 422
    assert words in page.words
    assert not Target.objects.exists()


def test_result_is_reported_corrected_and_removed(officer, issued):
    of = target(issued)
    report = {"year": "2022", "part": "YEAR", "result": "3.111/3.383 (92,0%)", "note": ""}

    officer.post(f"/nghi-quyet/chi-tieu/{of.pk}/ket-qua/", **report)

    made = Progress.objects.get()
    assert (made.numerator, made.denominator) == (3111, 3383)
    right = report | {"result": "3112/3383", "reason": "Đếm lại"}
    officer.post(f"/nghi-quyet/ket-qua/{made.pk}/sua/", **right)
    assert Progress.objects.get().numerator == 3112
    page = officer.get(f"/nghi-quyet/chi-tieu/{of.pk}/")
    assert "3.112/3.383 (92,0%)" in page.words
    officer.post(f"/nghi-quyet/ket-qua/{made.pk}/bo/", reason="Báo cáo nhầm kỳ")
    assert not Progress.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"result": "3111/3383 (93%)"}, "là 92,0%, không phải 93%"),
        ({"result": "5/4"}, "không thể là một phần"),
        ({"year": "2023", "part": "YEAR", "result": "tốt"}, "Không đọc được số"),
    ],
)
def test_result_that_cannot_be_is_refused(officer, issued, values, words):
    of = target(issued)
    report = {"year": "2022", "part": "YEAR", "result": "1/2", "note": ""} | values

    page = officer.post(f"/nghi-quyet/chi-tieu/{of.pk}/ket-qua/", **report)

    assert words in page.words
    assert not Progress.objects.exists()


def test_work_item_is_given_reported_on_corrected_and_removed(officer, issued, party_tree):
    aim = target(issued)
    done = officer.post(f"/nghi-quyet/{issued.pk}/them-nhiem-vu/", **given(target=str(aim.pk)))

    made = WorkItem.objects.get()
    assert done.response.url.startswith(f"/nghi-quyet/nhiem-vu/{made.pk}/")
    assert (made.responsible, made.target, made.percent) == (party_tree.below, aim, 20)
    assert "Quá hạn" in officer.get(f"/nghi-quyet/nhiem-vu/{made.pk}/").words
    officer.post(f"/nghi-quyet/nhiem-vu/{made.pk}/tien-do/", done_on="03/05/2023", percent="20")
    made.refresh_from_db()
    assert (made.done_on, made.percent) == (dt.date(2023, 5, 3), 100)
    assert "Xong sau hạn" in officer.get(f"/nghi-quyet/nhiem-vu/{made.pk}/").words
    right = given(due_on="05/05/2023", done_on="03/05/2023", reason="Ghi nhầm hạn")
    officer.post(f"/nghi-quyet/nhiem-vu/{made.pk}/sua/", **right)
    assert "Xong đúng hạn" in officer.get(f"/nghi-quyet/nhiem-vu/{made.pk}/").words
    officer.post(f"/nghi-quyet/nhiem-vu/{made.pk}/bo/", reason="Ghi hai lần")
    assert not WorkItem.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_on": "01/05/2020"}, "trước ngày nghị quyết"),
        ({"done_on": "01/05/2033"}, "sau hôm nay"),
        ({"percent": "101"}, "100"),
    ],
)
def test_work_item_that_cannot_be_is_refused(officer, issued, values, words):
    page = officer.post(f"/nghi-quyet/{issued.pk}/them-nhiem-vu/", **given(**values))

    assert page.status == 422
    assert words in page.words
    assert not WorkItem.objects.exists()


def test_second_writer_is_shown_both_versions(officer, issued):
    made = work_item(issued, dt.date(2023, 5, 1))
    seen = resolutions.state_of_item(made)
    officer.post(f"/nghi-quyet/nhiem-vu/{made.pk}/tien-do/", done_on="", percent="40", seen=seen)

    page = officer.post(
        f"/nghi-quyet/nhiem-vu/{made.pk}/tien-do/", done_on="", percent="60", seen=seen
    )

    assert page.status == 409
    assert WorkItem.objects.get().percent == 40


def test_targets_of_another_resolution_are_not_offered(officer, issued, party_tree):
    other = target(resolution(party_tree.own, dt.date(2021, 5, 18)))

    page = officer.post(f"/nghi-quyet/{issued.pk}/them-nhiem-vu/", **given(target=str(other.pk)))

    assert page.status == 422
    assert not WorkItem.objects.exists()


def test_nothing_is_added_to_a_document_that_demands_nothing(officer, party_tree):
    plain = resolution(party_tree.own, ISSUED, is_thematic=False)

    assert officer.get(f"/nghi-quyet/{plain.pk}/them-chi-tieu/").status == 404
