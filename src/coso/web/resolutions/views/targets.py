"""Targets written by hand: recorded, corrected, taken out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from coso.access.enums import Permission
from coso.core.writing import Basis
from coso.documents.models import Document
from coso.resolutions import queries as resolutions
from coso.resolutions import services as keeping
from coso.resolutions.models import Target
from coso.web.resolutions import forms
from coso.web.shared.writing import RecordForm


class OfResolution(RecordForm):
    """A form that adds something to what a resolution demands."""

    permission = Permission.RESOLUTIONS_KEEP
    record: Document
    opens: str
    added_id: int | None = None

    def records(self) -> QuerySet[Document]:
        return resolutions.resolutions()

    def recorded(self) -> dict[str, Any]:
        return {}

    def get_success_url(self) -> str:
        if self.added_id is None:
            return f"{reverse('documents:detail', args=[self.record.pk])}?{self.frame.place}"
        return f"{reverse(self.opens, args=[self.added_id])}?{self.frame.place}"


class RecordTarget(OfResolution):
    """A new target of a resolution."""

    form_class = forms.TargetForm
    submit_label = "Ghi chỉ tiêu"
    opens = "resolutions:target"

    def get_title(self) -> str:
        return f"Thêm chỉ tiêu: nghị quyết {self.record.number}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"years": forms.years_of(self.record)}

    def get_initial(self) -> dict[str, Any]:
        return {"measure": "%"}

    def write(self, form: forms.TargetForm, basis: Basis) -> Target:
        return keeping.record_target(
            resolution=self.record, details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: Target) -> str:
        self.added_id = written.pk
        return f"Đã ghi chỉ tiêu {written.code}. Ghi nhầm thì sửa ngay ở trang này."


class OfTarget(RecordForm):
    """A form about one target."""

    permission = Permission.RESOLUTIONS_KEEP
    record: Target

    def records(self) -> QuerySet[Target]:
        return resolutions.targets()

    def state(self) -> str:
        return resolutions.state_of_target(self.record)

    def get_success_url(self) -> str:
        return f"{reverse('resolutions:target', args=[self.record.pk])}?{self.frame.place}"


class CorrectTarget(OfTarget):
    """What the register has wrong about a target."""

    form_class = forms.CorrectTargetForm
    submit_label = "Sửa sổ"

    def get_title(self) -> str:
        return f"Sửa chỉ tiêu {self.record.code}"

    def get_form_kwargs(self) -> dict[str, Any]:
        years = forms.years_of(self.record.resolution, self.record)
        return super().get_form_kwargs() | {"years": years}

    def get_initial(self) -> dict[str, Any]:
        return forms.initial_of_target(self.record)

    def write(self, form: forms.CorrectTargetForm, basis: Basis) -> Target:
        return keeping.correct_target(
            target=self.record, details=form.details(), basis=basis, actor=self.actor
        )

    def message(self, written: Target) -> str:
        return f"Đã sửa chỉ tiêu {written.code}; lý do ở trong nhật ký."


class RemoveTarget(OfTarget):
    """A target that does not belong in the register."""

    form_class = forms.RemoveForm
    submit_label = "Bỏ chỉ tiêu"
    intro = "Chỉ bỏ được chỉ tiêu chưa có kết quả báo cáo và chưa có nhiệm vụ liên quan."
    is_removed = False

    def get_title(self) -> str:
        return f"Bỏ khỏi sổ: chỉ tiêu {self.record.code}"

    def write(self, form: forms.RemoveForm, basis: Basis) -> Target:
        keeping.remove_target(target=self.record, basis=basis, actor=self.actor)
        self.is_removed = True
        return self.record

    def message(self, written: Target) -> str:
        return f"Đã bỏ chỉ tiêu {written.code} khỏi sổ."

    def get_success_url(self) -> str:
        if self.is_removed:
            return f"{reverse('resolutions:list')}?{self.frame.place}"
        return super().get_success_url()
