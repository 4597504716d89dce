"""What the book has wrong about somebody's work, corrected or taken back with a reason."""

from __future__ import annotations

from django.db import transaction

from coso.core.types import Actor
from coso.core.writing import Basis, corrected
from coso.personnel import queries
from coso.personnel.models import Assignment
from coso.personnel.services import placing
from coso.personnel.services.placing import AssignmentDetails


@transaction.atomic
def correct_assignment(
    *, assignment: Assignment, details: AssignmentDetails, basis: Basis, actor: Actor
) -> Assignment:
    """Correct what the book says of an assignment: post, days, category, decisions.

    :raises UnableToAssign: if it cannot be so
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the person's work is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    held = placing.lock_held(assignment, basis, details.agency)
    basis.check_explained()
    before = queries.details_of(held)
    placing.check_room(held.person, details, besides=held)
    Assignment.objects.filter(pk=held.pk).update(post=placing.post_of(details), **details.columns())
    held = queries.assignments().get(pk=held.pk)
    values = corrected(before, queries.details_of(held))
    basis.check_reason(placing.warnings_of(held.person, details))
    placing.record(held, "assignment.corrected", values, actor, basis)
    return held


@transaction.atomic
def remove_assignment(*, assignment: Assignment, basis: Basis, actor: Actor) -> Assignment:
    """Take back an assignment that never was; it stays in the trail.

    :raises RecordChanged: if the person's work is not what the writer saw
    :raises ReasonMissing: without a reason
    """
    held = placing.lock_held(assignment, basis)
    basis.check_explained()
    values = {"old": queries.details_of(held)}
    placing.record(held, "assignment.removed", values, actor, basis)
    Assignment.objects.filter(pk=held.pk).delete()
    return held
