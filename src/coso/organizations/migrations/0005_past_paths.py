from django.db import migrations

# Where the units stood that ended and passed on to a unit, or to any below it, at any time
# before; for the unit that is the root now, also those that were the root.
PAST_PATHS = """
CREATE OR REPLACE FUNCTION organizations_past_paths(granted ltree, below boolean) RETURNS text[]
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE heirs AS (
        SELECT id FROM organizations_unit
         WHERE CASE WHEN below THEN path <@ granted ELSE path = granted END
           AND id IN (SELECT successor_id FROM organizations_unitsuccession)
    ), past AS (
        SELECT s.predecessor_id AS id FROM organizations_unitsuccession s JOIN heirs
            ON heirs.id = s.successor_id
        UNION
        SELECT s.predecessor_id FROM organizations_unitsuccession s JOIN past
            ON past.id = s.successor_id
    )
    SELECT coalesce(array_agg(u.path::text ORDER BY u.path), '{}')
      FROM organizations_unit u
     WHERE NOT u.is_active
       AND (u.id IN (SELECT id FROM past)
            OR (below AND u.id IN (
                SELECT f.unit_id FROM organizations_formerroot f
                  JOIN organizations_unit r ON r.tree = f.tree AND r.is_root
                 WHERE r.path <@ granted)))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0004_succession")]
    operations = [
        migrations.RunSQL(
            PAST_PATHS, "DROP FUNCTION IF EXISTS organizations_past_paths(ltree, boolean)"
        )
    ]
