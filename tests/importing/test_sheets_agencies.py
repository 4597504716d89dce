import datetime as dt

import pytest

from coso.core.types import SYSTEM
from coso.importing.services import undo_import
from coso.organizations import queries
from coso.organizations import services as organization_services
from coso.organizations.enums import Tree
from coso.organizations.models import Unit, UnitCode, UnitPlacement, UnitVersion
from coso.organizations.queries import details_on, parent_on
from tests.factories import organizations
from tests.importing.conftest import counts, day, places

pytestmark = pytest.mark.django_db

LISTED, LATER = "(Tính đến ngày 30/06/2023)", "(Tính đến ngày 31/12/2024)"
HEADER = [
    *("TT", "Mã cơ quan", "Tên cơ quan, đơn vị", "Loại cơ quan", "Cơ quan cấp trên"),
    *("Địa bàn phục vụ", "Số QĐ thành lập", "Ngày thành lập", "Ngày kết thúc", "Trạng thái"),
]
AUTHORITY, SCHOOL = "UBND xã Tân Sơn", "Trường Mầm non Tân Sơn"
ON = dt.date(2023, 6, 30)


@pytest.fixture
def agencies(db):
    """Return the root of the agencies, beside two communes."""
    roots = organizations.roots()
    for code, name in (("02089", "Xã Tân Sơn"), ("02092", "Xã Yên Cư")):
        organizations.unit("COMMUNE", name, under=roots.area, code=code)
    return roots.agencies


@pytest.fixture
def listed(importing):
    """Return a function that imports rows of agencies."""

    def run(*rows, title=LISTED, header=HEADER, **options):
        return importing(A=((title,), header, rows), **options)

    return run


def row(name, parent=None, **cells):
    known = ("code", "type", "area", "decision", "founded", "closed", "state")
    said = dict.fromkeys(known) | cells
    return [
        *(1, said["code"], name, said["type"], parent, said["area"], said["decision"]),
        *(said["founded"], said["closed"], said["state"]),
    ]


def agency(name, **more):
    """Write an agency that the lists of the day know."""
    unit = organizations.unit(more.pop("kind", "STATE_AGENCY"), name, **more)
    Unit.objects.filter(pk=unit.pk).update(recorded_from=ON)
    return unit


def found(name, on=ON):
    return queries.find_unit(name, on)


def doubts(report):
    return [(p.kind, p.row, p.column) for p in report.problems if p.severity == "doubt"]


def suggestions(report):
    return [(p.suggestion, p.remedy) for p in report.problems if p.severity == "doubt"]


def registers():
    models = (Unit, UnitVersion, UnitPlacement, UnitCode)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_agencies_stand_under_their_superior_and_serve_an_area(agencies, listed):
    report = listed(
        row(SCHOOL, AUTHORITY, founded="05/09/1998", decision="12/QĐ-UBND"),
        row(AUTHORITY, type="Cấp xã", area="Xã Tân Sơn"),
    )

    assert (counts(report), report.problems) == ([(2, 0, 0)], ())
    school, authority = found(SCHOOL), found(AUTHORITY)
    assert (school.parent, authority.parent) == (authority, agencies)
    assert (school.type_id, authority.type_id) == ("SCHOOL", "COMMUNE_AUTHORITY")
    assert {school.code, authority.code} == {"CQ.0001", "CQ.0002"}
    assert (school.founded_on, school.founding_decision) == (day("05/09/1998"), "12/QĐ-UBND")
    assert {details_on(unit, ON).host_area.name for unit in (school, authority)} == {"Xã Tân Sơn"}


def test_as_offices_type(agencies, listed):
    header = ["STT", "Tên đơn vị", "Loại hình", "Trực thuộc", "Địa bàn", "Ngày QĐ thành lập"]
    rows = [
        [1, "UBND XÃ TÂN SƠN", "UBND xã", None, "xã  tân sơn", None],
        [2, "Trường  Mầm non\nTân Sơn", "trường", " UBND xã Tân Sơn", None, "5.9.1998"],
        ["", "Tổng cộng: 2 đơn vị", None, None, None, None],
    ]

    report = listed(*rows, header=header)

    assert counts(report) == [(2, 0, 0)]
    assert found(SCHOOL).founded_on == day("05/09/1998")
    assert details_on(found("UBND xã Tân Sơn"), ON).host_area.name == "Xã Tân Sơn"


def test_same_list_again_changes_nothing(agencies, listed):
    rows = [row(SCHOOL, AUTHORITY, area="Xã Yên Cư"), row(AUTHORITY, type="Cấp xã")]
    listed(*rows)
    before = registers()

    again = listed(*rows)

    assert (counts(again), again.import_id) == ([(0, 0, 2)], None)
    assert registers() == before


