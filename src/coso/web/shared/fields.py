"""Fields of forms that read what the office writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from coso.core import dates


class DayField(forms.DateField):
    """A day, typed as day/month/year.

    Text on purpose: a date field shows the month first where the browser is set to English.
    """

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "numeric", "placeholder": "ngày/tháng/năm"}
        widget = forms.DateInput(format="%d/%m/%Y", attrs=attributes | {"autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str) or value in self.empty_values:
            return super().to_python(value)
        try:
            return dates.parse_day(value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error
