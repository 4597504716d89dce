"""Two dashboards side by side."""

import datetime as dt

import pytest

from coso.figures import queries as figures
from coso.figures.queries import FigureRequest
from coso.web.shared.figures import signed
from tests.web.conftest import AS_OF


def line(page, label):
    """Return the texts of a figure on both sides, and their difference."""
    lines = [each for section in page.response.context["sections"] for each in section["lines"]]
    [found] = [each for each in lines if each.label == label]
    return [value.text for value, _ in found.sides] + [found.difference]


def value(unit, name, day):
    [found] = figures.evaluate(FigureRequest(ids=(name,), unit_id=unit.pk, as_of=day))
    return found.value


def test_figures_of_two_dates_stand_beside_each_other(officer_of_sample, root):
    page = officer_of_sample.get("/so-sanh/", on=dt.date(2024, 6, 30), **{"voi-ngay": "30/06/2023"})

    now, before = (value(root, "member.total", dt.date(year, 6, 30)) for year in (2024, 2023))
    shown = line(page, "Đảng viên")
    assert now != before == 3549
    assert shown[1] == "3.549"
    assert shown[2] == f"{'+' if now > before else '−'}{abs(now - before)}"
    assert "ngay=2024-06-30" in page.text
    assert "ngay=2023-06-30" in page.text


def test_figures_of_two_units_stand_beside_each_other(officer_of_sample, unit_named):
    one, other = unit_named("Đảng bộ xã Tân Sơn"), unit_named("Đảng bộ xã Yên Cư")

    page = officer_of_sample.get("/so-sanh/", don_vi=one.pk, **{"voi-don-vi": other.pk})

    assert line(page, "Đảng viên") == ["266", "256", "+10"]
    assert "So với Đảng bộ xã Yên Cư, 30/06/2023" in page.words
    links = [link for link in page.links if link.startswith("/so-lieu/member.total/?")]
    assert {f"don-vi={unit.pk}" in "".join(links) for unit in (one, other)} == {True}


def test_date_left_blank_is_the_same_day_of_another_unit(officer_of_sample, root, unit_named):
    other = unit_named("Đảng bộ xã Tân Sơn")

    page = officer_of_sample.get("/so-sanh/", **{"voi-don-vi": other.pk, "voi-ngay": ""})
    own = officer_of_sample.get("/so-sanh/", **{"voi-don-vi": root.pk, "voi-ngay": ""})

    assert page.response.context["other_date"] == AS_OF
    assert own.response.context["other_date"] == dt.date(2022, 12, 31)


def test_shares_differ_in_points(officer_of_sample, root, unit_named):
    other = unit_named("Đảng bộ xã Tân Sơn")

    page = officer_of_sample.get("/so-sanh/", **{"voi-don-vi": other.pk})

    assert line(page, "Tỷ lệ dự sinh hoạt")[2].endswith(" điểm %)")


def test_pictures_of_both_sides_have_one_scale(officer_of_sample, unit_named):
    other = unit_named("Đảng bộ xã Tân Sơn")

    page = officer_of_sample.get("/so-sanh/", **{"voi-don-vi": other.pk})

    pairs = [pair for section in page.response.context["sections"] for pair in section["pairs"]]
    assert len(pairs) >= 5
    for one, beside in pairs:
        assert one.title == beside.title
        assert one.reach == beside.reach
        if one.coarser is not None:
            assert one.coarser.reach == beside.coarser.reach


def test_without_a_choice_it_is_the_end_of_last_year(officer_of_sample):
    page = officer_of_sample.get("/so-sanh/")

    assert page.response.context["other_date"] == dt.date(2022, 12, 31)
    assert line(page, "Đảng viên") == ["3.549", "–", ""]


def test_the_same_beside_itself_has_no_differences(officer_of_sample, root):
    page = officer_of_sample.get("/so-sanh/", **{"voi-ngay": AS_OF.isoformat()})

    lines = [each for section in page.response.context["sections"] for each in section["lines"]]
    assert {each.difference for each in lines} <= {"0", "0 (0,0 điểm %)"}


def test_date_that_cannot_be_read_is_said(officer_of_sample):
    page = officer_of_sample.get("/so-sanh/", **{"voi-ngay": "31/02/2023"})

    assert page.status == 200
    assert "31/02/2023" in page.words
    assert "Trang đang so với ngày 31/12/2022" in page.words


def test_unit_out_of_reach_is_not_found(browse, root):
    secretary = browse("bithu")

    assert secretary.get("/so-sanh/").status == 200
    for unit in (root.pk, "0", "abc", "9" * 30, "²"):
        assert secretary.get("/so-sanh/", **{"voi-don-vi": unit}).status == 404
    assert (
        root.name
        not in secretary.get("/so-sanh/").text.partition("<select")[2].partition("</select>")[0]
    )


@pytest.mark.parametrize(
    ("written", "number", "shown"),
    [("12", 12, "+12"), ("12", -12, "−12"), ("0", 0, "0"), ("0,0", 0.0, "0,0"), ("10", 10, "+10")],
)
def test_difference_has_a_sign(written, number, shown):
    assert signed(written, number) == shown
