"""Application configuration."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Configuration of `coso.evaluations`."""

    name = "coso.evaluations"
    label = "evaluations"
