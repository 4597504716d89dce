"""Filters of the roll of members."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import django_filters
from django.db.models import Q, QuerySet

from coso.members import queries as members
from coso.members.enums import MemberStatus
from coso.members.models import MembershipPeriod
from coso.people import queries as people
from coso.people.enums import Gender

_EXEMPT: Final = "mien"
_STATUSES: Final = {
    "chinh-thuc": MemberStatus.OFFICIAL,
    "du-bi": MemberStatus.PROBATIONARY,
    "chua-ro": MemberStatus.UNKNOWN,
}


class MemberFilter(django_filters.FilterSet):
    """Search by name or card number; narrow by sex, ethnic group, standing."""

    tim = django_filters.CharFilter(label="Họ tên hoặc số thẻ", method="search")
    gioi = django_filters.ChoiceFilter(
        label="Giới tính",
        choices=Gender.choices,
        field_name="membership__person__gender",
        empty_label="Tất cả",
    )
    dan_toc = django_filters.ModelChoiceFilter(
        label="Dân tộc",
        queryset=lambda _request: people.ethnicities(),
        field_name="membership__person__ethnicity",
        empty_label="Tất cả",
    )
    tinh_trang = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=[
            *((name, status.label) for name, status in _STATUSES.items()),
            (_EXEMPT, "Miễn sinh hoạt"),
        ],
        method="narrow_standing",
        empty_label="Tất cả",
    )

    class Meta:
        model = MembershipPeriod
        fields: list[str] = []

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._day = day

    def search(
        self, queryset: QuerySet[MembershipPeriod], name: str, value: str
    ) -> QuerySet[MembershipPeriod]:
        return members.matching(queryset, value)

    def narrow_standing(
        self, queryset: QuerySet[MembershipPeriod], name: str, value: str
    ) -> QuerySet[MembershipPeriod]:
        if value == _EXEMPT:
            return queryset.filter(Q(is_exempt=True))
        return members.of_status(queryset, _STATUSES[value], self._day)
