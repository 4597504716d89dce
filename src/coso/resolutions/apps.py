"""Application configuration."""

from django.apps import AppConfig


class ResolutionsConfig(AppConfig):
    """Configuration of `coso.resolutions`."""

    name = "coso.resolutions"
    label = "resolutions"
