"""Application configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Configuration of `coso.meetings`."""

    name = "coso.meetings"
    label = "meetings"
