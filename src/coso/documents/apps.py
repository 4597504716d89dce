"""Application configuration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Configuration of `coso.documents`."""

    name = "coso.documents"
    label = "documents"
