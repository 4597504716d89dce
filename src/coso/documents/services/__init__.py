"""Writing the register of documents by hand, by the rules that lists are imported by."""

from coso.documents.services.attaching import (
    UnableToAttachFile,
    Upload,
    attach_file,
    purge_files,
    remove_attachment,
)
from coso.documents.services.registering import (
    DocumentDetails,
    UnableToKeepDocument,
    correct_document,
    register_document,
    remove_document,
)

__all__ = [
    "DocumentDetails",
    "UnableToAttachFile",
    "UnableToKeepDocument",
    "Upload",
    "attach_file",
    "correct_document",
    "purge_files",
    "register_document",
    "remove_attachment",
    "remove_document",
]
