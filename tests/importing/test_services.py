import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.types import SYSTEM
from coso.importing.models import Import, ImportChange, ImportProblem
from coso.importing.services import import_workbooks
from coso.members.models import Membership, MembershipPeriod
from coso.people.models import Person
from tests.factories.accounts import make_user
from tests.factories.members import movement, roster, roster_row
from tests.factories.workbooks import workbook
from tests.importing.conftest import NEW_BRANCH, counts, day, places

pytestmark = pytest.mark.django_db

LEFT = ["Ngày từ trần"]
NOTHING_KNOWN = (("BÁO CÁO",), ["STT", "Mã lớp", "Học viên"], [[1, "L01", "An"]])


def run(*paths, **options):
    return import_workbooks(paths=paths, actor=SYSTEM, **options)


def test_report_prints_as_the_contract_says(party, importing):
    report = importing(A=roster(roster_row()), B=NOTHING_KNOWN)

    assert report.as_json() == {
        "workbooks": [
            {
                "file": "sổ.xlsx",
                "sheets": [
                    {
                        "sheet": "A",
                        "kind": "members",
                        "rows": 1,
                        "created": 1,
                        "updated": 0,
                        "unchanged": 0,
                    }
                ],
                "problems": [
                    {
                        "sheet": "B",
                        "row": None,
                        "column": None,
                        "kind": "unrecognized_sheet",
                        "severity": "info",
                        "message": report.problems[0].message,
                        "suggestion": None,
                        "action": None,
                    }
                ],
            }
        ],
        "applied": True,
        "import_id": Import.objects.get().pk,
    }


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"born": "hôm qua"}, ("unreadable_date", "A", 8, "C")),
        ({"education": ("12/12", "Tốt", None)}, ("unknown_value", "A", 8, "K")),
        ({"ethnicity": "Người Kinh kia"}, ("unknown_value", "A", 8, "E")),
        ({"name": None}, ("missing_value", "A", 8, "B")),
    ],
)
@pytest.mark.parametrize("mode", ["stop", "skip", "suggest"])
def test_bad_cell_is_an_error_and_nothing_is_written_in_any_mode(
    party, importing, cells, problem, mode
):
    report = importing(mode=mode, A=roster(roster_row(**cells), roster_row("Lò Thị Bình")))

    assert places(report) == [problem]
    assert (report.applied, report.import_id, report.has_errors) == (False, None, True)
    assert not Person.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="importing").exists()


def test_doubt_stops_everything_by_default(party, importing):
    report = importing(A=roster(roster_row(born="31/02/1980"), roster_row("Lò Thị Bình")))

    assert places(report) == [("impossible_date", "A", 8, "C")]
    assert report.problems[0].action == "stopped"
    assert (report.applied, report.has_doubts) == (False, True)
    assert not Person.objects.exists()


@pytest.mark.parametrize("mode", ["skip", "suggest"])
def test_doubtful_row_is_left_out_on_request(party, importing, mode):
    report = importing(
        mode=mode, A=roster(roster_row(branch="Chi bộ Nào Đó"), roster_row("Lò Thị Bình"))
    )

    assert report.applied
    assert report.problems[0].action == "left_out"
    assert counts(report) == [(1, 0, 0)]
    assert Person.objects.get().full_name == "Lò Thị Bình"


def test_dry_run_says_what_would_be_done_and_writes_nothing(party, importing):
    report = importing(dry_run=True, A=roster(roster_row()))

    assert (report.applied, report.import_id, counts(report)) == (False, None, [(1, 0, 0)])
    assert not Person.objects.exists()
    assert not Import.objects.exists()


def test_import_leaves_one_entry_in_the_trail_and_what_it_changed(party, tmp_path):
    user = make_user(full_name="Trần Thị Bình")
    path = workbook(tmp_path / "a.xlsx", A=roster(roster_row()))

    report = import_workbooks(paths=[path], actor=user)

    record = Import.objects.get()
    entry = AuditEntry.objects.get(action="importing.import_workbooks")
    assert (record.actor, record.status, record.pk) == (user, "APPLIED", report.import_id)
    sheet = {"file": "a.xlsx", **report.sheets[0].as_json(), "unused": []}
    assert record.report["sheets"] == [sheet]
    assert "admitted_on" in record.report["written"]["members_membership"]
    assert (record.problems.count(), record.applied_at is None) == (0, False)
    assert (entry.actor_id, entry.object_id) == (user.pk, record.pk)
    kept = {c.table: (c.kind, c.record_ids, c.before) for c in ImportChange.objects.all()}
    assert kept["people_person"] == ("CREATED", [Person.objects.get().pk], None)
    assert kept["members_membership"] == ("CREATED", [Membership.objects.get().pk], None)
    stays = [MembershipPeriod.objects.get().pk]
    assert kept["members_membershipperiod"] == ("CREATED", stays, None)


