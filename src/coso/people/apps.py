"""Application configuration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Configuration of `coso.people`."""

    name = "coso.people"
    label = "people"
