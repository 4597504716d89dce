"""Filters of the register of documents."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from coso.documents import queries as documents
from coso.documents.enums import DocumentType
from coso.documents.models import Document


class DocumentFilter(django_filters.FilterSet):
    """Search by number or words of the summary; narrow by type, thematic or not."""

    tim = django_filters.CharFilter(label="Số, ký hiệu hoặc trích yếu", method="search")
    loai = django_filters.ChoiceFilter(
        label="Loại văn bản", field_name="type", choices=DocumentType.choices, empty_label="Tất cả"
    )
    chuyen_de = django_filters.ChoiceFilter(
        label="Nghị quyết chuyên đề",
        field_name="is_thematic",
        choices=[("True", "Có"), ("False", "Không")],
        empty_label="Tất cả",
    )

    class Meta:
        model = Document
        fields: list[str] = []

    def search(self, queryset: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        return documents.matching(queryset, value)
