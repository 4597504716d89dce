"""Application configuration."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    """Configuration of `coso.importing`."""

    name = "coso.importing"
    label = "importing"