@pytest.mark.parametrize(
    ("title", "header", "kinds"),
    [
        ("", ["STT", "Tên cơ quan", "Cấp trên trực tiếp"], ["agencies"]),
        ("DANH SÁCH CÁC CƠ QUAN, ĐƠN VỊ", ["STT", "Cơ quan, đơn vị", "Ghi chú"], ["agencies"]),
        ("", ["STT", "Mã đơn vị", "Đơn vị", "Khối"], ["agencies"]),
        ("DANH SÁCH ĐIỆN THOẠI", ["STT", "Cơ quan, đơn vị", "Điện thoại"], []),
        ("", ["STT", "Mã đơn vị", "Tên đơn vị hành chính", "Loại", "Trực thuộc"], ["areas"]),
        ("", ["STT", "Tên cơ quan", "Loại đơn vị", "Cấp trên", "Biên chế giao 2023"], ["quotas"]),
        ("", ["Họ và tên", "Đơn vị", "Mã", "Loại", "Chức vụ", "Trực thuộc"], ["staff"]),
        ("", ["Đơn vị", "Mã", "Loại", "Kết quả xếp loại"], []),
    ],
)
def test_list_is_known_by_its_headers_or_its_title(agencies, importing, title, header, kinds):
    cells = [f"Ô {letter}" for letter in "ABCDEFGH"[: len(header)]]

    report = importing(A=((title, LISTED), header, [cells]), dry_run=True)

    assert [sheet.kind for sheet in report.sheets] == kinds


def test_agencies_are_written_before_what_names_them(agencies, importing):
    staff = ["Họ và tên", "Ngày sinh", "Đơn vị công tác", "Chức vụ", "Đối tượng"]
    people = [["Lò Văn An", "01/05/1980", SCHOOL, "Giáo viên", "Viên chức"]]

    report = importing(
        A=((LISTED,), staff, people), B=((LISTED,), HEADER, [row(SCHOOL, code="T.01")])
    )

    assert [p.kind for p in report.problems if p.kind == "created_agency"] == []
    assert found(SCHOOL).code == "T.01"


def test_known_agency_takes_on_what_a_list_says_from_its_day(agencies, listed):
    school = agency(SCHOOL, under=agencies, code="CQ.0007")
    agency(AUTHORITY, kind="COMMUNE_AUTHORITY", under=agencies)

    report = listed(row(SCHOOL, AUTHORITY, type="Trường học", area="Xã Yên Cư"), title=LATER)

    assert counts(report) == [(0, 1, 0)]
    before, after = dt.date(2024, 12, 30), dt.date(2024, 12, 31)
    assert [details_on(school, on).type.pk for on in (before, after)] == ["STATE_AGENCY", "SCHOOL"]
    assert [parent_on(school, on).name for on in (before, after)] == [agencies.name, AUTHORITY]
    assert details_on(school, after).host_area.name == "Xã Yên Cư"


def test_what_a_list_leaves_out_stays(agencies, listed):
    authority = agency(AUTHORITY, kind="COMMUNE_AUTHORITY", under=agencies)
    agency(SCHOOL, kind="SCHOOL", under=authority, code="CQ.0007")

    report = listed([SCHOOL, "cq 7"], header=["Tên cơ quan", "Mã cơ quan"])

    assert (counts(report), doubts(report)) == ([(0, 0, 1)], [])


def test_code_tells_an_agency_of_another_name(agencies, listed):
    school = agency("Trường Mầm non cũ", under=agencies, code="CQ.0007")

    report = listed(row(SCHOOL, code="CQ.0007"), title=LATER)

    assert counts(report) == [(0, 1, 0)]
    assert details_on(school, dt.date(2024, 12, 31)).name == SCHOOL
    assert details_on(school, ON).name == "Trường Mầm non cũ"


def test_given_codes_pass_over_those_of_the_list(agencies, listed):
    listed(row("Phòng Nội vụ"), row("Phòng Tài chính", code="CQ.0001"), row("Phòng Tư pháp"))

    assert [found(f"Phòng {name}").code for name in ("Tài chính", "Nội vụ", "Tư pháp")] == [
        *("CQ.0001", "CQ.0002", "CQ.0003"),
    ]


