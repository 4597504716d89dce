"""What goes into the registers: workbooks, blank templates, plans of reorganization."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from coso.ops.cli.group import ANY_PATH, FILE, FOLDER, body_of, coso


@coso.command(name="import")
@click.argument("paths", metavar="ĐƯỜNG_DẪN…", nargs=-1, type=ANY_PATH)
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra, không ghi vào sổ.")
@click.option(
    "--doubtful",
    type=click.Choice(["stop", "suggest", "skip"]),
    default="stop",
    show_default=True,
    help="Dòng chưa chắc: dừng lại, theo gợi ý an toàn, hay bỏ qua.",
)
@click.option("--undo", metavar="SỐ", type=int, help="Hoàn tác lần nhập mang số này.")
@click.option(
    "--problems",
    metavar="TỆP.xlsx|THƯ_MỤC/",
    type=click.Path(),
    help="Ghi các vấn đề thành một bảng, mỗi tệp một trang tính; hoặc ghi vào THƯ_MỤC/ bản sao "
    "của từng tệp có vấn đề, kèm nhận xét ở từng ô, ngoài ra giữ nguyên. Ghi đè tệp cùng tên; "
    "không có vấn đề nào thì không ghi.",
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def import_(
    paths: tuple[Path, ...],
    dry_run: bool,
    doubtful: str,
    undo: int | None,
    problems: str | None,
    as_json: bool,
) -> None:
    """Nhập sổ Excel (từng tệp .xlsx, .csv hoặc cả thư mục), hoặc hoàn tác một lần nhập.

    Có lỗi, hoặc có dòng chưa chắc khi chọn stop, thì không ghi gì và mã thoát là 1.
    """
    if bool(paths) == (undo is not None):
        raise click.UsageError(
            "Hãy cho đường dẫn của tệp cần nhập, hoặc --undo SỐ, không phải cả hai."
        )
    if undo is not None and problems is not None:
        raise click.UsageError("--problems đi với các tệp cần nhập, không đi với --undo.")
    body = body_of("importing")
    if undo is not None:
        body.undo(undo, as_json=as_json)
        return
    sys.exit(body.run(paths, mode=doubtful, dry_run=dry_run, as_json=as_json, into=problems))


@coso.command()
@click.argument("kinds", metavar="[MẪU]…", nargs=-1)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="THƯ_MỤC",
    default=".",
    show_default=True,
    type=FOLDER,
    help="Ghi vào thư mục nào.",
)
@click.option("--list", "lists", is_flag=True, help="Chỉ liệt kê các mẫu.")
def template(kinds: tuple[str, ...], folder: Path, lists: bool) -> None:
    """Ghi mẫu Excel trống để điền rồi nhập.

    Không nêu mẫu nào thì ghi tất cả. Trong mỗi tệp có dòng ví dụ, danh sách để chọn và trang hướng
    dẫn.
    """
    body = body_of("templates")
    if lists:
        body.show()
    else:
        body.write(kinds, folder)


@coso.command()
@click.argument("plan", metavar="[PHƯƠNG_ÁN.xlsx]", required=False, type=FILE)
@click.option("--undo", metavar="SỐ", type=int, help="Hoàn tác phương án có số này.")
@click.option("--dry-run", is_flag=True, help="Chỉ diễn tập: xem kết quả, không ghi gì.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def reorganize(plan: Path | None, undo: int | None, dry_run: bool, as_json: bool) -> None:
    """Thực hiện một phương án sắp xếp tổ chức, tất cả hoặc không gì cả.

    Phương án là tệp Excel có trang sự kiện, trang nguồn – đích và, nếu có, trang đảng viên
    chuyển theo danh sách.
    """
    if (plan is None) == (undo is None) or (dry_run and undo is not None):
        raise click.UsageError("Cần tệp phương án, hoặc --undo SỐ.")
    body = body_of("reorganizing")
    if undo is not None:
        body.undo(undo, as_json=as_json)
        return
    sys.exit(body.run(plan, dry_run=dry_run, as_json=as_json))
