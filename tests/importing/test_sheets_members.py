import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coso.core import crypto
from coso.importing.readers import UnreadableCell
from coso.importing.sheets.members import parse_card, parse_positions
from coso.members.models import (
    Exemption,
    Membership,
    MembershipPeriod,
    PositionHolding,
    TemporaryStay,
)
from coso.organizations.models import Unit
from coso.people.models import Person, Qualification
from tests.factories import organizations
from tests.factories.members import BORN, ROSTER, roster, roster_row
from tests.importing.conftest import (
    COMMITTEE,
    NEW_BRANCH,
    OLD_BRANCH,
    OTHER_BRANCH,
    OWN,
    counts,
    places,
)

pytestmark = pytest.mark.django_db

LISTED = dt.date(2023, 6, 30)


def homes():
    return list(
        MembershipPeriod.objects.order_by("membership__person__full_name", "during").values_list(
            "membership__person__full_name", "unit__name", "during", "entry", "leaving"
        )
    )


def remedies(report):
    return [(p.suggestion, p.remedy) for p in report.problems]


def since(start, end=None):
    return MembershipPeriod._meta.get_field("during").range_type(start, end, "[)")


def test_row_becomes_person_membership_and_home(party, importing):
    report = importing(A=roster(roster_row(card="06.971-459")))

    person = Person.objects.get()
    membership = Membership.objects.get()
    assert (person.full_name, person.born_on, person.gender, person.ethnicity.name) == (
        *("Lò Văn An", BORN, "MALE", "Tày"),
    )
    assert membership.person == person
    assert (membership.admitted_on, membership.official_on) == (
        dt.date(2005, 1, 1),
        dt.date(2006, 1, 1),
    )
    assert homes() == [("Lò Văn An", NEW_BRANCH, since(LISTED), "ROSTER", "")]
    assert report.applied
    assert counts(report) == [(1, 0, 0)]


def test_card_number_is_kept_encrypted_with_digest_and_tail(party, importing):
    importing(A=roster(roster_row(card=6971459)))

    membership = Membership.objects.get()
    assert crypto.decrypt(membership.card_cipher) == "06971459"
    assert membership.card_digest == crypto.digest("06971459")
    assert membership.card_tail == "1459"


@pytest.mark.parametrize(
    ("written", "card"),
    [
        *[("06 971 459", "06971459"), ("6971459", "06971459"), ("'06971459", "06971459")],
        *[("006080012345", "006080012345"), ("6080012345", "006080012345")],
        ("10080012345", "010080012345"),
    ],
)
def test_card_is_eight_or_twelve_digits(written, card):
    assert parse_card(written) == card


@pytest.mark.parametrize("written", ["123", "0697145X", "123456789", "906080012345", "०६९७१४५९"])
def test_other_card_is_refused(written):
    with pytest.raises(UnreadableCell, match="8 hoặc 12"):
        parse_card(written)


@given(st.integers(1, 96), st.integers(0, 10**9 - 1))
def test_card_gets_back_the_zeros_that_excel_took(province, number):
    card = f"{province:03d}{number:09d}"

    assert parse_card(card) == parse_card(str(int(card))) == card


def test_card_that_is_none_may_be_left_out(party, importing):
    report = importing(A=roster(roster_row(card="123")))
    taken = importing(A=roster(roster_row(card="123")), mode="suggest")

    assert places(report) == [("card_number", "A", 8, "I")]
    assert remedies(report) == [("Bỏ trống số thẻ này", "clear")]
    assert taken.applied
    assert Membership.objects.get().card_digest is None


def test_qualifications_are_known_from_the_day_of_the_list(party, importing):
    importing(A=roster(roster_row(education=("12/12", "ThS", None))))

    assert set(Qualification.objects.values_list("level__kind", "level__code", "known_from")) == {
        ("GENERAL", "UPPER_SECONDARY", LISTED),
        ("PROFESSIONAL", "MASTER", LISTED),
    }


def test_sex_is_the_filled_birth_column(party, importing):
    importing(A=roster(roster_row(), roster_row("Lò Thị Bình", born_female=dt.date(1990, 1, 1))))

    assert dict(Person.objects.values_list("full_name", "gender")) == {
        "Lò Văn An": "MALE",
        "Lò Thị Bình": "FEMALE",
    }


