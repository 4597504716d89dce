"""How fast a roster is cleaned, checked and stored, beside what Django offers.

    COSO_HOME=/an/empty/folder python benchmarks/import_scale.py [ROWS …]

Goal: 15,000 rows a second and under 1.5 GB for 100,000 and for 1,000,000 rows of one workbook.
A row says who is a member where: a person, a membership and a home, with the undo of each. The
whole roster has four columns more, and three further records a row. Peers read the same rows into
the same tables with the same readers of cells: `bulk_create` after validation in Python, and,
where it is installed (`pip install django-import-export`), its import row by row and its bulk
mode, of people alone; each of as many rows as take a few seconds, rolled back afterwards. They
check less (no unit by its name, no duplicate, no card) and cannot be taken back. The floor is
what the database takes to store the finished records in their tables, with indexes, the
constraint against overlaps and foreign keys, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import timing
import xlsxwriter
from attrs import asdict

from coso.ops import installation

ROOT = Path(__file__).parents[1] / "src" / "coso" / "ops" / "sample" / "root.toml"
ROOT_NAME = "Đảng bộ huyện Chợ Mới"
MEMBERS_OF_A_BRANCH = 40
BRANCHES_OF_A_COMMITTEE = 15
PEER_ROWS = {"bulk_create": 20_000, "import-export, bulk": 5_000, "import-export": 1_000}
HEADER = (
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Ngày vào Đảng", "Ngày chính thức"),
    *("Số thẻ đảng viên", "GDPT", "Chuyên môn", "LLCT", "Chức vụ đảng", "Chi bộ"),
    "Đảng bộ, chi bộ cơ sở",
)
TABLES = ("people_person", "members_membership", "members_membershipperiod")
WHOLE = range(len(HEADER))
PLAIN = [n for n in WHOLE if HEADER[n] not in ("GDPT", "Chuyên môn", "LLCT", "Chức vụ đảng")]
DAYS = 22_000
UNITS = ("Mã tổ chức", "Tên tổ chức đảng", "Loại hình tổ chức", "Cấp trên trực tiếp")
FAMILY = """Nguyễn Trần Lê Phạm Hoàng Nông Triệu Lường Đặng Bàn Hà Lý Ma Dương Đinh Lục Vi Bế
Đàm Chu""".split()
MIDDLE = """Văn Thị Đức Minh Thanh Ngọc Quang Hữu Xuân Thu Hồng Kim Anh Bá Công Đình Duy Hải Hoài
Huy Khánh Lan Mạnh Nhật Phương Quốc Thế Trung Tuấn Việt""".split()
GIVEN = """An Ánh Bình Chiến Cường Dũng Dung Duyên Đạt Đông Giang Hà Hải Hạnh Hằng Hiền Hiếu Hòa
Hoàng Hùng Huệ Hương Huyền Khoa Lan Liên Linh Loan Long Mai Nam Nga Ngân Nghĩa Nhung Phúc Phượng
Quân Quý Sơn Tâm Tân Thảo Thắng Thịnh Thơm Thủy Tiến Toàn Trang Trung Tú Tuyết Uyên Vân Vinh Vũ
Xuyến Yến Ý
""".split()
LEVELS = ("12/12", "10/10", "9/12"), ("Đại học", "Cao đẳng", "Trung cấp", None), ("Sơ cấp", None)


def roster(rows):
    """Yield the rows of a roster, the same for the same number."""
    chance = random.Random(rows)
    names = [f"{a} {b} {c}" for a in FAMILY for b in MIDDLE for c in GIVEN]
    chance.shuffle(names)
    for number in range(rows):
        committee, branch = divmod(number // MEMBERS_OF_A_BRANCH, BRANCHES_OF_A_COMMITTEE)
        # No two of one name were born on one day: they would be one person.
        name, day = names[number % len(names)], number * 7_919 // len(names) % DAYS
        born = dt.date(1940, 1, 1) + dt.timedelta(days=day)
        admitted = born + dt.timedelta(days=chance.randrange(6_600, 8_000))
        official = admitted + dt.timedelta(days=365)
        written = f"{born:%d/%m/%Y}" if number % 3 else born  # text as often as dates
        is_man = chance.random() < 0.6
        yield (
            *(number + 1, name),
            *(written, "Nam" if is_man else "Nữ"),
            *(chance.choice(("Kinh", "Tày", "Nùng")), admitted, official, f"{number:08d}"),
            *(chance.choice(levels) for levels in LEVELS),
            "Bí thư" if number % MEMBERS_OF_A_BRANCH == 0 else None,
            *(f"Chi bộ số {branch + 1}", f"Đảng bộ xã số {committee + 1}"),
        )


def units(rows):
    """Yield the rows of the list of the organizations that a roster names."""
    branches = -(-rows // MEMBERS_OF_A_BRANCH)
    for number in range(branches):
        committee, branch = divmod(number, BRANCHES_OF_A_COMMITTEE)
        above = f"Đảng bộ xã số {committee + 1}"
        if branch == 0:
            yield f"C{committee}", above, "Đảng bộ cơ sở", ROOT_NAME
        yield f"B{number}", f"Chi bộ số {branch + 1}", "Chi bộ trực thuộc đảng ủy cơ sở", above


def write(path, header, rows):
    """Write a workbook of one sheet, its texts shared as Excel shares them."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("Danh sách")
        page.write(0, 0, "DANH SÁCH (Tính đến ngày 30/06/2023)")
        page.write_row(2, 0, header)
        for place, row in enumerate(rows, start=3):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    page.write_datetime(place, column, value, day)
                elif value is not None:
                    page.write(place, column, value)
    return path


