"""Shared kernel."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Shared kernel: extensions, text, periods, numbers."""

    name = "coso.core"
    label = "core"
