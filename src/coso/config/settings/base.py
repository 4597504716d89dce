"""Everything the site needs; `production` only tightens it."""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from coso.config import folders, logging, secrets
from coso.core import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
COSO_HOME = env.home()
SECRET_KEY = secrets.signing_key(COSO_HOME)
# Key of the encrypted columns and of their search digests (party card numbers).
FIELD_KEY = secrets.field_key(COSO_HOME)
DEBUG = env.debug()
ALLOWED_HOSTS = env.allowed_hosts()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "template_partials",
    "pgtrigger",
    "django_structlog",
    "procrastinate.contrib.django",
    "coso.core",
    "coso.accounts",
    "coso.audit",
    "coso.rules",
    "coso.organizations",
    "coso.access",
    "coso.people",
    "coso.documents",
    "coso.members",
    "coso.personnel",
    "coso.meetings",
    "coso.visits",
    "coso.evaluations",
    "coso.resolutions",
    "coso.training",
    "coso.appointments",
    "coso.planning",
    "coso.reorganizations",
    "coso.figures",
    "coso.importing",
    "coso.reporting",
    "coso.web",
    "coso.ops",
]

MIDDLEWARE = [
    "coso.ops.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coso.web.account.middleware.SignInRedirectMiddleware",
    "coso.web.account.middleware.FirstRunMiddleware",
    "coso.web.account.middleware.PrivatePagesMiddleware",
    "coso.web.account.middleware.LastDateMiddleware",
    "coso.web.account.middleware.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "coso.config.urls"
WSGI_APPLICATION = "coso.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coso.web.frame.context",
            ],
        },
    },
]
FORM_RENDERER = "coso.web.rendering.FormRenderer"

DATABASES = {
    "default": {
        **environ.Env.db_url_config(env.database_url() or "postgres:///coso"),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# The default is where sign-in counts attempts: all processes must count together. What may differ
# from process to process, and is asked for with every page, is kept in memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:start"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "coso.web.account.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The code of half a minute ago counts, too: clocks of phones differ.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Cơ Sở"

# Sessions end with the browser, and after eight hours at the latest.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
FIRST_DAY_OF_WEEK = 1
FORMAT_MODULE_PATH = ["coso.config.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]

# Uploads go straight to files that only the site reads, no further than they may be long.
FILE_UPLOAD_HANDLERS = ["coso.web.uploads.BoundedUploadHandler"]
LARGEST_ATTACHMENT = env.attachment_megabytes() << 20
FILE_UPLOAD_TEMP_DIR = folders.private(COSO_HOME / "uploads")

# A plan of reorganization is tried, carried out and taken back while its page waits: under three
# seconds in an office of so many units (a district has 500). A province (8,500) needs 6 to 12, and
# leaves it to the worker.
PLAN_UNITS_AT_ONCE = 2_000

STATIC_URL = "/static/"
STATIC_ROOT = COSO_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DJANGO_TABLES2_TEMPLATE = "shared/table.html"
SILENCED_SYSTEM_CHECKS: list[str] = []
# Whoever works or asks for work loads the tasks and the engines that they call; a command need not.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [
    f"coso.{path.parent.name}.tasks" for path in sorted(BASE_DIR.glob("*/tasks.py"))
]
# A daily job that was missed is still run by a worker that starts within the day.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}
LOGGING = logging.configuration(level=env.log_level(), as_json=env.log_as_json())
