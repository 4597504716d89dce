"""Application configuration."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """Configuration of `coso.appointments`."""

    name = "coso.appointments"
    label = "appointments"
