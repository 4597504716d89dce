"""The headcount given to an agency for a year."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import asdict, frozen
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from coso.audit import services as audit
from coso.core.dates import format_date
from coso.core.errors import DomainError
from coso.core.types import Actor
from coso.core.writing import FRESH, Basis, corrected
from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.personnel import bulk, queries
from coso.personnel.models import HeadcountQuota


class UnableToGiveQuota(DomainError):
    """The headcount cannot be so."""


@frozen(kw_only=True)
class QuotaDetails:
    """A headcount of a year, and by which decision; shared by forms and services."""

    year: int
    quantity: int
    decision: str = ""
    decided_on: dt.date | None = None


@transaction.atomic
def give_quota(
    *, agency: Unit, details: QuotaDetails, on: dt.date, actor: Actor, basis: Basis = FRESH
) -> HeadcountQuota:
    """Write the headcount of a year; the staff of the day are compared with it.

    :raises UnableToGiveQuota: if the year has one, the number is impossible, or there is no agency
    :raises RecordChanged: if the quotas of the agency are not what the writer saw
    :raises ReasonMissing: if more people are there than it allows, and no reason is given
    """
    _lock(agency, basis)
    _check_agency(agency, on)
    _check_year(agency, details.year)
    _check_number(agency, details, on)
    quota = HeadcountQuota.objects.create(agency=agency, **asdict(details))
    basis.check_reason(_warnings(agency, details, on))
    _record(quota, "quota.given", {"new": asdict(details)}, actor, basis)
    return quota


@transaction.atomic
def correct_quota(
    *, quota: HeadcountQuota, details: QuotaDetails, on: dt.date, basis: Basis, actor: Actor
) -> HeadcountQuota:
    """Correct what the book says of the headcount of a year.

    :raises UnableToGiveQuota: if it cannot be so
    :raises RecordUnchanged: if it is written so already
    :raises RecordChanged: if the quotas of the agency are not what the writer saw
    :raises ReasonMissing: without a reason
    """
    quota = _lock_given(quota, basis)
    values = corrected(queries.details_of_quota(quota), asdict(details))
    if details.year != quota.year:
        _check_year(quota.agency, details.year)
    _check_number(quota.agency, details, on)
    HeadcountQuota.objects.filter(pk=quota.pk).update(**asdict(details))
    quota = queries.quotas().get(pk=quota.pk)
    _record(quota, "quota.corrected", values, actor, basis)
    return quota


@transaction.atomic
def remove_quota(*, quota: HeadcountQuota, basis: Basis, actor: Actor) -> HeadcountQuota:
    """Take back a headcount that was written by mistake; it stays in the trail.

    :raises RecordChanged: if the quotas of the agency are not what the writer saw
    :raises ReasonMissing: without a reason
    """
    quota = _lock_given(quota, basis)
    values = {"old": queries.details_of_quota(quota)}
    _record(quota, "quota.removed", values, actor, basis)
    HeadcountQuota.objects.filter(pk=quota.pk).delete()
    return quota


def _lock(agency: Unit, basis: Basis) -> None:
    list(Unit.objects.select_for_update(of=("self",)).filter(pk=agency.pk))
    basis.check_seen(queries.state_of_agency(agency))


def _lock_given(quota: HeadcountQuota, basis: Basis) -> HeadcountQuota:
    """Return a quota as it is now, for a change that has to be explained."""
    _lock(quota.agency, basis)
    basis.check_explained()
    given: HeadcountQuota | None = queries.quotas().filter(pk=quota.pk).first()
    if given is None:
        message = "Dòng này vừa được người khác bỏ khỏi sổ."
        raise UnableToGiveQuota("quota_gone", f"{message} Hãy mở lại trang đơn vị.")
    return given


def _check_agency(agency: Unit, on: dt.date) -> None:
    if organizations.details_on(agency, on) is None:
        message = f"{agency} không có trong sổ vào ngày {format_date(on)}."
        raise UnableToGiveQuota("unit_not_alive", f"{message} Hãy chọn năm khác.")


def _check_year(agency: Unit, year: int) -> None:
    known = queries.quotas_of(agency).filter(year=year).first()
    if known is not None:
        message = f"Sổ đã ghi biên chế giao năm {year} là {known.quantity}."
        raise UnableToGiveQuota("quota_known", f"{message} Ghi sai hoặc được điều chỉnh thì sửa.")


def _check_number(agency: Unit, details: QuotaDetails, on: dt.date) -> None:
    with connection.cursor() as cursor:
        _stage(cursor, agency, details, on)
        for found in bulk.check_quotas(cursor, bulk.QUOTA_STAGING):
            raise UnableToGiveQuota(found.kind, found.message)


def _warnings(agency: Unit, details: QuotaDetails, on: dt.date) -> list[str]:
    """Return what is to be said of the staff of the day, if it lies in the year."""
    if on.year != details.year:
        return []
    with connection.cursor() as cursor:
        _stage(cursor, agency, details, on)
        return [found.message for found in bulk.check_headcounts(cursor, bulk.QUOTA_STAGING)]


def _stage(cursor: CursorWrapper, agency: Unit, details: QuotaDetails, on: dt.date) -> None:
    row = {"agency_id": agency.pk, "agency": agency.name, "listed_on": on}
    bulk.stage_quota(cursor, {**row, "year": details.year, "quantity": details.quantity})


def _record(
    quota: HeadcountQuota, action: str, values: dict[str, Any], actor: Actor, basis: Basis
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=quota.agency,
        unit_id=quota.agency_id,
        summary=f"Biên chế giao năm {quota.year}: {quota.quantity}",
        reason=basis.reason,
        values=values,
    )
