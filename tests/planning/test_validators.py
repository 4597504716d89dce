"""How the years of a plan, a removal and the unit of a title are read."""

import datetime as dt

import pytest

from coso.core.dates import PartialDate
from coso.planning.validators import Removal, leaves_on, names_within, read_removal, read_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("QH 2021-2026", (2021, 2026)),
        ("DANH SÁCH QUY HOẠCH CÁN BỘ GIAI ĐOẠN 2026 – 2031", (2026, 2031)),
        ("Nhiệm kỳ 2020-2025 và quy hoạch 2025-2030", (2020, 2025)),
        ("Quy hoạch năm 2021", None),
        ("Từ 2026-2021", None),
        ("Số 12021-2026", None),
    ],
)
def test_years_of_a_plan(text, years):
    assert read_years(text) == years


@pytest.mark.parametrize(
    ("note", "reason", "on"),
    [
        ("Đưa ra khỏi quy hoạch: đã bổ nhiệm (rà soát 2022)", "PROMOTED", "2022"),
        ("Đưa ra khỏi quy hoạch: kỷ luật (rà soát 2022)", "DISCIPLINED", "2022"),
        ("đưa ra khỏi QH do không đủ tuổi, 06/2022", "OVER_AGE", "06/2022"),
        ("Rút khỏi quy hoạch ngày 05/06/2022: chuyển công tác", "OTHER", "05/06/2022"),
    ],
)
def test_removal_says_why_and_when_as_exactly_as_it_is_known(note, reason, on):
    removal = read_removal(note)

    assert (removal.reason, str(removal.on)) == (reason, on)


def test_note_of_something_else_is_no_removal():
    assert read_removal("Đã bổ nhiệm Phó Chủ tịch năm 2022") is None


@pytest.mark.parametrize("note", ["Đưa ra khỏi quy hoạch", "Đưa ra khỏi quy hoạch 31/02/2022"])
def test_removal_without_a_day_that_exists_is_refused(note):
    with pytest.raises(ValueError, match=r"hãy ghi|không có|Không"):
        read_removal(note)


def test_year_alone_is_over_before_somebody_is_out_without_doubt():
    year = PartialDate(dt.date(2022, 1, 1), "YEAR")

    assert leaves_on(Removal("OTHER", year).on) == dt.date(2023, 1, 1)
    assert leaves_on(PartialDate(dt.date(2022, 6, 1), "MONTH")) == dt.date(2022, 7, 1)
    assert leaves_on(PartialDate(dt.date(2022, 6, 5))) == dt.date(2022, 6, 5)


def test_committee_in_a_title_is_of_its_organization():
    assert names_within("Bí thư Đảng ủy xã Cao Kỳ")[2] == names_within("Đảng bộ xã Cao Kỳ")[0]
