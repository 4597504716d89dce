"""Writing the register of documents by hand, by the rules that lists are imported by."""

from coso.documents.services.registering import (
    DocumentDetails,
    UnableToKeepDocument,
    correct_document,
    register_document,
    remove_document,
)

__all__ = [
    "DocumentDetails",
    "UnableToKeepDocument",
    "correct_document",
    "register_document",
    "remove_document",
]
