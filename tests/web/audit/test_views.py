import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection

import coso
from coso.access.enums import Reach, Role
from coso.audit import services as audit
from coso.audit.enums import ACTION_LABELS, Stream
from coso.audit.models import AuditEntry
from coso.core.dates import format_date
from tests.factories.access import make_actor

pytestmark = pytest.mark.django_db

CHANGES, READINGS, SEALS = "/nhat-ky/", "/nhat-ky/luot-doc/", "/nhat-ky/niem-phong/"


def change(unit=None, actor=None, summary="Đổi tên", action="unit.renamed", **fields):
    return audit.record(
        actor=actor,
        action=action,
        subject=unit,
        unit_id=unit and unit.pk,
        summary=summary,
        **fields,
    )


def shown(browser, path=CHANGES, **query):
    response = browser.get(path, query)
    return [row.record.summary for row in response.context["table"].rows]


def test_changes_are_listed_latest_first_with_unit_reason_and_values(
    as_inspector, party_tree, officer
):
    change(party_tree.own, officer, "một")
    change(
        party_tree.below,
        officer,
        "hai",
        reason="Nghị quyết 01",
        values={"old": {"Tên": "Bản Cũ", "Mã": "1"}, "new": {"Tên": "Bản Mới", "Mã": "1"}},
    )

    response = as_inspector.get(CHANGES)

    content = response.content.decode()
    assert shown(as_inspector) == ["hai", "một"]
    assert "Lý do: Nghị quyết 01" in content
    assert "Bản Cũ → Bản Mới" in content
    assert "1 → 1" not in content
    assert "Chi bộ Bản Mới" in content


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"old": "Xã A", "new": "Xã B", "on": "2023-06-30"}, "Từ ngày: 2023-06-30"),
        ({"old": "Xã A", "new": "Xã B"}, "Giá trị: Xã A → Xã B"),
        ({"old": None, "new": {"name": "Bản Mới"}}, "Tên: không có → Bản Mới"),
        ({"terms": ["2020-2025", "2025-2030"]}, "Nhiệm kỳ: 2020-2025, 2025-2030"),
        ({"changes": [["x", 1]]}, "Bản ghi thêm, sửa: 1 mục"),
        ({"decision": "x" * 400}, "x" * 300 + "…"),
    ],
)
def test_values_are_shown_in_words(as_inspector, values, sentence):
    change(values=values)

    assert sentence in as_inspector.get(CHANGES).content.decode()


def test_trail_is_cut_at_the_reach_of_the_reader(sign_in, party_tree):
    browser = sign_in(make_actor(party_tree.own, Role.INSPECTOR))
    for place in ("above", "own", "below", "sibling"):
        change(party_tree.place(place), summary=place)
    change(summary="installation")

    assert shown(browser) == ["below", "own"]


def test_whole_trail_is_seen_from_the_root(as_inspector, party_tree):
    change(party_tree.sibling, summary="sibling")
    change(summary="installation")

    assert shown(as_inspector) == ["installation", "sibling"]


def test_changes_narrow_by_person_action_unit_date_and_record(
    as_inspector, party_tree, officer, outsider
):
    change(party_tree.below, officer, "một")
    change(party_tree.sibling, outsider, "hai", action="unit.closed")
    today = dt.datetime.now(dt.UTC).astimezone().date()

    assert shown(as_inspector, ai="bình") == ["một"]
    assert shown(as_inspector, viec="unit.closed") == ["hai"]
    assert shown(as_inspector, tai="Đảng bộ xã Yên Thịnh") == ["một"]
    assert shown(as_inspector, ho_so=f"organizations.unit-{party_tree.below.pk}") == ["một"]
    assert shown(as_inspector, ho_so="x") == []
    before = format_date(today - dt.timedelta(days=2))
    assert shown(as_inspector, den=before) == []
    assert shown(as_inspector, tu=before) == ["hai", "một"]
    assert f"Từ ngày: {before}" in as_inspector.get(CHANGES, {"tu": before}).content.decode()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31/02/2026", "31/02/2026"),
        ("02/2026", "chưa đủ ngày, tháng"),
        ("x", "Không đọc được ngày"),
    ],
)
def test_day_that_is_none_says_so(as_inspector, written, sentence):
    assert sentence in as_inspector.get(CHANGES, {"tu": written}).content.decode()


