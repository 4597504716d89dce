"""What somebody wrote by hand between the check of an import and its writing."""

import pytest

from tests.factories.dumps import registers
from tests.factories.meanwhile import AN, BINH, CORRECTED, LISTED, admitted, apply, correct, told
from tests.factories.members import roster

pytestmark = pytest.mark.django_db


def test_a_row_that_goes_over_what_was_written_since_the_check_is_shown_first(
    importing, checked, user
):
    importing(A=roster(AN))
    source = checked(AN, BINH)
    correct()
    before = registers()

    source = apply(source, user)

    assert (source.status, registers()) == ("READY", before)
    assert "có người đã sửa hồ sơ mà tệp này ghi tới" in source.message
    [(row, severity, message)] = told(source)
    assert (row, severity) == (8, "warning")
    assert "Hệ thống đã ghi vào sổ: Sửa chỗ ghi sai về đảng tịch" in message
    assert (apply(source, user).status, admitted()) == ("APPLIED", LISTED)


def test_what_is_written_elsewhere_meanwhile_stops_nothing(importing, checked, user):
    importing(A=roster(AN, BINH))
    source = checked(AN)
    correct("Lò Thị Bình")

    assert (apply(source, user).status, told(source)) == ("APPLIED", [])
    assert admitted("Lò Thị Bình") == CORRECTED