def test_row_without_a_birth_date_is_written_with_a_warning(party, importing):
    report = importing(A=roster(roster_row(born=None)))

    assert places(report) == [("missing_birth_date", "A", 8, "")]
    assert report.problems[0].severity == "warning"
    assert Person.objects.get().born_on is None


def test_two_birth_dates_are_an_error(party, importing):
    report = importing(A=roster(roster_row(born=BORN, born_female=BORN)))

    assert places(report) == [("two_birth_dates", "A", 8, "D")]
    assert not report.applied


def test_home_of_a_grassroots_branch_is_the_organization_itself(party, importing):
    named = importing(A=roster(roster_row(branch=OWN), organization=OWN.upper()))
    unnamed = importing(A=roster(roster_row("Lò Thị Bình", branch=None), organization=OWN.upper()))

    assert named.applied
    assert unnamed.applied
    assert {home[1] for home in homes()} == {OWN}


def test_branch_is_sought_within_the_organization(party, importing):
    importing(A=roster(roster_row(branch="Chi bộ Trạm Y tế")))

    assert MembershipPeriod.objects.get().unit.parent.name == COMMITTEE


def test_one_sheet_for_all_names_the_organization_in_a_column(party, importing):
    header = [*reversed(ROSTER), "Đảng bộ, chi bộ cơ sở"]
    rows = [
        [*reversed(roster_row(branch="Chi bộ Trạm Y tế")), "Đảng bộ xã Yên Cư"],
        [*reversed(roster_row("Lò Thị Bình", branch=OWN)), OWN],
    ]

    report = importing(A=roster(*rows, organization="DANH SÁCH CHUNG", header=header))

    assert [p.message for p in report.problems] == []
    assert sorted((h[1], h[0]) for h in homes()) == [
        (OWN, "Lò Thị Bình"),
        ("Chi bộ Trạm Y tế", "Lò Văn An"),
    ]
    assert MembershipPeriod.objects.get(unit__name="Chi bộ Trạm Y tế").unit.parent.name == (
        "Đảng bộ xã Yên Cư"
    )


def test_headers_in_other_words_and_one_row(party, importing):
    header = [
        *("TT", "Họ tên khai sinh", "Sinh ngày", "Giới tính", "D.Tộc", "Vào Đảng ngày"),
        *("Ngày chính thức", "Số thẻ ĐV", "Trình độ văn hóa", "Trình độ chuyên môn", "LLCT"),
        *("CV đảng", "Sinh hoạt tại chi bộ", "G/chú"),
    ]
    row = [
        *(1, "LÒ VĂN AN", "20/05/1980", "Nam", "tày", "1.1.2005", 38718),
        *("06971459", "12/12", "ĐH", "TC", "BT chi bộ", NEW_BRANCH.upper(), None),
    ]

    report = importing(A=roster(row, header=header))

    assert [p.message for p in report.problems] == []
    assert Membership.objects.get().official_on == dt.date(2006, 1, 1)
    assert PositionHolding.objects.get().position == "SECRETARY"


@pytest.mark.parametrize(
    ("written", "positions"),
    [
        ("Bí thư Đảng ủy, Bí thư Chi bộ", ["SECRETARY@COMMITTEE", "SECRETARY@BRANCH"]),
        ("Phó Bí thư Thường trực Đảng uỷ", ["STANDING_DEPUTY@COMMITTEE"]),
        ("Chi ủy viên", ["COMMITTEE_MEMBER@BRANCH"]),
        ("Đảng ủy viên", ["COMMITTEE_MEMBER@COMMITTEE"]),
        ("Phó Bí thư Huyện ủy", ["DEPUTY_SECRETARY@ROOT"]),
        ("Ủy viên Ban Thường vụ Đảng ủy", ["STANDING_MEMBER@COMMITTEE"]),
        ("Bí thư", ["SECRETARY@BRANCH"]),
    ],
)
def test_positions_are_read(written, positions):
    assert parse_positions(written) == (positions, [])


