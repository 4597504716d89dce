"""Documents that a field suggests while somebody types."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from coso.access import scoping
from coso.access.enums import Permission
from coso.documents import queries as documents
from coso.web.shared.views import FramedView

_SUGGESTED = 12


class DocumentSuggestions(FramedView, TemplateView):
    """Some documents within reach that hold what is in the field, as a list of options."""

    permission = Permission.DOCUMENTS_VIEW
    template_name = "documents/suggest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        words = asked.get(asked.get("muc", ""), "").strip()
        within = scoping.visible(documents.documents(), self.actor, self.permission)
        found = documents.matching(within, words)[:_SUGGESTED] if words else ()
        return super().get_context_data(options=list(found), **kwargs)
