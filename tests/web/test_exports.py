"""What goes out as Excel comes in again: every list, imported unchanged, changes nothing."""

import datetime as dt

import pytest
from attrs import evolve
from django.urls import URLResolver, get_resolver, resolve

from coso.core.types import SYSTEM
from coso.documents.models import Document
from coso.evaluations.models import Evaluation
from coso.meetings.models import Meeting
from coso.members.models import Exemption, Membership, MembershipPeriod
from coso.organizations.models import Unit, UnitCode, UnitVersion
from coso.organizations.queries import details_on
from coso.organizations.services import change_unit
from coso.people.models import Person
from coso.personnel.models import Assignment
from coso.training.models import Course, Enrollment
from coso.visits.models import Visit
from coso.web.appointments.tables import DecisionTable, TermTable
from coso.web.documents.tables import DocumentTable
from coso.web.evaluations.tables import MemberRatingTable, StaffRatingTable, UnitRatingTable
from coso.web.meetings.tables import MeetingTable
from coso.web.members.tables import MemberTable
from coso.web.organizations.tables import AgencyTable, AreaTable, PartyTable
from coso.web.personnel.tables import RetirementTable, StaffTable
from coso.web.planning.tables import PlanTable
from coso.web.resolutions.tables import TargetTable, WorkItemTable
from coso.web.shared.views import ListView
from coso.web.training.tables import CourseTable, LearnerTable
from coso.web.visits.tables import VisitTable
from tests.web.conftest import AS_OF, differences

LISTS = {
    "party_organizations": ("/to-chuc/", {"cay": "dang"}, PartyTable),
    "areas": ("/to-chuc/", {"cay": "dia-ban"}, AreaTable),
    "agencies": ("/to-chuc/", {"cay": "co-quan"}, AgencyTable),
    "members": ("/dang-vien/", {}, MemberTable),
    "staff": ("/can-bo/", {}, StaffTable),
    "meetings": ("/sinh-hoat/", {}, MeetingTable),
    "visits": ("/du-sinh-hoat/", {}, VisitTable),
    "decisions": ("/dieu-dong-bo-nhiem/", {}, DecisionTable),
    "documents": ("/van-ban/", {}, DocumentTable),
    "planning": ("/quy-hoach/", {}, PlanTable),
    "targets": ("/nghi-quyet/", {}, TargetTable),
    "work_items": ("/nghi-quyet/nhiem-vu/", {}, WorkItemTable),
    "courses": ("/dao-tao/", {}, CourseTable),
    "enrollments": ("/dao-tao/hoc-vien/", {}, LearnerTable),
    "ratings": ("/xep-loai/can-bo/", {}, StaffRatingTable),
    "member_ratings": ("/xep-loai/", {}, MemberRatingTable),
    "unit_ratings": ("/xep-loai/to-chuc/", {}, UnitRatingTable),
}
# Large lists are taken of one committee, which is enough and quick.
OF_ONE_COMMITTEE = ("members", "meetings", "staff", "ratings", "member_ratings")
RATINGS = ("ratings", "member_ratings", "unit_ratings")
LATER = dt.date(2024, 12, 31)
# Words that find some rows of a small list, not all.
SEARCHED = {
    "party_organizations": "Yên Hân",
    "areas": "Bản Mới",
    "agencies": "Trường",
    "members": "Lò Văn An",
    "staff": "Lò Văn An",
    "meetings": "Bưu điện",
    "visits": "Bản Mới",
    "decisions": "Lò Văn An",
    "documents": "03-NQ",
    "planning": "Lò Văn An",
    "targets": "Đảng viên",
    "work_items": "Rà soát",
    "courses": "Tập huấn",
    "enrollments": "Lò Văn An",
    "ratings": "Lò Văn An",
    "member_ratings": "Lò Văn An",
    "unit_ratings": "Bưu điện",
}
# A period of which the sample knows who came and went.
MOVING = {"on": LATER, "tu": "2023-07-01"}
# Figures, and the register that knows their lists; none where the rows do not say what stands in
# a register on the day in view.
FIGURE_LISTS = {
    "org.branches": "party_organizations",
    "area.villages": "areas",
    "member.total": "members",
    "member.opening": None,
    "member.in": None,
    "staff.commune": "staff",
    "staff.quota": None,
    "rating.commune.rated": "ratings",
    "rating.member.rated": "member_ratings",
    "rating.organization.rated": "unit_ratings",
    "meeting.thematic.held": "meetings",
    "meeting.regular.missing": None,
    "visit.branches": "visits",
    "decision.total": "decisions",
    "resolution.thematic": "documents",
    "planning.rows": "planning",
    "planning.people": "planning",
    "planning.titles": None,
    "target.total": None,
    "work_item.total": "work_items",
    "training.courses": "courses",
    "training.enrollments.completed": "enrollments",
    "training.people": "enrollments",
    "theme.total": "themes",
}
# Parts of registers with pages of their own, and a day on which they list somebody of the small
# district.
ENDING = {
    "decisions": ("/dieu-dong-bo-nhiem/sap-het-han/", TermTable, dt.date(2028, 1, 1)),
    "staff": ("/can-bo/sap-nghi-huu/", RetirementTable, dt.date(2042, 1, 1)),
}
# Of what is done with the registers, and of who may; no register takes them in.
OF_NO_REGISTER = {
    *("phuong-an-sap-xep", "de-nghi-thay-doi", "nhat-ky-thay-doi", "nhat-ky-doc", "tai-khoan"),
    *("danh-sach", "viec-sau-khi-nhap"),
}
each_list = pytest.mark.parametrize("kind", LISTS)


