"""Names used by papers."""

from django.db import models


class Format(models.TextChoices):
    """The kinds of files that a paper can be."""

    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PDF = "pdf", "PDF"
