"""The `coso` command: what may be asked, in which words, and with which exit status.

The bodies live in `commands`; they need a set-up Django, so they are loaded when one runs.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.metadata
import os
import signal
import sys
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import click

from coso.ops import vietnamese
from coso.ops.vietnamese import Commands

vietnamese.install()  # the declarations below take their words at once

VERSION = importlib.metadata.version("coso")
DATE = click.DateTime(["%Y-%m-%d"])
YEAR = click.IntRange(1930, 2200)
PORT = click.IntRange(1, 65535)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
WRITTEN = click.Path(dir_okay=False, writable=True, path_type=Path)
ANY_PATH = click.Path(exists=True, readable=True, path_type=Path)

PORT_OPTION = click.option(
    "--port", default=8000, show_default=True, metavar="SỐ", type=PORT, help="Cổng."
)


def _body(name: str, *, ready: bool = True) -> ModuleType:
    """Set the installation up and return the module of a command."""
    installation = importlib.import_module("coso.ops.installation")
    installation.configure()
    if ready:
        installation.require_ready()
    return importlib.import_module(f"coso.ops.commands.{name}")


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Dữ liệu nằm trong thư mục COSO_HOME (mặc định ./var); đặt DATABASE_URL để dùng một máy "
        "chủ PostgreSQL. Mã thoát: 0 xong việc, 1 dữ liệu vào có lỗi, 2 gọi sai cách."
    ),
)
@click.version_option(VERSION, prog_name="coso", message="%(prog)s %(version)s")
def coso() -> None:
    """Cơ Sở: sổ sách và công việc của cấp ủy cơ sở."""


@coso.command()
@PORT_OPTION
@click.option("--fresh", is_flag=True, help="Xóa dữ liệu chạy thử cũ và tạo lại từ đầu.")
def demo(port: int, fresh: bool) -> None:
    """Chạy thử với dữ liệu mẫu của huyện Chợ Mới.

    Lần đầu: tạo cơ sở dữ liệu, nhập các sổ mẫu, tạo tài khoản cho từng vai trò. Nhấn Ctrl-C để
    dừng.
    """
    importlib.import_module("coso.ops.demo").run(port=port, fresh=fresh)


@coso.command()
@click.option("--root", metavar="TỆP", type=FILE, help="Tệp TOML khai đơn vị gốc, cấp và nhiệm kỳ.")
def init(root: Path | None) -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu, lập đơn vị gốc."""
    _body("init", ready=False).run(root)


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
    body = _body("importing")
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
    body = _body("templates")
    if lists:
        body.show()
    else:
        body.write(kinds, folder)


TREE_OPTION = click.option(
    "--tree",
    type=click.Choice(["then", "now", "both"]),
    default="then",
    show_default=True,
    help="Theo cây tổ chức của ngày ấy (then), của hôm nay (now), hay cả hai (both).",
)


