"""Set-based writing of units: what services and the importer share."""

from coso.organizations.bulk.codes import next_agency_codes
from coso.organizations.bulk.rows import named

__all__ = ["named", "next_agency_codes"]
