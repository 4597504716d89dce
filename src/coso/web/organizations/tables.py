"""The list of units."""

from __future__ import annotations

from typing import Any, Final

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.importing.sheets.agencies import AgencyRegister
from coso.importing.sheets.organizations import AreaRegister, PartyOrganizationRegister
from coso.organizations.enums import Tree
from coso.organizations.models import Unit
from coso.web.shared.tables import DateColumn, StandingTable, ordered

_party = PartyOrganizationRegister.heading
_area = AreaRegister.heading
_agency = AgencyRegister.heading


class UnitTable(StandingTable):
    """Units as of a date: what they were called, what they were, where they stood."""

    name = tables.Column("Tên", accessor="name_on")
    code = tables.Column("Mã", accessor="code_on", default="")
    type = tables.Column("Loại", accessor="type_name_on", order_by="type_on")
    parent = tables.Column(
        "Cấp trên trực tiếp", accessor="parent_name_on", default="", orderable=False
    )
    founded_on = DateColumn(_party("founded_on"), default="")

    class Meta(StandingTable.Meta):
        always = ("name",)

    def unit_of(self, record: Unit) -> int:
        return record.pk

    def render_name(self, record: Unit, value: str) -> SafeString:
        return self.link(reverse("organizations:detail", args=[record.pk]), value)

    def value_name(self, value: str) -> str:
        return value

    def order_name(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "order_key_on")


class PartyTable(UnitTable):
    """Party organizations, headed as their lists are."""

    name = tables.Column(_party("name"), accessor="name_on")
    code = tables.Column(_party("code"), accessor="code_on", default="")
    type = tables.Column(_party("type_code"), accessor="type_name_on", order_by="type_on")
    parent = tables.Column(_party("parent"), accessor="parent_name_on", default="", orderable=False)

    class Meta(UnitTable.Meta):
        pass


class AreaTable(UnitTable):
    """Administrative areas, headed as their lists are."""

    name = tables.Column(_area("name"), accessor="name_on")
    code = tables.Column(_area("code"), accessor="code_on", default="")
    type = tables.Column(_area("type_code"), accessor="type_name_on", order_by="type_on")
    parent = tables.Column(_area("parent"), accessor="parent_name_on", default="", orderable=False)

    class Meta(UnitTable.Meta):
        pass


class AgencyTable(UnitTable):
    """Agencies, headed as their lists are."""

    name = tables.Column(_agency("name"), accessor="name_on")
    code = tables.Column(_agency("code"), accessor="code_on", default="")
    type = tables.Column(_agency("type_code"), accessor="type_name_on", order_by="type_on")
    parent = tables.Column(
        _agency("parent"), accessor="parent_name_on", default="", orderable=False
    )

    class Meta(UnitTable.Meta):
        pass


TABLES: Final[dict[Tree, type[UnitTable]]] = {
    Tree.PARTY: PartyTable,
    Tree.AREA: AreaTable,
    Tree.AGENCY: AgencyTable,
}
