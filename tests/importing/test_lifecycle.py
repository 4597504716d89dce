import datetime as dt

import pytest

from coso.audit.models import AuditEntry
from coso.core.errors import DomainError
from coso.importing import queries, services
from coso.importing.enums import DecisionKind
from coso.importing.models import HeaderMeaning, Import, ImportChange, ImportFile, ImportProblem
from coso.importing.services import files
from coso.people.models import Person
from tests.factories.dumps import registers
from tests.factories.members import ROSTER, roster, roster_row
from tests.factories.workbooks import workbook
from tests.importing.conftest import OLD_BRANCH

pytestmark = pytest.mark.django_db

OUT_OF_MEMORY = DomainError("out_of_memory", "Hết bộ nhớ.")
GOOD, BAD = roster_row(), roster_row("Lò Thị Bình", branch="Chi bộ Bản Cú")


def apply(source, user, run_jobs, **options):
    options = {"leave_out_doubtful": False} | options
    services.apply_import(source=source, actor=user, **options)
    run_jobs()
    source.refresh_from_db()
    return source


def decide(source, user, kind, text="", problems=None):
    chosen = queries.undecided(source) if problems is None else problems
    return services.decide(source=source, problems=chosen, kind=kind, text=text, actor=user)


def test_upload_is_checked_by_a_job_and_writes_nothing(upload, run_jobs):
    before = registers()
    source = upload(A=roster(GOOD))
    assert (source.status, services.step_of(source)) == ("CHECKING", None)

    run_jobs()

    source.refresh_from_db()
    assert (source.status, source.checked_at is None) == ("READY", False)
    assert source.report["sheets"][0] | {"created": 1, "rows": 1} == source.report["sheets"][0]
    assert registers() == before
    assert services.step_of(source).what == "Đối chiếu 1 trên 1: Danh sách đảng viên"


def test_check_says_what_the_figures_will_become(checked):
    effects = {effect["id"]: effect for effect in checked(GOOD).effects}

    assert effects["member.total"]["after"] == "1"
    assert effects["member.total"]["on"] == "2023-06-30"
    assert effects["member.total"]["before"] == "–"
    assert "org.direct" not in effects


def test_applied_once_however_often_it_is_asked(checked, user, run_jobs):
    source = checked(GOOD)
    for _click in range(2):
        services.apply_import(source=source, actor=user, leave_out_doubtful=False)
    run_jobs()
    apply(source, user, run_jobs)

    assert Person.objects.count() == 1
    assert (source.status, source.applied_at is None) == ("APPLIED", False)
    assert AuditEntry.objects.filter(action="importing.import_workbooks").count() == 1
    entry = AuditEntry.objects.get(action="importing.import_workbooks")
    assert entry.actor_id == user.pk


def test_files_are_gone_once_nobody_needs_them(checked, user, run_jobs, home):
    source = checked(GOOD)
    [path] = files.paths_of(source).values()
    for each in (path, *path.relative_to(home).parents):
        assert (home / each).stat().st_mode & 0o077 == 0

    apply(source, user, run_jobs)

    assert not path.exists()
    assert ImportFile.objects.get().removed_at is not None


def test_progress_says_that_it_writes(checked, user, run_jobs):
    source = apply(checked(GOOD, BAD), user, run_jobs, leave_out_doubtful=True)

    step = services.step_of(source)
    assert (step.what, step.percent) == ("Ghi vào sổ 1 trên 1: Danh sách đảng viên", 50)


def test_doubt_stops_writing_and_comes_back(checked, user, run_jobs):
    source = apply(checked(GOOD, BAD), user, run_jobs)

    assert (source.status, Person.objects.count()) == ("READY", 0)
    assert "còn dòng phải quyết định" in source.message
    assert queries.tally(source).open_doubts == 1


