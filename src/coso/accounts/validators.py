"""What a user name may look like, and the code without which nobody makes the first account."""

from __future__ import annotations

import re
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from coso.core.errors import DomainError

# Without the letters and digits that look alike when read aloud from paper.
READABLE: Final = "abcdefghkmnpqrstuvwxyz23456789"
_GROUPS: Final = 3
_GROUP_LENGTH: Final = 4
_NO_SIGN: Final = re.compile(r"[\s-]")

_USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,28})[a-z0-9]")


class UnfitUsername(DomainError):
    """The user name cannot be typed on every keyboard, or read aloud."""


class WrongStartCode(DomainError):
    """Somebody at the first start does not know what the terminal of the server says."""


def start_code() -> str:
    """Return the code of the first start, which is of no use once there is an account.

    It follows from the signing key, so that every process and command knows it.
    """
    digest = salted_hmac("coso.accounts.start_code", "", algorithm="sha256").digest()
    letters = "".join(READABLE[byte % len(READABLE)] for byte in digest)
    ends = range(_GROUP_LENGTH, _GROUPS * _GROUP_LENGTH + 1, _GROUP_LENGTH)
    return "-".join(letters[end - _GROUP_LENGTH : end] for end in ends)


def validate_start_code(written: str) -> None:
    """Refuse a code that is not the one of this installation; spaces and dashes do not matter.

    :raises WrongStartCode: if it is another
    """
    if not constant_time_compare(_bare(written), _bare(start_code())):
        raise WrongStartCode(
            "accounts.wrong_start_code",
            "Mã khởi tạo chưa đúng. Xem mã ở màn hình dòng lệnh của máy chủ, nơi chạy lệnh "
            "coso serve, hoặc chạy lệnh coso admin code.",
        )


def _bare(code: str) -> str:
    return _NO_SIGN.sub("", code).lower()


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
