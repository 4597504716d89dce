"""Encrypted columns: the value at rest, its digest for exact search, its tail for the screen."""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from coso.core import errors

_KEY_LENGTH: Final = 32
# A random nonce for each value: two are equal once in 2^48 values, far more than there are.
_NONCE_LENGTH: Final = 12
_TAIL_LENGTH: Final = 4


class UnableToDecrypt(errors.DomainError):
    """The stored value does not belong to the key of this installation."""


def encrypt(text: str) -> bytes:
    """Return the text as it is stored; the same text gives another value each time."""
    nonce = os.urandom(_NONCE_LENGTH)
    return nonce + _cipher(settings.FIELD_KEY).encrypt(nonce, text.encode(), None)


def decrypt(stored: bytes) -> str:
    """Return the text of a stored value.

    :raises UnableToDecrypt: if it was altered or encrypted with another key
    """
    try:
        nonce, sealed = stored[:_NONCE_LENGTH], stored[_NONCE_LENGTH:]
        return _cipher(settings.FIELD_KEY).decrypt(nonce, sealed, None).decode()
    except (InvalidTag, ValueError) as error:
        raise UnableToDecrypt(
            "core.unable_to_decrypt",
            "Không giải mã được số thẻ: khóa của máy này không phải khóa đã mã hóa dữ liệu. "
            "Khôi phục tệp secrets/field.key từ bản sao lưu.",
        ) from error


def digest(text: str) -> str:
    """Return the keyed digest that finds an encrypted value by its exact text."""
    key = _derived(settings.FIELD_KEY, b"coso field digest")
    return hmac.digest(key, text.encode(), "sha256").hex()


def tail(text: str) -> str:
    """Return the last four characters, which may be shown."""
    return text[-_TAIL_LENGTH:]


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_derived(secret, b"coso field cipher"))


@lru_cache(maxsize=8)
def _derived(secret: str, purpose: bytes) -> bytes:
    """Derive a key of its own for each purpose, so that neither reveals the other."""
    kdf = HKDF(algorithm=SHA256(), length=_KEY_LENGTH, salt=None, info=purpose)
    return kdf.derive(secret.encode())
