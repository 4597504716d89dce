"""What rows of many registers refer to: people and units."""

from coso.importing.sheets.references.people import (
    BORN_BY_SEX,
    BORN_IN_ONE_COLUMN,
    NOT_KEPT,
    PERSON_FIELDS,
    born_fields,
    check_birth_dates,
    check_namesakes,
    check_old,
    derive_person,
    ethnicities,
    genders,
    identify_people,
    qualification_levels,
)
from coso.importing.sheets.references.units import (
    UnitReference,
    first_named,
    forget_units,
    resolve_by_person,
    resolve_units,
)

__all__ = [
    "BORN_BY_SEX",
    "BORN_IN_ONE_COLUMN",
    "NOT_KEPT",
    "PERSON_FIELDS",
    "UnitReference",
    "born_fields",
    "check_birth_dates",
    "check_namesakes",
    "check_old",
    "derive_person",
    "ethnicities",
    "first_named",
    "forget_units",
    "genders",
    "identify_people",
    "qualification_levels",
    "resolve_by_person",
    "resolve_units",
]
