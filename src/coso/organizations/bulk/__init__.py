"""Set-based writing of units: what services and the importer share."""

from coso.organizations.bulk.agencies import ensure_agencies
from coso.organizations.bulk.agency_lists import Hints, check_agencies, merge_agencies
from coso.organizations.bulk.areas import check_areas, merge_areas
from coso.organizations.bulk.codes import next_agency_codes
from coso.organizations.bulk.hosts import settle_hosts
from coso.organizations.bulk.kinds import kind_of_name
from coso.organizations.bulk.known import Known
from coso.organizations.bulk.names import level_of_name, without_party_prefix
from coso.organizations.bulk.parties import (
    check_party_organizations,
    merge_party_organizations,
)
from coso.organizations.bulk.restructuring import (
    Fate,
    Succession,
    end_terms,
    pass_on_root,
    restructure,
)
from coso.organizations.bulk.roots import root_on
from coso.organizations.bulk.rows import named
from coso.organizations.bulk.writing import new_ids

__all__ = [
    "Fate",
    "Hints",
    "Known",
    "Succession",
    "check_agencies",
    "check_areas",
    "check_party_organizations",
    "end_terms",
    "ensure_agencies",
    "kind_of_name",
    "level_of_name",
    "merge_agencies",
    "merge_areas",
    "merge_party_organizations",
    "named",
    "new_ids",
    "next_agency_codes",
    "pass_on_root",
    "restructure",
    "root_on",
    "settle_hosts",
    "without_party_prefix",
]
