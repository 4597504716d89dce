import datetime as dt

import pytest

from coso.importing.services import UnableToImport
from coso.organizations.models import Unit, UnitVersion
from tests.factories import organizations
from tests.importing.conftest import counts, places

pytestmark = pytest.mark.django_db

LISTED = "(Tính đến ngày 30/06/2023)"
PARTY = [
    *("STT", "Mã tổ chức", "Tên tổ chức đảng", "Loại hình tổ chức", "Loại hình cơ sở"),
    *("Cấp trên trực tiếp", "Thôn, tổ dân phố", "Xã, thị trấn", "Số QĐ thành lập"),
    *("Ngày thành lập", "Trạng thái", "Ghi chú"),
]
COMMUNES = [
    *("STT", "Mã đơn vị", "Tên đơn vị hành chính", "Loại", "Trực thuộc"),
    *("Từ 01/07/2025 › Mã đơn vị mới", "Từ 01/07/2025 › Tên đơn vị mới", "Ghi chú"),
]
VILLAGES = ["STT", "Mã thôn", "Tên thôn, tổ dân phố", "Loại", "Mã xã", "Xã, thị trấn", "Số hộ"]
ROOT = "Đảng bộ huyện Chợ Mới"
FOUNDED = dt.date(2008, 11, 11)


@pytest.fixture
def roots(db):
    return organizations.roots()


def committee(name="Đảng bộ xã Tân Sơn", code="06.065.002.000.000", parent=ROOT, **cells):
    row = {"type": "Đảng bộ cơ sở", "host": "Xã, thị trấn", "state": "Đang hoạt động"} | cells
    return [
        *(1, code, name, row["type"], row["host"], parent, None, "Xã Tân Sơn", "1134-QĐ/HU"),
        *(FOUNDED, row["state"], None),
    ]


def branch(name="Chi bộ Bản Mới", code="06.065.002.000.001", parent="Đảng bộ xã Tân Sơn"):
    return [
        *(1, code, name, "Chi bộ trực thuộc", "Thôn", parent, "Bản Mới", "Xã Tân Sơn", "1-QĐ/ĐU"),
        *(dt.date(2010, 8, 8), "Đang hoạt động", None),
    ]


def areas():
    commune = [1, "02089", "Xã Tân Sơn", "Xã", "Huyện Chợ Mới", "02086", "Xã Chợ Mới", None]
    village = [1, "02089.01", "Bản Mới", "Thôn", "02089", "Xã Tân Sơn", 103]
    return {
        "Xã": ((LISTED,), COMMUNES, [commune]),
        "Thôn": ((LISTED,), VILLAGES, [village]),
    }


def parties(*rows, header=PARTY):
    return ((LISTED,), header, rows)


def described(name):
    version = UnitVersion.objects.get(name=name)
    return (
        version.unit.code,
        version.type_id,
        version.host_type,
        version.unit.parent.name,
        version.host_area and version.host_area.name,
    )


def test_without_roots_nothing_can_be_imported(importing):
    with pytest.raises(UnableToImport, match="coso init"):
        importing(A=parties(committee()))


def test_units_stand_under_one_another_with_their_places(roots, importing):
    report = importing(**areas(), Cơ_sở=parties(committee()), Chi_bộ=parties(branch()))

    assert [problem.message for problem in report.problems] == []
    assert counts(report) == [(1, 0, 0)] * 4
    assert described("Đảng bộ xã Tân Sơn") == (
        *("06.065.002.000.000", "GRASSROOTS_COMMITTEE_ORG", "COMMUNE", ROOT, "Xã Tân Sơn"),
    )
    assert described("Chi bộ Bản Mới") == (
        *("06.065.002.000.001", "BRANCH", "VILLAGE", "Đảng bộ xã Tân Sơn", "Bản Mới"),
    )
    assert Unit.objects.get(name="Bản Mới").parent.name == "Xã Tân Sơn"


def test_import_again_changes_nothing(roots, importing):
    sheets = areas() | {"Cơ sở": parties(committee()), "Chi bộ": parties(branch())}
    importing(**sheets)

    again = importing(**sheets)

    assert counts(again) == [(0, 0, 1)] * 4
    assert again.import_id is None


def test_headers_and_values_in_other_words(roots, importing):
    header = [
        *("Số TT", "Tình trạng", "Đảng bộ cấp trên", "Loại hình đơn vị", "Loại hình TCĐ"),
        *("Tên chi, đảng bộ", "Mã TCĐ", "Thôn/TDP", "Ngày thành lập"),
    ]
    rows = [
        *([1, "Hoạt động", ROOT, "Xã", "ĐBCS", "ĐẢNG BỘ XÃ TÂN SƠN", "A1", None, "11/11/2008"],),
        *([2, None, "Đảng bộ xã Tân Sơn", "TDP", "CBTT", "Chi bộ Tổ 1", "A2", "Tổ 1", 39668],),
    ]

    report = importing(A=((LISTED,), header, rows))

    assert {problem.severity for problem in report.problems} <= {"info"}
    assert Unit.objects.get(code="A2").founded_on == dt.date(2008, 8, 8)
    assert Unit.objects.get(code="A2").parent == Unit.objects.get(code="A1")


