"""Who may open which address, for every address of the site, generated from the policy.

A new address is in the matrix as soon as it exists; one with a parameter needs a line in
`OBJECTS` that makes what it shows in a given unit. An address that nobody classified fails.
"""

import copy
import datetime as dt
import hashlib
from itertools import count

import pytest
from attrs import frozen
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.checks import run_checks
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from coso.access import policy, scoping
from coso.access.enums import Permission, Role
from coso.accounts.models import User
from coso.accounts.services import FilterDetails, save_filter
from coso.core import checks, storage
from coso.core.periods import Period
from coso.documents import queries as documents
from coso.documents.models import Attachment, Document
from coso.evaluations.models import Evaluation
from coso.importing.models import HeaderMeaning, Import
from coso.meetings.models import Meeting, Theme
from coso.members.models import Exemption, Membership, MembershipPeriod, PositionHolding
from coso.organizations.enums import Tree
from coso.organizations.models import UnitSuccession
from coso.people.models import Person
from coso.reorganizations.enums import PlanStatus
from coso.reorganizations.models import ChangeRequest, Reorganization
from coso.rules import services as rules
from coso.visits.models import Visit, VisitTeam
from tests.factories.access import (
    ALWAYS,
    PartyTree,
    make_actor,
    make_grant,
    make_party_tree,
    make_unit,
)
from tests.factories.accounts import make_user
from tests.factories.registers import (
    course,
    decision,
    employee,
    learner,
    planned,
    qualified,
    quota,
    resolution,
    target,
    work_item,
)

DAY = dt.date(2023, 6, 30)
PLACES = {"own": True, "below": True, "sibling": False, "above": False}
LOGIN = "/tai-khoan/dang-nhap/"
_numbers = count(1)


def make_member(unit):
    name = "Nông Văn Kiên"
    person = Person.objects.create(
        full_name=name, search_name=name, match_name=name, order_key=name
    )
    MembershipPeriod.objects.create(
        membership=Membership.objects.create(person=person),
        unit=unit,
        entry="ROSTER",
        during=ALWAYS.to_range(),
    )
    return person


def make_quota(unit):
    return quota(make_agency(unit), 2023, 5)


def make_post(unit):
    return make_assignment(unit).post


def make_assignment(unit):
    return employee(make_agency(unit), holder=make_member(unit))


def make_employed_member(unit):
    """Make somebody whom those who keep members reach, and those who keep staff."""
    return make_assignment(unit).person


def make_qualified(unit):
    person = make_employed_member(unit)
    held = qualified(person, "PROFESSIONAL", "UNIVERSITY", rank=4)
    return {"pk": person.pk, "qualification": held.pk}


def make_exemption(unit):
    person = make_member(unit)
    exempt = Exemption.objects.create(membership=person.membership, during=ALWAYS.to_range())
    return {"pk": person.pk, "exemption": exempt.pk}


def make_position(unit):
    return PositionHolding.objects.create(
        person=make_member(unit),
        unit=unit,
        position="COMMITTEE_MEMBER",
        during=ALWAYS.to_range(),
    )


def make_visit(unit):
    team = VisitTeam.objects.create(committee=unit, number=next(_numbers))
    return Visit.objects.create(team=team, unit=unit, visited_on=DAY)


def make_course(unit):
    return course(unit, DAY)


def make_learner(unit):
    return learner(make_course(unit), unit)


def make_decision(unit):
    return decision(make_agency(unit), DAY)


def make_candidate(unit):
    return planned(unit, f"Chức danh {next(_numbers)}", DAY)


def make_meeting(unit):
    day = DAY + dt.timedelta(days=next(_numbers))
    return Meeting.objects.create(
        unit=unit, kind="REGULAR", period=Period.of_days(day, day).to_range()
    )


def make_document(unit):
    return Document.objects.create(
        number=f"{next(_numbers)}-NQ/ĐU", type="NQ", issued_on=DAY, issuer=unit, summary="x"
    )


