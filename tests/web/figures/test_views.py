"""A figure opened: whole or not at all, its list, its parts, its passport."""

import datetime as dt
import io
import re

import openpyxl
import pytest

from coso.audit import queries as audit
from coso.core.dates import format_date
from coso.figures import queries as figures
from coso.figures.catalogue import FIGURES
from coso.figures.queries import FigureRequest
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from tests.web.conftest import AS_OF


def value_of(figure, unit, **more):
    [value] = figures.evaluate(FigureRequest(ids=(figure,), unit_id=unit.pk, as_of=AS_OF, **more))
    return value


@pytest.mark.parametrize(
    "figure",
    [figure.id for figure in FIGURES.values() if not figure.measure.column],
)
def test_list_behind_a_figure_counts_to_it(officer_of_sample, root, figure):
    page = officer_of_sample.get(f"/so-lieu/{figure}/", tu="2023-01-01")

    records = page.response.context["records"]
    value = page.response.context["value"].value
    assert page.status == 200
    if value is not None:
        assert records["total"] == value
        assert len(records["table"].rows) == min(value, 50)


def test_sum_says_from_how_many_rows(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/staff.quota/")

    assert re.search(r"Cộng từ \d+ dòng", page.words)


def test_figure_to_record_takes_two_clicks(officer_of_sample):
    listed = next(
        link
        for link in officer_of_sample.get("/").links
        if link.startswith("/so-lieu/member.total")
    )
    record = next(
        link for link in officer_of_sample.get(listed, on=None).links if link.startswith("/nguoi/")
    )

    assert officer_of_sample.get(record, on=None).status == 200
    assert "ngay=2023-06-30" in record


def test_last_page_of_the_list(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/member.total/", trang="71")
    beyond = officer_of_sample.get("/so-lieu/member.total/", trang="9999")

    assert "3.501–3.549 trong 3.549" in page.words
    assert beyond.rows == page.rows


@pytest.mark.parametrize("page", ["0", "-1", "abc", "²", "9" * 40])
def test_page_that_is_none_shows_another(officer_of_sample, page):
    assert officer_of_sample.get("/so-lieu/member.total/", trang=page).status == 200


def test_parts_add_up(officer_of_sample, root):
    page = officer_of_sample.get("/so-lieu/member.total/", theo="age_band")

    assert page.response.context["chart"].total == 3549


def test_units_of_a_breakdown_open_their_own_figure(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/member.total/", theo="children")
    [cell] = page.response.context["chart"].rows[0].cells

    assert officer_of_sample.get(cell.url, on=None).response.context["value"].value == cell.value


def test_unknown_breakdown_is_ignored(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/member.total/", theo="xyz")

    assert page.response.context["chart"] is None


def test_unknown_figure_is_not_found(officer_of_sample):
    assert officer_of_sample.get("/so-lieu/member.xyz/").status == 404


def test_period_may_be_chosen(officer_of_sample, root):
    page = officer_of_sample.get("/so-lieu/meeting.regular.held/", tu="01/01/2021")
    wrong = officer_of_sample.get("/so-lieu/meeting.regular.held/", tu="hôm kia")

    assert page.response.context["value"].value > wrong.response.context["value"].value
    assert "từ ngày 01/01/2021" in page.words
    assert "từ ngày 01/01/2023" in wrong.words


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("abc", "Không đọc được ngày “abc”"),
        ("2021", "“2021” chưa đủ ngày, tháng"),
        ("01/07/2023", "Ngày bắt đầu 01/07/2023 sau ngày số liệu 30/06/2023"),
    ],
)
def test_period_that_makes_no_sense_is_said(officer_of_sample, written, sentence):
    page = officer_of_sample.get("/so-lieu/meeting.regular.held/", tu=written)

    assert sentence in page.words
    assert "Trang đang tính từ ngày 01/01/2023." in page.words


def test_missing_meetings_name_branch_and_period(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/meeting.regular.missing/", tu="2021-01-01")

    row = page.response.context["records"]["table"].rows[0]
    assert row.cells[0].startswith("Chi bộ")
    assert row.cells[2].startswith("tháng ")


def test_figure_of_a_day_without_register_says_why(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/member.total/", on=None, ngay="2021-06-30")

    assert "Chưa có số liệu cho ngày này" in page.words
    assert "từ ngày 30/06/2023" in page.words
    assert page.response.context["records"] is None


def test_reader_of_totals_sees_the_number_and_not_the_list(browse):
    page = browse("solieu").get("/so-lieu/member.total/")

    assert "3.549" in page.words
    assert page.response.context["records"] is None
    assert "không xem được danh sách" in page.words
    assert not any(link.startswith("/nguoi/") for link in page.links)


def test_figure_of_a_larger_unit_is_not_found_never_cut(browse, root):
    secretary = browse("bithu")
    own = secretary.get("/so-lieu/member.total/")

    assert own.status == 200
    assert 0 < own.response.context["value"].value < 3549
    assert secretary.get("/so-lieu/member.total/", don_vi=root.pk).status == 404
    assert secretary.get("/so-lieu/member.total/cach-tinh/", don_vi=root.pk).status == 404
    assert secretary.get("/so-lieu/", don_vi=root.pk).status == 404


def test_listing_people_leaves_a_trace(officer_of_sample, root):
    officer_of_sample.get("/so-lieu/member.female/", trang="2")

    entry = audit.readings().first()
    assert entry.action == "figure.listed"
    assert entry.object_type == "member.female"
    assert entry.unit_id == root.pk
    assert entry.rows == 50


def test_records_are_taken_away_as_a_workbook(officer_of_sample, root):
    address = "/so-lieu/member.in/"
    page = officer_of_sample.get(address, on=dt.date(2024, 12, 31), tu="2023-07-01")
    [link] = [link for link in page.links if "xuat=xlsx" in link]

    answer = officer_of_sample.get(f"{address}{link}", on=None).response
    [title, header, *records] = lines_of(answer)

    assert "member.in-2024-12-31.xlsx" in answer["Content-Disposition"]
    assert title == f"{page.response.context['value'].label}, từ ngày 01/07/2023".upper()
    assert header == ("Họ và tên", "Ngày", "Do", "Nơi sinh hoạt")
    assert len(records) == page.response.context["value"].value
    assert format_date(records[0][1]) in page.words
    entry = audit.readings().first()
    assert (entry.action, entry.object_type) == ("list.exported", "member.in")
    assert (entry.unit_id, entry.rows) == (root.pk, len(records))


def lines_of(answer):
    """Return the title, the header and the rows of an exported list."""
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    _unit, title, _day, _blank, *lines = sheet.iter_rows(values_only=True)
    return [title[0], *lines]


def test_records_leave_only_with_the_right_to_export(browse):
    address = "/so-lieu/member.total/"
    secretary = browse("bithu")

    assert secretary.get(address).rows
    assert "xuat=xlsx" not in secretary.get(address).text
    assert secretary.get(address, xuat="xlsx").status == 403
    assert browse("solieu").get(address, xuat="xlsx").status == 403


def test_figure_without_a_value_has_no_workbook(officer_of_sample):
    query = {"on": None, "ngay": "2021-06-30"}
    page = officer_of_sample.get("/so-lieu/member.total/", **query)

    assert "xuat=xlsx" not in page.text
    assert officer_of_sample.get("/so-lieu/member.total/", xuat="xlsx", **query).status == 404


@pytest.mark.parametrize(
    ("few", "many"),
    [
        ("member.temporary_out", "member.total"),
        ("staff.contract", "staff.total"),
        ("meeting.regular.late", "meeting.regular.held"),
    ],
)
def test_list_costs_the_same_for_few_and_many_rows(officer_of_sample, unit_named, few, many):
    unit = unit_named("Đảng bộ xã Tân Sơn").pk

    def opened(figure):
        page = officer_of_sample.get(f"/so-lieu/{figure}/", don_vi=unit)
        return len(page.response.context["records"]["table"].rows), len(page.queries)

    opened(few)  # what pages keep in the process
    (small, cost), (large, same) = opened(few), opened(many)

    assert 0 < small < 10 < large
    assert cost == same


def test_passport_says_how_it_was_counted(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/staff.managed.degree/cach-tinh/")

    assert "223/226 (98,7%)" in page.words
    assert "Mẫu số" in page.words
    assert "Theo tổ chức lúc đó" in page.words
    assert "Sổ cán bộ, công chức, viên chức" in page.words


def test_passport_opens_in_the_side_panel(officer_of_sample):
    part = officer_of_sample.htmx("/so-lieu/member.total/cach-tinh/", "panel-content")

    assert "<html" not in part.text
    assert "Chép kèm nguồn vào báo cáo" in part.words


@pytest.mark.parametrize(("tree", "name"), [(Tree.AREA, "area"), (Tree.AGENCY, "agency")])
def test_figures_of_other_trees_open(officer_of_sample, in_sample, tree, name):
    unit = organizations.root(tree)

    assert officer_of_sample.get("/", don_vi=unit.pk).status == 200
    assert officer_of_sample.get("/so-lieu/staff.total/", don_vi=unit.pk).status == 200


def test_tree_of_today_may_be_asked_for(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/member.total/cach-tinh/", **{"cay-ngay": "nay"})

    assert "Theo tổ chức hôm nay" in page.words


@pytest.mark.parametrize(
    ("figure", "by"),
    [
        ("member.total", "age_band"),
        ("staff.total", "professional"),
        ("meeting.thematic.held", "theme"),
        ("meeting.regular.missing", "month"),
        ("visit.branches", "team"),
        ("rating.district.rated", "level"),
        ("member.female", "host_type"),
    ],
)
def test_every_part_opens_the_records_that_it_counts(officer_of_sample, figure, by):
    page = officer_of_sample.get(f"/so-lieu/{figure}/", theo=by, tu="2023-01-01")
    chart = page.response.context["chart"]

    assert chart.total == page.response.context["value"].value
    for row in chart.rows[:2]:
        part = officer_of_sample.get(row.cells[0].url or "/so-lieu/", on=None)
        if row.total:
            assert part.response.context["records"]["total"] == row.total
            assert part.response.context["value"].label.endswith(f": {row.label}")
            assert f"{row.label} " in part.words


def test_part_is_taken_away_and_explained_as_a_part(officer_of_sample):
    query = {"theo": "gender", "nhom": "FEMALE"}
    export = officer_of_sample.get("/so-lieu/member.probationary/", xuat="xlsx", **query).response
    passport = officer_of_sample.get("/so-lieu/member.probationary/cach-tinh/", **query)
    page = officer_of_sample.get("/so-lieu/member.probationary/", **query)

    records = lines_of(export)[2:]
    assert len(records) == page.response.context["value"].value > 0
    assert f"Đảng viên dự bị: Nữ: {len(records)}" in passport.words


@pytest.mark.parametrize("part", ["khong-co", "' OR 1=1 --", "-"])
def test_part_that_is_none_shows_the_whole(officer_of_sample, part):
    page = officer_of_sample.get("/so-lieu/member.total/", theo="gender", nhom=part)

    assert page.response.context["records"]["total"] == 3549


def test_figure_in_parts_is_a_picture_to_take_away(officer_of_sample):
    page = officer_of_sample.get("/so-lieu/member.total/", theo="children")
    [address] = {link for link in page.links if "/hinh.svg" in link}

    sheet = officer_of_sample.get(address, on=None).response.content.decode()

    assert "Đảng bộ xã Tân Sơn" in sheet
    assert "3.549 đảng viên ở 41 đơn vị" in sheet
    assert officer_of_sample.get("/so-lieu/theme.total/hinh.svg").status == 404


def test_empty_unit_says_that_there_is_nothing_to_draw(officer_of_sample, root):
    branch = root.children.filter(type__is_branch=True)[0]

    page = officer_of_sample.get("/so-lieu/org.direct/", theo="type", don_vi=branch.pk)

    assert "Không có tổ chức nào để vẽ" in page.words
