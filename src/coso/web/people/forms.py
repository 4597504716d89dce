"""Forms about people."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from coso.people import queries as people
from coso.people.models import QualificationLevel
from coso.people.services import QualificationDetails
from coso.web.shared.fields import WordsField
from coso.web.shared.forms import IdentityForm, RegisterForm, day_field, reason_field

_LONGEST_FIELD = 120


class CorrectPersonForm(IdentityForm):
    """How somebody should have been written, and why."""

    reason = reason_field()


class LevelField(forms.ModelChoiceField[QualificationLevel]):
    """A step of a scale of qualification, named with its scale."""

    def label_from_instance(self, level: QualificationLevel) -> str:
        return f"{level.get_kind_display()}: {level.name}"


class QualificationForm(RegisterForm):
    """What somebody is trained in."""

    level = LevelField(label="Trình độ", queryset=people.levels_of_all_scales(), empty_label="Chọn")
    field = WordsField(
        label="Chuyên ngành",
        max_length=_LONGEST_FIELD,
        required=False,
        help_text="Ví dụ: Luật. Có hai bằng cùng bậc thì ghi cả hai chuyên ngành.",
    )
    known_from = day_field(
        "Có từ ngày", help_text="Ngày cấp bằng; không rõ thì ngày của hồ sơ đầu tiên có ghi."
    )

    def details(self) -> QualificationDetails:
        """Return what was filled in."""
        said = self.cleaned_data
        return QualificationDetails(
            level=said["level"], field=said["field"], known_from=said["known_from"]
        )


class CorrectQualificationForm(QualificationForm):
    """What should have been written about a qualification, and why."""

    reason = reason_field()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = cast("LevelField", self.fields["level"])  # declared above
        levels.queryset = people.levels_of_all_scales().filter(kind=kind)


class RemoveQualificationForm(RegisterForm):
    """Why a qualification never was."""

    reason = reason_field("Vì sao bỏ?")
