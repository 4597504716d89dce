"""Work items written by hand: given, reported on, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.resolutions import queries as resolutions
from coso.resolutions import services as keeping
from coso.resolutions.models import WorkItem
from coso.web.resolutions import forms
from coso.web.resolutions.views.targets import OfResolution
from coso.web.shared.writing import RecordForm


class RecordItem(OfResolution):
    """A new work item of a resolution."""

    form_class = forms.ItemForm
    submit_label = "Ghi nhiệm vụ"
    opens = "resolutions:item"

    def get_title(self) -> str:
        return f"Thêm nhiệm vụ: nghị quyết {self.record.number}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"resolution": self.record}

    def get_initial(self) -> dict[str, Any]:
        return {"percent": 0}

    def write(self, form: forms.ItemForm, basis: Basis) -> WorkItem:
        return keeping.record_work_item(
            resolution=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: WorkItem) -> str:
        self.added_id = written.pk
        return f"Đã ghi nhiệm vụ {written.code}. Ghi nhầm thì sửa ngay ở trang này."


class OfItem(RecordForm):
    """A form about one work item."""

    permission = Permission.RESOLUTIONS_KEEP
    record: WorkItem

    def records(self) -> QuerySet[WorkItem]:
        return resolutions.work_items()

    def state(self) -> str:
        return resolutions.state_of_item(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('resolutions:item', args=[self.record.pk])}?{self.frame.place}"


class ReportItem(OfItem):
    """How far a work item is by now."""

    form_class = forms.ReportForm
    submit_label = "Ghi tiến độ"

    def get_title(self) -> str:
        return f"Ghi tiến độ: nhiệm vụ {self.record.code}"

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of_report(self.record)

    def write(self, form: forms.ReportForm, basis: Basis) -> WorkItem:
        return keeping.report_work_item(
            item=self.record,
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
            **form.cleaned_data,
        )

    def message(self, written: WorkItem) -> str:
        return f"Đã ghi tiến độ nhiệm vụ {written.code}."


class CorrectItem(OfItem):
    """What the register has wrong about a work item."""

    form_class = forms.CorrectItemForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỗ ghi sai: nhiệm vụ {self.record.code}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"resolution": self.record.resolution}

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of_item(self.record)

    def write(self, form: forms.CorrectItemForm, basis: Basis) -> WorkItem:
        return keeping.correct_work_item(
            item=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: WorkItem) -> str:
        return f"Đã sửa nhiệm vụ {written.code}; lý do ở trong nhật ký."


class RemoveItem(OfItem):
    """A work item that does not belong in the register."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ nhiệm vụ"
    is_removed = False

    def get_title(self) -> str:
        return f"Bỏ khỏi sổ: nhiệm vụ {self.record.code}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> WorkItem:
        keeping.remove_work_item(item=self.record, basis=basis, actor=self.actor)
        self.is_removed = True
        return self.record

    def message(self, written: WorkItem) -> str:
        return f"Đã bỏ nhiệm vụ {written.code} khỏi sổ."

    def get_success_url(self) -> str:
        if self.is_removed:
            return f"{reverse('resolutions:items')}?{self.frame.place}"
        return super().get_success_url()
