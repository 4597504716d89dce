"""The components of the pages: what they say and where they draw."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError

from coso.core.periods import Period
from coso.web.templatetags import drawing, ui
from coso.web.templatetags.drawing import FigureCard, TimelinePeriod


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("filtered", "text"),
    [
        (ui.vn_int(3549), "3.549"),
        (ui.vn_int(None), "–"),
        (ui.vn_percent(Decimal("96.8")), "96,8%"),
        (ui.vn_percent(None), "–"),
        (ui.vn_date(dt.date(2023, 6, 30)), "30/06/2023"),
        (ui.vn_date(dt.datetime(2023, 6, 30, 18, tzinfo=dt.UTC)), "01/07/2023"),
        (ui.vn_date(None), "–"),
    ],
)
def test_filters_write_vietnamese(filtered, text):
    assert filtered == text


def test_unknown_argument_of_a_component_is_refused():
    with pytest.raises(TemplateSyntaxError):
        render('{% icon naem="users" %}')


def test_icon_is_decoration_without_a_label():
    assert 'aria-hidden="true"' in render('{% icon name="users" %}')
    assert 'aria-label="Lỗi"' in render('{% icon name="users" label="Lỗi" %}')


def test_figure_card_says_share_and_change_in_words():
    card = FigureCard(
        label="Đảng viên nữ",
        value=1435,
        base=3549,
        base_label="đảng viên",
        change=-4,
        change_since=dt.date(2023, 12, 31),
        url="/dang-vien/",
        passport_url="/cach-tinh/",
    )

    page = render("{% figure_card card=card %}", card=card)

    assert "1.435" in page
    assert "40,4% của 3.549 đảng viên" in page
    assert "Giảm 4 so với 31/12/2023" in page
    assert 'href="/dang-vien/"' in page
    assert 'width="40.43%"' in page


def test_figure_card_without_value_says_why():
    card = FigureCard(label="Đảng viên", value=None, base=10, reason="Chưa nhập danh sách.")

    page = render("{% figure_card card=card %}", card=card)

    assert "Chưa có số liệu cho ngày này" in page
    assert "Chưa nhập danh sách." in page
    assert card.bar_width == ""


@pytest.mark.parametrize(
    ("card", "value", "share", "change"),
    [
        (FigureCard(label="x", value=Decimal("96.83"), unit="%"), "96,8", "", ""),
        (FigureCard(label="x", value=0, base=0, base_label="người"), "0", "của 0 người", ""),
        (FigureCard(label="x", value=5, change=0), "5", "", "Không đổi"),
        (FigureCard(label="x", value=5, change=3), "5", "", "Tăng 3"),
    ],
)
def test_figure_card_texts(card, value, share, change):
    assert (card.value_text, card.share_text, card.change_text) == (value, share, change)


def test_spark_line_spans_the_picture():
    points = FigureCard(label="x", value=3, series=(1, 3)).spark_points

    assert points == "0.00,26.00 100.00,2.00"
    assert FigureCard(label="x", value=3, series=(3,)).spark_points == ""


def test_timeline_shows_gaps_overlaps_and_the_day_in_view():
    on = dt.date(2024, 1, 1)
    rows = [
        TimelinePeriod(label="A", during=Period(dt.date(2010, 1, 1), dt.date(2015, 1, 1))),
        TimelinePeriod(label="B", during=Period(dt.date(2016, 1, 1), None)),
        TimelinePeriod(label="C", during=Period(dt.date(2020, 1, 1), dt.date(2021, 1, 1))),
    ]

    entries = drawing.draw_timeline(rows, on)

    assert [entry.label for entry in entries] == ["C", "B", "Khoảng trống", "A"]
    assert [entry.is_overlapping for entry in entries] == [True, True, False, False]
    assert [entry.is_current for entry in entries] == [False, True, False, False]
    assert len(drawing.draw_overlaps(rows, on)) == 1
    page = render('{% period_line periods=rows on=on title="Nơi sinh hoạt" %}', rows=rows, on=on)
    assert "từ 01/01/2015 đến 31/12/2015" in page


def test_timeline_of_something_that_only_ended_is_drawn():
    rows = [TimelinePeriod(label="A", during=Period(None, dt.date(2024, 6, 1)))]

    [entry] = drawing.draw_timeline(rows, dt.date(2025, 1, 1))

    assert (entry.dates, entry.is_current) == ("đến 31/05/2024", False)


def test_timeline_without_periods_says_so():
    page = render(
        '{% period_line periods=rows on=on title="Nơi sinh hoạt" %}',
        rows=[],
        on=dt.date(2024, 1, 1),
    )

    assert "Chưa ghi giai đoạn nào." in page


def test_masked_value_never_reaches_the_page():
    hidden = render('{% masked value="012345678" reveal_url="/xem/" %}')
    shown = render('{% masked value="012345678" revealed=True %}')

    assert "012345678" not in hidden
    assert "/xem/" in hidden
    assert "012345678" in shown
    assert "Chưa có" in render('{% masked value="" %}')


def test_badge_has_icon_and_word():
    page = render('{% badge status="late" label="Quá hạn" %}')

    assert "state-late" in page
    assert "alert-triangle" in page
    assert "Quá hạn" in page


def test_breadcrumb_ends_with_the_page_itself():
    items = [ui.Crumb(label="Tổ chức", url="/to-chuc/"), ui.Crumb(label="Chi bộ 1")]

    assert 'aria-current="page">Chi bộ 1' in render("{% breadcrumb items=items %}", items=items)


def test_quick_choices_of_the_date_keep_the_other_parameters():
    frame = SimpleNamespace(
        today=dt.date(2024, 11, 22),
        as_of=dt.date(2023, 12, 31),
        query_without_date={"don-vi": "7"},
        date_choices=[("Ngày sắp xếp", dt.date(2025, 7, 1))],
    )

    choices = ui.as_of_choices(frame=frame)

    assert [(choice.query, choice.is_current) for choice in choices] == [
        ("?don-vi=7", False),
        ("?don-vi=7&ngay=2023-12-31", True),
        ("?don-vi=7&ngay=2025-07-01", False),
    ]
    assert ui.query_of_today(frame=frame) == "?don-vi=7"
    assert ui.date_parameter() == "ngay"


def test_pages_in_between_are_left_out():
    page = Paginator(range(1000), 50).page(10)

    assert ui.elided_pages(page=page) == [1, "…", 9, 10, 11, "…", 20]


def test_hidden_parameters_keep_every_value_but_one_name():
    query = QueryDict("cot=a&cot=b&tim=x&gt=1&gt=2")

    assert ui.hidden_parameters(query=query, without="cot") == [
        ("tim", "x"),
        ("gt", "1"),
        ("gt", "2"),
    ]
