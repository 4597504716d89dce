"""What units report of targets, written by hand: recorded, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.resolutions import queries as resolutions
from coso.resolutions import services as keeping
from coso.resolutions.models import Progress
from coso.web.resolutions import forms
from coso.web.resolutions.views.targets import OfTarget
from coso.web.shared.writing import RecordForm


class RecordProgress(OfTarget):
    """A result that a unit reports of a target."""

    form_class = forms.ProgressForm
    submit_label = "Ghi kết quả"
    intro = "Kết quả tính từ sổ không bị thay: hai số khác nhau thì trang của chỉ tiêu nêu cả hai."

    def get_title(self) -> str:
        return f"Ghi kết quả báo cáo: chỉ tiêu {self.record.code}"

    def state(self) -> str:
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        years = forms.years_of(self.record.resolution, self.record)
        return super().get_form_kwargs() | {"years": years}

    def write(self, form: forms.ProgressForm, basis: Basis) -> Progress:
        return keeping.record_progress(
            target=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Progress) -> str:
        return f"Đã ghi kết quả báo cáo {written.get_part_display().lower()} {written.year}."


class OfProgress(RecordForm):
    """A form about one report."""

    permission = Permission.RESOLUTIONS_KEEP
    record: Progress

    def records(self) -> QuerySet[Progress]:
        return resolutions.progress()

    def state(self) -> str:
        return resolutions.state_of_progress(self.record)

    def get_success_url(self) -> str:
        target = reverse("resolutions:target", args=[self.record.target_id])
        return f"{target}?{self.frame.place}"


class CorrectProgress(OfProgress):
    """What the register has wrong about a report."""

    form_class = forms.CorrectProgressForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa kết quả báo cáo: chỉ tiêu {self.record.target.code}"

    def get_form_kwargs(self) -> dict[str, Any]:
        years = {*forms.years_of(self.record.target.resolution), self.record.year}
        return super().get_form_kwargs() | {"years": sorted(years)}

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of_progress(self.record)

    def write(self, form: forms.CorrectProgressForm, basis: Basis) -> Progress:
        return keeping.correct_progress(
            reported=self.record,
            details=form.details(),
            today=self.frame.today,
            basis=basis,
            actor=self.actor,
        )

    def message(self, written: Progress) -> str:
        return "Đã sửa kết quả báo cáo; lý do ở trong nhật ký."


class RemoveProgress(OfProgress):
    """A report that does not belong in the register."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ kết quả"

    def get_title(self) -> str:
        return f"Bỏ kết quả báo cáo: {self.record}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> Progress:
        keeping.remove_progress(reported=self.record, basis=basis, actor=self.actor)
        return self.record

    def message(self, written: Progress) -> str:
        return "Đã bỏ kết quả báo cáo khỏi sổ."
