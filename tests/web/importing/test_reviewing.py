"""An import before it is written: what it brings, what is decided about it."""

import datetime as dt

import pytest

from coso.importing import queries, services
from coso.importing.models import Import, ImportProblem
from coso.people.models import Person
from tests.factories.members import roster, roster_row
from tests.importing.conftest import OLD_BRANCH

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
GOOD = roster_row()
LOST = roster_row("Lò Thị Bình", branch="Chi bộ Lạ")
# Taken for the day before: an error and a doubt with a safe suggestion.
UNREADABLE = roster_row("Lò Văn Ba", born="hôm qua")
IMPOSSIBLE = roster_row("Lò Văn Tư", born="31/02/1980")
EARLY = roster_row("Lò Văn Năm", admitted="06/10/2015", official="06/10/2014")


def problem(source, **about):
    return queries.waiting(source).filter(**about).first()


def answer(source, about, kind, **more):
    return {"van-de": about.pk, "viec": kind, **more}


def test_while_it_is_checked_the_page_shows_how_far_it_is(desk, upload):
    source = upload(A=roster(GOOD))
    page = desk.get(f"{source.pk}/")

    assert "việc vẫn chạy" in page.words
    assert "coso worker" in page.text  # nobody works in a test
    assert f'hx-get="/nhap-du-lieu/{source.pk}/tien-do/' in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text


def test_progress_is_a_part_of_the_page_until_there_is_more_to_see(desk, upload, run_jobs):
    source = upload(A=roster(GOOD))
    part = desk.browser.htmx(f"/nhap-du-lieu/{source.pk}/tien-do/", "import-progress")
    assert 'id="import-progress"' in part.text
    assert "<html" not in part.text

    run_jobs()

    done = desk.browser.htmx(f"/nhap-du-lieu/{source.pk}/tien-do/", "import-progress")
    assert done.response["HX-Refresh"] == "true"
    assert desk.get(f"{source.pk}/tien-do/").status == 303


def test_preview_says_what_it_brings_by_register(desk, upload, run_jobs):
    source = upload(A=roster(GOOD), B=roster(LOST), C=(("SỔ LẠ",), ["Chim", "Hoa"], [["a", "b"]]))
    run_jobs()

    page = desk.get(f"{source.pk}/")

    assert "Danh sách đảng viên 2 trang tính, 2 dòng" in page.words
    assert "Thêm 1 dòng chưa có trong sổ" in page.words
    assert "Chưa ghi được 1 0 lỗi, 1 chỗ chưa chắc" in page.words
    assert "Chưa nhận ra 1 trang tính, không nhập gì C (sổ.xlsx)" in page.words
    assert "Chỉ tiêu, đến ngày 30/06/2023 Trước Sau" in page.words
    assert "Đảng viên – 1" in page.words
    assert Person.objects.count() == 0


def test_columns_that_nothing_is_read_of_are_named(desk, checked):
    source = checked(GOOD, header=[*roster()[1][:-1], "Họ tên mẹ"])

    assert "Cột chưa dùng: Họ tên mẹ" in desk.get(f"{source.pk}/").words


def test_nothing_to_decide_is_said_and_one_button_writes(desk, checked, run_jobs):
    source = checked(GOOD)
    page = desk.get(f"{source.pk}/")
    assert "Không có dòng nào phải quyết định" in page.words
    assert "Ghi 1 dòng vào sổ" in page.words

    responses = [desk.post(f"{source.pk}/ghi/") for _click in range(2)]

    assert {each.status_code for each in responses} == {303}
    assert "Đang ghi lần nhập" in desk.get(f"{source.pk}/").words
    assert run_jobs() == [("importing.apply", "succeeded")]
    assert Person.objects.get().full_name == "Lò Văn An"
    assert "đã ghi vào sổ" in desk.get(f"{source.pk}/").words


def test_doubtful_row_shows_the_cell_and_what_may_be_done(desk, checked):
    source = checked(GOOD, LOST)
    page = desk.get(f"{source.pk}/")

    assert "sổ.xlsx › A › N9" in page.words
    assert "Dòng của: Lò Thị Bình Trong tệp ghi: Chi bộ Lạ" in page.words
    assert "Bỏ qua dòng" in page.words
    assert "Theo gợi ý" not in page.words


