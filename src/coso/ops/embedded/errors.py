"""The refusal of the embedded server."""

from coso.core.errors import DomainError


class UnableToStartServer(DomainError):
    """The embedded server cannot run; the message says what to do."""
