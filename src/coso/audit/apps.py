"""Application configuration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Configuration of `coso.audit`."""

    name = "coso.audit"
    label = "audit"