def test_values_before_are_kept_of_a_changed_record(party, importing):
    importing(A=roster(roster_row(official=None)))

    report = importing(A=roster(roster_row()))

    change = ImportChange.objects.get(source=report.import_id)
    assert (change.table, change.kind) == ("members_membership", "UPDATED")
    assert [before["official_on"] for before in change.before] == [None]
    assert counts(report) == [(0, 1, 0)]


def test_import_that_changes_nothing_leaves_no_trace(party, importing):
    importing(A=roster(roster_row()))
    entries = AuditEntry.objects.count()

    report = importing(A=roster(roster_row()))

    assert (report.applied, report.import_id) == (True, None)
    assert Import.objects.count() == 1
    assert AuditEntry.objects.count() == entries


def test_order_of_the_files_is_found(party, tmp_path):
    workbook(tmp_path / "1.xlsx", A=movement(LEFT, [day("06/07/2023")]))
    workbook(tmp_path / "2.xlsx", A=roster(roster_row()))
    (tmp_path / "~$2.xlsx").write_bytes(b"locked by Excel")
    (tmp_path / "README.md").write_text("not a workbook", encoding="utf-8")

    report = run(tmp_path)

    assert report.problems == ()
    assert report.files == ("1.xlsx", "2.xlsx")
    assert MembershipPeriod.objects.get().during.upper == dt.date(2023, 7, 6)


def test_file_that_cannot_be_read_is_an_error_beside_the_others(party, tmp_path):
    (tmp_path / "hỏng.xlsx").write_bytes(b"x")
    workbook(tmp_path / "lành.xlsx", A=roster(roster_row()))

    report = run(tmp_path)

    assert [(p.file, p.kind, p.severity) for p in report.problems] == [
        ("hỏng.xlsx", "unreadable_file", "error")
    ]
    assert not report.applied


def test_files_of_one_name_are_told_apart(party, tmp_path):
    paths = [tmp_path / "x" / "a.xlsx", tmp_path / "y" / "a.xlsx"]
    for path, name in zip(paths, ("Lò Văn An", "Lò Thị Bình"), strict=True):
        path.parent.mkdir()
        workbook(path, A=roster(roster_row(name)))

    assert run(*paths).files == tuple(map(str, paths))


@pytest.mark.parametrize("sheet", [roster(), ((), ["Họ và tên"], [])])
def test_sheet_without_rows_is_no_problem(party, importing, sheet):
    report = importing(A=sheet, B=roster(roster_row()))

    assert report.applied
    assert counts(report)[-1] == (1, 0, 0)


def test_files_of_one_name_are_told_apart_however_long_their_places(party, tmp_path):
    paths = []
    for place in ("a", "b"):
        folder = tmp_path / (place * 100) / (place * 100)
        folder.mkdir(parents=True)
        row = roster_row("Lò Văn " + place.upper(), branch="Chi bộ Lạ")
        paths.append(workbook(folder / "sổ.xlsx", A=roster(row, roster_row(f"Lý {place}"))))

    report = import_workbooks(paths=paths, actor=SYSTEM, mode="skip")

    assert report.applied
    assert {problem.file for problem in ImportProblem.objects.all()} == set(map(str, paths))


def test_workbook_without_any_row(party, importing):
    report = importing(A=roster(), B=movement(LEFT))

    assert (report.applied, counts(report)) == (True, [(0, 0, 0), (0, 0, 0)])


def test_progress_names_what_is_done(party, tmp_path):
    said = []
    path = workbook(tmp_path / "a.xlsx", A=roster(roster_row()))

    run(path, progress=lambda what, done, total: said.append((what, done, total)))

    assert said == [
        ("Đọc tệp 1 trên 1: a.xlsx", 0, 2),
        ("Đối chiếu 1 trên 1: Danh sách đảng viên", 1, 2),
    ]


def test_text_that_tries_to_be_sql_stays_text(party, importing):
    name = "Lò Văn An'); Drop Table People_Person; --"

    report = importing(A=roster(roster_row(name, note="{staging} %s %(x)s")))

    assert report.applied
    assert Person.objects.get().full_name == name
    assert MembershipPeriod.objects.get().unit.name == NEW_BRANCH