def test_errors_stop_writing_and_the_page_says_why(desk, checked):
    source = checked(GOOD, UNREADABLE)
    page = desk.get(f"{source.pk}/")

    assert "Chưa ghi được: còn 1 lỗi" in page.words
    assert "disabled" in page.text.partition('class="write-bar"')[2]
    assert f"/nhap-du-lieu/{source.pk}/ghi/" not in page.text


def test_doubts_are_left_to_the_work_list_only_on_purpose(desk, checked, run_jobs):
    source = checked(GOOD, LOST)
    assert "Để lại 1 chỗ chưa quyết định vào danh sách việc" in desk.get(f"{source.pk}/").words

    desk.post(f"{source.pk}/ghi/")
    run_jobs()
    page = desk.get(f"{source.pk}/")
    assert "Chưa ghi gì: khi kiểm tra lại lần cuối còn dòng phải quyết định" in page.words

    desk.post(f"{source.pk}/ghi/", {"de-lai": "1"})
    run_jobs()
    assert "1 việc phải xem lại" in desk.get(f"{source.pk}/").words


@pytest.mark.parametrize(
    ("row", "kind", "given", "outcome"),
    [
        (LOST, "CHANGE", {"gia-tri": OLD_BRANCH}, f"Sửa thành “{OLD_BRANCH}”"),
        (LOST, "SKIP", {}, "Bỏ qua dòng"),
        (IMPOSSIBLE, "ACCEPT", {}, "Theo gợi ý: ghi “không rõ ngày”"),
        (EARLY, "ACCEPT", {}, "Theo gợi ý: ghi “không rõ ngày”, vẫn tính là đã chính thức"),
        (IMPOSSIBLE, "CHANGE", {"gia-tri": ""}, "Để trống ô"),
    ],
)
def test_decision_is_shown_and_taken_back(desk, checked, row, kind, given, outcome):
    source = checked(GOOD, row)
    about = problem(source)

    response = desk.post(f"{source.pk}/quyet-dinh/", answer(source, about, kind, **given))

    assert response.status_code == 303
    page = desk.browser.get(response["Location"].partition("#")[0], on=None)
    assert f"Đã quyết định {outcome}" in page.words
    assert ("vẫn tính là đã chính thức" in page.words) == ("chính thức" in outcome)
    assert "Mọi chỗ đã được quyết định" in page.words
    assert "Có quyết định sau lần kiểm tra" in page.words
    desk.post(f"{source.pk}/bo-quyet-dinh/", {"van-de": about.pk})
    assert queries.tally(source).waiting == 1


def test_value_that_no_check_could_read_is_refused_with_the_reason(desk, checked):
    source = checked(GOOD, IMPOSSIBLE)

    response = desk.post(
        f"{source.pk}/quyet-dinh/",
        answer(source, problem(source), "CHANGE", **{"gia-tri": "32/13/1974"}),
    )

    page = desk.browser.get(response["Location"].partition("#")[0], on=None)
    assert "32/13/1974" in page.words
    assert queries.undecided(source).count() == 1


def test_suggestion_that_is_not_safe_is_chosen_by_who_knows(desk, checked):
    source = checked(GOOD, roster_row("Lò Thị Bình", branch="Chi bộ Bản Mớii"))
    about = problem(source)
    ImportProblem.objects.update(suggestion=OLD_BRANCH, remedy="")
    assert f"Đúng là “{OLD_BRANCH}”" in desk.get(f"{source.pk}/").words

    desk.post(f"{source.pk}/quyet-dinh/", answer(source, about, "CHOOSE"))

    assert source.decisions.get().text == OLD_BRANCH


def test_advice_about_a_row_is_never_put_in_place_of_the_name(desk, checked):
    source = checked(GOOD, GOOD)
    kept, dropped = queries.waiting(source).order_by("row")
    assert (kept.suggestion, dropped.remedy) == ("Giữ dòng này", "drop")
    page = desk.get(f"{source.pk}/")
    assert "Gợi ý: Giữ dòng này" in page.words
    assert "Dòng của" not in page.words  # the cell itself is the name
    assert "Đúng là" not in page.words

    chosen = desk.post(f"{source.pk}/quyet-dinh/", answer(source, kept, "CHOOSE"))

    assert chosen.status_code == 404
    assert not source.decisions.exists()


