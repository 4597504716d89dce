"""What is decided about whole rows, sheets and files, and about headers."""

import pytest

from coso.audit.models import AuditEntry
from coso.importing import queries, services
from coso.importing.enums import DecisionKind
from coso.importing.models import HeaderMeaning, Import, ImportProblem
from coso.people.models import Person
from tests.factories.members import ROSTER, roster, roster_row
from tests.factories.workbooks import workbook

pytestmark = pytest.mark.django_db

GOOD = roster_row()
# Two things are wrong with this row.
WORSE = roster_row("Lò Thị Bình", branch="Chi bộ Lạ", born="hôm qua")


def recheck(source, user, run_jobs):
    services.recheck(source=source, actor=user)
    run_jobs()
    source.refresh_from_db()
    return source


def one(problem):
    return ImportProblem.objects.filter(pk=problem.pk)


def test_leaving_a_row_out_settles_all_that_was_found_in_it(checked, user):
    source = checked(GOOD, WORSE)
    first, _second = queries.undecided(source)

    services.decide(source=source, problems=one(first), kind=DecisionKind.SKIP, actor=user)
    assert queries.tally(source).is_clear

    services.withdraw(source=source, problem=queries.waiting(source)[1], actor=user)
    assert queries.tally(source).waiting == 2
    assert not source.decisions.exists()


def test_only_what_was_typed_alike_is_decided_together(checked, user):
    lost = [roster_row(f"Lò Thị {name}", branch="Chi bộ Lạ") for name in ("Ba", "Tư")]
    source = checked(GOOD, *lost, roster_row("Lò Thị Năm", branch="Chi bộ Mất"))
    problems = list(queries.undecided(source))

    assert [queries.alike_counts(source, problems)[each] for each in problems] == [2, 2, 1]
    assert list(queries.alike(problems[0])) == problems[:2]


def test_what_needs_no_decision_takes_none(checked, user):
    source = checked(GOOD, header=[*ROSTER[:-1], "Họ tên mẹ"])
    everything = queries.problems_of(source)

    with pytest.raises(services.UnableToDecide):
        services.decide(source=source, problems=everything, kind=DecisionKind.SKIP, actor=user)


def test_file_that_cannot_be_read_is_left_out_on_request(user, tmp_path, run_jobs):
    content = workbook(tmp_path / "sổ.xlsx", A=roster(GOOD)).read_bytes()
    source = services.receive_files(
        uploads=[
            services.Upload("sổ.xlsx", len(content), [content]),
            services.Upload("hỏng.xlsx", 3, [b"abc"]),
        ],
        actor=user,
    )
    run_jobs()
    [problem] = queries.undecided(source)
    assert (problem.kind, "“hỏng.xlsx”" in problem.message) == ("unreadable_file", True)

    services.decide(source=source, problems=one(problem), kind=DecisionKind.SKIP, actor=user)
    recheck(source, user, run_jobs)

    assert queries.tally(source).settled == 1
    services.apply_import(source=source, actor=user, leave_out_doubtful=False)
    run_jobs()
    assert Person.objects.count() == 1


def test_list_without_a_day_is_left_out_on_request(upload, user, run_jobs):
    titles, header, rows = roster(GOOD)
    source = upload(A=(titles[:2], header, rows))
    run_jobs()

    everything = queries.undecided(source)
    services.decide(source=source, problems=everything, kind=DecisionKind.SKIP, actor=user)
    recheck(source, user, run_jobs)

    assert source.report["sheets"] == []
    assert [each.action for each in queries.waiting(source)] == ["skip"]


def test_day_given_to_a_list_stays_to_be_seen_and_taken_back(upload, user, run_jobs):
    titles, header, rows = roster(GOOD)
    source = upload(A=(titles[:2], header, rows))
    run_jobs()

    everything = queries.undecided(source)
    services.decide(
        source=source, problems=everything, kind=DecisionKind.CHANGE, text="1/7/2023", actor=user
    )
    recheck(source, user, run_jobs)
    assert source.report["sheets"][0]["created"] == 1

    [problem] = queries.waiting(source)
    services.withdraw(source=source, problem=problem, actor=user)
    recheck(source, user, run_jobs)
    assert [each.kind for each in queries.undecided(source)] == ["missing_list_date"]


@pytest.mark.parametrize("day", ["hôm qua", ""])
def test_day_that_is_none_is_not_taken_for_a_list(upload, user, run_jobs, day):
    titles, header, rows = roster(GOOD)
    source = upload(A=(titles[:2], header, rows))
    run_jobs()

    everything = queries.undecided(source)
    with pytest.raises(services.UnableToDecide):
        services.decide(
            source=source, problems=everything, kind=DecisionKind.CHANGE, text=day, actor=user
        )
    recheck(source, user, run_jobs)

    assert [each.kind for each in queries.undecided(source)] == ["missing_list_date"]


@pytest.mark.parametrize("born", ["32/13/1974", "31/02/1980", "năm ngoái"])
def test_value_that_cannot_be_read_either_is_refused_at_once(checked, user, born):
    source = checked(roster_row(born="30/02/1980"))

    with pytest.raises(services.UnableToDecide, match=born):
        services.decide(
            source=source,
            problems=queries.undecided(source),
            kind=DecisionKind.CHANGE,
            text=born,
            actor=user,
        )

    assert queries.undecided(source).count() == 1


