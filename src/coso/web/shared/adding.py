"""A form that adds a record to a register, for whoever keeps it where the unit in view is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from coso.organizations import queries as organizations
from coso.organizations.models import Unit
from coso.web.shared.writing import RecordForm


class AddRecord(RecordForm):
    """Leads to the record once it is there, before to the list that it will stand in."""

    list_name: ClassVar[str]
    detail_name: ClassVar[str]
    record: Unit
    added_id: int | None = None

    def records(self) -> QuerySet[Unit]:
        return organizations.units()

    def named(self) -> QuerySet[Unit] | None:
        in_view = self.frame.unit
        return None if in_view is None else self.records().filter(pk=in_view.pk)

    def message(self, written: Any) -> str:
        self.added_id = written.pk
        return f"Đã ghi {self.words_for(written)}. Ghi nhầm thì sửa ngay ở trang này."

    def words_for(self, written: Any) -> str:
        """Return what was added, in the middle of a sentence."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        if self.added_id is None:
            return f"{reverse(self.list_name)}?{self.frame.place}"
        return f"{reverse(self.detail_name, args=[self.added_id])}?{self.frame.place}"
