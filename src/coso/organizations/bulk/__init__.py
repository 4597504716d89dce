"""Set-based writing of units: what services and the importer share."""

from coso.organizations.bulk.agencies import ensure_agencies
from coso.organizations.bulk.areas import check_areas, merge_areas
from coso.organizations.bulk.codes import next_agency_codes
from coso.organizations.bulk.hosts import settle_hosts
from coso.organizations.bulk.parties import (
    check_party_organizations,
    merge_party_organizations,
)
from coso.organizations.bulk.rows import named

__all__ = [
    "check_areas",
    "check_party_organizations",
    "ensure_agencies",
    "merge_areas",
    "merge_party_organizations",
    "named",
    "next_agency_codes",
    "settle_hosts",
]
