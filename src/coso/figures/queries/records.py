"""The records behind a figure as plain rows, for those who read no pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.apps import apps

from coso.figures.engine import Figure
from coso.figures.queries.answering import listed
from coso.figures.queries.asking import FigureRequest

_UNIT: Final = {"unit": "name", "code": "code"}
_PERSON: Final = {
    "name": "person__full_name",
    "born_on": "person__born_on",
    "gender": "person__gender",
}
# What is shown of each kind of record: names, units and days; never a card number.
COLUMNS: Final[dict[str, dict[str, str]]] = {
    "organizations.Unit": {**_UNIT, "type": "type__name"},
    "members.MembershipPeriod": {
        **{key: f"membership__{path}" for key, path in _PERSON.items()},
        "unit": "unit__name",
        "admitted_on": "membership__admitted_on",
        "official_on": "membership__official_on",
        "entry": "entry",
        "leaving": "leaving",
    },
    "personnel.Assignment": {
        **_PERSON,
        "agency": "post__agency__name",
        "title": "post__title",
        "category": "category",
    },
    "personnel.HeadcountQuota": {
        "agency": "agency__name",
        "year": "year",
        "quantity": "quantity",
    },
    "evaluations.Evaluation": {
        **_PERSON,
        "unit": "unit__name",
        "agency": "agency__name",
        "title": "title",
        "year": "year",
        "rating": "rating",
    },
    "training.Course": {
        "code": "code",
        "course": "name",
        "course_kind": "kind",
        "starts_on": "starts_on",
        "unit": "organizer__name",
    },
    "training.Enrollment": {
        **_PERSON,
        "course": "course__name",
        "unit": "branch__name",
        "agency": "agency__name",
        "result": "result",
    },
    "appointments.Decision": {
        **_PERSON,
        "decision_kind": "kind",
        "new_post": "new_post",
        "number": "number",
        "decided_on": "decided_on",
        "term_ends_on": "term_ends_on",
    },
    "planning.PlanningCandidate": {
        **_PERSON,
        "planned_title": "position__title",
        "decision": "decision",
        "decided_on": "decided_on",
        "left_for": "left_for",
    },
    "planning.PlanningPosition": {"planned_title": "title", "unit": "unit__name"},
    "resolutions.Target": {
        "code": "code",
        "target": "text",
        "measure": "measure",
        "number": "resolution__number",
    },
    "resolutions.WorkItem": {
        "code": "code",
        "work_item": "text",
        "responsible": "responsible_name",
        "due_on": "due_on",
        "done_on": "done_on",
        "number": "resolution__number",
    },
    "visits.Visit": {"unit": "unit__name", "visited_on": "visited_on", "team": "team__number"},
    "documents.Document": {
        "number": "number",
        "issued_on": "issued_on",
        "summary": "summary",
    },
    "meetings.Meeting": {
        "unit": "unit__name",
        "kind": "kind",
        "period": "period",
        "held_on": "held_on",
        "required": "required",
        "present": "present",
    },
    "meetings.Theme": {"code": "code", "title": "title"},
}


_WITH: Final[dict[str, tuple[str, ...]]] = {
    "organizations.Unit": ("type", "parent"),
    "members.MembershipPeriod": ("membership__person", "unit"),
    "personnel.Assignment": ("person", "post__agency"),
    "personnel.HeadcountQuota": ("agency",),
    "evaluations.Evaluation": ("person", "unit", "agency"),
    "training.Course": ("organizer",),
    "training.Enrollment": ("course", "person", "branch", "agency"),
    "appointments.Decision": ("person", "old_unit", "new_unit"),
    "planning.PlanningCandidate": ("person__ethnicity", "position__cycle__organization"),
    "planning.PlanningPosition": ("unit", "cycle__organization"),
    "resolutions.Target": ("resolution__issuer", "host"),
    "resolutions.WorkItem": ("resolution__issuer", "responsible", "target"),
    "visits.Visit": ("unit", "team"),
    "documents.Document": ("issuer", "term"),
    "meetings.Meeting": ("unit", "theme"),
    "meetings.Theme": (),
}


def records(
    request: FigureRequest, figure_id: str, offset: int = 0, limit: int | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Return the rows behind a figure, in its order, and how many there are in all."""
    rows, figure, total = listed(request, figure_id, offset, limit)
    ids = [int(row[figure.fact.record]) for row in rows]
    shown = {row["id"]: row for row in rows_of(figure, ids)}
    return [
        {**shown.get(record, {"id": record}), **_details(figure, row)}
        for record, row in zip(ids, rows, strict=True)
    ], total


def rows_of(figure: Figure, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return what is shown of records of a figure, in the order of their ids."""
    columns = COLUMNS[figure.fact.model]
    model = apps.get_model(figure.fact.model)
    found = model._default_manager.filter(pk__in=ids).values_list("pk", *columns.values())
    rows = {row[0]: dict(zip(("id", *columns), row, strict=True)) for row in found}
    return [rows[record] for record in dict.fromkeys(ids) if record in rows]


def records_of(model_label: str, ids: Sequence[int]) -> list[Any]:
    """Return the records of a listing, in its order; a unit listed twice comes twice."""
    model = apps.get_model(model_label)
    found = model._default_manager.select_related(*_WITH[model_label]).in_bulk(list(ids))
    return [found[record] for record in ids if record in found]


def _details(figure: Figure, row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in figure.fact.details}