def make_attachment(unit):
    content = f"{next(_numbers)}".encode()
    made = Attachment.objects.create(
        document=make_document(unit),
        name="x.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    storage.write(documents.path_of(made), [content])
    return made


def make_rating(unit):
    return Evaluation.objects.create(
        person=make_member(unit), capacity="MEMBER", agency=unit, year=2022, rating="GOOD"
    )


def make_agency(unit):
    return make_unit(f"Cơ quan {next(_numbers)}", tree=Tree.AGENCY, overseer=unit, is_root=False)


def make_theme(_unit):
    return Theme.objects.create(code=str(next(_numbers)), title="x", during=ALWAYS.to_range())


def make_import(_unit):
    return Import.objects.create(actor_label="x", status="READY")


def make_file(unit):
    return make_import(unit).files.create(name="x.xlsx", size=1, sha256="x")


def make_work(unit):
    source = Import.objects.create(actor_label="x", status="APPLIED")
    return source.problems.create(file="x", row=1, kind="x", severity="warning", message="x")


def make_plan(unit):
    return Reorganization.objects.create(name="x", effective_on=DAY, unit=unit, drafted_by="x")


def make_request(unit):
    request = ChangeRequest.objects.create(
        unit=unit, proposed_by=make_user(), proposed_on=DAY, effective_on=DAY, reason="x"
    )
    request.fields.create(kind="NAME", name="x")
    return request


def make_step(unit):
    plan = make_plan(unit)
    return {"pk": plan.pk, "step": plan.steps.create(position=1, event="DISSOLVE").pk}


def make_removed_step(unit):
    plan = make_plan(unit)
    kept = plan.removed_steps.create(position=1, event="DISSOLVE", content={})
    return {"pk": plan.pk, "removed": kept.pk}


def make_applied_plan(unit):
    plan = make_plan(unit)
    plan.status, plan.applied_at = PlanStatus.APPLIED, timezone.now()
    plan.save()
    return plan


def make_successor(unit):
    """Let a unit take over another one, once."""
    if not unit.inheritances.exists():
        before = make_unit(f"Chi bộ {next(_numbers)}", overseer=unit, is_root=False)
        UnitSuccession.objects.create(
            predecessor=before, successor=unit, event="MERGE_INTO", on=DAY
        )
    return unit


def make_meaning(_unit):
    return HeaderMeaning.objects.create(register="x", header_key=f"{next(_numbers)}", header="x")


def row(make):
    """Return an object maker for an address that shows one row."""
    return lambda unit: {"pk": make(unit).pk}


def year_of(make):
    """Return an object maker for an address that shows a year of a unit, by its rules."""

    def made(unit):
        rules.load_seeds()
        return {"pk": make(unit).pk, "year": 2022}

    return made


def blank_form(unit):
    return {"kind": "members"}


def make_resolution(unit):
    return resolution(unit, dt.date(2020, 12, 15))


def make_target(unit):
    return target(make_resolution(unit))


def make_report(unit):
    of = target(make_resolution(unit), reported=[(2022, "YEAR", 9, 10)])
    return of.progress.get()


def make_work_item(unit):
    return work_item(make_resolution(unit), DAY)


def figure(unit):
    return {"figure": "member.total"}


def paper(unit):
    return {"paper": "nghi-quyet"}


def picture(_unit):
    return {"name": "do-tuoi"}


# What an address with parameters shows, made in a unit.
OBJECTS = {
    "access:user": row(lambda unit: make_actor(unit, Role.LEADER)),
    "access:reset-password": row(lambda unit: make_actor(unit, Role.LEADER)),
    "access:second-step": row(lambda unit: make_actor(unit, Role.LEADER)),
    "access:deactivate": row(lambda unit: make_actor(unit, Role.LEADER)),
    "access:reactivate": row(lambda unit: make_actor(unit, Role.LEADER)),
    "access:grant": row(lambda unit: make_actor(unit, Role.LEADER)),
    "access:revoke": row(lambda unit: make_grant(make_user(), unit, Role.LEADER)),
    **{
        f"documents:{name}": row(make_document)
        for name in ("detail", "correct", "remove", "attach")
    },
    "documents:file": row(make_attachment),
    "documents:remove-file": row(make_attachment),
    **{f"evaluations:{name}": row(make_rating) for name in ("detail", "correct", "remove")},
    "evaluations:person": row(make_member),
    "evaluations:unit": row(lambda unit: unit),
    "evaluations:members": year_of(lambda unit: unit),
    "evaluations:units": year_of(lambda unit: unit),
    "evaluations:staff": year_of(make_agency),
    **{f"change-requests:{name}": row(make_request) for name in ("detail", "answer", "withdraw")},
    "change-requests:propose": row(lambda unit: unit),
    "organizations:lineage": row(make_successor),
    "reorganizations:changes": row(make_applied_plan),
    "figures:passport": figure,
    "figures:picture": figure,
    "figures:records": figure,
    "home:picture": picture,
    **{
        f"importing:{name}": row(make_import)
        for name in (
            *("detail", "progress", "decide", "withdraw", "decide-all", "recheck", "apply"),
            *("discard", "undo", "headers", "problems"),
        )
    },
    "importing:close": row(make_work),
    "importing:file": row(make_file),
    "importing:forget": row(make_meaning),
    "importing:template": blank_form,
    **{f"meetings:{name}": row(make_meeting) for name in ("detail", "correct", "remove")},
    "meetings:theme": row(make_theme),
    **{
        f"organizations:{name}": row(lambda unit: unit)
        for name in (
            *("branch", "detail", "found", "change", "correct", "move", "assign-code"),
            *("close", "reopen", "add-term"),
        )
    },
    **{
        f"members:{name}": row(make_member)
        for name in (
            *("make-official", "move", "end", "exempt", "stay", "hold-position"),
            *("correct", "remove", "take-back"),
        )
    },
    **{
        f"members:{name}": row(make_position)
        for name in ("end-position", "correct-position", "remove-position")
    },
    "members:exemption-end": make_exemption,
    "people:detail": row(make_member),
    "personnel:assign": row(make_employed_member),
    **{f"personnel:{name}": row(make_agency) for name in ("give-quota", "add-post")},
    **{f"personnel:{name}": row(make_quota) for name in ("correct-quota", "remove-quota")},
    **{f"personnel:{name}": row(make_post) for name in ("correct-post", "remove-post")},
    **{
        f"personnel:{name}": row(make_assignment)
        for name in ("transfer", "end", "correct", "remove")
    },
    "people:correct": row(make_employed_member),
    "people:qualify": row(make_employed_member),
    "people:correct-qualification": make_qualified,
    "people:remove-qualification": make_qualified,
    **{
        f"reorganizations:{name}": row(make_plan)
        for name in (
            *("detail", "trees", "apply", "schedule", "unschedule", "discard", "undo"),
            *("flow-picture", "trees-picture", "progress", "rehearse"),
            *("change", "copy", "draw", "suggest", "members", "add-steps"),
        )
    },
    **{
        f"reorganizations:{name}": make_step
        for name in ("change-step", "remove-step", "step-up", "step-down")
    },
    "reorganizations:restore-step": make_removed_step,
    "reporting:office-template": lambda _unit: {"template": "nghi-quyet"},
    "reporting:paper": paper,
    "reporting:template": paper,
    **{f"planning:{name}": row(make_candidate) for name in ("detail", "correct", "remove")},
    "planning:record": row(make_employed_member),
    **{f"training:{name}": row(make_course) for name in ("detail", "correct", "remove", "enroll")},
    **{
        f"training:{name}": row(make_learner)
        for name in ("learner", "correct-learner", "remove-learner")
    },
    **{f"appointments:{name}": row(make_decision) for name in ("detail", "correct", "remove")},
    "appointments:record": row(make_employed_member),
    **{
        f"resolutions:{name}": row(make_target)
        for name in ("target", "correct", "remove", "report")
    },
    **{
        f"resolutions:{name}": row(make_work_item)
        for name in ("item", "progress", "correct-item", "remove-item")
    },
    **{f"resolutions:{name}": row(make_resolution) for name in ("record", "record-item")},
    **{f"resolutions:{name}": row(make_report) for name in ("correct-report", "remove-report")},
    **{f"visits:{name}": row(make_visit) for name in ("detail", "correct", "remove")},
}
# A person is reached as a member here, so that of the two permissions only this one opens it.
ASKS_HERE = {"people:detail": (Permission.MEMBERS_VIEW,)}
# The first page leads whoever may not see it to what they may do.
REFUSES_WITH = {"home:dashboard": 302}
# What is drawn of communes is not there where none is.
SHOWS_WITH = {"home:map-picture": 404, "reorganizations:progress": 303}
# Rows that belong to no unit.
SHOW_NO_UNIT = {"meetings:theme"}


# Whoever has one of these sees no unit.
ADMINISTRATION = {Permission.USERS_MANAGE, Permission.SYSTEM_VIEW}
# What concerns the whole installation is done from its root.
FROM_THE_ROOT = {
    Permission.IMPORTS_APPLY,
    Permission.REORGANIZATIONS_KEEP,
    Permission.TEMPLATES_MANAGE,
}
# Whoever holds a plan keeps it; a new row is one of the plan of the root.
OF_THE_PLAN_OF_THE_ROOT = {"planning:record"}


def classified():
    return [address for address in checks.addresses() if address.permissions]


def opened(openness):
    return [address for address in checks.addresses() if address.openness == openness]


def by_name(address):
    return address.name


def address_of(address, unit):
    """Return the address of what stands in the unit; where none is named, the unit in view."""
    parameters = OBJECTS[address.name](unit) if address.parameters else {}
    url = reverse(address.name, kwargs=parameters)
    is_placed = "pk" in parameters or ADMINISTRATION.intersection(address.permissions)
    return url if is_placed else f"{url}?don-vi={unit.pk}"


def is_the_same_everywhere(address):
    """Tell whether an address shows no unit: administration without a row, a catalogue."""
    if address.name in SHOW_NO_UNIT:
        return True
    return bool(ADMINISTRATION.intersection(address.permissions)) and not address.parameters


def is_from_the_root(address):
    if address.name in OF_THE_PLAN_OF_THE_ROOT:
        return True
    return bool(FROM_THE_ROOT.intersection(address.permissions))


def expected(address, role, place):
    """Return 404 out of reach; within reach 403 without the permission, 200 with it."""
    asked = ASKS_HERE.get(address.name, address.permissions)
    if is_from_the_root(address) and "pk" in address.parameters:
        # A plan is of a unit, as is a person; an import of none.
        return 403 if PLACES[place] and not address.name.startswith("importing:") else 404
    withheld = FROM_THE_ROOT | (policy.FROM_ABOVE if place == "own" else set())
    is_allowed = bool(policy.POLICY[role].intersection(asked) - withheld)
    if not is_allowed and address.name in REFUSES_WITH:
        return REFUSES_WITH[address.name]
    if PLACES[place] or is_the_same_everywhere(address):
        return SHOWS_WITH.get(address.name, 200) if is_allowed else 403
    return 404


def with_grants_kept(user):
    """Return somebody whose grants are read once in a test: no request of it changes them."""
    kept = copy.copy(user)
    scoping.keep_grants(kept)
    return kept


@frozen
class House:
    """A Party tree, and those who hold each role at a place of it, or none at all."""

    tree: PartyTree
    _of_own: dict[Role, User]
    _of_above: dict[Role, User]
    nobody: User

    @classmethod
    def made(cls):
        tree = make_party_tree()
        own, above = (
            {role: make_actor(unit, role) for role in Role} for unit in (tree.own, tree.above)
        )
        return cls(tree, own, above, make_user())

    def of_own(self):
        return {role: with_grants_kept(user) for role, user in self._of_own.items()}

    def of_above(self):
        return {role: with_grants_kept(user) for role, user in self._of_above.items()}


def answered(user, url, method="GET"):
    """Return the status with which the view of an address answers somebody.

    The middleware before it is the same for all addresses; that nobody passes it signed out is
    tried for each below.
    """
    request = RequestFactory().generic(method, url)
    request.user = copy.copy(user)  # which keeps nothing else that was read for another request
    request.session, request.htmx = SessionStore(), HtmxDetails(request)
    request._messages = CookieStorage(request)
    request.resolver_match = resolve(request.path_info)
    view, args, kwargs = request.resolver_match
    try:
        response = view(request, *args, **kwargs)
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    return (response.render() if hasattr(response, "render") else response).status_code


def test_every_address_is_classified_and_no_declaration_is_dead():
    assert run_checks(tags=["urls"]) == []


def test_every_address_with_a_parameter_has_an_object():
    assert {address.name for address in classified() if address.parameters} == set(OBJECTS)


@pytest.fixture(scope="module")
def house(lasting):
    """Return a Party tree and somebody of each role."""
    return House.made()


@pytest.mark.django_db
@pytest.mark.parametrize("address", classified(), ids=by_name)
def test_matrix(address, house):
    users = house.of_own()
    urls = {place: address_of(address, house.tree.place(place)) for place in PLACES}
    wanted = {(role, place): expected(address, role, place) for role in Role for place in PLACES}

    found = {(role, place): answered(users[role], urls[place]) for role, place in wanted}
    # Out of reach sending is tried by those whom the address is open to in their own unit.
    sent = {
        (role, place): answered(users[role], urls[place], "POST")
        for (role, place), status in wanted.items()
        if status != 200 and (place == "own" or (place == "sibling" and wanted[role, "own"] == 200))
    }

    assert found == wanted
    assert set(sent.values()) <= {302, 403, 404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*filter(is_from_the_root, classified())], ids=by_name)
