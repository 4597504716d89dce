"""Triggers that keep what was asked for, and what was answered, as it was written."""

from __future__ import annotations

from functools import reduce
from operator import or_

import pgtrigger

_ASKED = ("request", "kind", "name_now", "name", "type_now", "type", "unit_now", "unit")
_ASKED_OF_PEOPLE = ("position", "person_now", "person")
_ANSWERED = ("verdict", "comment", "decision", "decision_on", "decided_by", "decided_at")


def asked_stays() -> pgtrigger.Trigger:
    """Return the trigger that refuses another proposal in the place of the one made."""
    return pgtrigger.ReadOnly(name="asked_stays", fields=[*_ASKED, *_ASKED_OF_PEOPLE])


def answered_once() -> pgtrigger.Trigger:
    """Return the trigger that refuses a second answer; what came of the first may pass away."""
    changes = (
        pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in _ANSWERED
    )
    return pgtrigger.Protect(
        name="answered_once",
        operation=pgtrigger.Update,
        condition=~pgtrigger.Q(old__verdict="OPEN") & reduce(or_, changes),
    )
