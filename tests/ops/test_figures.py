"""`coso figures` and `coso list`: the contract that tests and scripts rely on."""

import datetime as dt
import json

import click
import pytest
from django.apps import apps
from django.db.models.constants import LOOKUP_SEP

from coso.figures.catalogue import BY_FACT, FIGURES
from coso.figures.queries.records import COLUMNS
from coso.ops.commands import figures
from tests.factories import organizations as make
from tests.factories import registers, reorganizations

pytestmark = pytest.mark.django_db

NOTHING = {"unit": None, "since": None, "year": None, "tree": "then", "by": None}
DAY = dt.date(2023, 6, 30)


@pytest.fixture
def district():
    roots = make.roots()
    office = make.unit(
        "STATE_AGENCY", "Phòng Nội vụ", under=roots.agencies, level="DISTRICT", host_area=roots.area
    )
    for level in ("EXCELLENT", "GOOD", "COMPLETED"):
        registers.rating(office, 2022, level)
    cell = make.unit("GRASSROOTS_BRANCH", "Chi bộ Tòa án", under=roots.party, code="06.041")
    registers.member(cell, full_name="Trần Văn Ước", gender="MALE")
    registers.meeting(cell, 2023, 1, dt.date(2023, 1, 5))
    return roots


def printed(capsys, *ids, **more):
    figures.figures(ids=ids, as_json=True, **{"as_of": DAY, **NOTHING, **more})
    return json.loads(capsys.readouterr().out)


def test_figures_as_json(district, capsys):
    content = printed(capsys, "rating.district.good", by="level")

    assert content["as_of"] == "2023-06-30"
    assert content["unit"] == content["unit_name"] == "Đảng bộ huyện Chợ Mới"
    assert content["tree"] == "then"
    [figure] = content["figures"]
    assert {key: figure[key] for key in ("id", "value", "base", "percent", "text")} == {
        "id": "rating.district.good",
        "value": 2,
        "base": 3,
        "percent": 66.7,
        "text": "2/3 (66,7%)",
    }
    assert figure["definition"] == FIGURES["rating.district.good"].definition
    assert [part["key"] for part in figure["breakdown"]] == ["EXCELLENT", "GOOD", "COMPLETED"]
    assert figure["breakdown"][1] == {
        "key": "GOOD",
        "label": "Hoàn thành tốt nhiệm vụ",
        "value": 1,
        "base": 1,
        "percent": 100.0,
        "text": "1/1 (100,0%)",
    }


def test_all_figures_of_a_unit_by_its_code(district, capsys):
    content = printed(capsys, unit="06.041")

    found = {figure["id"]: figure for figure in content["figures"]}
    assert list(found) == list(FIGURES)
    assert content["unit"] == "06.041"
    assert found["member.total"]["value"] == 1
    assert found["visit.direct"]["value"] is None
    assert found["visit.direct"]["reason"] == "Chưa có lượt dự sinh hoạt."


def test_records_as_json(district, capsys):
    figures.records(figure_id="member.total", as_json=True, as_of=DAY, **NOTHING)

    content = json.loads(capsys.readouterr().out)
    assert content["figure"]["value"] == content["count"] == 1
    [row] = content["rows"]
    assert row["name"] == "Trần Văn Ước"
    assert row["admitted_on"] == "2000-01-01"


def test_meetings_that_are_missing_name_their_period(district, capsys):
    registers.meeting(make.Unit.objects.get(code="06.041"), 2023, 2)
    figures.records(figure_id="meeting.regular.missing", as_json=True, as_of=DAY, **NOTHING)

    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert (row["code"], row["period_starts"]) == ("06.041", "2023-02-01")


def test_for_readers(district, capsys):
    figures.figures(ids=("member.total",), as_json=False, as_of=DAY, **{**NOTHING, "by": "gender"})
    shown = capsys.readouterr().out
    assert "Đảng bộ huyện Chợ Mới, đến ngày 30/06/2023, theo tổ chức lúc đó" in shown
    assert "Đảng viên" in shown
    assert "Nam" in shown

    for first, *_ in BY_FACT.values():
        figures.records(figure_id=first.id, as_json=False, as_of=DAY, **{**NOTHING, "tree": "now"})
    shown = capsys.readouterr().out
    assert "Họ và tên" in shown
    assert "Hoàn thành xuất sắc nhiệm vụ" in shown
    assert "Thường kỳ" in shown
    assert "0 dòng." in shown


