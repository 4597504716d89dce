"""Application configuration."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Configuration of `coso.access`."""

    name = "coso.access"
    label = "access"
