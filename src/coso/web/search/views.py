"""The search over all registers: what was found, by kind; one kind in pages."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from attrs import frozen
from django.core.paginator import Page, Paginator
from django.views.generic import TemplateView

from coso.access import policy
from coso.access.enums import Permission
from coso.core import text
from coso.core.searching import SHOWN_AT_MOST
from coso.web.search import registers
from coso.web.search.registers import Hit, Register
from coso.web.shared.views import PAGE_PARAMETER, FramedView

WORDS_PARAMETER: Final = "q"
KIND_PARAMETER: Final = "nhom"
_LONGEST: Final = 100
_SHOWN_OF_EACH: Final = 5
_ON_A_PAGE: Final = 20


@frozen
class Group:
    """What was found in one register: a page of it."""

    name: str
    title: str
    count: int
    is_cut: bool
    page: Page[Any]
    hits: list[Hit]
    url: str

    @property
    def is_whole(self) -> bool:
        return self.page.paginator.num_pages == 1 and not self.is_cut


class Search(FramedView, TemplateView):
    """What the reader may see that bears the words, the nearest of each register first."""

    # Whoever has any role; none has those on the whole alone.
    permissions = tuple(each for each in Permission if each not in policy.ON_THE_WHOLE)
    template_name = "search/results.html"

    def asked_for(self) -> tuple[Permission, ...]:
        return self.permissions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = text.normalize(self.request.GET.get(WORDS_PARAMETER, ""))[:_LONGEST].strip()
        searched = registers.open_to(self.actor, self.frame)
        chosen = next((each for each in searched if each.name == self._kind), None)
        looked_in = searched if chosen is None else [chosen]
        groups = [self._group(each, words) for each in looked_in] if text.search_key(words) else []
        return super().get_context_data(
            title="Tìm trong mọi sổ",
            words=words,
            registers=searched,
            groups=[group for group in groups if group.count],
            chosen=chosen,
            all_url=f"?{self._query(words)}",
            at_most=SHOWN_AT_MOST,
            **kwargs,
        )

    @property
    def _kind(self) -> str:
        return self.request.GET.get(KIND_PARAMETER, "")

    def _group(self, register: Register, words: str) -> Group:
        found = register.find(words)
        shown = _ON_A_PAGE if self._kind else _SHOWN_OF_EACH
        page = Paginator(found.rows, shown).get_page(self.request.GET.get(PAGE_PARAMETER))
        return Group(
            name=register.name,
            title=register.title,
            count=page.paginator.count,
            is_cut=not found.is_whole,
            page=page,
            hits=register.hits(list(page), words) if found.rows else [],
            url=f"?{self._query(words, register.name)}",
        )

    def _query(self, words: str, kind: str = "") -> str:
        asked = {WORDS_PARAMETER: words, KIND_PARAMETER: kind}
        given = {name: value for name, value in asked.items() if value}
        return urlencode({**dict(self.frame.place_parameters), **given})