def figure_options(command: Any) -> Any:
    """Add the options that say which unit, day and tree a figure is asked for."""
    options = [
        click.option(
            "--unit",
            metavar="ĐƠN_VỊ",
            help="Mã hoặc tên đầy đủ của đơn vị; mặc định là đơn vị gốc.",
        ),
        click.option(
            "--as-of",
            metavar="NĂM-THÁNG-NGÀY",
            type=DATE,
            help="Số liệu đến ngày nào; mặc định hôm nay.",
        ),
        click.option(
            "--from",
            "since",
            metavar="NĂM-THÁNG-NGÀY",
            type=DATE,
            help="Tính từ ngày nào (số liệu theo kỳ).",
        ),
        click.option(
            "--year", metavar="NĂM", type=click.IntRange(1930, 2200), help="Năm xếp loại."
        ),
        TREE_OPTION,
        click.option("--by", metavar="CHIỀU", help="Chia theo: children, gender, age_band…"),
        click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


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
    body = _body("reorganizing")
    if undo is not None:
        body.undo(undo, as_json=as_json)
        return
    sys.exit(body.run(plan, dry_run=dry_run, as_json=as_json))


@coso.command()
@click.argument("ids", metavar="[MÃ_SỐ_LIỆU]…", nargs=-1)
@figure_options
def figures(ids: tuple[str, ...], as_json: bool, **asked: Any) -> None:
    """Tính số liệu của một đơn vị đến một ngày.

    Không nêu mã số liệu nào thì tính tất cả.
    """
    _body("figures").figures(ids=ids, as_json=as_json, **_days(asked))


@coso.command(name="list")
@click.argument("figure_id", metavar="MÃ_SỐ_LIỆU")
@figure_options
def list_(figure_id: str, as_json: bool, **asked: Any) -> None:
    """Liệt kê các hồ sơ làm nên một số liệu."""
    _body("figures").records(figure_id=figure_id, as_json=as_json, **_days(asked))


@coso.command()
@click.argument("name", metavar="[TÊN]", required=False)
@click.option("--list", "lists", is_flag=True, help="Liệt kê các báo cáo, biểu, danh sách.")
@click.option("--unit", metavar="ĐƠN_VỊ", help="Mã hoặc tên đầy đủ; mặc định là đơn vị gốc.")
@click.option(
    "--as-of",
    metavar="NĂM-THÁNG-NGÀY",
    type=DATE,
    help="Số liệu đến ngày nào; mặc định hôm nay.",
)
@click.option(
    "--from",
    "since",
    metavar="NĂM-THÁNG-NGÀY",
    type=DATE,
    help="Số liệu theo kỳ tính từ ngày nào.",
)
@TREE_OPTION
@click.option("--out", "-o", metavar="TỆP", type=WRITTEN, help="Tệp .docx, .xlsx hoặc .pdf.")
@click.option("--template", metavar="TỆP.docx", type=FILE, help="Từ nay lập trên mẫu Word này.")
@click.option("--restore-template", "restores", is_flag=True, help="Từ nay lập trên mẫu gốc.")
def report(name: str | None, lists: bool, restores: bool, **asked: Any) -> None:
    """Lập một báo cáo, biểu số liệu hoặc danh sách ra tệp."""
    body, out, template = _body("reporting"), asked.pop("out"), asked.pop("template")
    if lists:
        body.show()
        return
    if name is None or not (out or template or restores):
        raise click.UsageError("Hãy nêu tên báo cáo (coso report --list) và tệp cần ghi (-o TỆP).")
    if restores:
        body.restore_template(name)
    if template:
        body.replace_template(name, template, **_days(asked))
    if out:
        body.write(name, out, **_days(asked))


def _days(asked: dict[str, Any]) -> dict[str, Any]:
    """Turn the moments that the option type yields into days."""
    return {k: v.date() if isinstance(v, dt.datetime) else v for k, v in asked.items()}


@coso.command()
def check() -> None:
    """Kiểm tra tính toàn vẹn của sổ sách và nhật ký.

    Xem cây tổ chức, các thời kỳ, cân đối số liệu, chuỗi nhật ký.
    In mỗi điểm sai một dòng; mã thoát là 1 nếu có.
    """
    sys.exit(_body("check").run())


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
    _body("backup", ready=False).run(target, keep=keep, with_keys=with_keys)


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
    body = _body("restore", ready=False)
    if drill:
        sys.exit(body.drill(path))
    body.run(path, replace=replace)


@coso.command()
@click.option(
    "--host", metavar="ĐỊA_CHỈ", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe."
)
@PORT_OPTION
@click.option("--workers", default=2, show_default=True, metavar="SỐ", help="Số tiến trình.")
@click.option(
    "--no-worker", is_flag=True, help="Không chạy kèm việc nền; coso worker là dịch vụ riêng."
)
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Phục vụ trang web (đặt sau một máy chủ HTTPS).

    Kèm theo một tiến trình chạy việc nền (xem coso worker).
    """
    _log_for_machines()
    _body("serve").run(host=host, port=port, workers=workers, with_worker=not no_worker)


@coso.command()
def worker() -> None:
    """Chạy việc nền cho đến khi được bảo dừng.

    Việc nền là nhập sổ từ trang web và những việc hằng ngày. Được bảo dừng thì làm nốt việc đang
    dở; việc nào chưa xong trong vài giây thì trả lại hàng đợi, lần chạy sau làm lại.
    """
    _log_for_machines()
    _body("worker").run()


def _log_for_machines() -> None:
    """Let a service write more, and for machines: it is collected. At a terminal somebody reads."""
    if not sys.stderr.isatty():
        os.environ.setdefault("COSO_LOG_LEVEL", "INFO")
        os.environ.setdefault("COSO_LOG_JSON", "true")


@coso.group()
def admin() -> None:
    """Việc của người quản trị."""


@admin.command(name="create")
@click.option("--username", prompt="Tên đăng nhập", metavar="TÊN", help="Tên đăng nhập, không dấu.")
@click.option("--full-name", prompt="Họ và tên", metavar="TÊN", help="Họ và tên.")
@click.option(
    "--password",
    prompt="Mật khẩu",
    hide_input=True,
    confirmation_prompt=True,
    envvar="COSO_ADMIN_PASSWORD",
    metavar="MẬT_KHẨU",
    help="Mật khẩu (ít nhất 10 ký tự); nên để lệnh tự hỏi.",
)
def create_administrator(username: str, full_name: str, password: str) -> None:
    """Tạo tài khoản quản trị đầu tiên."""
    _body("admin").create(username=username, full_name=full_name, password=password)


@admin.command(name="code")
def start_code() -> None:
    """Hiện mã khởi tạo, dùng để lập tài khoản quản trị đầu tiên trên trang web."""
    _body("admin").code()


@admin.command()
@click.argument("username", metavar="TÊN_ĐĂNG_NHẬP")
@click.option("--second-step", is_flag=True, help="Gỡ cả xác thực hai bước (mất điện thoại).")
def rescue(username: str, second_step: bool) -> None:
    """Cấp mật khẩu dùng một lần cho quản trị viên không vào được nữa.

    Chỉ dùng khi không còn quản trị viên nào khác cấp lại được trên trang web. Nhật ký ghi việc này.
    """
    _body("admin").rescue(username=username, second_step=second_step)


@coso.command()
def version() -> None:
    """Hiện phiên bản."""
    click.echo(f"coso {VERSION}")


@coso.command(hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Chạy một lệnh quản lý của Django (dành cho người phát triển)."""
    _body("manage", ready=False).run(arguments)


def _leave(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Run the command line; being told to end still stops what was started."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` asks for
            signal.signal(number, _leave)
    coso(prog_name="coso")
