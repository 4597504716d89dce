"""What the columns of a sheet are, said by its user."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms

from coso.importing.services import ColumnPreview, SheetPreview
from coso.importing.sheets import REGISTERS

_UNUSED = "Không dùng"


class HeadersForm(forms.Form):
    """For each column of a sheet, what it is in the register."""

    def __init__(self, *args: Any, preview: SheetPreview | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = preview.columns if preview else ()
        found = [each for each in REGISTERS if preview and each.kind == preview.register]
        self.register = found[0].kind if found else ""
        fields = found[0].fields if found else ()
        self.needed = [field.label for field in fields if field.required]
        labels = [field.label for field in fields if not field.ignored]
        for column in self.columns if found else ():
            self.fields[column.letter] = forms.ChoiceField(
                label=column.header,
                required=False,
                choices=[("", _UNUSED), *((label, label) for label in labels)],
                initial=column.taken_for,
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        chosen = Counter(filter(None, self.cleaned_data.values()))
        for label, number in chosen.items():
            if number > 1:
                self.add_error(
                    None, f"{number} cột cùng khai là “{label}”: hãy chọn một cột, cột kia để khác."
                )
        for label in self.needed:
            if label not in chosen:
                self.add_error(None, f"Chưa có cột nào là “{label}”: sổ này cần cột ấy.")
        if not self.errors and not self.meanings():
            self.add_error(None, "Chưa khai gì khác với cách phần mềm đang hiểu.")
        return self.cleaned_data

    @property
    def rows(self) -> list[tuple[ColumnPreview, forms.BoundField]]:
        """The columns, each with its field."""
        return [(column, self[column.letter]) for column in self.columns]

    def meanings(self) -> dict[str, str]:
        """Return what was said differently from how the columns are taken by themselves."""
        return {
            column.header: self.cleaned_data[column.letter]
            for column in self.columns
            if self.cleaned_data[column.letter] != column.taken_for
        }
