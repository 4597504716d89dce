"""Forms of plans of reorganization."""

from __future__ import annotations

from typing import Any

from django import forms

from coso.documents import queries as documents
from coso.web.shared.confirming import ConfirmationForm
from coso.web.shared.fields import DocumentInput, WordsField
from coso.web.shared.forms import ReasonForm, RegisterForm, day_field, reason_field


class HeadingForm(RegisterForm):
    """What a plan is called, from when it takes effect, on what it rests."""

    name = WordsField(
        label="Tên phương án",
        max_length=200,
        help_text="Ví dụ: Sắp xếp đơn vị hành chính cấp xã năm 2025",
    )
    effective_on = day_field("Ngày hiệu lực", help_text="Một phương án có một ngày.")
    decision = WordsField(
        label="Căn cứ: số văn bản",
        max_length=60,
        required=False,
        help_text="Gõ số hoặc trích yếu để được gợi ý từ sổ văn bản. Văn bản có trong sổ thì ngày "
        "và cơ quan ban hành được điền khi để trống.",
        widget=DocumentInput(),
    )
    decided_on = day_field("Ngày văn bản", required=False)
    issuer = WordsField(label="Cơ quan ban hành", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Complete the legal basis from the register of documents."""
        said = self.cleaned_data
        found = documents.meant_by(said.get("decision", ""), self.actor)
        if found is not None:
            said["decided_on"] = said.get("decided_on") or found.issued_on
            said["issuer"] = said.get("issuer") or found.issuer_name
        return said


class SeenForm(forms.Form):
    """What was looked at before it is done."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ExplainedForm(ReasonForm, SeenForm):
    """The same, and why it is done although there are warnings."""


class WhyForm(ConfirmationForm):
    """Why a plan is taken back."""

    reason = reason_field("Vì sao hoàn tác?")
