"""Application configuration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Configuration of `coso.reporting`."""

    name = "coso.reporting"
    label = "reporting"
