"""Application configuration."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Configuration of `coso.rules`."""

    name = "coso.rules"
    label = "rules"
