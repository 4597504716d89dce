"""Reading the accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from coso.accounts.models import User


def users() -> QuerySet[User]:
    """Return all accounts by name."""
    return User.objects.order_by("full_name", "pk")


def has_users() -> bool:
    """Tell whether anybody can sign in yet."""
    return User.objects.exists()


def user_named(username: str) -> User | None:
    """Return the account with this user name."""
    return User.objects.filter(username=username.strip().lower()).first()