def test_doubtful_rows_are_left_out_on_request_and_stay_on_the_work_list(checked, user, run_jobs):
    source = apply(checked(GOOD, BAD), user, run_jobs, leave_out_doubtful=True)

    assert (source.status, Person.objects.get().full_name) == ("APPLIED", "Lò Văn An")
    [problem] = queries.open_work()
    assert (problem.action, problem.written, problem.row) == ("left_out", "Chi bộ Bản Cú", 9)

    services.close_problem(problem=problem, actor=user)

    assert not queries.open_work().exists()
    assert ImportProblem.objects.get().closed_by == user.label


def test_a_changed_cell_is_read_in_place_of_what_was_typed(checked, user, run_jobs):
    source = checked(GOOD, BAD)

    decide(source, user, DecisionKind.CHANGE, OLD_BRANCH)
    assert queries.tally(source).is_clear
    apply(source, user, run_jobs)

    member = Person.objects.get(full_name="Lò Thị Bình").membership
    assert member.periods.get().unit.name == OLD_BRANCH
    assert ImportProblem.objects.get(row=9).action == "change"


def test_a_skipped_row_is_not_written(checked, user, run_jobs):
    source = checked(GOOD, BAD)

    decide(source, user, DecisionKind.SKIP)
    apply(source, user, run_jobs)

    assert Person.objects.get().full_name == "Lò Văn An"
    assert ImportProblem.objects.get(row=9).action == "skip"


def test_a_change_that_does_not_help_stays_open(checked, user, run_jobs):
    source = checked(GOOD, BAD)

    decide(source, user, DecisionKind.CHANGE, "Chi bộ Không Có")
    apply(source, user, run_jobs)

    assert source.status == "READY"
    [problem] = queries.undecided(source)
    assert "Chi bộ Không Có" in problem.message


def test_an_error_can_be_changed_or_skipped_too(checked, user, run_jobs):
    source = checked(roster_row(born="hôm qua"), roster_row("Lò Thị Bình", card="1"))
    first, second = queries.undecided(source)

    decide(source, user, "CHANGE", "20/05/1980", ImportProblem.objects.filter(pk=first.pk))
    decide(source, user, "SKIP", problems=ImportProblem.objects.filter(pk=second.pk))
    apply(source, user, run_jobs)

    assert Person.objects.get().born_on == dt.date(1980, 5, 20)


def test_a_decision_is_withdrawn(checked, user, run_jobs):
    source = checked(GOOD, BAD)
    decide(source, user, DecisionKind.SKIP)
    problem = ImportProblem.objects.get(row=9)

    services.withdraw(source=source, problem=problem, actor=user)

    assert list(queries.undecided(source)) == [problem]
    assert not source.decisions.exists()


def test_where_there_is_no_safe_suggestion_none_can_be_taken(checked, user):
    source = checked(roster_row(born="hôm qua"))

    with pytest.raises(services.UnableToDecide, match="hãy sửa hoặc bỏ qua"):
        decide(source, user, DecisionKind.ACCEPT)


def test_same_problems_are_decided_together(checked, user):
    rows = [roster_row(f"Lò Thị {name}", branch="Chi bộ Lạ") for name in ("Ba", "Tư", "Năm")]
    source = checked(GOOD, *rows, roster_row("Lò Văn Sáu", born="hôm qua"))
    problem = queries.undecided(source).get(row=9)

    assert decide(source, user, DecisionKind.SKIP, problems=queries.alike(problem)) == 3
    assert [left.kind for left in queries.undecided(source)] == ["unreadable_date"]


def test_a_list_without_a_day_gets_one(upload, user, run_jobs):
    titles, header, rows = roster(GOOD)
    source = upload(A=(titles[:2], header, rows))
    run_jobs()
    problem = queries.undecided(source).get(kind="missing_list_date")

    decide(
        source, user, DecisionKind.CHANGE, "30/06/2023", ImportProblem.objects.filter(pk=problem.pk)
    )
    apply(source, user, run_jobs)

    assert source.status == "APPLIED"
    assert Person.objects.get().membership.periods.get().during.lower == dt.date(2023, 6, 30)


