"""Application configuration."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Configuration of `coso.training`."""

    name = "coso.training"
    label = "training"
