import datetime as dt

import pytest
from django.db import connection

from coso.audit.models import AuditEntry
from coso.core.dates import PartialDate
from coso.core.types import SYSTEM
from coso.core.writing import Basis
from coso.importing.models import Import
from coso.importing.services import UnableToUndoImport, undo_import
from coso.members import services as members
from coso.members.models import Membership, MembershipPeriod
from coso.members.services import Papers
from coso.organizations.models import Unit, UnitVersion
from coso.people.models import Person, Qualification
from coso.people.services import PersonDetails
from tests.factories.dumps import registers
from tests.factories.members import movement, roster, roster_row
from tests.importing.conftest import NEW_BRANCH, OLD_BRANCH, day

pytestmark = pytest.mark.django_db

MOVED = ["Chuyển đến chi bộ", "Ngày chuyển"]
LEFT = ["Ngày từ trần"]
UNITS = (
    ("DANH MỤC TỔ CHỨC ĐẢNG", "(Tính đến ngày 30/06/2023)"),
    ["Mã tổ chức", "Tên tổ chức đảng", "Loại hình tổ chức", "Cấp trên trực tiếp"],
)


def undo(report, on=None):
    source = Import.objects.get(pk=report.import_id)
    return undo_import(
        import_id=source.pk, actor=SYSTEM, on=on or source.applied_at.date() + dt.timedelta(30)
    )


def test_what_was_created_is_gone(party, importing):
    before = registers()
    report = importing(A=roster(roster_row(card="12345678"), roster_row("Lò Thị Bình")))

    undone = undo(report)

    assert registers() == before
    assert (undone.restored, undone.kept) == (0, ())
    assert Import.objects.get().status == "UNDONE"
    entry = AuditEntry.objects.get(action="importing.undo_import")
    assert f"bỏ {undone.removed}" in entry.summary


def test_what_was_changed_is_as_before(party, importing):
    importing(A=roster(roster_row(official=None, position="Bí thư")))
    before = registers()
    report = importing(
        A=roster(
            roster_row(card="12345678", branch=OLD_BRANCH, education=("12/12", "Thạc sĩ", None)),
            roster_row("Lò Thị Bình", NEW_BRANCH, position="Bí thư"),
            on="31/12/2023",
        )
    )
    assert MembershipPeriod.objects.count() == 3

    undone = undo(report)

    assert registers() == before
    assert (undone.restored > 1, undone.kept) == (True, ())


def test_a_member_who_left_is_back(party, importing):
    importing(A=roster(roster_row(position="Bí thư")))
    before = registers()

    undo(importing(A=movement(LEFT, [day("06/07/2023")])))

    assert registers() == before


def test_units_and_their_history_are_as_before(party, importing):
    before = registers()
    committee = Unit.objects.get(name="Đảng bộ xã Tân Sơn")
    report = importing(
        A=(
            *UNITS,
            [
                ["X1", "Đảng bộ xã Mới", "Đảng bộ cơ sở", party.name],
                ["X2", "Chi bộ Nà Mới", "Chi bộ trực thuộc đảng ủy cơ sở", "Đảng bộ xã Mới"],
                ["X3", committee.name, "Đảng bộ cơ sở", party.name],
            ],
        )
    )
    assert report.applied, report.problems
    assert Unit.objects.filter(name="Chi bộ Nà Mới").exists()

    undone = undo(report)

    assert registers() == before
    assert undone.kept == ()


def test_record_changed_since_is_kept_and_named(party, importing):
    report = importing(A=roster(roster_row(), roster_row("Lò Thị Bình")))
    person = Person.objects.get(full_name="Lò Văn An")
    Membership.objects.filter(person=person).update(official_decision="12-QĐ/HU")

    undone = undo(report)

    assert [(kept.table, kept.label, kept.reason) for kept in undone.kept] == [
        ("members_membership", "đảng tịch: Lò Văn An", "changed"),
        ("people_person", "người: Lò Văn An", "needed"),
    ]
    assert Person.objects.get() == person
    assert not Qualification.objects.exists()