def test_code_of_a_commune_may_be_headed_like_that_of_a_parent(roots, importing):
    communes = [["02089", "Xã Tân Sơn", "Huyện Chợ Mới"]]
    villages = [["02089.01", "02089", "Bản Mới"]]

    importing(
        A=((LISTED,), ["Mã xã", "Tên đơn vị hành chính", "Thuộc huyện"], communes),
        B=((LISTED,), ["Mã thôn", "Mã xã", "Tên thôn"], villages),
    )

    assert Unit.objects.get(code="02089.01").parent.code == "02089"


def test_unit_that_is_only_a_parent_is_created_and_told(roots, importing):
    report = importing(A=parties(branch()), **areas())

    assert Unit.objects.get(name="Chi bộ Bản Mới").parent.name == "Đảng bộ xã Tân Sơn"
    assert places(report, "created_unit") == [("created_unit", "A", 5, "F")]
    assert report.applied


def test_unknown_kind_is_an_error_at_its_cell(roots, importing):
    report = importing(A=parties(committee(type="Hội")), **areas())

    assert places(report) == [("unknown_value", "A", 5, "D")]
    assert "Đảng bộ cơ sở" in report.problems[0].message
    assert not report.applied


def test_list_of_ratings_is_not_a_list_of_organizations(roots, importing):
    header = ["Mã tổ chức", "Tên tổ chức đảng", "Cấp trên trực tiếp", "Kết quả xếp loại"]

    report = importing(A=(("(Năm 2022)",), header, [["1", "Đảng bộ xã Tân Sơn", ROOT, "Tốt"]]))

    assert places(report) == [("unknown_unit", "A", 5, "B")]
    assert [sheet.kind for sheet in report.sheets] == ["unit_ratings"]


def test_closed_organization_stays_readable(roots, importing):
    importing(A=parties(committee(state="Đã giải thể")), **areas())

    unit = Unit.objects.get(name="Đảng bộ xã Tân Sơn")
    assert (unit.founded_on, unit.closed_on) == (FOUNDED, dt.date(2023, 6, 30))


def test_organization_under_itself_is_a_doubt(roots, importing):
    importing(A=parties(committee()))

    report = importing(A=parties(committee(parent="Đảng bộ xã Tân Sơn")))

    assert places(report, "own_parent") == [("own_parent", "A", 5, "F")]
    assert not report.applied


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ([1, "02089", "Xã Tân Sơn", "Xã", "02089", None, None], ("own_parent", "A", 5, "E")),
        ([1, "02089", "Xã Tân Sơn", "Xã", None, "Xã Tân Sơn", None], ("own_parent", "A", 5, "F")),
    ],
)
def test_area_under_itself_is_a_doubt(roots, importing, cells, place):
    report = importing(A=((LISTED,), VILLAGES, [cells]))

    assert places(report, "own_parent") == [place]
    assert not report.applied


def test_village_may_have_the_name_of_its_commune(roots, importing):
    row = [1, "02089.01", "Tân Sơn", "Thôn", "02089", "Tân Sơn", None]

    assert importing(A=((LISTED,), VILLAGES, [row])).applied


def test_organizations_put_under_one_another_are_doubts(roots, importing):
    importing(A=parties(committee()), B=parties(branch()))

    report = importing(A=parties(committee(parent="Chi bộ Bản Mới")), **areas())

    assert places(report, "under_itself") == [("under_itself", "A", 5, "F")]


def test_organization_that_ends_before_it_was_founded_is_a_doubt(roots, importing):
    header = ["Tên tổ chức đảng", "Cấp trên trực tiếp", "Ngày thành lập", "Ngày kết thúc"]

    report = importing(A=parties(["Chi bộ A", ROOT, "02/02/2020", "01/02/2020"], header=header))

    assert places(report, "end_before_start") == [("end_before_start", "A", 5, "D")]


def test_list_without_a_column_for_superiors_leaves_units_where_they_are(roots, importing):
    importing(**areas(), Cơ_sở=parties(committee()), Chi_bộ=parties(branch()))

    report = importing(
        A=parties(["Chi bộ Bản Mới", "Thôn"], header=["Tên tổ chức đảng", "Loại hình cơ sở"]),
        B=((LISTED,), ["Mã thôn", "Tên thôn"], [["02089.01", "Bản Mới"]]),
        C=((LISTED,), ["STT", "Tên thôn", "Loại"], [[1, "Bản Mới", "Thôn"]]),
    )

    assert counts(report) == [(0, 0, 1)] * 3


def test_name_that_several_units_bear_is_a_doubt_where_nothing_tells_them_apart(roots, importing):
    others = committee("Đảng bộ xã Yên Cư", "06.065.003.000.000")
    elsewhere = branch(code="06.065.003.000.001", parent="Đảng bộ xã Yên Cư")
    village = [1, "02092.01", "Bản Mới", "Thôn", None, "Xã Yên Cư", 40]
    importing(
        **areas(),
        Thôn_khác=((LISTED,), VILLAGES, [village]),
        Đảng=parties(committee(), others, branch(), elsewhere),
    )

    report = importing(
        A=parties([1, "Chi bộ Bản Mới", None], header=["STT", "Tên tổ chức đảng", "Trạng thái"]),
        B=((LISTED,), ["STT", "Tên thôn", "Loại"], [[1, "Bản Mới", "Thôn"]]),
    )

    assert places(report) == [("ambiguous_unit", name, 5, "B") for name in "AB"]