def test_what_concerns_everything_is_done_from_the_root(address, house):
    url = address_of(address, house.tree.above)

    found = {role: answered(user, url) for role, user in house.of_above().items()}

    allowed = {role for role in Role if policy.POLICY[role].intersection(address.permissions)}
    # A step that is only sent answers that it cannot be asked for.
    assert {found[role] for role in allowed} <= {200, 303, 405}
    assert all(found[role] == 403 for role in set(Role) - allowed)


@pytest.mark.django_db
@pytest.mark.parametrize("address", classified(), ids=by_name)
def test_without_any_role_nothing_is_shown(address, house):
    url = address_of(address, house.tree.own)

    assert answered(house.nobody, url) == REFUSES_WITH.get(address.name, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("address", classified(), ids=by_name)
def test_signed_out_every_page_leads_to_sign_in(address, house, client):
    response = client.get(address_of(address, house.tree.own))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, LOGIN)


@pytest.mark.parametrize("address", opened(checks.Openness.SIGNED_IN), ids=by_name)
def test_pages_of_ones_own_account_ask_for_signing_in(address, client, outsider):
    somebody = make_user()
    saved = save_filter(
        details=FilterDetails(list_name="members:list", name="x", query=""), actor=somebody
    )
    # What is another's own does not exist for anybody else.
    url = reverse(address.name, kwargs={"pk": saved.pk} if address.parameters else {})

    assert client.get(url).status_code == 302
    client.force_login(outsider)
    assert client.get(url).status_code in ({404} if address.parameters else {200, 302, 404})


@pytest.mark.parametrize("address", opened(checks.Openness.PUBLIC), ids=by_name)
def test_public_pages_open_signed_out(address, client, outsider):
    response = client.get(reverse(address.name))

    # The second step leads back to the first; the first start exists only once.
    wanted = {"mfa_authenticate": 302, "account:first-run": 404}
    assert response.status_code == wanted.get(address.name, 200)