def choices_at(model, path):
    """Return the choices of the field at the end of a path, `None` where it has none."""
    *through, last = path.split(LOOKUP_SEP)
    for step in through:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last).choices


@pytest.mark.parametrize("label", COLUMNS)
def test_every_column_of_a_list_has_a_heading_and_words_for_its_codes(label):
    columns = COLUMNS[label]
    stored = {name: choices_at(apps.get_model(label), path) for name, path in columns.items()}

    assert figures.HEADINGS.keys() >= columns.keys()
    assert {name: figures.WORDS[name] for name, choices in stored.items() if choices} == {
        name: dict(choices) for name, choices in stored.items() if choices
    }


def test_every_detail_of_a_list_has_a_heading():
    details = {name for figure in FIGURES.values() for name in figure.fact.details}

    assert figures.HEADINGS.keys() >= details


@pytest.mark.parametrize(
    ("ids", "asked", "message"),
    [
        (("member.all",), {}, "Không có số liệu"),
        (("member.total",), {"by": "theme"}, "Không phân tổ được"),
        (("member.total",), {"unit": "99.999"}, "Không tìm thấy đơn vị"),
    ],
)
def test_wrong_usage(district, ids, asked, message):
    with pytest.raises(click.UsageError, match=message):
        figures.figures(ids=ids, as_json=True, **{"as_of": DAY, **NOTHING, **asked})


def test_wrong_figure_in_a_list(district):
    with pytest.raises(click.UsageError, match="Không có số liệu"):
        figures.records(figure_id="x", as_json=True, as_of=DAY, **NOTHING)


def test_nothing_is_counted_before_there_is_a_root(db):
    with pytest.raises(click.UsageError, match="Chưa có đơn vị gốc"):
        figures.figures(ids=(), as_json=True, as_of=None, **NOTHING)


@pytest.fixture
def merged():
    """Return the first of two communes that became one, with a member in each."""
    place = reorganizations.district()
    for branch in (place.one, place.three):
        registers.member(branch, reorganizations.YEARS_AGO)
    plan = reorganizations.Planning()
    new = plan.new("GRASSROOTS_COMMITTEE_ORG", "Đảng bộ xã Tân Kỳ", place.root)
    plan.step("CONSOLIDATE", [place.first, place.second], [new]).applied()
    return place.first


def test_figures_under_both_trees(merged, capsys):
    content = printed(capsys, "member.total", unit="06.1", tree="both")

    assert content["tree"] == "both"
    found = {tree: content[tree] for tree in ("then", "now")}
    units = {tree: each["unit_name"] for tree, each in found.items()}
    assert units == {"then": "Đảng bộ xã Tân Sơn", "now": "Đảng bộ xã Tân Kỳ"}
    numbers = {tree: each["figures"][0]["value"] for tree, each in found.items()}
    assert numbers == {"then": 1, "now": 2}


def test_what_differs_between_the_trees_is_printed(merged, capsys):
    asked = {**NOTHING, "as_of": DAY, "unit": "06.1", "tree": "both"}
    figures.figures(ids=("member.total", "member.exempt"), as_json=False, **asked)

    last = capsys.readouterr().out.partition("Khác nhau giữa hai cây tổ chức:")[2]
    assert last.split()[-4:] == ["Đảng", "viên", "1", "2"]
    assert "member.exempt" not in last


@pytest.mark.parametrize(("tree", "count"), [("then", [1]), ("now", [2]), ("both", [1, 2])])
def test_list_counts_to_its_figure_under_every_tree(merged, capsys, tree, count):
    asked = {**NOTHING, "as_of": DAY, "unit": "06.1", "tree": tree}
    figures.records(figure_id="member.total", as_json=True, **asked)

    content = json.loads(capsys.readouterr().out)
    answers = [content["then"], content["now"]] if tree == "both" else [content]
    assert [answer["count"] for answer in answers] == count
    assert [answer["figure"]["value"] for answer in answers] == count
    assert [len(answer["rows"]) for answer in answers] == count


def test_unit_of_today_is_found_by_its_own_name(merged, capsys):
    content = printed(capsys, "member.total", unit="Đảng bộ xã Tân Kỳ", tree="now")

    assert content["figures"][0]["value"] == 2
