"""Application configuration."""

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    """Configuration of `coso.personnel`."""

    name = "coso.personnel"
    label = "personnel"
