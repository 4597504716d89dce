"""How files arrive: on the disk from the first byte on, and never more of them than is taken in."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from coso.importing.services import LARGEST_FILE

_LARGEST: Final = max(LARGEST_FILE, settings.LARGEST_ATTACHMENT)


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file than may be taken in; its length is told in full, to be refused."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= _LARGEST:
            super().receive_data_chunk(raw_data, start)
