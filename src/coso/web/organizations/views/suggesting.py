"""Units that a field suggests while somebody types."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.web.shared.fields import reference_to
from coso.web.shared.views import FramedView

_SUGGESTED = 12


class UnitSuggestions(FramedView, TemplateView):
    """Some units within reach whose name holds what is in the field, as a list of options."""

    permission = Permission.UNITS_VIEW
    template_name = "organizations/unit_suggest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        tree = Tree(asked["cay"]) if asked.get("cay") in Tree.values else None
        words = asked.get(asked.get("muc", ""), "").strip()
        shown = organizations.shown_on(tree, self.frame.today).select_related("parent")
        within = scoping.visible(shown, self.actor, self.permission)
        found = organizations.matching(within, words)[:_SUGGESTED] if words else ()
        return super().get_context_data(
            options=[(reference_to(unit), unit) for unit in found], **kwargs
        )