def test_unknown_superior_and_area_are_doubts_with_the_near_name(agencies, listed):
    agency(AUTHORITY, kind="COMMUNE_AUTHORITY", under=agencies)
    agency("Phòng Nội vụ", under=agencies)

    report = listed(
        row(SCHOOL, "UBND xã Tan Sơn", area="Xã Yên Cu"), row("Trạm Y tế", "Bệnh viện tỉnh")
    )

    assert places(report, "unknown_unit") == [
        *(("unknown_unit", "A", 5, "F"), ("unknown_unit", "A", 5, "E")),
        ("unknown_unit", "A", 6, "E"),
    ]
    assert suggestions(report) == [
        *(("Xã Yên Cư", "replace"), (AUTHORITY, "replace"), ("", "")),
    ]
    assert not report.applied


def test_slip_in_a_superior_of_the_same_list(agencies, listed):
    report = listed(row(AUTHORITY), row(SCHOOL, "UBND xã Tan Sơn"), mode="suggest")

    assert [p.action for p in report.problems if p.severity == "doubt"] == ["accept"]
    assert found(SCHOOL).parent.name == AUTHORITY


def test_agency_under_one_whose_row_is_doubtful_waits_too(agencies, listed):
    rows = [row(SCHOOL, AUTHORITY), row(AUTHORITY, area="Xã không có"), row("Phòng Nội vụ")]

    report = listed(*rows, mode="skip")

    assert doubts(report) == [("unknown_unit", 5, "E"), ("unknown_unit", 6, "F")]
    assert counts(report) == [(1, 0, 0)]
    assert found("Phòng Nội vụ").parent == agencies


def test_near_name_is_suggested_unless_the_row_says_that_it_is_new(agencies, listed):
    agency("Phòng Nội vụ", under=agencies)

    report = listed(row("Phòng Nội vu"))

    assert (doubts(report), suggestions(report)) == (
        [("near_name", 5, "C")],
        [("Phòng Nội vụ", "replace")],
    )
    assert doubts(listed(row("Phòng Nội vu"), row("Phòng Nội vụ"))) == []
    assert counts(listed(row("Phòng Nội vú", founded="01/01/2023"))) == [(1, 0, 0)]


def test_agency_named_under_another_superior_moves_only_with_its_code(agencies, listed):
    authority = agency(AUTHORITY, kind="COMMUNE_AUTHORITY", under=agencies)
    agency("Phòng Giáo dục", under=agencies)
    school = agency(SCHOOL, kind="SCHOOL", under=authority, code="CQ.0007")

    report = listed(row(SCHOOL, "Phòng Giáo dục"))

    assert (doubts(report), suggestions(report)) == (
        [("moved_or_new", 5, "B")],
        [("CQ.0007", "replace")],
    )
    listed(row(SCHOOL, "Phòng Giáo dục"), mode="suggest")
    assert parent_on(school, ON).name == "Phòng Giáo dục"
    assert counts(listed(row(SCHOOL, AUTHORITY, code="T.02"))) == [(1, 0, 0)]


def test_namesakes_are_told_apart_by_superior_or_code(agencies, listed):
    other = agency("UBND xã Yên Cư", kind="COMMUNE_AUTHORITY", under=agencies)
    authority = agency(AUTHORITY, kind="COMMUNE_AUTHORITY", under=agencies)
    for above, code in ((authority, "CQ.0007"), (other, "CQ.0008")):
        agency("Trạm Y tế", kind="PUBLIC_SERVICE_UNIT", under=above, code=code)

    assert doubts(listed(row("Trạm Y tế"))) == [("ambiguous_unit", 5, "C")]
    assert counts(listed(row("Trạm Y tế", AUTHORITY), row("Trạm Y tế", other.name))) == [(0, 0, 2)]
    assert counts(listed(row("Trạm Y tế", code="CQ.0008"))) == [(0, 0, 1)]


def test_rows_of_one_agency_are_doubts(agencies, listed):
    agency("Phòng Nội vụ", under=agencies, code="CQ.0007")

    report = listed(
        *(row("Phòng Nội vụ"), row("phòng nội vụ"), row("Phòng Tư pháp")),
        row("Phòng Tư pháp", agencies.name),
        *(row("Phòng A", code="T.1"), row("Phòng B", code="T.1")),
        mode="skip",
    )

    assert doubts(report) == [
        *(("duplicate_row", 6, "C"), ("duplicate_row", 8, "C")),
        *(("duplicate_code", 9, "B"), ("duplicate_code", 10, "B")),
    ]
    assert "dòng 5" in report.problems[0].suggestion
    assert counts(report) == [(1, 0, 1)]


