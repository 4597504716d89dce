from django.db import migrations

# As `createcachetable` makes it; the counters of sign-in attempts live here, so that they hold for
# every process and every machine that serves the site.
CREATE = """
CREATE TABLE core_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_extensions")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE core_cache")]
