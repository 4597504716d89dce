"""Reading the accounts."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model, QuerySet

from coso.accounts.models import User


def users() -> QuerySet[User]:
    """Return all accounts by name."""
    return User.objects.order_by("full_name", "pk")


def has_users() -> bool:
    """Tell whether anybody can sign in yet."""
    return User.objects.exists()


def second_steps(user: User) -> QuerySet[Model]:
    """Return the ways in which an account proves itself beside its password."""
    # The model is the sign-in library's, which data apps do not import.
    found: QuerySet[Model] = apps.get_model("mfa.Authenticator").objects.filter(user=user)
    return found


def has_second_step(user: User) -> bool:
    """Tell whether signing in to an account asks for a code, too."""
    return second_steps(user).exists()


def user_named(username: str) -> User | None:
    """Return the account with this user name."""
    return User.objects.filter(username=username.strip().lower()).first()