def test_unit_that_is_needed_stays_what_and_where_it_is(party, importing):
    before = registers()
    row = ["X1", "Chi bộ Nà Mới", "Chi bộ cơ sở", party.name]
    report = importing(A=(*UNITS, [row, ["X2", "Chi bộ Nà Cũ", "Chi bộ cơ sở", party.name]]))
    unit = Unit.objects.get(name="Chi bộ Nà Mới")
    who = PersonDetails(full_name="Lò Văn An", born=PartialDate(day("01/01/1990")))
    members.admit_member(
        person=who, unit=unit, on=day("01/01/2024"), papers=Papers(), basis=Basis(), actor=SYSTEM
    )

    undone = undo(report)

    assert [(kept.label, kept.reason) for kept in undone.kept] == [
        ("đơn vị: Chi bộ Nà Mới", "needed")
    ]
    [version], [placement] = unit.versions.all(), unit.placements.all()
    assert (version.name, placement.parent) == ("Chi bộ Nà Mới", party)
    assert unit.codes.get().code == "X1"
    tables = ("organizations_unit", "organizations_unitplacement", "organizations_unitversion")
    assert [len(registers()[table]) - len(before[table]) for table in tables] == [1, 1, 1]


def test_member_who_is_kept_keeps_the_home(party, importing):
    report = importing(A=roster(roster_row()))
    Membership.objects.update(official_decision="12-QĐ/HU")

    undo(report)

    assert MembershipPeriod.objects.get().unit.name == NEW_BRANCH


def test_record_that_others_refer_to_since_is_kept(party, importing):
    first = importing(A=roster(roster_row()))
    importing(A=roster(roster_row(branch=OLD_BRANCH), on="31/12/2023"))

    undone = undo(first)

    assert {kept.reason for kept in undone.kept} == {"changed", "needed"}
    assert MembershipPeriod.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_values_before_that_no_longer_fit_are_not_forced(party, importing):
    importing(A=roster(roster_row()))
    second = importing(A=roster(roster_row(branch=OLD_BRANCH), on="31/12/2023"))
    home = MembershipPeriod.objects.get(unit__name=OLD_BRANCH)
    MembershipPeriod.objects.filter(pk=home.pk).update(entry_decision="5-QĐ/HU")

    undone = undo(second)

    assert sorted(kept.reason for kept in undone.kept) == ["changed", "collides"]
    assert MembershipPeriod.objects.filter(during__contains=day("01/01/2024")).get() == home


def test_undone_in_the_other_order_everything_is_as_before(party, importing):
    before = registers()
    reports = [
        importing(A=roster(roster_row())),
        importing(A=roster(roster_row(branch=OLD_BRANCH, position="Bí thư"), on="31/12/2023")),
        importing(A=movement(LEFT, [day("06/07/2024")], branch=OLD_BRANCH)),
    ]

    for report in reversed(reports):
        assert undo(report).kept == ()

    assert registers() == before


def test_only_an_applied_import_is_undone_and_only_for_thirty_days(party, importing):
    report = importing(A=roster(roster_row()))
    applied = Import.objects.get().applied_at.date()

    with pytest.raises(UnableToUndoImport, match="chỉ hoàn tác được đến"):
        undo(report, on=applied + dt.timedelta(days=31))
    undo(report)
    with pytest.raises(UnableToUndoImport, match="đã hoàn tác"):
        undo(report)
    with pytest.raises(UnableToUndoImport, match="Không có lần nhập số 0"):
        undo_import(import_id=0, actor=SYSTEM, on=applied)


def test_undo_outlives_todays_state_of_units(party, importing):
    report = importing(
        A=(*UNITS, [["X1", "Đảng bộ xã Mới", "Đảng bộ cơ sở", "Đảng bộ huyện Chợ Mới"]])
    )
    Unit.objects.filter(code="X1").update(is_active=False)

    assert undo(report).kept == ()
    assert not UnitVersion.objects.filter(name="Đảng bộ xã Mới").exists()
