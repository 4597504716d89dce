from django.db import migrations

# As before, but without what stands below the unit anyway: of a country whose communes merged, that
# was every one of them, for each request.
PAST_PATHS = """
CREATE OR REPLACE FUNCTION organizations_past_paths(granted ltree, below boolean) RETURNS text[]
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE past AS (
        SELECT p.id
          FROM organizations_unit heir
          JOIN organizations_unitsuccession s ON s.successor_id = heir.id
          JOIN organizations_unit p ON p.id = s.predecessor_id
         WHERE CASE WHEN below THEN heir.path <@ granted AND NOT p.path <@ granted
                    ELSE heir.path = granted END
        UNION
        SELECT s.predecessor_id FROM past
          JOIN organizations_unitsuccession s ON s.successor_id = past.id
    ), ended AS (
        SELECT p.path FROM past JOIN organizations_unit p ON p.id = past.id AND NOT p.is_active
        UNION
        SELECT former.path FROM organizations_formerroot f
          JOIN organizations_unit root ON root.tree = f.tree AND root.is_root
          JOIN organizations_unit former ON former.id = f.unit_id AND NOT former.is_active
         WHERE below AND root.path <@ granted
    )
    SELECT coalesce(array_agg(path::text ORDER BY path), '{}')
      FROM ended WHERE NOT (below AND path <@ granted)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0007_past_paths_from_successions")]
    operations = [migrations.RunSQL(PAST_PATHS, migrations.RunSQL.noop)]