def test_code_of_another_agency_is_a_doubt(agencies, listed):
    agency("Phòng Nội vụ", under=agencies, code="CQ.0007")
    agency("Phòng Y tế", under=agencies, code="CQ.0008")
    agency("Phòng cũ", under=agencies, code="CQ.0009", until=dt.date(2020, 1, 1))

    report = listed(row("Phòng Y tế", code="CQ.0007"), row("Phòng Tư pháp", code="CQ.0009"))

    assert [(p.kind, p.row, p.column) for p in report.problems] == [
        *(("code_of_another", 5, "B"), ("ended_unit", 6, "C"), ("code_of_another", 6, "B")),
    ]


def test_agency_that_ended_is_a_doubt_unless_the_list_says_so_or_it_is_founded_anew(
    agencies, listed
):
    agency("Phòng cũ", under=agencies, code="CQ.0009", until=dt.date(2020, 1, 1))

    report = listed(row("Phòng cũ"))

    assert (doubts(report), suggestions(report)) == (
        [("ended_unit", 5, "C")],
        [("Bỏ dòng này", "drop")],
    )
    closed = listed(row("Phòng cũ", code="CQ.0009", state="Đã giải thể", closed="01/01/2020"))
    assert (counts(closed), doubts(closed)) == ([(0, 0, 1)], [])
    assert counts(listed(row("Phòng cũ", founded="01/02/2022"))) == [(1, 0, 0)]


def test_new_agency_that_has_ended_is_kept_as_ended(agencies, listed):
    listed(row("Phòng cũ", founded="01/02/2002", state="Đã giải thể", closed="01/03/2021"))

    unit = Unit.objects.get(name="Phòng cũ")
    assert (unit.founded_on, unit.closed_on) == (day("01/02/2002"), day("01/03/2021"))
    assert unit not in queries.units_on(Tree.AGENCY, ON)


def test_impossible_dates_are_doubts(agencies, listed):
    report = listed(
        row("Phòng A", founded="31/02/2020"),
        row("Phòng B", founded="01/07/2023"),
        row("Phòng C", founded="01/07/2020", closed="30/06/2020"),
    )

    assert doubts(report) == [
        *(("impossible_date", 5, "H"), ("founded_after_list", 6, "H")),
        ("end_before_start", 7, "I"),
    ]


def test_agencies_under_one_another_are_doubts(agencies, listed):
    known = agency("Phòng C", under=agencies, code="CQ.0007")
    agency("Phòng D", under=known)

    report = listed(
        *(row("Phòng A", "Phòng B"), row("Phòng B", "Phòng A"), row("Phòng E", "phòng e")),
        row("Phòng C", "Phòng D"),
    )

    assert doubts(report) == [
        *(("under_itself", 5, "E"), ("under_itself", 6, "E"), ("own_parent", 7, "E")),
        ("under_itself", 8, "E"),
    ]


def test_agency_put_under_one_that_comes_below_it_later_is_a_doubt(agencies, listed):
    upper, lower = agency("Phòng A", under=agencies), agency("Phòng B", under=agencies)
    organization_services.move_unit(
        unit=upper, new_parent=lower, on=dt.date(2024, 1, 1), actor=SYSTEM
    )

    assert doubts(listed(row("Phòng B", "Phòng A"))) == [("under_itself", 5, "E")]


def test_kind_that_does_not_stand_there_is_a_warning(agencies, listed):
    report = listed(row(AUTHORITY, SCHOOL), row(SCHOOL))

    assert places(report) == [("nesting", "A", 5, "D")]
    assert report.applied


def test_undo_leaves_the_registers_as_before(agencies, listed):
    agency(SCHOOL, under=agencies, code="CQ.0007")
    organization_services.refresh_overseers()
    before = registers()
    report = listed(
        row(SCHOOL, AUTHORITY, type="Trường học", code="CQ.0007"),
        row(AUTHORITY, type="Cấp xã", area="Xã Tân Sơn"),
        title=LATER,
    )
    assert registers() != before

    undone = undo_import(
        import_id=report.import_id, actor=SYSTEM, on=dt.datetime.now(tz=dt.UTC).date()
    )

    assert undone.kept == ()
    assert registers() == before


def test_list_of_an_earlier_day_knows_what_came_later(agencies, listed):
    listed(row(SCHOOL, AUTHORITY), row(AUTHORITY, type="Cấp xã"), title=LATER)

    report = listed(row(SCHOOL, AUTHORITY), row(AUTHORITY, type="Cấp xã"))

    assert {created for created, _updated, _same in counts(report)} == {0}
    assert found(SCHOOL).recorded_from == ON
    assert queries.listed_since(Tree.AGENCY) == ON