def test_positions_stand_on_the_right_units(party, importing):
    importing(
        A=roster(
            roster_row(position="Bí thư Đảng ủy, Bí thư Chi bộ"),
            roster_row("Lò Thị Bình", position="Bí thư Huyện ủy"),
        )
    )

    assert set(PositionHolding.objects.values_list("unit__name", "position", "during")) == {
        (COMMITTEE, "SECRETARY", since(LISTED)),
        (NEW_BRANCH, "SECRETARY", since(LISTED)),
        ("Đảng bộ huyện Chợ Mới", "SECRETARY", since(LISTED)),
    }


def test_unknown_position_and_second_secretary_are_warnings(party, importing):
    report = importing(
        A=roster(
            roster_row(position="Bí thư Chi bộ"),
            roster_row("Lò Thị Bình", position="Bí thư Chi bộ, Trưởng ban"),
        )
    )

    assert places(report) == [
        ("unknown_position", "A", 9, "M"),
        ("two_secretaries", "A", 9, "M"),
    ]
    assert PositionHolding.objects.get().person.full_name == "Lò Văn An"


def test_new_secretary_relieves_the_one_before(party, importing):
    importing(A=roster(roster_row(position="Bí thư Chi bộ"), roster_row("Lò Thị Bình")))
    importing(
        A=roster(roster_row(), roster_row("Lò Thị Bình", position="Bí thư Chi bộ"), on="30/06/2024")
    )

    assert list(
        PositionHolding.objects.order_by("during").values_list("person__full_name", "during")
    ) == [
        ("Lò Văn An", since(LISTED, dt.date(2024, 6, 30))),
        ("Lò Thị Bình", since(dt.date(2024, 6, 30))),
    ]


def test_notes_become_exemption_and_temporary_stay(party, importing):
    importing(
        A=roster(
            roster_row(note="Miễn công tác và sinh hoạt đảng từ 5/3/2020"),
            roster_row("Lò Thị Bình", note="Sinh hoạt tạm thời nơi khác từ 1/2/2023 đến 31/7/2023"),
        )
    )

    stay = TemporaryStay.objects.get()
    assert Exemption.objects.get().during == since(dt.date(2020, 3, 5))
    assert stay.during == since(dt.date(2023, 2, 1), dt.date(2023, 8, 1))
    assert (stay.direction, stay.unit.name) == ("OUT", NEW_BRANCH)


def test_import_again_changes_nothing(party, importing):
    sheet = roster(
        roster_row(
            card="06971459",
            position="Bí thư Đảng ủy",
            note="Miễn công tác và sinh hoạt đảng từ 5/3/2020",
        ),
        roster_row("Lò Thị Bình", official=None),
    )
    importing(A=sheet)

    again = importing(A=sheet)

    assert counts(again) == [(0, 0, 2)]
    assert again.import_id is None


def test_blank_says_nothing_about_what_is_known(party, importing):
    importing(A=roster(roster_row(card="06971459")))
    importing(A=roster(roster_row(official=None, ethnicity=None)))

    membership = Membership.objects.get()
    assert (membership.official_on, membership.card_tail) == (dt.date(2006, 1, 1), "1459")
    assert membership.person.ethnicity.name == "Tày"


def test_later_list_moves_a_member(party, importing):
    importing(A=roster(roster_row()))

    report = importing(A=roster(roster_row(branch=OLD_BRANCH), on="30/06/2024"))

    later = dt.date(2024, 6, 30)
    assert homes() == [
        ("Lò Văn An", NEW_BRANCH, since(LISTED, later), "ROSTER", "MOVED"),
        ("Lò Văn An", OLD_BRANCH, since(later), "MOVED", ""),
    ]
    assert counts(report) == [(0, 1, 0)]


def test_earlier_list_lets_the_same_home_begin_earlier(party, importing):
    importing(A=roster(roster_row()))
    importing(A=roster(roster_row(), on="30/06/2022"))

    assert homes() == [("Lò Văn An", NEW_BRANCH, since(dt.date(2022, 6, 30)), "ROSTER", "")]


