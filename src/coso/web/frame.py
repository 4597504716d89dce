"""What surrounds every page: the unit in view, the as-of date, navigation, the person."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal
from urllib.parse import urlencode

from attrs import field, frozen
from django.core.cache import caches
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.accounts.models import User
from coso.core import clock, dates
from coso.importing import queries as importing
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.rules import queries as rules

UNIT_PARAMETER: Final = "don-vi"
DATE_PARAMETER: Final = "ngay"
TREE_PARAMETER: Final = "cay-ngay"
# As units stood on the day of each record, as they stand today, or both beside each other.
TreeName = Literal["then", "now", "both"]
_TREES: Final[dict[str, TreeName]] = {"nay": "now", "ca-hai": "both"}
_TREE_WORDS: Final = {tree: word for word, tree in _TREES.items()}
# What belongs to one page, and must not follow the reader to another unit or date.
_OF_ONE_PAGE: Final = frozenset({"trang", "xuat", "xem-the"})
_KEPT: Final = "_coso_frame"
LAST_DATE_COOKIE: Final = "ngay-da-xem"
_CHANGED: Final = "frame.day_of_change"
_KEPT_SECONDS: Final = 600
_WORK_LEFT: Final = "frame.work_left"
_COUNTED_SECONDS: Final = 60


@frozen
class NavItem:
    """One entry of the navigation by work."""

    label: str
    url: str
    icon: str
    active: bool
    count: int | None = None
    short_label: str = ""


@frozen(kw_only=True)
class Frame:
    """The frame of one request; `unit` is null for somebody without any right.

    `root`: what the installation answered for on the day whose tree is shown.
    """

    installation_name: str
    unit: Unit | None
    unit_name: str
    root: Unit | None = None
    as_of: dt.date
    today: dt.date
    tree: TreeName = "then"
    nav: tuple[NavItem, ...]
    user_label: str
    query: Mapping[str, list[str]] = field(factory=dict)
    date_choices: tuple[tuple[str, dt.date], ...] = ()
    date_error: str = ""
    search_url: str = ""
    unit_picker_url: str = ""
    import_url: str = ""
    setup_url: str = ""

    @property
    def is_today(self) -> bool:
        return self.as_of == self.today

    @property
    def tree_day(self) -> dt.date:
        """The day on which units are placed as the tree asked for places them."""
        return _tree_day(self.tree, self.as_of, self.today)

    @property
    def query_without_date(self) -> dict[str, list[str]]:
        return {name: values for name, values in self.query.items() if name != DATE_PARAMETER}

    @property
    def pairs_without_date(self) -> list[tuple[str, str]]:
        """The parameters that the form of the date must keep, one pair per value."""
        return [
            (name, value) for name, values in self.query_without_date.items() for value in values
        ]

    @functools.cached_property
    def place(self) -> str:
        """The unit, date and tree as a query string, so that a link shows the same thing."""
        return self.place_of(self.unit)

    @property
    def place_parameters(self) -> list[tuple[str, str]]:
        """The unit, date and tree as pairs, for forms."""
        return list(self._place_of(self.unit).items())

    def place_of(self, unit: Unit | None, **more: str) -> str:
        """Return the query string that shows another unit on the same date, under the same tree."""
        return urlencode({**self._place_of(unit), **more})

    def _place_of(self, unit: Unit | None) -> dict[str, str]:
        return place_of(unit, self.as_of, self.today, self.tree)


def place_of(
    unit: Unit | None, as_of: dt.date, today: dt.date, tree: TreeName = "then"
) -> dict[str, str]:
    """Return the parameters that name a unit, a date and a tree; what is usual is left out."""
    parameters = {} if unit is None else {UNIT_PARAMETER: str(unit.pk)}
    if as_of != today:
        parameters[DATE_PARAMETER] = as_of.isoformat()
    if tree != "then":
        parameters[TREE_PARAMETER] = _TREE_WORDS[tree]
    return parameters


def frame_of(request: HttpRequest) -> Frame | None:
    """Return the frame of a signed-in request, built once.

    A request that was refused before anybody looked who sends it has no user.

    :raises Http404: if the unit in view lies out of reach; the page that says so has no frame
    """
    reader = getattr(request, "user", None)
    if reader is None or not reader.is_authenticated:
        return None
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, None)
        setattr(request, _KEPT, _build(request, reader))
    built: Frame | None = getattr(request, _KEPT)
    return built


def date_to_remember(request: HttpRequest) -> dt.date | None:
    """Return the past or coming day that a request showed, if it was another than the last one."""
    frame: Frame | None = getattr(request, _KEPT, None)
    if frame is None or frame.as_of in (frame.today, _last_date(request)):
        return None
    return frame.as_of


def _build(request: HttpRequest, reader: User) -> Frame:
    scoping.keep_grants(reader)
    today = clock.today()
    as_of, error = _as_of(request.GET.get(DATE_PARAMETER, ""), today)
    tree = _TREES.get(request.GET.get(TREE_PARAMETER, ""), "then")
    tree_day = _tree_day(tree, as_of, today)
    root = organizations.root_on(Tree.PARTY, tree_day)
    unit = _unit_in_view(request.GET.get(UNIT_PARAMETER, ""), reader, root, tree_day)
    place = urlencode(place_of(unit, as_of, today, tree))
    return Frame(
        installation_name=root.name if root else "Cơ Sở",
        unit=unit,
        unit_name=unit.name_on if unit else "",
        root=root,
        as_of=as_of,
        today=today,
        tree=tree,
        nav=_navigation(request, reader, place),
        user_label=str(reader),
        query={
            name: [str(value) for value in values]
            for name, values in request.GET.lists()
            if name not in _OF_ONE_PAGE
        },
        date_choices=_further_dates(request, today),
        date_error=error,
        search_url=reverse("search:results") if scoping.permissions_of(reader) else "",
        unit_picker_url=f"{reverse('organizations:pick')}?{place}" if unit else "",
        import_url=f"{reverse(_IMPORTS)}?{place}" if may_import(reader) else "",
        setup_url=reverse(_SETUP) if may_set_up(reader) else "",
    )


def _as_of(text: str, today: dt.date) -> tuple[dt.date, str]:
    if not text.strip():
        return today, ""
    try:
        return dates.parse_day(text), ""
    except ValueError as error:
        return today, str(error)


def _tree_day(tree: TreeName, as_of: dt.date, today: dt.date) -> dt.date:
    """Return the day whose tree is shown: a day to come has its own."""
    return today if tree == "now" and as_of < today else as_of


def _unit_in_view(asked: str, reader: User, root: Any, day: dt.date) -> Any:
    """Return the asked unit, else the topmost one that the reader may see, with `name_on`.

    :raises Http404: if the asked unit lies where the reader has no role
    """
    is_root = root is not None and asked in ("", str(root.pk))
    if is_root and scoping.reaches(reader, Permission.UNITS_VIEW, root):
        return root
    if asked:
        found = _reach(reader, day).filter(pk=int(asked)).first() if is_key(asked) else None
        if found is None and not _is_within_reach(asked, reader):
            raise Http404
        return found
    paths = scoping.granted_paths(reader, Permission.UNITS_VIEW)
    if not paths:
        return None
    return _reach(reader, day).filter(tree=Tree.PARTY, path=paths[0]).first()


def _reach(reader: User, day: dt.date) -> QuerySet[Any]:
    units = scoping.reachable_units(reader, Permission.UNITS_VIEW).select_related("overseer")
    return organizations.with_name_on(units, day)


def _is_within_reach(asked: str, reader: User) -> bool:
    """Tell whether a unit lies where the reader has a role, but not the right to see units."""
    named = organizations.units().filter(pk=int(asked)) if is_key(asked) else None
    return named is not None and scoping.within_reach(named, reader).exists()


def is_key(text: str) -> bool:
    """Tell whether a part of an address may be the key of a row."""
    return text.isascii() and text.isdecimal() and len(text) < len(str(2**63))


def _further_dates(request: HttpRequest, today: dt.date) -> tuple[tuple[str, dt.date], ...]:
    """Return the day on which the areas of the country changed, and the date last looked at."""
    changed = caches["process"].get_or_set(_CHANGED, _day_of_change, _KEPT_SECONDS)
    choices = [] if changed is None else [("Ngày sắp xếp đơn vị hành chính", changed)]
    last = _last_date(request)
    if last is not None and last not in (today, *(day for _, day in choices)):
        choices.append(("Lần trước đã xem", last))
    return tuple(choices)


def _day_of_change() -> dt.date | None:
    """Return the first day of the second regime: since then the country has other areas."""
    return next((each.during.lower for each in rules.regimes() if each.during.lower), None)


def _last_date(request: HttpRequest) -> dt.date | None:
    """Return the date last looked at, as the browser kept it: anybody may have written there."""
    try:
        return dt.date.fromisoformat(request.COOKIES.get(LAST_DATE_COOKIE, ""))
    except ValueError:
        return None


_IMPORTS: Final = "importing:list"
_SETUP: Final = "setup:steps"
# Modules that stand below the entry of another one.
_ENTRIES: Final = {
    "reorganizations": "organizations",
    "change-requests": "organizations",
    "resolutions": "documents",
}
# Whoever has one of these on the whole has something to do while an office begins.
_SETTING_UP: Final = (Permission.USERS_MANAGE, Permission.IMPORTS_APPLY)
# Label, label of the phone bar, address, icon, what one must be allowed; by work.
_WORK: Final = (
    ("Tổng quan", "Tổng quan", "home:dashboard", "home", Permission.FIGURES_VIEW),
    ("Tổ chức", "Tổ chức", "organizations:list", "sitemap", Permission.UNITS_VIEW),
    ("Đảng viên", "Đảng viên", "members:list", "users", Permission.MEMBERS_VIEW),
    ("Cán bộ", "Cán bộ", "personnel:list", "briefcase", Permission.STAFF_VIEW),
    ("Sinh hoạt chi bộ", "Sinh hoạt", "meetings:list", "calendar-event", Permission.MEETINGS_VIEW),
    ("Dự sinh hoạt", "Dự họp", "visits:list", "clipboard-check", Permission.VISITS_VIEW),
    ("Đánh giá, xếp loại", "Xếp loại", "evaluations:list", "award", Permission.EVALUATIONS_VIEW),
    ("Đào tạo, bồi dưỡng", "Đào tạo", "training:list", "school", Permission.TRAINING_VIEW),
    (
        *("Điều động, bổ nhiệm", "Bổ nhiệm", "appointments:list", "user-check"),
        Permission.APPOINTMENTS_VIEW,
    ),
    ("Quy hoạch cán bộ", "Quy hoạch", "planning:list", "user-star", Permission.PLANNING_VIEW),
    ("Văn bản, nghị quyết", "Văn bản", "documents:list", "file-text", Permission.DOCUMENTS_VIEW),
    ("Tất cả chỉ tiêu", "Chỉ tiêu", "figures:list", "report-analytics", Permission.FIGURES_VIEW),
    ("Báo cáo", "Báo cáo", "reporting:list", "files", Permission.FIGURES_VIEW),
    ("Nhập dữ liệu", "Nhập liệu", _IMPORTS, "database-import", Permission.IMPORTS_APPLY),
    ("Nhật ký", "Nhật ký", "audit:changes", "history", Permission.AUDIT_VIEW),
    ("Quản trị", "Quản trị", "access:users", "settings", Permission.USERS_MANAGE),
)


def _navigation(request: HttpRequest, reader: User, place: str) -> tuple[NavItem, ...]:
    match = request.resolver_match
    module = match.namespace if match else ""
    allowed = scoping.permissions_of(reader)
    if not may_import(reader):
        allowed -= {Permission.IMPORTS_APPLY}
    entries = tuple(
        NavItem(
            label=label,
            short_label=short_label,
            url=f"{reverse(name)}?{place}" if place else reverse(name),
            icon=icon,
            active=name.split(":")[0] == _ENTRIES.get(module, module),
            count=_work_left(module) if name == _IMPORTS else None,
        )
        for label, short_label, name, icon, permission in _WORK
        if permission in allowed
    )
    if reader.hides_setup or not sets_up(reader):
        return entries
    is_here = module == _SETUP.split(":")[0]
    return (*entries, NavItem("Việc cần làm tiếp", reverse(_SETUP), "list-check", is_here))


def _work_left(module: str) -> int:
    """Return how much imports left to be looked at: of just now on their own pages."""
    kept: int | None = None if module == "importing" else caches["process"].get(_WORK_LEFT)
    if kept is None:
        kept = importing.open_work().count()
        caches["process"].set(_WORK_LEFT, kept, _COUNTED_SECONDS)
    return kept


def may_import(reader: User) -> bool:
    """Tell whether somebody may import: workbooks are of the whole installation."""
    return scoping.covers_everything(reader, Permission.IMPORTS_APPLY)


def sets_up(reader: User) -> bool:
    """Tell whether somebody has something to do while an office begins."""
    return _covers_any(reader, _SETTING_UP)


def may_set_up(reader: User) -> bool:
    """Tell whether somebody may see how far the office is: whoever sees or keeps the whole."""
    return _covers_any(reader, (*_SETTING_UP, Permission.FIGURES_VIEW))


def _covers_any(reader: User, permissions: Iterable[Permission]) -> bool:
    return any(scoping.covers_everything(reader, each) for each in permissions)


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every template its `frame` (context processor).

    The page that says that something is out of reach has none.
    """
    try:
        return {"frame": frame_of(request)}
    except Http404:
        return {"frame": None}
