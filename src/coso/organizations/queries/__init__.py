"""Reading the trees: as of any day, by code or name, and who answers for whom."""

from coso.organizations.queries.belonging import (
    agency_periods,
    area_periods,
    overseer_periods,
    overseers_on,
)
from coso.organizations.queries.boundaries import (
    BOUNDARIES_KNOWN_FROM,
    Boundary,
    boundaries_on,
)
from coso.organizations.queries.finding import (
    AmbiguousUnit,
    UnitNotFound,
    find_unit,
    is_in_catalogue,
)
from coso.organizations.queries.integrity import findings
from coso.organizations.queries.listing import (
    below_root,
    depth,
    matching,
    placements_of,
    seen_from,
    shown_on,
    state_of,
    types_of,
    units,
    version_on,
    versions_of,
    with_codes_and_term,
)
from coso.organizations.queries.naming import Place, UnitNames, names_on
from coso.organizations.queries.nesting import nesting_rule_on, nesting_rules_on
from coso.organizations.queries.occupancy import occupants_from, register_occupants
from coso.organizations.queries.searching import search
from coso.organizations.queries.succession import (
    changed_after,
    heir_of,
    is_reorganized_since,
    lineage_of,
    passed_on_between,
    past_paths,
    with_lineage,
)
from coso.organizations.queries.trees import (
    UnitDetails,
    ancestors_on,
    children_on,
    details_on,
    parent_on,
    root,
    root_on,
    subtree_ids_on,
    term_on,
    units_on,
    with_name_on,
)

__all__ = [
    "BOUNDARIES_KNOWN_FROM",
    "AmbiguousUnit",
    "Boundary",
    "Place",
    "UnitDetails",
    "UnitNames",
    "UnitNotFound",
    "agency_periods",
    "ancestors_on",
    "area_periods",
    "below_root",
    "boundaries_on",
    "changed_after",
    "children_on",
    "depth",
    "details_on",
    "find_unit",
    "findings",
    "heir_of",
    "is_in_catalogue",
    "is_reorganized_since",
    "lineage_of",
    "matching",
    "names_on",
    "nesting_rule_on",
    "nesting_rules_on",
    "occupants_from",
    "overseer_periods",
    "overseers_on",
    "parent_on",
    "passed_on_between",
    "past_paths",
    "placements_of",
    "register_occupants",
    "root",
    "root_on",
    "search",
    "seen_from",
    "shown_on",
    "state_of",
    "subtree_ids_on",
    "term_on",
    "types_of",
    "units",
    "units_on",
    "version_on",
    "versions_of",
    "with_codes_and_term",
    "with_lineage",
    "with_name_on",
]
