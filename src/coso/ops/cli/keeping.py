"""Whether all is well, and how it is kept: checks, backups."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from coso.ops.cli.group import ANY_PATH, body_of, coso


@coso.command()
def check() -> None:
    """Kiểm tra tính toàn vẹn của sổ sách và nhật ký.

    Xem cây tổ chức, các thời kỳ, cân đối số liệu, chuỗi nhật ký.
    In mỗi điểm sai một dòng; mã thoát là 1 nếu có.
    """
    sys.exit(body_of("check").run())


@coso.command()
@click.option(
    "--to",
    "target",
    metavar="TỆP|THƯ_MỤC",
    type=click.Path(path_type=Path),
    help="Tệp cần ghi, hoặc thư mục chứa nó; mặc định là thư mục backups trong COSO_HOME.",
)
@click.option(
    "--keep",
    metavar="SỐ",
    type=click.IntRange(min=1),
    help="Sau khi sao lưu, chỉ giữ chừng ấy bản mới nhất trong thư mục.",
)
@click.option(
    "--with-keys",
    is_flag=True,
    help="Gồm cả khóa trong secrets: ai có tệp thì đọc được số thẻ đảng viên.",
)
def backup(target: Path | None, keep: int | None, with_keys: bool) -> None:
    """Sao lưu toàn bộ cài đặt vào một tệp.

    Gồm cơ sở dữ liệu và các tệp đã nhận, ở cùng một thời điểm; trang web vẫn chạy. Không gồm khóa
    mã hóa, trừ khi thêm --with-keys: hãy cất riêng thư mục secrets trong COSO_HOME.
    """
    body_of("backup", ready=False).run(target, keep=keep, with_keys=with_keys)


@coso.command()
@click.argument("path", metavar="TỆP|THƯ_MỤC", type=ANY_PATH)
@click.option("--replace", is_flag=True, help="Thay dữ liệu đang có; giữ lại một bản của nó.")
@click.option(
    "--drill",
    is_flag=True,
    help="Chỉ diễn tập: nạp vào một cơ sở dữ liệu tạm, kiểm tra, in kết quả rồi xóa đi.",
)
def restore(path: Path, replace: bool, drill: bool) -> None:
    """Phục hồi toàn bộ cài đặt từ một tệp sao lưu, hoặc từ tệp mới nhất của một thư mục.

    Kiểm tra cả tệp rồi nạp vào một cơ sở dữ liệu mới; chỉ khi mọi thứ đều đúng mới đưa vào thay.
    Mã thoát là 1 nếu tệp hỏng, không nạp được, hoặc diễn tập thấy sổ sách có điểm sai.
    """
    if replace and drill:
        raise click.UsageError("Diễn tập (--drill) không thay dữ liệu: hãy bỏ --replace.")
    body = body_of("restore", ready=False)
    if drill:
        sys.exit(body.drill(path))
    body.run(path, replace=replace)
