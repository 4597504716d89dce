import datetime as dt
import unicodedata

import pytest

from coso.importing import queries, services
from coso.importing.enums import DecisionKind
from coso.importing.models import ImportFile
from coso.importing.rows import Problem
from tests.factories.members import roster, roster_row
from tests.factories.workbooks import comments, workbook
from tests.importing.conftest import OLD_BRANCH

GOOD, BAD = roster_row(), roster_row("Lò Thị Bình", branch="Chi bộ Bản Cú")


def told(message="Ô này trống.", row=2, column="B", **values):
    values = {"file": "sổ.csv", "sheet": "sổ", "kind": "k", "severity": "error"} | values
    return Problem(row=row, column=column, message=message, **values)


@pytest.mark.django_db
def test_uploaded_workbook_comes_back_with_what_was_found(checked):
    source = checked(GOOD, BAD)

    [(place, (author, text))] = comments(services.commented_workbook(source.files.get())).items()

    assert (place, author) == (("A", "N9"), "Cơ Sở")
    assert text.splitlines() == [
        "Cơ Sở:",
        "Chưa chắc: " + queries.problems_of(source).get().message,
        "Gợi ý: Chi bộ Bản Cũ",
        "Chờ quyết định.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "kind", "text", "said"),
    [
        (roster_row(born="31/04/1974"), DecisionKind.ACCEPT, "", "Đã theo gợi ý."),
        (BAD, DecisionKind.CHANGE, OLD_BRANCH, f"Đã sửa thành “{OLD_BRANCH}”."),
        (BAD, DecisionKind.SKIP, "", "Đã bỏ qua dòng này."),
    ],
    ids=["accept", "change", "skip"],
)
def test_note_says_what_was_decided(checked, user, row, kind, text, said):
    source = checked(row)
    problems = queries.undecided(source)
    services.decide(source=source, problems=problems, kind=kind, text=text, actor=user)

    [(_author, note)] = comments(services.commented_workbook(source.files.get())).values()

    assert note.splitlines()[-1] == said


@pytest.mark.django_db
def test_written_import_gives_its_workbook_back(checked, user, run_jobs):
    source = checked(GOOD, BAD)
    services.apply_import(source=source, actor=user, leave_out_doubtful=True)
    run_jobs()

    [(_author, note)] = comments(services.commented_workbook(source.files.get())).values()

    assert note.endswith("Đã để lại dòng này, không ghi vào sổ.")


@pytest.mark.django_db
def test_only_problems_of_the_file_are_in_it(user, upload, run_jobs, tmp_path):
    contents = [
        workbook(tmp_path / f"{n}.xlsx", A=roster(*rows)).read_bytes()
        for n, rows in enumerate([(GOOD,), (BAD,)])
    ]
    source = services.receive_files(
        uploads=[
            services.Upload(f"{n}.xlsx", len(each), [each]) for n, each in enumerate(contents)
        ],
        actor=user,
    )
    run_jobs()

    clean, doubtful = source.files.order_by("name")

    assert comments(services.commented_workbook(clean)) == {}
    assert list(comments(services.commented_workbook(doubtful))) == [("A", "N8")]


