"""A page that shows a unit on a date to whoever holds a permission there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from attrs import evolve, frozen
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts.models import User
from coso.audit import services as audit
from coso.core.dates import format_date
from coso.figures import queries as figures
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.reporting.writers import xlsx
from coso.web.frame import Frame, TreeName, frame_of
from coso.web.refusals import denied
from coso.web.shared.trees import TREE_WORDS, TreeChoice, choices_of, differ, sides_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@frozen
class Action:
    """A button of a page."""

    label: str
    url: str
    icon: str = ""
    is_primary: bool = False
    in_panel: bool = False


class FramedView(LoginRequiredMixin):
    """A page that shows a unit on a date to somebody who holds `permission` there.

    One of several `permissions` suffices where a page has them.
    """

    permission: Permission
    permissions: tuple[Permission, ...] = ()
    # Under which trees the page can be asked, if units were reorganized since.
    trees: ClassVar[tuple[TreeName, ...]] = ()
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if request.user.is_authenticated:
            scoping.keep_grants(self.actor)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            frame_of(request)  # 404 if the unit in view lies out of reach
            self._require_permission()
        return super().dispatch(request, *args, **kwargs)

    def _require_permission(self) -> None:
        if not any(scoping.has_permission(self.actor, each) for each in self.asked_for()):
            raise self.refusal()

    def asked_for(self) -> tuple[Permission, ...]:
        """Return the permissions any of which opens the page."""
        return self.permissions or (self.permission,)

    def named(self) -> QuerySet[Any] | None:
        """Return the row that the address names, before rights are applied; `None`: it names none.

        Such a page is about the unit in view.
        """
        return None

    def refusal(self) -> Exception:
        """Return 403 for what lies where the reader has a role, else 404.

        A stranger does not learn that the page exists.
        """
        named = self.named()
        if named is None:
            is_in_reach = bool(scoping.permissions_of(self.actor))
        else:
            is_in_reach = scoping.within_reach(named, self.actor).exists()
        return denied(*self.asked_for()) if is_in_reach else Http404()

    @property
    def actor(self) -> User:
        """Whoever is signed in; asked for only after `dispatch` has made sure of it."""
        if not self.request.user.is_authenticated:
            raise Http404
        return self.request.user

    @property
    def frame(self) -> Frame:
        frame = frame_of(self.request)
        if frame is None:
            raise Http404
        return frame

    @property
    def as_of(self) -> dt.date:
        return self.frame.as_of

    @property
    def earliest(self) -> dt.date:
        """The earliest day that the page shows."""
        return self.as_of

    @cached_property
    def under_tree(self) -> TreeName:
        """Return the tree that the page shows; as of today there is only one."""
        is_known = self.frame.tree in self.known_trees() and self.earliest < self.frame.today
        return self.frame.tree if is_known else "then"

    @cached_property
    def tree_choices(self) -> list[TreeChoice]:
        """Return the trees that the reader may choose; none where they do not differ."""
        known = self.known_trees()
        if not known or not differ(self.earliest, self.frame.today):
            return []
        return choices_of(self.both_sides, known, self.under_tree)

    def known_trees(self) -> tuple[TreeName, ...]:
        """Return the trees that the page can be asked under."""
        return self.trees

    @cached_property
    def both_sides(self) -> tuple[Frame, Frame]:
        """Return what is in view under the tree of the date, and under that of today."""
        return sides_of(self.frame)

    @property
    def sides_in_view(self) -> tuple[Frame, ...]:
        """What is in view under the tree asked for: once, or twice under both."""
        if self.under_tree == "both":
            return self.both_sides
        return (evolve(self.frame, tree=self.under_tree),)

    @property
    def tree_words(self) -> str:
        """Under which tree the page is, in words; empty if it is that of the day."""
        return "" if self.under_tree == "then" else TREE_WORDS[self.under_tree]

    @property
    def unit(self) -> Unit:
        """The unit in view.

        :raises Http404: if the reader has no unit at all
        """
        if self.frame.unit is None:
            raise Http404
        return self.frame.unit

    def units_in_view(self) -> Collection[int] | None:
        """Return the Party units seen from the unit in view; `None` means all."""
        return self.seen(Tree.PARTY)

    def agencies_in_view(self) -> Collection[int] | None:
        """Return the agencies seen from the unit in view; `None` means all."""
        return self.seen(Tree.AGENCY)

    def seen(self, tree: Tree) -> Collection[int] | None:
        """Return the units of a tree seen from the unit in view; `None` means all.

        By the tree asked for: under both, what is seen by either.
        """
        found: set[int] = set()
        for side in self.sides_in_view:
            units = seen_from(side, tree)
            if units is None:
                return None
            found |= units
        return found

    def workbook(
        self,
        *,
        title: str,
        name: str,
        header: Sequence[str],
        rows: Sequence[Sequence[Any]],
        day: dt.date,
    ) -> HttpResponse:
        """Answer with a list as a workbook; the trail says who took it away."""
        unit = self.frame.unit
        audit.record_access(
            actor=self.actor,
            action="list.exported",
            object_type=name,
            unit_id=unit.pk if unit else None,
            summary=f"{title}, {self.frame.unit_name}, đến ngày {format_date(day)}",
            rows=len(rows),
        )
        content = xlsx.list_workbook(
            title=title, unit_name=self.frame.unit_name, as_of=day, header=header, rows=rows
        )
        return attachment(content, f"{name}-{day.isoformat()}.xlsx")


class FiguresView(FramedView):
    """A page all of whose figures are of one state of the data, those of its template, too."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with figures.one_state():
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if isinstance(response, TemplateResponse) else response


def seen_from(side: Frame, tree: Tree) -> set[int] | None:
    """Return the units of a tree seen from what a side has in view; `None` means all.

    :raises Http404: if there is no unit in view
    """
    unit = side.unit
    if unit is None:
        raise Http404
    if side.tree == "now":
        return None if unit.is_root else figures.units_below(unit.pk, side.today)
    if tree == Tree.AGENCY and unit.tree == Tree.PARTY and not unit.is_root:
        return figures.units_below(unit.pk, side.as_of)  # the registers tell it from all units
    return organizations.seen_from(unit, tree, side.as_of)


def attachment(content: bytes, name: str, content_type: str = _XLSX) -> HttpResponse:
    """Return a file to be kept under a name."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type=content_type, headers=headers)