def test_earlier_list_with_another_home_comes_before(party, importing):
    importing(A=roster(roster_row()))
    importing(A=roster(roster_row(branch=OLD_BRANCH), on="30/06/2022"))

    assert homes() == [
        ("Lò Văn An", OLD_BRANCH, since(dt.date(2022, 6, 30), LISTED), "ROSTER", "MOVED"),
        ("Lò Văn An", NEW_BRANCH, since(LISTED), "ROSTER", ""),
    ]


def test_second_home_is_a_doubt_on_both_rows(party, importing):
    report = importing(
        A=roster(roster_row()),
        B=roster(roster_row(branch=OTHER_BRANCH), organization="ĐẢNG BỘ XÃ YÊN CƯ"),
    )

    assert places(report) == [
        ("duplicate_person", "A", 8, "B"),
        ("duplicate_person", "B", 8, "B"),
    ]
    assert OTHER_BRANCH in report.problems[0].message
    assert remedies(report) == [
        ("Giữ dòng này", ""),
        (f"Bỏ dòng này: chỉ tính một lần, ở {NEW_BRANCH}", "drop"),
    ]
    assert not report.applied
    assert not Person.objects.exists()


def test_note_tells_which_of_two_rows_goes(party, importing):
    note = f"Đã chuyển về {OTHER_BRANCH}, Đảng bộ xã Yên Cư"
    sheets = {
        "A": roster(roster_row(note=note)),
        "B": roster(roster_row(branch=OTHER_BRANCH), organization="ĐẢNG BỘ XÃ YÊN CƯ"),
    }

    report = importing(**sheets)
    taken = importing(mode="suggest", **sheets)

    assert remedies(report) == [
        (f"Bỏ dòng này: ghi chú cho biết đồng chí đã chuyển về {OTHER_BRANCH}", "drop"),
        ("Giữ dòng này", ""),
    ]
    assert taken.applied
    assert [home[:2] for home in homes()] == [("Lò Văn An", OTHER_BRANCH)]


def test_note_that_is_not_understood_leaves_the_choice_to_the_reader(party, importing):
    report = importing(
        A=roster(roster_row(note=f"Sắp chuyển sang {OTHER_BRANCH}")),
        B=roster(roster_row(branch=OTHER_BRANCH), organization="ĐẢNG BỘ XÃ YÊN CƯ"),
    )

    assert remedies(report) == [("", ""), ("", "")]


def test_impossible_date_of_birth_may_stay_unknown(party, importing):
    report = importing(
        A=roster(roster_row("Lò Thị Bình", born_female="31/02/1980")), mode="suggest"
    )

    person = Person.objects.get()
    assert (person.born_on, person.gender) == (None, "FEMALE")
    # That the day is missing now needs no word of its own.
    assert places(report) == [("impossible_date", "A", 8, "D")]


def test_same_row_twice_is_a_doubt_on_both(party, importing):
    report = importing(A=roster(roster_row(), roster_row()))

    assert places(report) == [("duplicate_row", "A", 8, "B"), ("duplicate_row", "A", 9, "B")]
    assert remedies(report) == [
        ("Giữ dòng này", ""),
        ("Bỏ dòng này: trùng với dòng 8", "drop"),
    ]


def test_row_that_stands_in_another_sheet_is_named_with_it(party, importing):
    report = importing(A=roster(roster_row()), B=roster(roster_row(), roster_row()))

    assert [remedy for remedy, _how in remedies(report)] == [
        "Giữ dòng này",
        "Bỏ dòng này: trùng với dòng 8 của trang tính “A”",
        "Bỏ dòng này: trùng với dòng 8 của trang tính “A”",
    ]
    told = report.problems[1].message
    assert "(dòng 8 của trang tính “A”)" in told
    assert "(dòng 9)" in told


def test_second_home_in_a_list_of_the_same_day_is_a_doubt(party, importing):
    importing(A=roster(roster_row()))

    report = importing(A=roster(roster_row(branch=OTHER_BRANCH), organization="ĐẢNG BỘ XÃ YÊN CƯ"))

    assert places(report) == [("duplicate_person", "A", 8, "B")]
    assert remedies(report) == [("", "")]