def test_headers_of_the_office_are_remembered(upload, user, run_jobs):
    header = ["Đồng chí" if text == "Họ và tên" else text for text in ROSTER]
    source = upload(A=roster(GOOD, header=header))
    run_jobs()
    assert ImportProblem.objects.get().kind == "unrecognized_sheet"

    services.remember_headers(
        source=source, register="members", meanings={"Đồng chí": "Họ và tên"}, actor=user
    )
    run_jobs()

    assert [s["kind"] for s in Import.objects.get().report["sheets"]] == ["members"]
    assert HeaderMeaning.objects.get().said_by == user.label
    apply(source, user, run_jobs)
    again = upload("khác.xlsx", A=roster(roster_row("Lò Văn Bảy"), header=header))
    run_jobs()
    again.refresh_from_db()
    assert again.report["sheets"][0]["created"] == 1


def test_header_with_instructions_in_it_is_remembered(upload, user, run_jobs):
    long = f"Đồng chí: {'ghi theo lý lịch, ' * 20}"
    header = [long if text == "Họ và tên" else text for text in ROSTER]
    source = upload(A=roster(GOOD, header=header))
    run_jobs()

    services.remember_headers(
        source=source, register="members", meanings={long: "Họ và tên"}, actor=user
    )
    run_jobs()

    source.refresh_from_db()
    assert source.report["sheets"][0]["created"] == 1


def test_the_same_files_twice_are_one_import(upload, tmp_path):
    first = upload(A=roster(GOOD))
    content = (tmp_path / "sổ.xlsx").read_bytes()

    again = services.receive_files(
        uploads=[services.Upload("sổ.xlsx", len(content), [content])], actor=first.actor
    )

    assert (again, Import.objects.count()) == (first, 1)


def test_files_of_one_name_are_told_apart(user, tmp_path):
    contents = [
        workbook(tmp_path / "a.xlsx", A=roster(roster_row(name))).read_bytes()
        for name in ("Lò Văn An", "Lò Văn Ba")
    ]

    source = services.receive_files(
        uploads=[services.Upload("sổ.xlsx", len(each), [each]) for each in contents], actor=user
    )

    assert list(files.paths_of(source)) == ["sổ.xlsx", "sổ (2).xlsx"]


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([], "Chưa chọn tệp nào"),
        ([("sổ.xls", 10)], "Lưu thành"),
        ([("sổ.pdf", 10)], "không phải tệp Excel"),
        ([("sổ.xlsx", 50 * 2**20 + 1)], "lớn hơn 50 MB"),
        ([("sổ.xlsx", 0)], "tệp rỗng"),
        ([("sổ.xlsx", 1)] * 51, "nhiều nhất 50 tệp"),
    ],
)
def test_file_that_cannot_be_taken_in_is_refused_and_nothing_is_kept(user, home, uploads, said):
    with pytest.raises(services.UnableToReceiveFile, match=said):
        services.receive_files(
            uploads=[services.Upload(name, size, [b"x"]) for name, size in uploads], actor=user
        )

    assert not Import.objects.exists()
    assert not list(home.rglob("*.xls*"))


def test_upload_that_breaks_off_leaves_nothing(user, home):
    def broken():
        yield b"half"
        raise OSError("connection lost")

    with pytest.raises(OSError, match="lost"):
        services.receive_files(uploads=[services.Upload("sổ.xlsx", 9, broken())], actor=user)

    assert not Import.objects.exists()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_discarded_import_leaves_no_file_and_no_row(checked, user):
    source = checked(GOOD, BAD)

    services.discard(source=source, actor=user)

    assert Import.objects.get().status == "DISCARDED"
    assert not ImportProblem.objects.exists()
    assert not files.paths_of(source)
    with pytest.raises(services.UnableToApplyImport, match="đã bỏ"):
        services.apply_import(source=source, actor=user, leave_out_doubtful=True)
    with pytest.raises(services.UnableToDecide, match="đã bỏ"):
        services.discard(source=source, actor=user)


def test_a_check_that_failed_for_good_says_so(upload):
    source = upload(A=roster(GOOD))

    services.fail_check(import_id=source.pk, error=OUT_OF_MEMORY)

    source.refresh_from_db()
    assert (source.status, source.message) == ("FAILED", "Hết bộ nhớ.")


