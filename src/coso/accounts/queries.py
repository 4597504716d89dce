"""Reading the accounts."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Lower

from coso.accounts.models import SavedFilter, User


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


def without_second_step(users: QuerySet[User]) -> QuerySet[User]:
    """Keep the accounts that sign in with a password alone."""
    steps = apps.get_model("mfa.Authenticator").objects.filter(user=OuterRef("pk"))
    return users.exclude(Exists(steps))


def user_named(username: str) -> User | None:
    """Return the account with this user name."""
    return User.objects.filter(username=username.strip().lower()).first()


def saved_filters(user: User) -> QuerySet[SavedFilter]:
    """Return the filters that a user has saved, by list and name; nobody else sees them."""
    return SavedFilter.objects.filter(user=user).order_by("list_name", Lower("name"), "pk")
