"""What a code of a unit looks like, and what a spreadsheet makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.organizations import validators

digits = st.text("0123456789", min_size=3, max_size=3)


@given(st.integers(1, 9), st.lists(digits, min_size=4, max_size=4))
def test_party_code_gets_back_its_zero_and_its_dots(province, groups):
    code = ".".join([f"0{province}", *groups])
    as_number = str(int(code.replace(".", "")))

    assert validators.read_party_code(as_number) == code
    assert validators.read_party_code(code.removeprefix("0")) == code
    assert validators.read_party_code(code) == code


@given(st.integers(1000, 9999))
def test_area_code_gets_back_its_zero(number):
    assert validators.read_area_code(str(number)) == f"0{number}"
    assert validators.read_area_code(f"{number}.01") == f"0{number}.01"
    assert validators.read_area_code(f"0{number}") == f"0{number}"


@pytest.mark.parametrize("written", ["06", "065", "10750", "10750.12", "TS-01", ""])
def test_whole_code_stays_as_it_is(written):
    assert validators.read_area_code(written) == written
