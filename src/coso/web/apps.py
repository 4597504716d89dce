"""Application configuration."""

from django.apps import AppConfig

from coso.core import checks
from coso.web import urls_policy


class WebConfig(AppConfig):
    """Configuration of `coso.web`."""

    name = "coso.web"
    label = "web"

    def ready(self) -> None:
        checks.declare_open(checks.Openness.PUBLIC, urls_policy.PUBLIC)
        checks.declare_open(checks.Openness.SIGNED_IN, urls_policy.SIGNED_IN)
