"""Application configuration."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Configuration of `coso.organizations`."""

    name = "coso.organizations"
    label = "organizations"