def test_note_tells_that_the_home_in_the_book_is_right(party, importing):
    importing(A=roster(roster_row()))

    report = importing(
        mode="suggest",
        A=roster(
            roster_row(branch=OTHER_BRANCH, note=f"Đã chuyển về {NEW_BRANCH}"),
            organization="ĐẢNG BỘ XÃ YÊN CƯ",
        ),
    )

    assert [p.action for p in report.problems] == ["accept"]
    assert [home[1] for home in homes()] == [NEW_BRANCH]


def test_unknown_branch_is_a_doubt_with_the_near_name(party, importing):
    report = importing(A=roster(roster_row(branch="Chi bộ Bản Mớih")))

    assert places(report) == [("unknown_branch", "A", 8, "N")]
    assert remedies(report) == [(NEW_BRANCH, "replace")]
    assert COMMITTEE in report.problems[0].message


@pytest.mark.parametrize(
    "branch", ["Chi bộ Bản Mớih", "Chi bo Ban Moi", "CB Bản Mới", "Bản Mới", "CHI BỘ BẢNMỚI"]
)
def test_near_name_is_taken_on_request(party, importing, branch):
    report = importing(A=roster(roster_row(branch=branch)), mode="suggest")

    assert report.problems[0].action == "accept"
    assert [home[1] for home in homes()] == [NEW_BRANCH]


@pytest.mark.parametrize("branch", ["Chi bộ Bản Xa", "Chi bộ Tổ 4", "Chi bộ Nà Pái", "Bản"])
def test_unknown_branch_without_one_near_name_has_no_remedy(party, importing, branch):
    report = importing(A=roster(roster_row(branch=branch)))

    assert places(report) == [("unknown_branch", "A", 8, "N")]
    assert remedies(report) == [("", "")]


def test_name_near_to_two_branches_has_no_remedy(party, importing):
    committee = Unit.objects.get(name=COMMITTEE)
    for name in ("Chi bộ Khuổi Chát", "Chi bộ Khuổi Chắt"):
        organizations.unit("BRANCH", name, under=committee)

    report = importing(A=roster(roster_row(branch="Chi bộ Khuổi Chăt")))

    assert remedies(report) == [("", "")]


def test_name_of_two_branches_without_an_organization_is_a_doubt(party, importing):
    report = importing(
        A=roster(roster_row(branch="Chi bộ Trạm Y tế"), organization="DANH SÁCH CHUNG")
    )

    assert places(report) == [("ambiguous_unit", "A", 8, "N")]


def test_missing_branch_is_a_doubt(party, importing):
    assert places(importing(A=roster(roster_row(branch=None)))) == [("missing_branch", "A", 8, "N")]


@pytest.mark.parametrize("official", [dt.date(2004, 12, 31), "12/2004", 2004])
def test_official_before_admission_is_a_doubt(party, importing, official):
    report = importing(A=roster(roster_row(official=official)))

    assert places(report) == [("official_before_admission", "A", 8, "H")]
    assert remedies(report) == [("không rõ ngày", "replace")]


def test_official_before_the_admission_in_the_book_is_a_doubt(party, importing):
    importing(A=roster(roster_row(official=None)))

    report = importing(A=roster(roster_row(admitted=None, official=dt.date(2004, 12, 31))))

    assert places(report) == [("official_before_admission", "A", 8, "H")]


def test_admission_after_the_list_of_an_official_member_has_no_safe_remedy(party, importing):
    report = importing(A=roster(roster_row(admitted=dt.date(2023, 7, 1), official="không rõ ngày")))

    assert places(report) == [("official_before_admission", "A", 8, "H")]
    assert remedies(report) == [("", "")]


def test_admission_after_the_list_is_a_doubt(party, importing):
    report = importing(A=roster(roster_row(admitted=dt.date(2023, 7, 1), official=None)))

    assert places(report) == [("admitted_after_list", "A", 8, "G")]


@pytest.mark.parametrize(
    ("born", "severity"),
    [(dt.date(1990, 1, 1), "warning"), (dt.date(2080, 1, 1), "doubt"), ("1986", None)],
)
def test_admission_too_young_is_a_warning_and_before_birth_a_doubt(
    party, importing, born, severity
):
    report = importing(A=roster(roster_row(born=born)), mode="skip")

    assert [p.severity for p in report.problems if p.column == "G"] == [severity][: bool(severity)]
    assert Membership.objects.count() == (severity != "doubt")


