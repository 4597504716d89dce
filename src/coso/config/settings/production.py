"""What a served installation tightens."""

from coso.config.settings.base import *  # noqa: F403
from coso.core import env

DEBUG = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.https()
SECURE_HSTS_SECONDS = 31_536_000 if env.https() else 0
# The web server with TLS in front says who calls; without it all would share one address.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.https() else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.https() else None