def test_one_row_of_a_person_is_kept_at_once(desk, checked, run_jobs):
    source = checked(GOOD, GOOD, GOOD, LOST)
    kept = queries.waiting(source).filter(kind="duplicate_row").order_by("row")[1]
    assert "Giữ dòng này, bỏ 2 dòng khác của người này" in desk.get(f"{source.pk}/").words

    response = desk.post(f"{source.pk}/quyet-dinh/", answer(source, kept, "KEEP"))

    page = desk.browser.get(response["Location"].partition("#")[0], on=None)
    assert "Đã giữ dòng này, bỏ 2 dòng khác của người này." in page.words
    assert "Còn 0 lỗi, 1 chỗ chưa chắc" in page.words
    assert sorted(source.decisions.values_list("row", "kind")) == [(8, "SKIP"), (10, "SKIP")]
    desk.post(f"{source.pk}/kiem-tra-lai/")
    run_jobs()
    assert [each.kind for each in queries.undecided(source)] == ["unknown_branch"]
    shown = desk.get(f"{source.pk}/").words
    assert "Chưa ghi được 1 0 lỗi, 1 chỗ chưa chắc; ngoài ra bạn đã bỏ 2 dòng" in shown


def test_row_that_was_kept_is_open_again_with_the_others(desk, checked):
    source = checked(GOOD, GOOD)
    kept, dropped = queries.waiting(source).order_by("row")
    desk.post(f"{source.pk}/quyet-dinh/", answer(source, kept, "KEEP"))
    assert queries.tally(source).waiting == 0

    desk.post(f"{source.pk}/bo-quyet-dinh/", {"van-de": dropped.pk})

    assert queries.tally(source).waiting == 2


def test_who_stands_in_one_row_has_no_other_to_drop(desk, checked):
    source = checked(GOOD, LOST)
    assert "Giữ dòng này" not in desk.get(f"{source.pk}/").words

    desk.post(f"{source.pk}/quyet-dinh/", answer(source, problem(source), "KEEP"))

    assert "Không có dòng nào quyết định được như vậy" in desk.get(f"{source.pk}/").words
    assert not source.decisions.exists()


def test_decided_rows_stand_apart_below_the_open_ones(desk, checked):
    source = checked(GOOD, LOST, roster_row("Lò Thị Năm", branch="Chi bộ Xa"))
    first, second = queries.waiting(source).order_by("row")

    data = answer(source, first, "SKIP")
    shown = desk.post(f"{source.pk}/quyet-dinh/", data, htmx=True).content.decode()

    places = [shown.index(text) for text in ("Lò Thị Năm", 'class="doubts-title"', "Lò Thị Bình")]
    assert places == sorted(places)
    assert f'id="skip-{second.pk}" name="viec" type="submit" value="SKIP" autofocus' in shown


def test_what_was_typed_alike_is_decided_together(desk, checked):
    source = checked(GOOD, LOST, roster_row("Lò Thị Năm", branch="Chi bộ Lạ"), UNREADABLE)
    assert "Áp dụng cho 2 dòng giống vậy" in desk.get(f"{source.pk}/").words
    about = problem(source, kind="unknown_branch")

    data = answer(source, about, "SKIP", **{"giong-vay": "1"})
    response = desk.post(f"{source.pk}/quyet-dinh/", data)

    page = desk.browser.get(response["Location"].partition("#")[0], on=None)
    assert "Đã quyết định về 2 chỗ" in page.words
    assert queries.tally(source).waiting == 1


def test_with_script_only_the_rows_are_drawn_again(desk, checked):
    source = checked(GOOD, LOST)
    about = problem(source)
    data = answer(source, about, "SKIP", **{"tro-ve": "quyet_dinh=chua"})

    response = desk.post(f"{source.pk}/quyet-dinh/", data, htmx=True)

    content = response.content.decode()
    assert response.status_code == 200
    assert 'id="import-decisions"' in content
    assert 'id="import-write" hx-swap-oob="true"' in content
    assert "Đã quyết định về 1 chỗ" in content
    assert "Không có dòng nào khớp các điều kiện lọc" in content  # the filter is kept
    assert "<html" not in content


