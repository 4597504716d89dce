from django.db import migrations

# Which dated row says what a unit is today: the one of today, else the last that began before
# today (a closed unit keeps its last state), else the first to come.
REFRESH = """
CREATE OR REPLACE FUNCTION organizations_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;

CREATE OR REPLACE FUNCTION organizations_nearness(during daterange) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN during @> organizations_today() THEN 0
        WHEN upper(during) <= organizations_today() THEN organizations_today() - upper(during) + 1
        ELSE 1000000 + (lower(during) - organizations_today())
    END
$$;

CREATE OR REPLACE FUNCTION organizations_refresh_paths(changed bigint[]) RETURNS void
LANGUAGE sql AS $$
    WITH RECURSIVE down AS (
        SELECT id FROM organizations_unit WHERE id = ANY(changed)
        UNION
        SELECT u.id FROM organizations_unit u JOIN down d ON u.parent_id = d.id
    ), up AS (
        SELECT d.id AS unit_id, u.id AS at, u.parent_id, 0 AS steps
          FROM down d JOIN organizations_unit u ON u.id = d.id
        UNION ALL
        SELECT up.unit_id, u.id, u.parent_id, up.steps + 1
          FROM up JOIN organizations_unit u ON u.id = up.parent_id
         WHERE up.steps < 50
    ), paths AS (
        SELECT unit_id, string_agg(at::text, '.' ORDER BY steps DESC)::ltree AS path
          FROM up GROUP BY unit_id
    )
    UPDATE organizations_unit u SET path = paths.path
      FROM paths WHERE u.id = paths.unit_id AND u.path IS DISTINCT FROM paths.path
$$;

CREATE OR REPLACE FUNCTION organizations_refresh_units(changed bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organizations_unit u
       SET name = v.name, search_name = v.search_name, match_name = v.match_name,
           order_key = v.order_key, type_id = v.type_id
      FROM (SELECT DISTINCT ON (unit_id) * FROM organizations_unitversion
             WHERE unit_id = ANY(changed)
             ORDER BY unit_id, organizations_nearness(during)) v
     WHERE u.id = v.unit_id;
    UPDATE organizations_unit u
       SET code = c.code
      FROM (SELECT DISTINCT ON (unit_id) * FROM organizations_unitcode
             WHERE unit_id = ANY(changed)
             ORDER BY unit_id, organizations_nearness(during)) c
     WHERE u.id = c.unit_id;
    UPDATE organizations_unit u
       SET parent_id = p.parent_id,
           is_active = u.closed_on IS NULL OR u.closed_on > organizations_today()
      FROM (SELECT DISTINCT ON (c.id) c.id, p.parent_id
              FROM unnest(changed) c(id)
              LEFT JOIN organizations_unitplacement p ON p.unit_id = c.id
             ORDER BY c.id, organizations_nearness(p.during)) p
     WHERE u.id = p.id;
    PERFORM organizations_refresh_paths(changed);
END
$$;

CREATE OR REPLACE FUNCTION organizations_refuse_cycles(changed bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    looped bigint;
BEGIN
    WITH RECURSIVE up AS (
        SELECT unit_id, parent_id AS at, during, 1 AS steps
          FROM organizations_unitplacement WHERE unit_id = ANY(changed)
        UNION ALL
        SELECT up.unit_id, p.parent_id, up.during * p.during, up.steps + 1
          FROM up JOIN organizations_unitplacement p
            ON p.unit_id = up.at AND p.during && up.during
         WHERE up.at <> up.unit_id AND up.steps < 50
    )
    SELECT unit_id INTO looped FROM up WHERE at = unit_id OR steps = 50 LIMIT 1;
    IF looped IS NOT NULL THEN
        RAISE EXCEPTION 'unit % would stand below itself', looped
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_placement_no_cycle';
    END IF;
END
$$;
"""

DROP = """
DROP FUNCTION IF EXISTS organizations_refuse_cycles(bigint[]);
DROP FUNCTION IF EXISTS organizations_refresh_units(bigint[]);
DROP FUNCTION IF EXISTS organizations_refresh_paths(bigint[]);
DROP FUNCTION IF EXISTS organizations_nearness(daterange);
DROP FUNCTION IF EXISTS organizations_today();
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunSQL(REFRESH, DROP)]
