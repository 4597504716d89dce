"""What a written Party position means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.members import validators
from coso.members.enums import Position
from coso.members.validators import WrittenPosition


@pytest.mark.parametrize(
    ("written", "position", "place"),
    [
        ("Bí thư", Position.SECRETARY, "BRANCH"),
        ("BTCB", Position.SECRETARY, "BRANCH"),
        ("BT CB", Position.SECRETARY, "BRANCH"),
        ("bí thư cb", Position.SECRETARY, "BRANCH"),
        ("Phó BTCB", Position.DEPUTY_SECRETARY, "BRANCH"),
        ("PBT Chi bộ", Position.DEPUTY_SECRETARY, "BRANCH"),
        ("PBTTT Đảng uỷ", Position.STANDING_DEPUTY, "COMMITTEE"),
        ("Phó Bí thư TT ĐU", Position.STANDING_DEPUTY, "COMMITTEE"),
        ("Chi uỷ viên", Position.COMMITTEE_MEMBER, "BRANCH"),
        ("CUV", Position.COMMITTEE_MEMBER, "BRANCH"),
        ("ĐUV", Position.COMMITTEE_MEMBER, "COMMITTEE"),
        ("Huyện ủy viên", Position.COMMITTEE_MEMBER, "ROOT"),
        ("UVBTV Đảng ủy", Position.STANDING_MEMBER, "COMMITTEE"),
        ("UV.BCH Đảng bộ huyện", Position.COMMITTEE_MEMBER, "ROOT"),
        ("UV UBKT Đảng ủy", Position.INSPECTION_MEMBER, "COMMITTEE"),
        ("Chủ nhiệm UBKT Huyện ủy", Position.INSPECTION_CHAIR, "ROOT"),
        ("Bí thư Chi bộ Văn phòng Huyện ủy", Position.SECRETARY, "BRANCH"),
        ("Tổ trưởng tổ đảng", Position.GROUP_LEADER, "BRANCH"),
    ],
)
def test_position_is_read_with_its_place(written, position, place):
    assert validators.position_of(written) == WrittenPosition(position, place)


@pytest.mark.parametrize("written", ["Trưởng thôn", "Bí thư Chi đoàn", "Phó Bí thư Đoàn xã", ""])
def test_what_is_no_party_position_is_not_taken_for_one(written):
    assert validators.position_of(written) is None


@pytest.mark.parametrize("written", ["Đảng viên", "không", "0", " "])
def test_words_for_no_position_are_known(written):
    assert validators.is_no_position(written) == bool(written.strip())


@given(
    shape=st.sampled_from([str.upper, str.lower, str.title]),
    gap=st.sampled_from([" ", "  ", ".", "-"]),
    words=st.sampled_from([("Phó", "BTCB"), ("PBT", "CB"), ("Phó", "Bí", "thư", "Chi", "bộ")]),
)
def test_case_and_gaps_do_not_change_what_a_position_is(shape, gap, words):
    expected = WrittenPosition(Position.DEPUTY_SECRETARY, "BRANCH")
    assert validators.position_of(gap.join(map(shape, words))) == expected
