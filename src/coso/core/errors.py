"""The refusal that every rule of the domain raises."""


class DomainError(Exception):
    """A rule of the domain refuses the request: what was refused, why, what to do next.

    ``code`` is stable and meant for programs; ``message`` is one Vietnamese sentence for the
    reader; ``data`` holds the values behind the message.
    """

    def __init__(self, code: str, message: str, **data: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {self.message!r})"


def reason_of(error: Exception) -> str:
    """Return what a reader is told of an error: the sentence of a refusal, else no detail of it."""
    if isinstance(error, DomainError):
        return error.message
    return (
        "Máy chủ gặp sự cố khi làm việc này. Hãy làm lại; nếu vẫn vậy, hãy báo người quản trị xem "
        "nhật ký của máy chủ."
    )
