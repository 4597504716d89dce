"""Where the trees contradict themselves; constraints and triggers should leave nothing to find."""

from __future__ import annotations

from typing import Final

from django.db import connection

from coso.organizations.models import Unit
from coso.organizations.queries.belonging import overseers_on

_STRAY: Final = """
    SELECT u.id, u.name FROM organizations_unit u
     WHERE u.is_active AND NOT EXISTS (
           SELECT 1 FROM organizations_unit r
            WHERE (r.is_root OR r.id IN (SELECT unit_id FROM organizations_formerroot))
              AND r.tree = u.tree AND (u.path <@ r.path OR r.path <@ u.path))
     ORDER BY u.id
"""

_STALE: Final = """
    SELECT u.id, u.name
      FROM organizations_unit u
      LEFT JOIN organizations_unit above ON above.id = u.parent_id
      LEFT JOIN organizations_unitversion v
        ON v.unit_id = u.id AND v.during @> organizations_today()
      LEFT JOIN organizations_unitplacement p
        ON p.unit_id = u.id AND p.during @> organizations_today()
      LEFT JOIN organizations_unitcode c
        ON c.unit_id = u.id AND c.during @> organizations_today()
     WHERE u.is_active <> (u.closed_on IS NULL OR u.closed_on > organizations_today())
        OR u.path IS DISTINCT FROM coalesce(above.path || u.id::text, u.id::text::ltree)
        OR (v.id IS NOT NULL AND (u.name, u.type_id) IS DISTINCT FROM (v.name, v.type_id))
        OR (p.id IS NOT NULL AND u.parent_id IS DISTINCT FROM p.parent_id)
        OR (c.id IS NOT NULL AND u.code IS DISTINCT FROM c.code)
     ORDER BY u.id
"""

_OUTSIDE_LIFE: Final = """
    SELECT DISTINCT u.id, u.name
      FROM organizations_unit u
      JOIN (SELECT unit_id, during FROM organizations_unitversion
            UNION ALL SELECT unit_id, during FROM organizations_unitplacement
            UNION ALL SELECT unit_id, during FROM organizations_unitcode) dated
        ON dated.unit_id = u.id
     WHERE NOT dated.during <@ daterange(u.founded_on, u.closed_on)
     ORDER BY u.id
"""

_PARENT_MISSING: Final = """
    SELECT DISTINCT u.id, u.name
      FROM organizations_unitplacement p JOIN organizations_unit u ON u.id = p.unit_id
     WHERE NOT EXISTS (
           SELECT 1 FROM organizations_unitversion v WHERE v.unit_id = p.parent_id
           HAVING p.during <@ range_agg(v.during))
     ORDER BY u.id
"""

_CHECKS: Final = (
    (_STRAY, "không nằm dưới đơn vị gốc của cây"),
    (_STALE, "có trạng thái hôm nay khác với các bảng theo thời gian"),
    (_OUTSIDE_LIFE, "có tên, nơi trực thuộc hoặc mã ngoài thời gian tồn tại"),
    (_PARENT_MISSING, "trực thuộc một đơn vị trong thời gian đơn vị ấy không tồn tại"),
)


def findings() -> list[str]:
    """Return one sentence for each thing in the trees that should not be."""
    found = [f"Đơn vị {name} (số {pk}) {what}." for sql, what in _CHECKS for pk, name in _rows(sql)]
    return [*found, *_wrong_overseers()]


def _wrong_overseers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organizations_today()")
        right = overseers_on(cursor.fetchone()[0])
    active = Unit.objects.filter(is_active=True).order_by("pk")
    return [
        f"Đơn vị {name} (số {pk}) ghi sai tổ chức đảng phụ trách."
        for pk, name, overseer in active.values_list("pk", "name", "overseer")
        if pk in right and right[pk] != overseer
    ]


def _rows(sql: str) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
