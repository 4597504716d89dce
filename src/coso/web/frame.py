"""What surrounds every page: the unit in view, the as-of date, navigation, the person."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen
from django.http import Http404, HttpRequest
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import clock, dates
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit

UNIT_PARAMETER = "don-vi"
DATE_PARAMETER = "ngay"


@frozen
class NavItem:
    """One entry of the navigation by work."""

    label: str
    url: str
    icon: str
    active: bool
    count: int | None = None


@frozen
class Frame:
    """The frame of one request; `unit` is null for somebody without any right."""

    installation_name: str
    unit: Unit | None
    as_of: dt.date
    today: dt.date
    nav: tuple[NavItem, ...]
    user_label: str
    query: dict[str, str] = field(factory=dict)
    date_error: str = ""

    @property
    def is_today(self) -> bool:
        return self.as_of == self.today

    @property
    def query_without_date(self) -> dict[str, str]:
        return {name: value for name, value in self.query.items() if name != DATE_PARAMETER}

    @property
    def last_year_end(self) -> dt.date:
        return dt.date(self.as_of.year - 1, 12, 31)

    @property
    def place(self) -> str:
        """The unit and date as a query string, so that a link shows the same thing."""
        return urlencode(place_of(self.unit, self.as_of, self.today))


def place_of(unit: Unit | None, as_of: dt.date, today: dt.date) -> dict[str, str]:
    """Return the query parameters that name a unit and a date; today is left out."""
    parameters = {} if unit is None else {UNIT_PARAMETER: str(unit.pk)}
    if as_of != today:
        parameters[DATE_PARAMETER] = as_of.isoformat()
    return parameters


def frame_of(request: HttpRequest) -> Frame | None:
    """Return the frame of a signed-in request, built once."""
    if not request.user.is_authenticated:
        return None
    built: Frame | None = getattr(request, "_coso_frame", None)
    if built is None:
        built = _build(request)
        request._coso_frame = built  # type: ignore[attr-defined]  # noqa: SLF001
    return built


def _build(request: HttpRequest) -> Frame:
    today = clock.today()
    as_of, error = _as_of(request.GET.get(DATE_PARAMETER, ""), today)
    root = organizations.root(Tree.PARTY)
    unit = _unit_in_view(request, root)
    return Frame(
        installation_name=root.name if root else "Cơ Sở",
        unit=unit,
        as_of=as_of,
        today=today,
        nav=_navigation(request, unit, as_of, today),
        user_label=str(request.user),
        query={name: value for name, value in request.GET.items() if name != "trang"},
        date_error=error,
    )


def _as_of(text: str, today: dt.date) -> tuple[dt.date, str]:
    if not text.strip():
        return today, ""
    try:
        return dates.parse_date(text).value, ""
    except ValueError as error:
        return today, str(error)


def _unit_in_view(request: HttpRequest, root: Unit | None) -> Unit | None:
    """Return the asked unit if it is within reach, else the topmost one that is."""
    reach = scoping.reachable_units(request.user, Permission.UNITS_VIEW)
    asked = request.GET.get(UNIT_PARAMETER, "")
    if asked:
        found = reach.filter(pk=int(asked)).first() if asked.isdecimal() else None
        if found is None:
            raise Http404
        return found
    if root is not None and reach.filter(pk=root.pk).exists():
        return root
    return reach.filter(tree=Tree.PARTY).order_by("path", "pk").first()


_WORK = (
    ("Tổng quan", "home:dashboard", "home", Permission.FIGURES_VIEW),
    ("Tổ chức", "organizations:list", "sitemap", Permission.UNITS_VIEW),
    ("Đảng viên", "members:list", "users", Permission.MEMBERS_VIEW),
    ("Cán bộ", "personnel:list", "briefcase", Permission.STAFF_VIEW),
    ("Nhật ký", "audit:changes", "history", Permission.AUDIT_VIEW),
    ("Quản trị", "access:users", "settings", Permission.USERS_MANAGE),
)


def _navigation(
    request: HttpRequest, unit: Unit | None, as_of: dt.date, today: dt.date
) -> tuple[NavItem, ...]:
    place = urlencode(place_of(unit, as_of, today))
    module = request.resolver_match.namespace if request.resolver_match else ""
    allowed = scoping.permissions_of(request.user)
    return tuple(
        NavItem(
            label=label,
            url=f"{reverse(name)}?{place}",
            icon=icon,
            active=name.split(":")[0] == module,
        )
        for label, name, icon, permission in _WORK
        if permission in allowed
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every template its `frame` (context processor)."""
    return {"frame": frame_of(request)}