@pytest.mark.django_db
def test_file_that_was_removed_is_refused(checked):
    source = checked(BAD)
    services.purge(on=source.received_at.date() + dt.timedelta(days=32))

    with pytest.raises(services.UnableToComment, match="“sổ.xlsx” không còn.*30 ngày"):
        services.commented_workbook(ImportFile.objects.get())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a,b\r\n1,\r\n", 'a,b,"Vấn đề (Cơ Sở)"\r\n1,,"Cột B: Lỗi: Ô này trống."\r\n'),
        ("\ufeffa;b\n1;\n", '\ufeffa;b;"Vấn đề (Cơ Sở)"\n1;;"Cột B: Lỗi: Ô này trống."\n'),
        ("a,b,c\n1", 'a,b,c,"Vấn đề (Cơ Sở)"\n1,,,"Cột B: Lỗi: Ô này trống."'),
        ('a,b\n"x\ny",2', 'a,b,"Vấn đề (Cơ Sở)"\n"x\ny",2,"Cột B: Lỗi: Ô này trống."'),
        ("sep=|\na|b\n1|\n", 'sep=|\na|b|"Vấn đề (Cơ Sở)"\n1||"Cột B: Lỗi: Ô này trống."\n'),
    ],
    ids=["CRLF", "mark and semicolons", "short row", "broken line", "separator said"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be"])
def test_text_file_gets_a_column_and_keeps_every_other_byte(tmp_path, encoding, before, after):
    path = tmp_path / "sổ.csv"
    path.write_bytes(before.encode(encoding))

    assert services.commented(path, [told()]).decode(encoding) == after

    path.write_bytes(after.encode(encoding))
    assert services.commented(path, [told()]).decode(encoding) == after


@pytest.mark.parametrize(
    ("returned", "after"),
    [
        # As Excel writes it again: quotes only where they are needed, rows of one length.
        (
            'a;b;Vấn đề (Cơ Sở) | Lỗi: cả tệp\n1;;"Cột B: ""x"""\n2;y;\n',
            'a;b;"Vấn đề (Cơ Sở)"\n1;;"Cột B: Lỗi: Ô này trống."\n2;y\n',
        ),
        # A column of the user's own stays.
        ("a;Vấn đề\n1;x\n", 'a;Vấn đề;"Vấn đề (Cơ Sở)"\n1;x;"Cột B: Lỗi: Ô này trống."\n'),
    ],
    ids=["saved by Excel", "own column"],
)
def test_column_of_an_earlier_import_is_replaced(tmp_path, returned, after):
    path = tmp_path / "sổ.csv"
    path.write_bytes(returned.encode())

    assert services.commented(path, [told()]).decode() == after


@pytest.mark.django_db
def test_text_file_that_came_back_is_told_the_same_when_it_comes_in_again(user, home, run_jobs):
    content = "STT;Họ và tên;Chi bộ\n1;Lò Văn An;Chi bộ Lạ\n".encode()

    def came_back(content):
        upload = services.Upload("đảng viên.csv", len(content), [content])
        source = services.receive_files(uploads=[upload], actor=user)
        run_jobs()
        return services.commented_workbook(source.files.get())

    once = came_back(content)

    assert "Vấn đề (Cơ Sở)" in once.decode()
    assert came_back(once) == once


def test_text_file_in_a_code_page_becomes_unicode(tmp_path):
    path = tmp_path / "sổ.csv"
    written = "Họ và tên,Chi bộ\nNguyễn Văn Đức,Chi bộ thôn Bản Mới\n"
    path.write_bytes(unicodedata.normalize("NFD", written).encode("cp1258", "ignore"))

    content = services.commented(path, [told()]).decode("utf-8-sig")

    assert '"Cột B: Lỗi: Ô này trống."' in content


def test_column_of_a_text_file_has_its_name_and_the_whole_file_in_the_first_row(tmp_path):
    path = tmp_path / "sổ.csv"
    path.write_bytes("Danh sách,\n,\nTên,Chi bộ\nAn,\n".encode())
    problems = [told("Trang này thiếu ngày.", row=0, column=""), told(row=4), told('"x"', row=4)]

    assert services.commented(path, problems).decode().splitlines() == [
        'Danh sách,,"Vấn đề (Cơ Sở) | Lỗi: Trang này thiếu ngày."',
        ",",
        "Tên,Chi bộ",
        'An,,"Cột B: Lỗi: Ô này trống. | Cột B: Lỗi: ""x"""',
    ]


def test_file_that_the_import_could_not_read_is_refused_with_the_same_words(tmp_path):
    unreadable = told("Tệp “sổ.csv” quá lớn: hãy chia nhỏ.", sheet="", row=0, column="")

    with pytest.raises(services.UnableToComment, match="quá lớn: hãy chia nhỏ"):
        services.commented(tmp_path / "sổ.csv", [unreadable])
