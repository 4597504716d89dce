"""What a user name may look like."""

from __future__ import annotations

import re
from typing import Final

from coso.core.errors import DomainError

_USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,28})[a-z0-9]")


class UnfitUsername(DomainError):
    """The user name cannot be typed on every keyboard, or read aloud."""


def validate_username(username: str) -> str:
    """Return the user name in small letters.

    :raises UnfitUsername: if it is not 3 to 30 unaccented letters, digits, dots or dashes
    """
    name = username.strip().lower()
    if _USERNAME.fullmatch(name) is None:
        raise UnfitUsername(
            "accounts.unfit_username",
            f"Tên đăng nhập “{username.strip()}” không dùng được. Nhập 3 đến 30 ký tự gồm chữ "
            "không dấu, chữ số, dấu chấm hoặc gạch ngang, bắt đầu và kết thúc bằng chữ hoặc số.",
            username=username,
        )
    return name
