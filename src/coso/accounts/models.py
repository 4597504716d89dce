"""Who can log in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """A person who signs in; what they may do is said by `access.Grant` alone."""

    full_name = models.CharField("họ và tên", max_length=120)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)

    hides_setup = models.BooleanField("đã ẩn việc cần làm tiếp", default=False)

    # Django's own name fields split a name the European way.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def label(self) -> str:
        """How the audit trail names this user."""
        return f"{self.full_name} ({self.username})"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name or self.username


class SavedFilter(models.Model):
    """The filters, columns and order of a list, kept by one user under a name.

    `list_name` is the name of the address of the list, `query` what stands behind its “?”. The
    unit and the day are part of it only if the user wanted them kept.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    list_name = models.CharField("danh sách", max_length=60)
    name = models.CharField("tên", max_length=60)
    query = models.CharField("điều kiện", max_length=2000, blank=True)

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        constraints = [
            models.UniqueConstraint(
                "user", "list_name", Lower("name"), name="saved_filter_name_of_list"
            ),
            models.CheckConstraint(name="saved_filter_named", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