def test_every_list_is_one_that_comes_in_again_or_of_no_register():
    addresses = [address for address, *_ in (*LISTS.values(), *ENDING.values())]
    taken_in = {resolve(address).func.view_class.export_name for address in addresses}

    assert {view.export_name for view in lists_of(get_resolver())} == taken_in | OF_NO_REGISTER


@pytest.mark.parametrize(
    ("on", "columns"), [(AS_OF, "usual"), (AS_OF, "all"), (LATER, "usual")], ids=str
)
@each_list
def test_list_of_the_sample_comes_in_again_unchanged(
    officer_of_sample, unit_named, again, kind, columns, on
):
    address, query, table = LISTS[kind]
    if kind in OF_ONE_COMMITTEE:
        query = {**query, "don_vi": unit_named("Đảng bộ xã Tân Sơn").pk}
    if columns == "all":
        query = {**query, "cot": list(table.base_columns)}

    report = again(officer_of_sample, address, on=on, **query)

    assert differences(report) == []
    assert [(s.kind, s.rows > 0, s.rows == s.unchanged) for s in report.sheets] == [
        (kind, True, True)
    ]


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/to-chuc/", {"cay": "co-quan", "cot": "name"}),
        ("/dang-vien/", {"cot": "gender"}),
        ("/sinh-hoat/", {"cot": "organization"}),
        ("/van-ban/", {"cot": "summary"}),
    ],
)
def test_export_of_no_register_or_of_too_few_columns_is_recognized_by_none(
    officer_of_sample, unit_named, again, address, query
):
    committee = unit_named("Đảng bộ xã Tân Sơn").pk

    report = again(officer_of_sample, address, don_vi=committee, **query)

    assert [(p.kind, p.severity) for p in report.problems] == [("unrecognized_sheet", "info")]
    assert report.sheets == ()


@pytest.mark.parametrize("columns", ["usual", "all"])
@each_list
def test_small_list_comes_in_again_unchanged(small_books, again, kind, columns):
    address, query, table = LISTS[kind]
    if columns == "all":
        query = {**query, "cot": list(table.base_columns)}

    report = again(small_books, address, **query)

    assert differences(report) == []
    assert [(s.kind, s.rows > 1, s.rows == s.unchanged) for s in report.sheets] == [
        (kind, True, True)
    ]


@each_list
def test_list_without_one_of_its_columns_changes_nothing(small_books, again, kind):
    address, query, table = LISTS[kind]
    columns = list(table.base_columns)

    for missing in columns:
        shown = [column for column in columns if column != missing]
        report = again(small_books, address, cot=shown, mode="skip", **query)

        changed = [(missing, s.created, s.updated) for s in report.sheets if s.created or s.updated]
        assert changed == []


