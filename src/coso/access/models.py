"""Who holds which role, where and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from coso.access.enums import Reach, Role
from coso.core.models import PeriodModel, never_empty, no_overlap
from coso.organizations.models import Unit


class Grant(PeriodModel):
    """A role of a user on a Party organization, for that unit or with all below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants"
    )
    role = models.CharField("vai trò", max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    reach = models.CharField("phạm vi", max_length=16, choices=Reach.choices)

    class Meta:
        verbose_name = "phân quyền"
        constraints = [
            never_empty("grant_never_empty"),
            no_overlap("grant_no_overlap", "user", "role", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} tại {self.unit}"