def said(label, rows, taken, megabytes=None):
    """Print one line of the table: what it took on the wall, and of processors (see `timing`)."""
    memory = "" if megabytes is None else f"{megabytes:8.0f} MB"
    parts = [
        f"{name} {seconds:8.1f} s {rows / seconds:9,.0f} rows/s"
        for name, seconds in (("wall", taken.wall / 1000), ("work", taken.work / 1000))
    ]
    print(f"{label:34} {rows:>9,} rows {'   '.join(parts)}{memory}", flush=True)


def ours(path):
    """Import a workbook in this process; print times, rows and the greatest memory as JSON."""
    from coso.core.types import SYSTEM
    from coso.importing import services as importing

    before = time.process_time()
    with timing.Stopwatch() as watch:
        report = importing.import_workbooks(paths=[path], actor=SYSTEM)
    python = time.process_time() - before
    assert report.applied, report.problems[:3]
    print(
        json.dumps(
            {
                "created": sum(sheet.created for sheet in report.sheets),
                "taken": asdict(watch.taken),
                "python": python,
                "megabytes": greatest_memory(),
            }
        )
    )


def greatest_memory():
    """Return the most memory that this process held, in MB.

    `getrusage` would begin with what the process held that started this one: a million rows.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    [line] = (line for line in lines if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def in_a_process_of_its_own(path):
    """Import a workbook where nothing else takes memory."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, __file__, "--ours", str(path)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def rolled_back():
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def read(path, at_most):
    """Read rows cell by cell, as one does in Python, and check each."""
    from python_calamine import CalamineWorkbook

    from coso.core.dates import parse_date
    from coso.core.text import match_key, name_order_key, normalize, search_key
    from coso.people.models import Person

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[3 : 3 + at_most]
    for row in rows:
        name, written = normalize(row[1]), row[2]
        born = parse_date(written).value if isinstance(written, str) else written
        person = Person(
            full_name=name,
            search_name=search_key(name),
            match_name=match_key(name),
            order_key=name_order_key(name),
            gender="MALE" if row[3] == "Nam" else "FEMALE",
            born_on=born,
            born_precision="DAY",
        )
        person.clean_fields(exclude=["ethnicity"])
        yield person, row


