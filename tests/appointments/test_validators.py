"""How kinds and terms of decisions are read."""

import pytest

from coso.appointments.enums import DecisionKind
from coso.appointments.validators import Term, kind_spellings, read_term


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("5 năm", 60),
        ("05 năm", 60),
        ("36 tháng", 36),
        ("Thời hạn 2 năm 6 tháng.", 30),
        ("5năm", 60),
    ],
)
def test_term_is_some_months(written, months):
    assert read_term(written) == Term(months)


@pytest.mark.parametrize(
    "written", ["đến khi nghỉ hưu", "Đến tuổi nghỉ hưu", "đến khi đủ tuổi nghỉ hưu theo quy định"]
)
def test_term_lasts_until_retirement(written):
    assert read_term(written) == Term(until_retirement=True)


@pytest.mark.parametrize("written", ["lâu dài", "0 năm", "nhiệm kỳ 2020 - 2025", "5", "-"])
def test_words_that_are_no_term_are_refused(written):
    with pytest.raises(ValueError, match="Không đọc được thời hạn"):
        read_term(written)


@pytest.mark.parametrize("words", ["5 năm", "30 tháng", "3 năm", "đến khi nghỉ hưu"])
def test_term_is_written_as_it_is_read(words):
    assert str(read_term(words)) == words


def test_every_kind_is_read_from_its_own_words_first():
    spellings = kind_spellings()
    assert list(spellings)[: len(DecisionKind)] == [kind.label for kind in DecisionKind]
    assert spellings["BNL"] == DecisionKind.REAPPOINT
