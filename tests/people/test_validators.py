"""What the notes of a list tell about the home of who stands in several places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.people.validators import Place, are_silent, home_in_notes

HERE, THERE = 0, 1
BRANCHES = [
    ("Chi bộ Bản Duồng", "Đảng bộ xã Cao Kỳ"),
    ("Chi bộ Hậu cần - Kỹ thuật", "Đảng bộ Quân sự huyện"),
    ("Chi bộ Trạm Y tế", "Đảng bộ xã Yên Cư"),
    ("Chi bộ Tổ 1", "Đảng bộ thị trấn Đồng Tâm"),
    ("Chi bộ Tổ 13", "Đảng bộ thị trấn Đồng Tâm"),
]


def here_and_there(note):
    """Return two places of a member, the note beside the first."""
    here, there = BRANCHES[1], BRANCHES[0]
    return [Place(*here, note), Place(*there)]


@pytest.mark.parametrize(
    ("note", "home"),
    [
        ("Đã chuyển về Chi bộ Bản Duồng, Đảng bộ xã Cao Kỳ", THERE),
        ("da chuyen SH den CB Ban Duong", THERE),
        ("Chuyển công tác sang xã Cao Kỳ từ ngày 01/03/2023", THERE),
        ("Điều động về Đảng bộ xã Cao Kỳ", THERE),
        ("Chuyển sinh hoạt đảng ra ngoài huyện", THERE),
        ("Chuyển từ Chi bộ Bản Duồng về", HERE),
        ("Chuyển đến từ Đảng bộ xã Cao Kỳ tháng 5/2023", HERE),
        ("Từ Chi bộ Bản Duồng chuyển đến", HERE),
        ("Đã chuyển về Chi bộ Hậu cần - Kỹ thuật", HERE),
        ("Sinh hoạt tạm thời tại Chi bộ Bản Duồng", HERE),
        ("Biệt phái sang xã Cao Kỳ", HERE),
        ("Biệt phái từ xã Cao Kỳ", THERE),
        ("Kiêm nhiệm, biên chế tại Chi bộ Bản Duồng", THERE),
        ("Kiêm nhiệm", THERE),
        ("Kiêm nhiệm tại Chi bộ Bản Duồng", HERE),
        ("Sẽ chuyển về Chi bộ Bản Duồng", None),
        ("Đang làm thủ tục chuyển về Chi bộ Bản Duồng", None),
        ("Miễn công tác và sinh hoạt đảng từ 05/03/2020", None),
        ("", None),
    ],
)
def test_note_tells_the_home(note, home):
    assert home_in_notes(here_and_there(note)) == home
    mirrored = list(reversed(here_and_there(note)))
    assert home_in_notes(mirrored) == (None if home is None else 1 - home)


@pytest.mark.parametrize(
    ("note", "is_silent"),
    [
        ("", True),
        ("Miễn công tác và sinh hoạt đảng từ 05/03/2020", True),
        ("Sẽ chuyển về Chi bộ Bản Duồng", False),
        ("Đã chuyển về nơi khác", False),
    ],
)
def test_notes_without_a_place_and_a_move_are_silent(note, is_silent):
    assert are_silent(here_and_there(note)) == is_silent


def test_organization_decides_between_branches_of_one_name():
    places = [
        Place(*BRANCHES[0], "Đã chuyển về Chi bộ Trạm Y tế, Đảng bộ xã Yên Cư"),
        Place("Chi bộ Trạm Y tế", "Đảng bộ xã Nông Hạ"),
        Place(*BRANCHES[2]),
    ]

    assert home_in_notes(places) == 2


def test_notes_that_contradict_each_other_tell_nothing():
    places = [
        Place(*BRANCHES[0], "Đã chuyển về Chi bộ Tổ 1"),
        Place(*BRANCHES[3], "Đã chuyển về Chi bộ Bản Duồng"),
    ]

    assert home_in_notes(places) is None


@given(st.lists(st.sampled_from(BRANCHES), min_size=2, max_size=4, unique=True), st.data())
def test_all_others_say_where_they_have_gone(branches, data):
    home = data.draw(st.integers(0, len(branches) - 1))
    words = data.draw(st.sampled_from(["Đã chuyển về", "CHUYỂN SINH HOẠT ĐẾN", "điều động sang"]))
    note = f"{words} {', '.join(branches[home])}"

    places = [
        Place(*branch, "" if number == home else note) for number, branch in enumerate(branches)
    ]

    assert home_in_notes(places) == home