def test_while_it_is_checked_again_nothing_is_written(checked, user):
    source = checked(GOOD)

    services.recheck(source=source, actor=user)

    source.refresh_from_db()
    assert (source.status, services.step_of(source)) == ("CHECKING", None)
    with pytest.raises(services.UnableToApplyImport, match="đang kiểm tra"):
        services.apply_import(source=source, actor=user, leave_out_doubtful=True)


def test_interrupted_check_is_begun_again(upload, user, run_jobs):
    source = upload(A=roster(GOOD))
    services.fail_check(import_id=source.pk, error=ZeroDivisionError("division by zero"))
    source.refresh_from_db()
    assert (source.status, "Máy chủ gặp sự cố" in source.message) == ("FAILED", True)

    recheck(source, user, run_jobs)

    assert (source.status, source.message) == ("READY", "")


def test_import_thrown_away_while_it_is_checked_stays_away(upload, user, run_jobs):
    source = upload(A=roster(GOOD))
    services.discard(source=source, actor=user)

    run_jobs()
    services.fail_check(import_id=source.pk, error=FileNotFoundError())

    assert Import.objects.get().status == "DISCARDED"
    assert not ImportProblem.objects.exists()


def test_columns_that_no_field_took_are_named(checked):
    source = checked(GOOD, header=[*ROSTER[:-1], "Họ tên mẹ"])

    assert source.report["sheets"][0]["unused"] == ["Họ tên mẹ"]


def test_column_that_the_office_does_not_want_is_not_read(checked, user, run_jobs):
    source = checked(GOOD)

    services.remember_headers(
        source=source, register="members", meanings={"Dân tộc": ""}, actor=user
    )
    run_jobs()
    services.apply_import(source=source, actor=user, leave_out_doubtful=False)
    run_jobs()

    assert Person.objects.get().ethnicity is None
    source.refresh_from_db()
    assert source.report["sheets"][0]["unused"] == []


def test_header_that_a_register_lacks_is_refused(checked, user):
    source = checked(GOOD)

    with pytest.raises(services.UnableToDecide, match="không có cột ấy"):
        services.remember_headers(
            source=source, register="members", meanings={"Dân tộc": "Bông lúa"}, actor=user
        )


def test_forgotten_header_is_read_as_everybody_does(checked, user):
    source = checked(GOOD)
    services.remember_headers(
        source=source, register="members", meanings={"Dân tộc": ""}, actor=user
    )

    services.forget_header(meaning=queries.meanings().get(), actor=user)

    assert not HeaderMeaning.objects.exists()
    assert AuditEntry.objects.latest("pk").summary == "Xóa cách hiểu tiêu đề “Dân tộc”"


def test_what_was_settled_is_no_work_any_more(checked, user, run_jobs):
    source = checked(GOOD, roster_row("Lò Thị Bình", branch="Chi bộ Lạ"))
    everything = queries.undecided(source)
    services.decide(source=source, problems=everything, kind=DecisionKind.SKIP, actor=user)

    services.apply_import(source=source, actor=user, leave_out_doubtful=False)
    run_jobs()

    assert not queries.open_work().exists()
    assert queries.with_open_work(queries.imports()).get().open_work == 0


def test_a_day_that_nobody_knows_is_work_until_it_is_found(checked, user, run_jobs):
    source = checked(GOOD, roster_row("Lò Thị Bình", born="31/02/1980", card="123"))
    everything = queries.undecided(source)
    services.decide(source=source, problems=everything, kind=DecisionKind.ACCEPT, actor=user)

    services.apply_import(source=source, actor=user, leave_out_doubtful=False)
    run_jobs()

    work = queries.open_work()
    assert [(each.kind, each.written) for each in work] == [
        ("impossible_date", "31/02/1980"),
        ("card_number", "123"),
    ]
    services.close_problem(problem=work[0], actor=user)
    assert queries.open_work().count() == 1


def test_what_an_import_changed_is_counted_by_kind_of_record(checked, user, run_jobs):
    source = checked(GOOD)
    services.apply_import(source=source, actor=user, leave_out_doubtful=False)
    run_jobs()

    changed = {each.label: (each.created, each.updated) for each in queries.changed_records(source)}
    assert changed["người"] == (1, 0)


def test_formula_without_a_result_is_changed_or_left_out(user, tmp_path, run_jobs):
    path = workbook(
        tmp_path / "sổ.xlsx", A=roster(roster_row(born="=1/0"), roster_row("Lò Thị Tư"))
    )
    content = path.read_bytes()
    source = services.receive_files(
        uploads=[services.Upload("sổ.xlsx", len(content), [content])], actor=user
    )
    run_jobs()
    [problem, *_] = queries.undecided(source)
    assert problem.kind == "formula_without_value"

    services.decide(
        source=source, problems=one(problem), kind=DecisionKind.CHANGE, text="1/2/1980", actor=user
    )
    recheck(source, user, run_jobs)

    assert queries.tally(source).is_clear
    assert source.report["sheets"][0]["created"] == 2


def test_cell_that_must_be_filled_and_has_no_result_is_told_of_once(checked):
    source = checked(roster_row("=1/0"))

    [problem] = queries.undecided(source)

    assert problem.kind == "formula_without_value"


def test_rows_that_say_the_same_are_not_decided_about_together(checked):
    source = checked(GOOD, GOOD)
    problems = list(queries.undecided(source))

    assert {each.kind for each in problems} == {"duplicate_row"}
    assert set(queries.alike_counts(source, problems).values()) == {0}
    assert list(queries.alike(problems[0])) == problems[:1]