@pytest.mark.parametrize(
    ("official", "known"),
    [
        ("không rõ ngày", (None, LISTED)),
        ("x", (None, LISTED)),
        (2006, (None, dt.date(2006, 12, 31))),
        ("02/2006", (None, dt.date(2006, 2, 28))),
        ("2023", (None, LISTED)),
        ("2024", (None, dt.date(2024, 12, 31))),
        ("chưa", (None, None)),
        (dt.date(2004, 12, 31), (None, LISTED)),
        (dt.date(2006, 1, 1), (dt.date(2006, 1, 1), None)),
    ],
)
def test_official_member_whose_day_is_not_known(party, importing, official, known):
    importing(A=roster(roster_row(official=official)), mode="suggest")

    membership = Membership.objects.get()
    assert (membership.official_on, membership.official_by) == known


def test_day_of_becoming_official_replaces_that_it_is_not_known(party, importing):
    importing(A=roster(roster_row(official="không rõ ngày")))
    importing(A=roster(roster_row(official=2006), on="30/06/2024"))
    by_year = Membership.objects.get().official_by

    importing(A=roster(roster_row(official=dt.date(2006, 1, 1)), on="31/12/2024"))
    importing(A=roster(roster_row(official="không rõ ngày"), on="30/06/2025"))

    membership = Membership.objects.get()
    assert by_year == dt.date(2006, 12, 31)
    assert (membership.official_on, membership.official_by) == (dt.date(2006, 1, 1), None)


@pytest.mark.parametrize("shown", ["…4567", "...4567", "****4567", "XXXX 4567"])
def test_masked_card_number_says_nothing(party, importing, shown):
    importing(A=roster(roster_row(card="01234567")))
    before = Membership.objects.values("card_digest", "card_cipher", "card_tail").get()

    report = importing(A=roster(roster_row(card=shown)))

    assert (report.applied, counts(report)) == (True, [(0, 0, 1)])
    assert Membership.objects.values("card_digest", "card_cipher", "card_tail").get() == before


def test_card_of_two_people_is_a_doubt(party, importing):
    importing(A=roster(roster_row(card="06971459")))

    report = importing(
        A=roster(
            roster_row("Lò Thị Bình", card="06971459"),
            roster_row("Lò Thị Chi", card="06971460"),
            roster_row("Lò Thị Dung", card="06971460"),
        )
    )

    assert places(report) == [("duplicate_card", "A", row, "I") for row in (8, 9, 10)]


def test_list_without_a_day_is_an_error(party, importing):
    titles, header, rows = roster(roster_row())

    report = importing(A=(titles[:2], header, rows))

    assert places(report) == [("missing_list_date", "A", 5, "")]
    assert report.has_errors


def test_list_without_a_day_is_of_the_day_of_those_beside_it(party, importing):
    titles, header, rows = roster(roster_row("Lò Thị Bình"))

    report = importing(A=roster(roster_row()), B=(titles[:2], header, rows))

    assert report.applied
    assert {home[2] for home in homes()} == {since(LISTED)}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"born": "20/05/1823"}, [("too_old", "A", 8, "C")]),
        ({"born": None, "born_female": "1823"}, [("too_old", "A", 8, "D")]),
        (
            {"born": dt.date(1912, 6, 30), "admitted": dt.date(1945, 8, 19)},
            [("too_old", "A", 8, "C")],
        ),
        ({"born": dt.date(1913, 6, 30), "admitted": dt.date(1945, 8, 19)}, []),
        ({"born": dt.date(1920, 1, 1)}, [("too_old", "A", 8, "C")]),
        ({"born": dt.date(1930, 1, 1)}, []),
    ],
    ids=["century", "year only", "too old today", "very old", "too old on joining", "old"],
)
def test_an_age_hard_to_believe_is_asked_about(party, importing, cells, found):
    report = importing(A=roster(roster_row(**cells)))

    assert places(report) == found
    assert {problem.severity for problem in report.problems} <= {"doubt"}
