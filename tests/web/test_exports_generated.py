"""Lists with anything in them come in again unchanged, whichever columns were chosen."""

import contextlib
import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coso.core.types import SYSTEM
from coso.importing.services import import_workbooks
from coso.members.models import MembershipPeriod
from coso.personnel.models import Assignment
from coso.web.members.tables import MemberTable
from coso.web.personnel.tables import StaffTable
from tests.factories.lists import BRANCHES, COMMITTEES, LISTED, MEMBERS, OWN, STAFF
from tests.factories.workbooks import workbook
from tests.web.conftest import differences

SYLLABLES = ("Lò", "Văn", "Thị", "Hoà", "Hòa", "Thuý", "Đạt", "ươm")
few_examples = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])

letters = st.characters(codec="utf-8", categories=("Lu", "Ll"), max_codepoint=0x1EF9)
syllables = st.sampled_from(SYLLABLES) | st.text(letters, min_size=1, max_size=7)
# Few enough that some are of one name, or born or admitted on one day.
names = st.just("Lò Văn Hoà") | st.lists(syllables, min_size=2, max_size=4).map(" ".join)
days = st.just(dt.date(1980, 5, 1)) | st.dates(dt.date(1890, 1, 1), dt.date(1999, 12, 31))
births = st.one_of(
    st.none(),
    days,
    days.map("{:%d/%m/%Y}".format),
    days.map("{:%m/%Y}".format),
    days.map("{:%Y}".format),
)
admissions = st.sampled_from([None, dt.date(2005, 1, 1), dt.date(2006, 1, 1)])
members = st.tuples(
    st.just(1),
    names,
    births,
    st.sampled_from(["Nam", "Nữ", None]),
    st.sampled_from(["Kinh", "Tày", "Mán", None]),
    admissions,
    st.sampled_from([None, *BRANCHES]),
    st.sampled_from([*COMMITTEES, OWN]),
)
employees = st.tuples(
    st.just(1),
    names,
    births,
    st.sampled_from(["Nam", "Nữ", None]),
    st.sampled_from(["UBND xã Tân Sơn", "Trường Mầm non Đồng Tâm"]),
    st.sampled_from(["Chuyên viên", "Kế toán", "=Văn thư", None]),
    st.sampled_from(["Cán bộ", "Công chức", "Viên chức", "Hợp đồng lao động"]),
    births,
    st.sampled_from(["01.003", "00123", "V.07.02.31", None]),
    admissions,
)


@pytest.fixture
def fill(tmp_path):
    """Return a function that imports rows; those that are doubtful stay out."""

    def run(header, rows):
        path = workbook(tmp_path / "sổ.xlsx", A=((LISTED,), header, rows))
        import_workbooks(paths=[path], actor=SYSTEM, mode="skip")

    return run


@contextlib.contextmanager
def rolled_back():
    """Leave nothing of what is written for one example."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@few_examples
@given(rows=st.lists(members, max_size=6))
def test_any_roll_comes_in_again_unchanged(books, fill, again, rows):
    with rolled_back():
        fill(MEMBERS, rows)

        report = again(books, "/dang-vien/", cot=list(MemberTable.base_columns))

        assert differences(report) == []
        assert sum(s.unchanged for s in report.sheets) == MembershipPeriod.objects.count()


@few_examples
@given(rows=st.lists(employees, max_size=6))
def test_any_list_of_staff_comes_in_again_unchanged(books, fill, again, rows):
    with rolled_back():
        fill(STAFF, rows)

        report = again(books, "/can-bo/", cot=list(StaffTable.base_columns))

        assert differences(report) == []
        assert sum(s.unchanged for s in report.sheets) == Assignment.objects.count()


@pytest.mark.parametrize(
    "kind",
    [("/dang-vien/", MemberTable, MEMBERS, members), ("/can-bo/", StaffTable, STAFF, employees)],
    ids=["members", "staff"],
)
@few_examples
@given(data=st.data())
def test_export_of_any_columns_changes_nothing(books, fill, again, kind, data):
    address, table, header, row = kind
    columns = st.sampled_from(list(table.base_columns))
    chosen = data.draw(st.lists(columns, unique=True, min_size=1))
    with rolled_back():
        fill(header, data.draw(st.lists(row, max_size=6)))

        report = again(books, address, cot=chosen, mode="skip")

        assert [(s.created, s.updated) for s in report.sheets] == [(0, 0)] * len(report.sheets)