def test_an_import_is_taken_back_once_however_often_it_is_asked(checked, user, run_jobs):
    before = registers()
    source = apply(checked(GOOD), user, run_jobs)
    day = source.applied_at.date()
    for _click in range(2):
        services.request_undo(source=source, actor=user, on=day)
    assert services.undone(source) is None

    run_jobs()
    services.request_undo(source=source, actor=user, on=day)
    run_jobs()

    source.refresh_from_db()
    assert (source.status, registers()) == ("UNDONE", before)
    assert services.undone(source).kept == ()
    assert AuditEntry.objects.get(action="importing.undo_import").actor_id == user.pk


def test_files_of_an_import_that_was_taken_back_are_gone(checked, user, run_jobs):
    source = apply(checked(GOOD, BAD), user, run_jobs, leave_out_doubtful=True)
    [path] = files.paths_of(source).values()

    services.request_undo(source=source, actor=user, on=source.applied_at.date())
    assert path.exists()
    run_jobs()

    assert (path.exists(), files.paths_of(source)) == (False, {})


def test_what_undo_kept_can_be_read_later(checked, user, run_jobs):
    source = apply(checked(GOOD), user, run_jobs)
    Person.objects.update(full_name="Lò Văn Ân")

    services.request_undo(source=source, actor=user, on=source.applied_at.date())
    run_jobs()

    source.refresh_from_db()
    assert [kept.label for kept in services.undone(source).kept] == ["người: Lò Văn Ân"]
    assert services.undone(source).removed > 0


def test_undo_that_failed_for_good_leaves_the_import_as_it_was(checked, user, run_jobs):
    source = apply(checked(GOOD), user, run_jobs)
    services.request_undo(source=source, actor=user, on=source.applied_at.date())

    services.fail_undo(import_id=source.pk, actor_id=user.pk, error=OUT_OF_MEMORY)

    source.refresh_from_db()
    assert (source.status, source.message) == ("APPLIED", "Chưa hoàn tác gì. Hết bộ nhớ.")


def test_writing_that_failed_for_good_is_given_back(checked, user):
    source = checked(GOOD)
    services.apply_import(source=source, actor=user, leave_out_doubtful=False)

    services.fail_apply(import_id=source.pk, actor_id=user.pk, mode="stop", error=OUT_OF_MEMORY)

    source.refresh_from_db()
    assert (source.status, source.message) == ("READY", "Chưa ghi gì vào sổ. Hết bộ nhớ.")


def test_what_is_older_than_thirty_days_is_purged(checked, user, run_jobs):
    applied = apply(checked(GOOD, BAD), user, run_jobs, leave_out_doubtful=True)
    waiting = checked(roster_row("Lò Văn Ba", branch="Chi bộ Lạ"))
    day = applied.received_at.date()

    services.purge(on=day + dt.timedelta(days=30))
    assert (len(files.paths_of(applied)), len(files.paths_of(waiting))) == (1, 1)
    assert ImportChange.objects.exists()

    services.purge(on=day + dt.timedelta(days=32))
    waiting.refresh_from_db()
    assert (files.paths_of(applied), files.paths_of(waiting)) == ({}, {})
    assert (waiting.status, ImportChange.objects.exists()) == ("DISCARDED", False)
    assert queries.open_work().exists()
    assert not ImportProblem.objects.exclude(pk__in=queries.open_work()).exists()


def test_looking_at_an_import_that_was_purged_makes_no_folder(checked, home):
    source = checked(GOOD, BAD)
    services.purge(on=source.received_at.date() + dt.timedelta(days=32))
    left = sorted(home.rglob("*"))

    assert services.step_of(source) is None
    with pytest.raises(services.UnableToComment):
        services.commented_workbook(source.files.get())
    with pytest.raises(services.UnableToPreviewSheet):
        services.preview_sheet(source=source, file="sổ.xlsx", sheet="A")
    services.purge(on=source.received_at.date() + dt.timedelta(days=33))
    assert sorted(home.rglob("*")) == left
    assert not any(str(source.pk) == path.name for path in left)
