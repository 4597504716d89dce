"""The columns of every table of a snapshot, as Ibis names types."""

from __future__ import annotations

import datetime as dt
from typing import Final

# An open start and an open end, so that every comparison of days is one of numbers.
FIRST_DAY: Final = dt.date(1, 1, 1)
LAST_DAY: Final = dt.date(9999, 12, 31)

_PERIOD: Final = {"starts": "date", "ends": "date"}
# `born_ymd` is the day of birth as a number, 20000229: the difference of two is an age.
_PERSON: Final = {
    "person_id": "int64",
    "gender": "string",
    "female": "boolean",
    "male": "boolean",
    "ethnicity": "string",
    "minority": "boolean",
    "born_ymd": "int64",
}
# Whether a row counts by the tree of its day, by that of today, or by both.
_TREES: Final = {"of_then": "boolean", "of_now": "boolean"}
_QUALIFIED: Final = {"professional": "int64", "theory": "int64"}

# What a question brings with it: the unit in view, the days, the tree.
SCOPE: Final[dict[str, str]] = {
    "s_unit": "int64",
    "s_party": "int64",
    "s_day": "date",
    "s_tree_day": "date",
    "s_since": "date",
    "s_visits_since": "date",
    "s_opening": "date",
    "s_opening_tree_day": "date",
    "s_year": "int64",
    "s_term": "int64",
    "s_term_starts": "date",
    "s_term_ends": "date",
    "s_now": "boolean",
    "s_today": "date",
}
# Whose age bands there are rules for.
BANDED: Final = ("members", "staff")

# The units that stand below the unit in view, or below its Party organization.
INSIDE: Final[dict[str, str]] = {
    "below_id": "int64",
    "below_from": "date",
    "below_to": "date",
    "child_id": "int64",
    "depth": "int64",
}

SCHEMAS: Final[dict[str, dict[str, str]]] = {
    "closure": {
        "ancestor_id": "int64",
        "unit_id": "int64",
        "child_id": "int64",
        "depth": "int64",
        **_PERIOD,
    },
    "states": {
        "unit_id": "int64",
        **_PERIOD,
        "tree": "string",
        "type_code": "string",
        "is_branch": "boolean",
        "is_grassroots": "boolean",
        "level": "string",
        "host_type": "string",
    },
    "units": {
        "id": "int64",
        "unit_id": "int64",
        **_PERIOD,
        "tree": "string",
        "type_code": "string",
        "is_branch": "boolean",
        "is_grassroots": "boolean",
        "level": "string",
        "host_type": "string",
        "position": "int64",
    },
    "labels": {
        "unit_id": "int64",
        **_PERIOD,
        "name": "string",
        "code": "string",
        "tree": "string",
        "position": "int64",
    },
    "roots": {"unit_id": "int64", "tree": "string"},
    "seats": {"unit_id": "int64", "party_id": "int64", **_PERIOD},
    "memberships": {
        "id": "int64",
        "unit_id": "int64",
        **_PERIOD,
        **_PERSON,
        **_QUALIFIED,
        "official_from": "date",
        "probation_known": "boolean",
        "in_transit": "boolean",
        "exempt": "boolean",
        "temporary_out": "boolean",
        **_TREES,
    },
    "movements": {
        "id": "int64",
        "membership_id": "int64",
        "day": "date",
        "day_before": "date",
        "from_unit": "int64",
        "to_unit": "int64",
        "entry": "string",
        "leaving": "string",
        "entered_id": "int64",
        "left_id": "int64",
        **_TREES,
        **_PERSON,
    },
    "assignments": {
        "id": "int64",
        "unit_id": "int64",
        **_PERIOD,
        **_PERSON,
        **_QUALIFIED,
        "level": "string",
        "category": "string",
        "post_group": "string",
        "is_primary": "boolean",
        "has_degree": "boolean",
        "party_from": "date",
        "party_until": "date",
    },
    "people": {"person_id": "int64", "position": "int64"},
    "quotas": {
        "id": "int64",
        "unit_id": "int64",
        **_PERIOD,
        "quantity": "int64",
        "level": "string",
        "position": "int64",
    },
    "evaluations": {
        "id": "int64",
        "unit_id": "int64",
        "year": "int64",
        "day": "date",
        "capacity": "string",
        "given_level": "string",
        "rating": "string",
        "is_good": "boolean",
        **_PERSON,
    },
    "decisions": {
        "id": "int64",
        "unit_id": "int64",
        "kind": "string",
        "decided_on": "date",
        "effective_on": "date",
        "term_ends_on": "date",
        "position": "int64",
        **_PERSON,
    },
    "unit_evaluations": {
        "id": "int64",
        "unit_id": "int64",
        "year": "int64",
        "day": "date",
        "rating": "string",
        "is_good": "boolean",
        "position": "int64",
    },
    "meetings": {
        "id": "int64",
        "unit_id": "int64",
        "kind": "string",
        "period_starts": "date",
        "period_ends": "date",
        "held_on": "date",
        "reported_on": "date",
        "report_due": "date",
        "required": "int64",
        "present": "int64",
        "excused": "int64",
        "unexcused": "int64",
        "has_upper_score": "boolean",
        "theme": "string",
        "position": "int64",
    },
    "slots": {
        "id": "int64",
        "unit_id": "int64",
        "kind": "string",
        "period_starts": "date",
        "period_ends": "date",
        "last_day": "date",
        "first_held": "date",
        "position": "int64",
    },
    "visits": {
        "id": "int64",
        "unit_id": "int64",
        "day": "date",
        "team": "int64",
        "is_branch": "boolean",
        "position": "int64",
    },
    "courses": {
        "id": "int64",
        "unit_id": "int64",
        "kind": "string",
        "day": "date",
        "position": "int64",
    },
    "enrollments": {
        "id": "int64",
        "unit_id": "int64",
        "kind": "string",
        "day": "date",
        "ends_on": "date",
        "result": "string",
        **_PERSON,
    },
    "documents": {
        "id": "int64",
        "unit_id": "int64",
        "issued_on": "date",
        "term_id": "int64",
        "is_thematic_resolution": "boolean",
        "position": "int64",
    },
    "themes": {"id": "int64", "code": "string", **_PERIOD, "position": "int64"},
    "bands": {
        "subject": "string",
        **_PERIOD,
        "lower_age": "int64",
        "upper_age": "int64",
        "band": "string",
    },
    "names": {"kind": "string", "key": "string", "label": "string", "position": "int64"},
    "terms": {"id": "int64", "unit_id": "int64", "name": "string", **_PERIOD},
    "regimes": {"code": "string", "name": "string", **_PERIOD},
    "rule_sets": {"subject": "string", "source": "string", **_PERIOD},
    "registers": {
        "register": "string",
        "detail": "string",
        "unit_id": "int64",
        "first_day": "date",
        "last_day": "date",
    },
}
