"""How files arrive: on the disk from the first byte on, and never more of them than is taken in."""

from __future__ import annotations

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from coso.importing.services import LARGEST_FILE


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file than may be imported; its length is told in full, to be refused."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= LARGEST_FILE:
            super().receive_data_chunk(raw_data, start)
