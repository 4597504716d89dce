"""Requests of units below in few words, in the district of the plans."""

import datetime as dt

from coso.core import clock
from coso.core.writing import FRESH
from coso.reorganizations import services
from coso.reorganizations.enums import Verdict
from coso.reorganizations.services import Answer, RequestDetails, Ruling

NOW = dt.datetime(2024, 6, 2, 9, 0, tzinfo=clock.TIME_ZONE)
ASKED_ON = dt.date(2024, 6, 1)
WANTED_ON = dt.date(2024, 7, 1)
NEW_NAME = "Chi bộ thôn Bản Cũ"


def propose(unit, actor, on=ASKED_ON, **asked):
    """Ask for changes of a unit; for another name, unless told."""
    details = {"effective_on": WANTED_ON, "reason": "Thôn đã đổi tên"} | asked
    if not set(details) - {"effective_on", "reason", "basis"}:
        details["name"] = NEW_NAME
    return services.propose_changes(
        unit=unit, details=RequestDetails(**details), on=on, actor=actor
    )


def field(request, kind):
    """Return what a request asks for in one respect, as it stands now."""
    return request.fields.get(kind=kind)


def accept(request, actor, *kinds, on=ASKED_ON, **ruling):
    """Accept the fields of these kinds, or all of them."""
    return answer(
        request, actor, dict.fromkeys(kinds or kinds_of(request), accepted()), on, **ruling
    )


def answer(request, actor, said, on=ASKED_ON, at=NOW, basis=FRESH, **ruling):
    """Answer fields by their kind."""
    answers = {field(request, kind).pk: each for kind, each in said.items()}
    return services.answer_request(
        request=request,
        ruling=Ruling(answers=answers, **ruling),
        on=on,
        at=at,
        actor=actor,
        basis=basis,
    )


def kinds_of(request):
    return request.fields.values_list("kind", flat=True)


def accepted(comment="", *, has_seen_change=False):
    return Answer(Verdict.ACCEPTED, comment, has_seen_change)


def rejected(comment="Chưa đủ căn cứ"):
    return Answer(Verdict.REJECTED, comment)
