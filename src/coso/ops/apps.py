"""Application configuration."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """Configuration of `coso.ops`."""

    name = "coso.ops"
    label = "ops"