def test_refusal_is_a_sentence_with_422_for_script_and_303_without(desk, checked):
    source = checked(GOOD, UNREADABLE)
    data = answer(source, problem(source), "ACCEPT")

    partial = desk.post(f"{source.pk}/quyet-dinh/", data, htmx=True)
    whole = desk.post(f"{source.pk}/quyet-dinh/", data)

    assert partial.status_code == 422
    assert "hãy sửa hoặc bỏ qua" in partial.content.decode()
    assert whole.status_code == 303
    page = desk.browser.get(whole["Location"].partition("#")[0], on=None)
    assert "hãy sửa hoặc bỏ qua" in page.words


@pytest.mark.parametrize("data", [{}, {"van-de": "x"}, {"van-de": "0"}, {"viec": "BURN"}])
def test_decision_about_nothing_is_not_found(desk, checked, data):
    source = checked(GOOD, LOST)
    about = {"van-de": problem(source).pk, "viec": "SKIP"} if "viec" in data else {}

    assert desk.post(f"{source.pk}/quyet-dinh/", about | data).status_code == 404
    assert queries.tally(source).waiting == 1


def test_rows_are_filtered_by_place_kind_and_decision(desk, upload, run_jobs):
    source = upload(A=roster(GOOD, LOST), B=roster(UNREADABLE))
    run_jobs()

    def shown(**query):
        doubts = desk.get(f"{source.pk}/", **query).response.context["doubts"]
        return [doubt.problem.kind for doubt in doubts]

    assert shown() == ["unreadable_date", "unknown_branch"]
    assert shown(loai="unknown_branch") == ["unknown_branch"]
    assert shown(noi="sổ.xlsx/B") == ["unreadable_date"]
    assert shown(quyet_dinh="roi") == []
    assert "Vấn đề: Chưa có chi bộ này" in desk.get(f"{source.pk}/", loai="unknown_branch").words


def test_what_is_still_undecided_among_many_is_one_click_away(desk, checked):
    source = checked(GOOD, LOST, *(roster_row(f"Lò Văn {n}", born="nay") for n in range(10)))
    link = "Xem những chỗ chưa quyết định"
    assert link not in desk.get(f"{source.pk}/").words

    desk.post(f"{source.pk}/quyet-dinh-chung/?viec=bo-qua")

    assert link in desk.get(f"{source.pk}/").words
    assert "quyet_dinh=chua#doubts-title" in desk.get(f"{source.pk}/").text
    left = desk.get(f"{source.pk}/", quyet_dinh="chua").response.context["doubts"]
    assert [doubt.problem.kind for doubt in left] == ["unknown_branch"]


def test_rows_come_fifty_a_page(desk, checked):
    source = checked(GOOD, *(roster_row(f"Lò Thị {n}", branch=f"Chi bộ Lạ {n}") for n in range(53)))

    assert "1–50 trong 53" in desk.get(f"{source.pk}/").words
    page = desk.get(f"{source.pk}/", trang="2")
    assert len(page.response.context["doubts"]) == 3


def test_what_all_safe_suggestions_do_is_counted_by_kind(desk, checked):
    source = checked(GOOD, GOOD, GOOD, LOST, IMPOSSIBLE)

    asked = desk.get(f"{source.pk}/quyet-dinh-chung/", viec="theo-goi-y")

    assert "1 chỗ được thay bằng giá trị gợi ý." in asked.words
    assert "2 dòng bị bỏ, không ghi vào sổ." in asked.words
    assert "ô được để trống" not in asked.words


def test_all_safe_suggestions_are_taken_after_a_word(desk, checked):
    source = checked(GOOD, LOST, IMPOSSIBLE)
    asked = desk.get(f"{source.pk}/quyet-dinh-chung/", viec="theo-goi-y")
    assert "1 chỗ được thay bằng giá trị gợi ý" in asked.words

    response = desk.post(f"{source.pk}/quyet-dinh-chung/?viec=theo-goi-y")

    assert response.status_code == 303
    assert source.decisions.get().kind == "ACCEPT"
    refused = desk.post(f"{source.pk}/quyet-dinh-chung/?viec=theo-goi-y")
    assert refused.status_code == 422


