"""Application configuration."""

from django.apps import AppConfig

from coso.core.checks import Openness, declare_open


class OpsConfig(AppConfig):
    """Configuration of `coso.ops`."""

    name = "coso.ops"
    label = "ops"

    def ready(self) -> None:
        """Say that whoever watches the site need not sign in."""
        declare_open(Openness.PUBLIC, ["health"])
