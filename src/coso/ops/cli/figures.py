"""What comes out: figures, the records behind them, papers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from coso.ops.cli.group import DATE, FILE, WRITTEN, YEAR, body_of, coso

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
        click.option("--year", metavar="NĂM", type=YEAR, help="Năm xếp loại."),
        TREE_OPTION,
        click.option("--by", metavar="CHIỀU", help="Chia theo: children, gender, age_band…"),
        click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@coso.command()
@click.argument("ids", metavar="[MÃ_SỐ_LIỆU]…", nargs=-1)
@figure_options
@click.option(
    "--spark",
    metavar="ĐỊA_CHỈ",
    help="Đếm bằng một cụm Spark, ví dụ spark://127.0.0.1:7077, thay cho máy này.",
)
def figures(ids: tuple[str, ...], as_json: bool, spark: str | None, **asked: Any) -> None:
    """Tính số liệu của một đơn vị đến một ngày.

    Không nêu mã số liệu nào thì tính tất cả.
    """
    body_of("figures").figures(ids=ids, as_json=as_json, cluster=spark, **_days(asked))


@coso.command(name="list")
@click.argument("figure_id", metavar="MÃ_SỐ_LIỆU")
@figure_options
def list_(figure_id: str, as_json: bool, **asked: Any) -> None:
    """Liệt kê các hồ sơ làm nên một số liệu."""
    body_of("figures").records(figure_id=figure_id, as_json=as_json, **_days(asked))


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
    body, out, template = body_of("reporting"), asked.pop("out"), asked.pop("template")
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
