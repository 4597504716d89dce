"""Application configuration."""

from django.apps import AppConfig


class ReorganizationsConfig(AppConfig):
    """Configuration of `coso.reorganizations`."""

    name = "coso.reorganizations"
    label = "reorganizations"