def by_bulk_create(path, rows):
    """Validate in Python, then `bulk_create` people, memberships and homes."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from coso.members.models import Membership, MembershipPeriod
    from coso.organizations.models import Unit
    from coso.people.models import Person

    branches = {
        (u.name, u.parent.name): u.pk for u in Unit.objects.select_related("parent") if u.parent
    }
    found = list(read(path, rows))
    people = Person.objects.bulk_create([person for person, _row in found], batch_size=5_000)
    memberships = Membership.objects.bulk_create(
        [
            Membership(person=person, admitted_on=row[5], official_on=row[6])
            for person, (_, row) in zip(people, found, strict=True)
        ],
        batch_size=5_000,
    )
    MembershipPeriod.objects.bulk_create(
        [
            MembershipPeriod(
                membership=membership,
                unit_id=branches[row[12], row[13]],
                entry="ROSTER",
                during=DateRange(dt.date(2023, 6, 30), None),
            )
            for membership, (_, row) in zip(memberships, found, strict=True)
        ],
        batch_size=5_000,
    )


def by_import_export(path, rows, *, bulk):
    """Import people alone (one table of the three) with django-import-export."""
    import tablib
    from import_export import resources

    from coso.people.models import Person

    columns = ("full_name", "search_name", "match_name", "order_key", "gender", "born_on")

    class People(resources.ModelResource):
        class Meta:
            model = Person
            fields = ("id", *columns)
            use_bulk = bulk
            batch_size = 1_000
            force_init_instance = True

    data = tablib.Dataset(headers=["id", *columns])
    for person, _row in read(path, rows):
        data.append([None, *(getattr(person, column) for column in columns)])
    result = People().import_data(data, dry_run=False, raise_errors=True)
    assert result.totals["new"] == rows, result.totals


def peers(path):
    """Measure what Django offers."""
    ways = {"bulk_create": by_bulk_create}
    try:
        import import_export  # noqa: F401
    except ImportError:
        print("django-import-export is not installed: left out")
    else:
        ways["import-export, bulk"] = lambda p, n: by_import_export(p, n, bulk=True)
        ways["import-export"] = lambda p, n: by_import_export(p, n, bulk=False)
    for label, way in ways.items():
        with rolled_back():
            with timing.Stopwatch() as watch:
                way(path, PEER_ROWS[label])
                check_references()
            said(label, PEER_ROWS[label], watch.taken)


def check_references():
    """Check the foreign keys now, as the end of the transaction would."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def keep_finished():
    """Keep copies of the records of an import: what `bare_insert` writes."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS finished_{table}")
            cursor.execute(f"CREATE TEMP TABLE finished_{table} AS SELECT * FROM {table}")  # noqa: S608


def bare_insert(rows):
    """Measure how long the database alone takes to store finished records, nothing checked."""
    from django.db import connection

    with rolled_back(), connection.cursor() as cursor:
        with timing.Stopwatch() as watch:
            for table in TABLES:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM finished_{table} ORDER BY id")  # noqa: S608
            check_references()
        said("the records alone (floor)", rows, watch.taken)


def main(sizes):
    from coso.core.types import SYSTEM
    from coso.importing import services as importing
    from coso.ops.commands import init

    print(f"load {os.getloadavg()[0]:.1f}")
    init.run(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        trees = write(Path(folder) / "units.xlsx", UNITS, units(max(sizes)))
        assert importing.import_workbooks(paths=[trees], actor=SYSTEM).applied
        measured(Path(folder), sizes[0], WHOLE, "coso import, whole roster")
        peers(Path(folder) / f"{sizes[0]}.xlsx")
        for size in sizes:
            measured(Path(folder), size, PLAIN, "coso import")
            if size == sizes[0]:
                bare_insert(size)


def measured(folder, size, columns, label):
    """Import a roster of some columns, print how it went, and take it back."""
    from coso.core.types import SYSTEM
    from coso.importing import services as importing
    from coso.importing.models import Import

    header, *rows = ([row[n] for n in columns] for row in (HEADER, *roster(size)))
    path = write(folder / f"{size}.xlsx", header, rows)
    done = in_a_process_of_its_own(path)
    said(label, done["created"], timing.Taken(**done["taken"]), done["megabytes"])
    print(
        f"  of the work Python: {done['python']:.1f} s; load {os.getloadavg()[0]:.1f}", flush=True
    )
    if columns is PLAIN:
        keep_finished()
    last = Import.objects.latest("pk").pk
    importing.undo_import(import_id=last, actor=SYSTEM, on=dt.date(2020, 1, 1))


if __name__ == "__main__":
    installation.configure()
    if sys.argv[1:2] == ["--ours"]:
        ours(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
