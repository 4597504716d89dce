from django.db import migrations

# As before, but in one pass and only the rows that differ: every new row version of a unit
# costs all its indexes, and an import of a province changes thousands at once.
REFRESH = """
CREATE OR REPLACE FUNCTION organizations_refresh_units(changed bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organizations_unit u
       SET name = n.name, search_name = n.search_name, match_name = n.match_name,
           order_key = n.order_key, type_id = n.type_id, code = n.code,
           parent_id = n.parent_id, is_active = n.is_active
      FROM (
        SELECT c.id,
               coalesce(v.name, c.name) AS name,
               coalesce(v.search_name, c.search_name) AS search_name,
               coalesce(v.match_name, c.match_name) AS match_name,
               coalesce(v.order_key, c.order_key) AS order_key,
               coalesce(v.type_id, c.type_id) AS type_id,
               coalesce(k.code, '') AS code,
               p.parent_id,
               c.closed_on IS NULL OR c.closed_on > organizations_today() AS is_active
          FROM organizations_unit c
          LEFT JOIN LATERAL (
                SELECT * FROM organizations_unitversion WHERE unit_id = c.id
                 ORDER BY organizations_nearness(during) LIMIT 1) v ON true
          LEFT JOIN LATERAL (
                SELECT * FROM organizations_unitcode WHERE unit_id = c.id
                 ORDER BY organizations_nearness(during) LIMIT 1) k ON true
          LEFT JOIN LATERAL (
                SELECT * FROM organizations_unitplacement WHERE unit_id = c.id
                 ORDER BY organizations_nearness(during) LIMIT 1) p ON true
         WHERE c.id = ANY(changed)
      ) n
     WHERE u.id = n.id
       AND ROW(u.name, u.search_name, u.match_name, u.order_key, u.type_id, u.code,
               u.parent_id, u.is_active)
           IS DISTINCT FROM
           ROW(n.name, n.search_name, n.match_name, n.order_key, n.type_id, n.code,
               n.parent_id, n.is_active);
    PERFORM organizations_refresh_paths(changed);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_today_functions")]
    operations = [migrations.RunSQL(REFRESH, migrations.RunSQL.noop)]
