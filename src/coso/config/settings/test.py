"""The suite: a real PostgreSQL (embedded unless `DATABASE_URL` names one), fast hashing."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("COSO_HOME", str(Path(tempfile.gettempdir()) / f"coso-test-{os.getuid()}"))
# What one process of a run has compiled the others read, even where nothing else keeps it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from coso.core import env
from coso.ops import embedded

if env.database_url() is None:
    os.environ["DATABASE_URL"] = embedded.start(env.home(), is_lasting=False)

from coso.config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = {}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Static files straight from the sources: nothing is collected for a test.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
