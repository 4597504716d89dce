"""Application configuration."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Configuration of `coso.members`."""

    name = "coso.members"
    label = "members"
