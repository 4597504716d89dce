"""The pictures of the dashboard: the figures that each is made of, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import evolve, frozen
from django.urls import reverse

from coso.core.types import Actor
from coso.figures import queries as figures
from coso.figures.queries import FigureRequest, FigureValue, Slice
from coso.web.frame import Frame
from coso.web.home.mapping import map_of
from coso.web.pictures import making
from coso.web.pictures.chart import Chart
from coso.web.pictures.making import Part
from coso.web.shared.figures import Doors

_MOST_ROWS: Final = 60
_MAP: Final = "Đảng viên theo địa bàn"


@frozen
class View:
    """The figures of a unit on a date, and their parts."""

    values: Mapping[str, FigureValue]
    parts: Mapping[tuple[str, str], tuple[Slice, ...]]
    doors: Doors
    actor: Actor

    @classmethod
    def of(cls, request: FigureRequest, names: Iterable[str], frame: Frame, actor: Actor) -> View:
        """Ask for the figures of a request and for all that some pictures need."""
        needed = [pair for name in names for pair in PICTURES[name].needs]
        ids = dict.fromkeys((*request.ids, *(figure for figure, _ in needed)))
        whole = evolve(request, ids=tuple(ids))
        values, parts = figures.evaluate_with_parts(whole, dict.fromkeys(needed))
        return cls({value.id: value for value in values}, parts, Doors(frame), actor)

    def part(self, figure: str, by: str, label: str = "") -> Part:
        """Return a figure cut by a dimension."""
        return Part(self.values[figure], by, self.parts.get((figure, by), ()), label)

    def charts(self, names: Iterable[str]) -> list[Chart]:
        """Return the pictures for which there is something to draw; one unit is the whole again."""
        made = (self.chart(name) for name in names)
        return [chart for chart in made if not chart.is_empty and not _is_of_one_unit(chart)]

    def chart(self, name: str) -> Chart:
        """Return one picture."""
        address = f"{reverse('home:picture', args=[name])}?{self.doors.frame.place}"
        return evolve(PICTURES[name].make(self), name=name, svg_url=address)


def _is_of_one_unit(chart: Chart) -> bool:
    return chart.kind == "treemap" and len(chart.rows) == 1


@frozen
class Picture:
    """Which figures by which dimension a picture needs, and what makes it."""

    needs: tuple[tuple[str, str], ...]
    make: Callable[[View], Chart]


def _units(view: View) -> Chart:
    chart = making.chart_of(view.part("member.total", "children"), view.doors)
    return evolve(chart.grouped(_MOST_ROWS), title="Đơn vị trực thuộc theo số đảng viên")


def _map(view: View) -> Chart:
    nothing = making.chart_of(Part(view.values["member.total"], "children", ()), view.doors)
    found = map_of(view.doors.frame, view.actor)
    return (None if found is None else found.chart) or evolve(nothing, kind="map", title=_MAP)


def _ages(view: View) -> Chart:
    men, women = (view.part(figure, "age_band") for figure in ("member.male", "member.female"))
    return making.pyramid("Đảng viên theo độ tuổi và giới tính", men, women, view.doors)


def _levels(title: str, by: str) -> Picture:
    labels = {
        "member.total": "Đảng viên",
        "staff.district": "Cán bộ, công chức, viên chức cấp huyện",
        "staff.commune": "Cán bộ, công chức cấp xã",
    }
    return Picture(
        tuple((figure, by) for figure in labels),
        lambda view: evolve(
            making.shares(
                title,
                [view.part(figure, by, label) for figure, label in labels.items()],
                view.doors,
            ),
            what="người",
        ),
    )


_RATED: Final = {
    "rating.district.rated": "Cán bộ, công chức, viên chức cấp huyện",
    "rating.commune.rated": "Cán bộ, công chức cấp xã",
    "rating.organization.rated": "Tổ chức đảng",
    "rating.member.rated": "Đảng viên",
}


def _ratings(view: View) -> Chart:
    parts = [view.part(figure, "level", label) for figure, label in _RATED.items()]
    year = parts[0].value.passport.year
    return making.shares(f"Mức xếp loại năm {year}", parts, view.doors)


def _meetings(view: View) -> Chart:
    held = view.part("meeting.regular.held", "month", "Đã họp")
    missing = view.part("meeting.regular.missing", "month", "Chưa họp")
    return making.by_month("Sinh hoạt định kỳ theo tháng", (held, missing), view.doors)


def _visits(view: View) -> Chart:
    direct = view.part("visit.direct", "month", "Tại chi, đảng bộ trực thuộc")
    branches = view.part("visit.branches", "month", "Tại chi bộ trực thuộc đảng ủy cơ sở")
    return making.by_month("Lượt dự sinh hoạt theo tháng", (direct, branches), view.doors)


def _by(dimension: str, *figures_needed: str) -> tuple[tuple[str, str], ...]:
    return tuple((figure, dimension) for figure in figures_needed)


def _cut(figure: str, by: str) -> Picture:
    """Return the picture of one figure by one dimension."""
    return Picture(_by(by, figure), lambda view: making.chart_of(view.part(figure, by), view.doors))


PICTURES: Final[dict[str, Picture]] = {
    "don-vi": Picture(_by("children", "member.total"), _units),
    "ban-do": Picture(_by("children", "member.total"), _map),
    "do-tuoi": Picture(_by("age_band", "member.male", "member.female"), _ages),
    "chuyen-mon": _levels("Trình độ chuyên môn", "professional"),
    "ly-luan": _levels("Trình độ lý luận chính trị", "theory"),
    "xep-loai": Picture(_by("level", *_RATED), _ratings),
    "dao-tao": _cut("training.enrollments", "kind"),
    "quyet-dinh": _cut("decision.total", "kind"),
    "sinh-hoat": Picture(
        _by("month", "meeting.regular.held", "meeting.regular.missing"), _meetings
    ),
    "du-sinh-hoat": Picture(_by("month", "visit.direct", "visit.branches"), _visits),
    "nhiem-vu": _cut("work_item.total", "state"),
}
