"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configuration of `coso.accounts`."""

    name = "coso.accounts"
    label = "accounts"
