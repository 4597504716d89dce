"""The terms of the committee of a Party organization, as they are declared by hand."""

from __future__ import annotations

from django.db import transaction

from coso.audit import services as audit
from coso.core import text
from coso.core.errors import DomainError
from coso.core.periods import Period, format_period
from coso.core.types import Actor
from coso.organizations.enums import Tree
from coso.organizations.models import Term, Unit


class UnableToAddTerm(DomainError):
    """The term cannot be declared."""


@transaction.atomic
def add_term(*, unit: Unit, name: str, during: Period, actor: Actor) -> Term:
    """Declare a term of the committee of a Party organization.

    :raises UnableToAddTerm: if the unit has no committee, the term has no name, or one of the same
        name or the same days is there
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    written = text.normalize(name)
    _check(unit, written, during)
    term = Term.objects.create(unit=unit, name=written, during=during.to_range())
    audit.record(
        actor=actor,
        action="root.terms_added",
        subject=unit,
        unit_id=unit.pk,
        summary=f"{unit}: nhiệm kỳ {written}, {format_period(during)}",
        values={"terms": [written]},
    )
    return term


def _check(unit: Unit, name: str, during: Period) -> None:
    if unit.tree != Tree.PARTY:
        raise UnableToAddTerm(
            "term_without_committee",
            f"{unit} không phải tổ chức đảng nên không có nhiệm kỳ. Hãy chọn một tổ chức đảng.",
        )
    if not name:
        raise UnableToAddTerm("term_without_name", "Ghi tên nhiệm kỳ, ví dụ: 2025-2030.")
    others = Term.objects.filter(unit=unit)
    if others.filter(name=name).exists():
        raise UnableToAddTerm("term_known", f"Đã có nhiệm kỳ {name}. Hãy ghi tên khác.")
    other = others.filter(during__overlap=during.to_range()).first()
    if other is not None:
        raise UnableToAddTerm(
            "term_overlaps",
            f"Trùng ngày với nhiệm kỳ {other}, {format_period(Period.from_range(other.during))}. "
            "Hãy kiểm tra lại hai ngày.",
        )
