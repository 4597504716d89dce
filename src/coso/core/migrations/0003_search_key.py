from django.db import migrations

# An index holds only what never changes; `unaccent` alone looks its rules up along a path.
CREATE = """
CREATE FUNCTION coso_search_key(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, lower($1)) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_shared_cache")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION coso_search_key(text)")]
