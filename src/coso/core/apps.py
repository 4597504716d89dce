"""Shared kernel."""

from django.apps import AppConfig

from coso.core import checks  # noqa: F401 — registers the system checks


class CoreConfig(AppConfig):
    """Shared kernel: extensions, text, periods, numbers."""

    name = "coso.core"
    label = "core"
