"""Forms of plans of reorganization."""

from __future__ import annotations

from django import forms

from coso.web.shared.confirming import ConfirmationForm
from coso.web.shared.forms import ReasonForm, reason_field


class SeenForm(forms.Form):
    """What was looked at before it is done."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ExplainedForm(ReasonForm, SeenForm):
    """The same, and why it is done although there are warnings."""


class WhyForm(ConfirmationForm):
    """Why a plan is taken back."""

    reason = reason_field("Vì sao hoàn tác?")
