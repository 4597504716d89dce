"""Keys of the installation: from the environment, else made once below the home."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from coso.core import env


def signing_key(home: Path) -> str:
    """Return the key that signs sessions and forms."""
    return env.secret_key() or _key_file(home / "secrets" / "signing.key")


def field_key(home: Path) -> str:
    """Return the key of encrypted columns; losing it loses the card numbers."""
    return _key_file(home / "secrets" / "field.key")


def _key_file(path: Path) -> str:
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of the first start was faster
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
