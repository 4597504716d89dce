"""Encrypted columns: the value at rest, its digest for exact search, its tail for the screen."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from coso.core import errors

_KEY_LENGTH: Final = 32
_TAIL_LENGTH: Final = 4


class UnableToDecrypt(errors.DomainError):
    """The stored value does not belong to the key of this installation."""


def encrypt(text: str) -> bytes:
    """Return the text as it is stored; the same text gives another value each time."""
    return _cipher(settings.FIELD_KEY).encrypt(text.encode())


def decrypt(stored: bytes) -> str:
    """Return the text of a stored value.

    :raises UnableToDecrypt: if it was altered or encrypted with another key
    """
    try:
        return _cipher(settings.FIELD_KEY).decrypt(bytes(stored)).decode()
    except InvalidToken as error:
        raise UnableToDecrypt(
            "core.unable_to_decrypt",
            "Không giải mã được số thẻ: khóa của máy này không phải khóa đã mã hóa dữ liệu. "
            "Khôi phục tệp secrets/field.key từ bản sao lưu.",
        ) from error


def digest(text: str) -> str:
    """Return the keyed digest that finds an encrypted value by its exact text."""
    key = _derived(settings.FIELD_KEY, b"coso field digest")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def tail(text: str) -> str:
    """Return the last four characters, which may be shown."""
    return text[-_TAIL_LENGTH:]


@lru_cache(maxsize=4)
def _cipher(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(secret, b"coso field cipher")))


@lru_cache(maxsize=8)
def _derived(secret: str, purpose: bytes) -> bytes:
    """Derive a key of its own for each purpose, so that neither reveals the other."""
    kdf = HKDF(algorithm=SHA256(), length=_KEY_LENGTH, salt=None, info=purpose)
    return kdf.derive(secret.encode())