def test_all_errors_in_view_are_left_out_after_a_word(desk, checked):
    source = checked(GOOD, LOST, UNREADABLE, roster_row("Lò Văn Sáu", born="hôm kia"))
    asked = desk.get(f"{source.pk}/quyet-dinh-chung/", viec="bo-qua")
    assert "2 lỗi; dòng có lỗi ấy không được ghi vào sổ" in asked.words

    desk.post(f"{source.pk}/quyet-dinh-chung/?viec=bo-qua&loai=unknown_branch")
    assert queries.tally(source).open_errors == 2
    desk.post(f"{source.pk}/quyet-dinh-chung/?viec=bo-qua")

    assert (queries.tally(source).open_errors, queries.tally(source).open_doubts) == (0, 1)


def test_check_again_counts_what_was_decided(desk, checked, run_jobs):
    source = checked(GOOD, LOST)
    about = problem(source)
    data = answer(source, about, "CHANGE", **{"gia-tri": OLD_BRANCH})
    desk.post(f"{source.pk}/quyet-dinh/", data)
    assert "Ghi luôn vào sổ" in desk.get(f"{source.pk}/").words

    assert desk.post(f"{source.pk}/kiem-tra-lai/").status_code == 303
    assert "Đang kiểm tra" in desk.get(f"{source.pk}/").words
    run_jobs()

    page = desk.get(f"{source.pk}/")
    assert "Ghi 2 dòng vào sổ" in page.words
    assert f"Sửa thành “{OLD_BRANCH}”" in page.words


def test_notices_are_folded_and_turned(desk, checked):
    source = checked(GOOD)
    ImportProblem.objects.bulk_create(
        ImportProblem(
            source=source, file="sổ.xlsx", sheet="A", row=n + 1, kind="nesting", severity="warning",
            message=f"Lưu ý số {n}.",
        )
        for n in range(60)
    )  # fmt: skip

    page = desk.get(f"{source.pk}/")
    assert "60 lưu ý, 0 thông tin" in page.words
    assert '<details class="fold" id="notices">' in page.text
    second = desk.get(f"{source.pk}/", **{"trang-luu-y": "2"})
    assert '<details class="fold" id="notices" open>' in second.text
    assert "Lưu ý số 59." in second.words


@pytest.mark.parametrize("rows", [1, 3])
def test_review_costs_the_same_for_one_and_three_rows(desk, upload, run_jobs, rows):
    lost = [roster_row(f"Lò Thị {n}", branch="Chi bộ Lạ") for n in range(rows)]
    source = upload(A=roster(*lost), C=(("SỔ LẠ",), ["Chim", "Hoa"], [["a", "b"]]))
    run_jobs()
    desk.get(f"{source.pk}/")

    page = desk.get(f"{source.pk}/", quyet_dinh="chua")

    assert len(page.response.context["doubts"]) == rows
    assert len(page.queries) == MOST_QUERIES, "\n".join(page.queries)


def test_import_of_nothing_new_offers_nothing_to_write(desk, written, checked):
    written(GOOD)
    source = checked(GOOD)

    assert "nên không có gì để ghi" in desk.get(f"{source.pk}/").words


def test_no_other_import_is_there(desk, checked):
    source = checked(GOOD)

    assert desk.get(f"{source.pk + 1}/").status == 404
    assert Import.objects.get().received_at.date() <= dt.datetime.now(tz=dt.UTC).date()


def test_decision_after_it_was_written_is_refused(desk, checked, user, run_jobs):
    source = checked(GOOD, LOST)
    about = problem(source)
    services.apply_import(source=source, actor=user, leave_out_doubtful=True)

    partial = desk.post(f"{source.pk}/quyet-dinh/", answer(source, about, "SKIP"), htmx=True)

    assert partial["HX-Refresh"] == "true"
    assert source.decisions.count() == 0
