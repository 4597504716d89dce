"""Application configuration."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Configuration of `coso.visits`."""

    name = "coso.visits"
    label = "visits"
