"""How the installation is doing, for whoever looks after it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from coso.access.enums import Permission
from coso.core import clock, health
from coso.core.health import GRAVE
from coso.web.shared.views import FramedView
from coso.web.templatetags.ui import Crumb


class Status(FramedView, TemplateView):
    """What has to be looked after, and what is well."""

    permission = Permission.SYSTEM_VIEW
    template_name = "system/status.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = health.state(clock.now())
        troubles = state.troubles()
        return super().get_context_data(
            title="Tình trạng hệ thống",
            breadcrumb=[
                Crumb(label="Quản trị", url=f"{reverse('access:users')}?{self.frame.place}"),
                Crumb(label="Tình trạng hệ thống"),
            ],
            state=state,
            troubles=troubles,
            is_grave=bool(GRAVE & set(troubles)),
            **kwargs,
        )
