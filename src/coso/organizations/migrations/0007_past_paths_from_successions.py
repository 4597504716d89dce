from django.db import migrations

# As before, but beginning at the successions: there are few of them, and units by the hundred
# thousand.
PAST_PATHS = """
CREATE OR REPLACE FUNCTION organizations_past_paths(granted ltree, below boolean) RETURNS text[]
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE past AS (
        SELECT s.predecessor_id AS id
          FROM organizations_unitsuccession s
          JOIN organizations_unit heir ON heir.id = s.successor_id
         WHERE CASE WHEN below THEN heir.path <@ granted ELSE heir.path = granted END
        UNION
        SELECT s.predecessor_id FROM organizations_unitsuccession s JOIN past
            ON past.id = s.successor_id
    ), ended AS (
        SELECT id FROM past
        UNION
        SELECT f.unit_id FROM organizations_formerroot f
          JOIN organizations_unit r ON r.tree = f.tree AND r.is_root
         WHERE below AND r.path <@ granted
    )
    SELECT coalesce(array_agg(u.path::text ORDER BY u.path), '{}')
      FROM ended JOIN organizations_unit u ON u.id = ended.id
     WHERE NOT u.is_active
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0006_searched_by_name")]
    operations = [migrations.RunSQL(PAST_PATHS, migrations.RunSQL.noop)]
