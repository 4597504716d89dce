"""The roll of members."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from coso.members.enums import MemberStatus
from coso.members.models import MembershipPeriod
from coso.web.shared.tables import DateColumn, RecordTable, ordered


class MemberTable(RecordTable):
    """Members as of a date, each in the home organization of that date."""

    name = tables.Column("Họ và tên", accessor="membership__person__full_name")
    born_on = DateColumn("Ngày sinh", accessor="membership__person__born_on", default="")
    gender = tables.Column(
        "Giới tính", accessor="membership__person__get_gender_display", orderable=False, default=""
    )
    ethnicity = tables.Column(
        "Dân tộc",
        accessor="membership__person__ethnicity__name",
        order_by="membership__person__ethnicity",
        default="",
    )
    unit = tables.Column("Nơi sinh hoạt", accessor="unit__name")
    admitted_on = DateColumn("Ngày vào Đảng", accessor="membership__admitted_on", default="")
    official_on = DateColumn("Ngày chính thức", accessor="membership__official_on", default="")
    standing = tables.Column(
        "Tình trạng", empty_values=(), orderable=False, attrs={"td": {"class": "short"}}
    )

    class Meta(RecordTable.Meta):
        always = ("name",)
        hidden_at_first = ("ethnicity", "official_on")

    def render_name(self, record: MembershipPeriod, value: str) -> SafeString:
        return self.link(reverse("people:detail", args=[record.membership.person_id]), value)

    def value_name(self, value: str) -> str:
        return value

    def render_unit(self, record: MembershipPeriod, value: str) -> SafeString:
        return self.link(reverse("organizations:detail", args=[record.unit_id]), value)

    def value_unit(self, value: str) -> str:
        return value

    def render_standing(self, record: Any) -> str:
        words = [str(MemberStatus(record.status).label)]
        if record.is_exempt:
            words.append("miễn sinh hoạt")
        return ", ".join(words)

    def order_name(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "membership__person__order_key")

    def order_unit(
        self, queryset: QuerySet[Any], is_descending: bool
    ) -> tuple[QuerySet[Any], bool]:
        return ordered(queryset, is_descending, "unit__order_key")
