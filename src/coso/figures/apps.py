"""Application configuration."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Configuration of `coso.figures`."""

    name = "coso.figures"
    label = "figures"
