"""Application configuration."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Configuration of `coso.planning`."""

    name = "coso.planning"
    label = "planning"
