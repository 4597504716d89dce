"""The pages and figures of the site as a register of the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import searching
from coso.core.searching import Found
from coso.web.frame import may_import
from coso.web.search import pages
from coso.web.search.pages import Page
from coso.web.search.registers.base import Hit, Register


class Pages(Register):
    """The pages and figures that the reader may open."""

    name, title = "trang", "Trang và chỉ tiêu"
    hint = "Việc cần làm hoặc tên chỉ tiêu: “báo cáo”, “sao lưu”, “đảng viên nữ”."
    permissions = tuple(Permission)

    def find(self, words: str) -> Found[Any]:
        allowed = scoping.permissions_of(self.actor) - self._elsewhere()
        return searching.first(pages.found(words, allowed))

    def _elsewhere(self) -> set[Permission]:
        """Return what is allowed somewhere, but not where the pages would lead."""
        unit, figures = self.frame.unit, Permission.FIGURES_VIEW
        is_whole = unit is not None and scoping.covers(self.actor, figures, unit)
        return {
            *(() if is_whole else (figures,)),
            *(() if may_import(self.actor) else (Permission.IMPORTS_APPLY,)),
        }

    def hits(self, rows: Sequence[Page], words: str) -> list[Hit]:
        return [Hit(page.label, f"{page.url}?{self.frame.place}") for page in rows]