@pytest.mark.parametrize("kind", ENDING)
def test_list_of_what_ends_soon_comes_in_again_unchanged(small_books, again, kind):
    address, table, on = ENDING[kind]

    report = again(small_books, address, on=on, cot=list(table.base_columns))

    assert differences(report) == []
    assert [(s.kind, s.unchanged) for s in report.sheets] == [(kind, 1)]


@each_list
def test_part_of_a_list_leaves_the_others_as_they_are(small_books, again, kind):
    address, query, _table = LISTS[kind]
    whole = again(small_books, address, **query).sheets[0].rows
    before = stored()

    report = again(small_books, address, dry_run=False, tim=SEARCHED[kind], **query)

    assert report.applied
    assert 0 < report.sheets[0].rows < whole
    assert stored() == before


@pytest.mark.parametrize("kind", ["party_organizations", "areas", "agencies"])
def test_list_of_a_day_before_all_lists_claims_nothing_for_it(officer_of_sample, again, kind):
    address, query, _table = LISTS[kind]

    report = again(officer_of_sample, address, on=dt.date(2022, 12, 31), **query)

    assert differences(report) == []
    assert report.sheets[0].unchanged > 1


@pytest.mark.parametrize("on", [AS_OF, LATER])
@pytest.mark.parametrize(
    "kind", ["members", "staff", "meetings", "visits", "enrollments", *RATINGS]
)
def test_list_names_units_as_on_the_day(small_books, again, kind, on):
    rename_all()
    address, query, _table = LISTS[kind]

    report = again(small_books, address, on=on, **query)

    assert differences(report) == []
    assert report.sheets[0].unchanged > 1


@pytest.mark.parametrize(("figure", "kind"), FIGURE_LISTS.items())
def test_records_behind_a_figure_come_in_again_unchanged(
    officer_of_sample, unit_named, again, figure, kind
):
    query = MOVING if figure in ("member.opening", "member.in") else {"tu": "2023-01-01"}
    if kind in OF_ONE_COMMITTEE:
        query = {**query, "don_vi": unit_named("Đảng bộ xã Tân Sơn").pk}
    shown = officer_of_sample.get(f"/so-lieu/{figure}/", **query).response.context

    report = again(officer_of_sample, f"/so-lieu/{figure}/", **query)

    assert differences(report) == []
    counted = [] if kind is None else [(kind, shown["records"]["total"])]
    assert [(s.kind, s.unchanged) for s in report.sheets] == counted
    told = [p.kind for p in report.problems if p.kind != "excellent_over_cap"]
    assert told == ([] if kind else ["unrecognized_sheet"])


@pytest.mark.parametrize("on", [AS_OF, LATER])
@pytest.mark.parametrize("figure", ["member.total", "staff.total", "meeting.regular.held"])
def test_records_behind_a_figure_name_units_as_on_the_day(small_books, again, figure, on):
    rename_all()

    report = again(small_books, f"/so-lieu/{figure}/", on=on, tu="2023-01-01")

    assert differences(report) == []
    assert [(s.rows > 0, s.rows == s.unchanged) for s in report.sheets] == [(True, True)]


def lists_of(resolver):
    """Yield the views of all lists that have an address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from lists_of(pattern)
        elif issubclass(view := getattr(pattern.callback, "view_class", object), ListView):
            yield view


def rename_all():
    """Give every unit below the root another name, between the two days of the tests."""
    renamed_on = dt.date(2023, 10, 1)
    for version in UnitVersion.objects.filter(unit__is_root=False).select_related("unit"):
        details = evolve(details_on(version.unit, renamed_on), name=f"{version.unit.name} mới")
        change_unit(unit=version.unit, details=details, on=renamed_on, actor=SYSTEM)


def stored():
    """Return every record of the registers."""
    models = (Unit, UnitVersion, UnitCode, Person, Membership, MembershipPeriod, Exemption)
    more = (Assignment, Evaluation, Meeting, Visit, Document, Course, Enrollment)
    return [list(model.objects.order_by("pk").values()) for model in (*models, *more)]
