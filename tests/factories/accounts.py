"""Accounts for tests."""

from itertools import count

from coso.accounts.models import User

PASSWORD = "ba-con-voi-42"
_numbers = count(1)


def make_user(full_name: str = "Nguyễn Văn An", **fields) -> User:
    """Return a user who can sign in with `PASSWORD`."""
    fields.setdefault("username", f"nguoi-dung-{next(_numbers)}")
    user = User(full_name=full_name, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user