def test_unknown_unit_in_the_filter_says_so(as_inspector):
    content = as_inspector.get(CHANGES, {"tai": "Không Có"}).content.decode()

    assert "Không tìm thấy đơn vị" in content


def test_trail_is_paged(as_inspector):
    for number in range(51):
        change(summary=str(number))

    assert len(shown(as_inspector)) == 51
    response = as_inspector.get(CHANGES, {"trang": 2})
    assert [row.record.summary for row in response.context["table"].paginated_rows] == ["0"]


@pytest.mark.parametrize("entries", [1, 3])
def test_trail_costs_the_same_for_one_and_three_entries(
    as_inspector, party_tree, entries, django_assert_max_num_queries
):
    for _ in range(entries):
        change(party_tree.own, values={"old": 1, "new": 2})

    with django_assert_max_num_queries(14):
        as_inspector.get(CHANGES)


def test_readings_say_who_read_what_and_how_many_rows(as_inspector, officer, party_tree):
    audit.record_access(
        actor=officer,
        action="list.exported",
        object_type="dang-vien",
        unit_id=party_tree.own.pk,
        summary="Đảng viên",
        rows=3549,
    )

    content = as_inspector.get(READINGS).content.decode()

    assert "Xuất danh sách" in content
    assert "3.549" in content
    assert "Trần Thị Bình" in content


def test_verification_shows_the_last_seals(as_inspector):
    change()
    audit.seal(Stream.CHANGES)

    content = as_inspector.get(SEALS).content.decode()

    assert "Nhật ký nguyên vẹn" in content
    assert "Niêm phong mới nhất" in content


def test_verification_names_what_was_altered(as_inspector):
    change()
    audit.seal(Stream.CHANGES)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        AuditEntry.objects.update(summary="khác")
        cursor.execute("SET session_replication_role = origin")

    content = as_inspector.get(SEALS).content.decode()

    assert "1 chỗ không khớp niêm phong" in content
    assert "nội dung đã bị sửa" in content


def test_roles_that_administrators_gave_themselves_are_shown_to_inspectors(
    sign_in, party_tree, as_inspector
):
    assert "tự giao vai trò" not in as_inspector.get(CHANGES).content.decode()
    only = make_actor(party_tree.own, Role.ADMINISTRATOR)
    form = {"role": Role.OFFICER, "unit": party_tree.own.name, "reach": Reach.UNIT}
    page = f"/quan-tri/tai-khoan/{only.pk}/giao-vai-tro/"
    assert "tài khoản của chính bạn" in sign_in(only).get(page).content.decode()
    sign_in(only).post(page, form | {"first": "2023-01-01", "last": ""})

    page = as_inspector.get(CHANGES)
    assert "1 lần tự giao vai trò" in page.content.decode()
    shown = as_inspector.get(f"{CHANGES}?viec=grant.given_to_self").context["table"].rows
    assert [row.record.object_id for row in shown] == [only.pk]
    elsewhere = sign_in(make_actor(party_tree.sibling, Role.INSPECTOR))
    assert "tự giao vai trò" not in elsewhere.get(CHANGES).content.decode()


def test_administrator_and_officer_do_not_read_the_trail(as_administrator, as_officer):
    for browser in (as_administrator, as_officer):
        for path in (CHANGES, READINGS, SEALS):
            assert browser.get(path).status_code == 403


def test_every_action_has_a_vietnamese_label():
    sources = Path(coso.__file__).parent.rglob("*.py")
    recorded = re.compile(r'\baction=([^,\n]*)|_finish\(\w+, ("[^"]+")')
    used = {
        action
        for source in sources
        for match in recorded.finditer(source.read_text(encoding="utf-8"))
        for action in re.findall(r'"([a-z_]+\.[a-z_]+)"', match[0])
    }

    assert {"unit.moved", "user.created", "user.deactivated"} <= used
    assert used - ACTION_LABELS.keys() == set()
