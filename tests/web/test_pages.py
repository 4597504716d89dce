"""Every page of the sample: it opens, costs few queries, and says nothing in English."""

import datetime as dt
import re

import pytest

from coso.appointments import queries as appointments
from coso.documents import queries as documents
from coso.evaluations import queries as evaluations
from coso.importing import queries as imports
from coso.meetings import queries as meetings
from coso.members import queries as members
from coso.planning import queries as planning
from coso.resolutions import queries as resolutions
from coso.training import queries as training
from coso.visits import queries as visits
from coso.web.frame import LAST_DATE_COOKIE
from tests.web.conftest import AS_OF

MOST_QUERIES = 15
THE_DAY_BEFORE = AS_OF - dt.timedelta(days=1)
PAGES = {
    "dashboard": "/",
    "comparison": "/so-sanh/?voi-ngay=2022-12-31",
    "picture": "/hinh/do-tuoi.svg",
    "every figure": "/so-lieu/",
    "figure": "/so-lieu/member.total/",
    "figure in parts": "/so-lieu/member.total/?theo=children",
    "share": "/so-lieu/staff.managed.degree/",
    "movements": "/so-lieu/member.in/",
    "opening": "/so-lieu/member.opening/",
    "sum": "/so-lieu/staff.quota/",
    "rate": "/so-lieu/meeting.attendance.rate/",
    "missing": "/so-lieu/meeting.regular.missing/?tu=2021-01-01",
    "rating": "/so-lieu/rating.commune.good/",
    "rating of members": "/so-lieu/rating.member.good/?theo=level",
    "rating of organizations": "/so-lieu/rating.organization.good/?theo=children",
    "resolution": "/so-lieu/resolution.thematic/",
    "theme": "/so-lieu/theme.total/",
    "visit": "/so-lieu/visit.direct/",
    "passport": "/so-lieu/member.total/cach-tinh/",
    "units": "/to-chuc/",
    "areas": "/to-chuc/?cay=dia-ban",
    "agencies": "/to-chuc/?cay=co-quan",
    "tree": "/to-chuc/cay/",
    "picker": "/to-chuc/chon/",
    "picker, search": "/to-chuc/chon/?tim=yen+dinh",
    "requests": "/de-nghi/",
    "plans": "/sap-xep/",
    "plan by hand": "/sap-xep/moi/",
    "plan out of a workbook": "/sap-xep/tai-len/",
    "papers": "/bao-cao/",
    "report on a resolution": "/bao-cao/nghi-quyet/",
    "members": "/dang-vien/",
    "staff": "/can-bo/",
    "meetings": "/sinh-hoat/",
    "visits": "/du-sinh-hoat/",
    "ratings of members": "/xep-loai/",
    "ratings of staff": "/xep-loai/can-bo/",
    "ratings of organizations": "/xep-loai/to-chuc/",
    "plans of cadres": "/quy-hoach/",
    "plans of cadres, counted": "/so-lieu/planning.rows/?theo=cycle",
    "titles, counted": "/so-lieu/planning.titles/",
    "courses": "/dao-tao/",
    "learners": "/dao-tao/hoc-vien/",
    "decisions on personnel": "/dieu-dong-bo-nhiem/",
    "terms that end": "/dieu-dong-bo-nhiem/sap-het-han/",
    "staff who retire soon": "/can-bo/sap-nghi-huu/",
    "decisions, counted": "/so-lieu/decision.total/?theo=kind",
    "documents": "/van-ban/",
    "targets": "/nghi-quyet/",
    "work items": "/nghi-quyet/nhiem-vu/",
    "work items, counted": "/so-lieu/work_item.total/?theo=state",
    "branches that met, counted": "/so-lieu/meeting.regular.complete/?theo=year",
    "search": "/tim/?q=hoang",
    "imports": "/nhap-du-lieu/",
    "work of imports": "/nhap-du-lieu/viec/",
    "headers of the office": "/nhap-du-lieu/tieu-de/",
}
RECORDS = {
    "root": lambda root: f"/to-chuc/{root.pk}/",
    "committee": lambda root: f"/to-chuc/{root.children.exclude(type__is_branch=True)[0].pk}/",
    "branch": lambda root: f"/to-chuc/{root.children.filter(type__is_branch=True)[0].pk}/",
    "request of a branch": lambda root: (
        f"/de-nghi/to-chuc/{root.children.filter(type__is_branch=True)[0].pk}/"
    ),
    "branch of tree": lambda root: f"/to-chuc/cay/{root.pk}/",
    "person": lambda _: f"/nguoi/{members.roll_on(AS_OF)[0].membership.person_id}/",
    "meeting": lambda _: f"/sinh-hoat/{meetings.meetings()[0].pk}/",
    "theme": lambda _: f"/sinh-hoat/chuyen-de/{meetings.themes()[0].pk}/",
    "visit": lambda _: f"/du-sinh-hoat/{visits.visits()[0].pk}/",
    "candidate": lambda _: f"/quy-hoach/{planning.candidates()[0].pk}/",
    "person planned": lambda _: f"/nguoi/{planning.candidates()[0].person_id}/",
    "course": lambda _: f"/dao-tao/{training.courses()[0].pk}/",
    "learner": lambda _: f"/dao-tao/hoc-vien/{training.enrollments()[0].pk}/",
    "rating": lambda _: f"/xep-loai/{evaluations.evaluations()[0].pk}/",
    "decision": lambda _: f"/dieu-dong-bo-nhiem/{appointments.decisions()[0].pk}/",
    "person with decisions": lambda _: f"/nguoi/{appointments.decisions()[0].person_id}/",
    "import": lambda _: f"/nhap-du-lieu/{imports.imports()[0].pk}/",
    "import, undo": lambda _: f"/nhap-du-lieu/{imports.imports()[0].pk}/hoan-tac/",
    "target": lambda _: f"/nghi-quyet/chi-tieu/{resolutions.targets()[0].pk}/",
    "work item": lambda _: f"/nghi-quyet/nhiem-vu/{resolutions.work_items()[0].pk}/",
    "resolution": lambda _: f"/van-ban/{resolutions.resolutions()[0].pk}/",
    "document": lambda _: f"/van-ban/{documents.documents()[0].pk}/",
}
# Words of libraries that would show up if a sentence were left untranslated.
ENGLISH = re.compile(
    r"\b(the|this|field|required|please|enter|select|choice|value|page|next|previous|none|null|"
    r"true|false|search|submit|password|error|today|yes|all|unknown|no)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_opens_cheaply_and_in_vietnamese(officer_of_sample, path):
    path, _, query = path.partition("?")
    parameters = dict(pair.split("=") for pair in query.split("&")) if query else {}
    officer_of_sample.get(path, on=THE_DAY_BEFORE, **parameters)

    page = officer_of_sample.get(path, **parameters)

    assert page.status == 200
    assert len(page.queries) <= MOST_QUERIES, "\n".join(page.queries)
    assert ENGLISH.findall(page.words) == []


@pytest.mark.parametrize("address", RECORDS.values(), ids=RECORDS)
def test_record_opens_cheaply_and_in_vietnamese(officer_of_sample, root, address):
    path = address(root)
    officer_of_sample.get(path, on=THE_DAY_BEFORE)

    page = officer_of_sample.get(path)

    assert page.status == 200
    assert len(page.queries) <= MOST_QUERIES, "\n".join(page.queries)
    assert ENGLISH.findall(page.words) == []


@pytest.mark.parametrize("path", ["/", "/dang-vien/", "/to-chuc/cay/"])
@pytest.mark.parametrize("written", ["31/02/2023", "2023", "06/2023", "x"])
def test_bad_date_shows_today_and_says_why(officer_of_sample, path, written):
    page = officer_of_sample.get(path, on=None, ngay=written)

    assert page.status == 200
    assert f"“{written}”" in page.words
    assert "Trang đang hiện số liệu hôm nay." in page.words
    assert "Đang xem số liệu ngày" not in page.words


@pytest.mark.parametrize("written", ["30/06/2023", "2023-06-30", "30-6-2023"])
def test_date_may_be_written_as_people_write_it(officer_of_sample, written):
    page = officer_of_sample.get("/", on=None, ngay=written)

    assert "Đang xem số liệu ngày 30/06/2023" in page.words


def test_date_is_kept_and_the_last_one_offered_again(officer_of_sample):
    officer_of_sample.get("/")
    page = officer_of_sample.get("/dang-vien/", on=None, cot=["unit", "gender"], tim="an")

    assert "Lần trước đã xem 30/06/2023" in page.words
    assert "Ngày sắp xếp đơn vị hành chính 01/07/2025" in page.words
    choice = next(link for link in page.links if "ngay=2025-07-01" in link)
    assert "cot=unit" in choice
    assert "cot=gender" in choice
    assert "tim=an" in choice


def test_the_last_date_is_forgotten_at_sign_out(officer_of_sample):
    officer_of_sample.get("/")
    officer_of_sample.post("/tai-khoan/dang-xuat/")
    assert not officer_of_sample.client.cookies[LAST_DATE_COOKIE].value

    officer_of_sample.client.force_login(officer_of_sample.user)
    assert "Lần trước đã xem" not in officer_of_sample.get("/", on=None).words


def test_what_a_browser_keeps_as_the_last_date_need_not_be_one(officer_of_sample):
    officer_of_sample.client.cookies[LAST_DATE_COOKIE] = "31/02/2023"

    page = officer_of_sample.get("/", on=None)

    assert page.status == 200
    assert "Lần trước đã xem" not in page.words


def test_another_date_writes_nothing(officer_of_sample):
    page = officer_of_sample.get("/dang-vien/")

    assert [sql for sql in page.queries if sql.startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.parametrize("unit", ["0", "99999999", "abc", "9" * 30, "-1", "²"])
def test_unit_that_is_none_is_not_found(officer_of_sample, unit):
    assert officer_of_sample.get("/", don_vi=unit).status == 404


def test_unit_out_of_reach_is_not_found(browse, root):
    secretary = browse("bithu")

    assert secretary.get("/").status == 200
    assert secretary.get("/", don_vi=root.pk).status == 404
    assert secretary.get(f"/to-chuc/{root.pk}/").status == 404
    assert secretary.get(f"/to-chuc/cay/{root.pk}/").status == 404


def test_page_of_a_unit_before_it_was_founded_says_so(officer_of_sample, in_sample):
    branch = next(
        unit
        for unit in officer_of_sample.get("/to-chuc/cay/").response.context["nodes"]
        if unit.unit.founded_on is not None
    ).unit
    day = branch.founded_on.replace(year=branch.founded_on.year - 1)

    for path in ("/", "/to-chuc/cay/", "/so-lieu/", "/so-lieu/member.total/", "/dang-vien/"):
        page = officer_of_sample.get(path, on=day, don_vi=branch.pk)
        assert page.status == 200, path
