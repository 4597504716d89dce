"""Forms of what resolutions demand, and of what is reported of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django import forms

from coso.documents.models import Document
from coso.figures.catalogue import FIGURES
from coso.resolutions import queries as resolutions
from coso.resolutions.enums import Direction, Part
from coso.resolutions.models import Progress, Target, WorkItem
from coso.resolutions.services import ProgressDetails, TargetDetails, WorkItemDetails
from coso.resolutions.validators import Result, parse_result
from coso.web.shared.fields import DayField, ScoreField, WordsField
from coso.web.shared.forms import RegisterForm, day_field, reason_field

_LONGEST_CODE: Final = 20
_LONGEST_TEXT: Final = 500
_LONGEST_NAME: Final = 200
_LONGEST_NOTE: Final = 300
_LONGEST_MEASURE: Final = 40
_LONGEST_RESULT: Final = 60
_YEARS_OF_A_TERM: Final = 5
_AIM: Final = "aim_"


def _figure_choices() -> list[Any]:
    groups = groupby(FIGURES.values(), key=lambda figure: figure.group)
    figures = [(name, [(each.id, each.label) for each in some]) for name, some in groups]
    return [("", "Không, chỉ theo báo cáo của đơn vị"), *figures]


def _note() -> WordsField:
    return WordsField(label="Ghi chú", max_length=_LONGEST_NOTE, required=False)


def _text(label: str) -> WordsField:
    return WordsField(
        label=label, max_length=_LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )


def _host(label: str, **kwargs: Any) -> WordsField:
    return WordsField(
        label=label,
        max_length=_LONGEST_NAME,
        help_text="Ví dụ: Đảng ủy xã Bình Minh. Tên có trong sổ thì được nối với đơn vị.",
        **kwargs,
    )


class ResultField(WordsField):
    """A result as a unit reports it: a share with its parts, or a number alone."""

    def clean(self, value: Any) -> Result | None:
        written = super().clean(value)
        try:
            return parse_result(written) if written else None
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class TargetForm(RegisterForm):
    """What is aimed at, by when, and what counts it; one field for the milestone of each year."""

    code = WordsField(label="Mã", max_length=_LONGEST_CODE, help_text="Ví dụ: CT01")
    text = _text("Chỉ tiêu")
    measure = WordsField(label="Đơn vị tính", max_length=_LONGEST_MEASURE, help_text="Ví dụ: %")
    direction = forms.ChoiceField(
        label="Kết quả phải", choices=[("", "Chọn"), *Direction.choices], help_text="so với mốc"
    )
    figure = forms.ChoiceField(
        label="Tính từ sổ bằng số liệu",
        choices=_figure_choices,
        required=False,
        help_text="Kết quả được tính từ hồ sơ, và đối chiếu với số đơn vị báo cáo.",
    )
    host_name = _host("Đơn vị chủ trì", required=False)
    note = _note()

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for year in years:
            self.fields[f"{_AIM}{year}"] = ScoreField(
                label=f"Mốc năm {year}", help_text="Năm không có mốc thì để trống."
            )

    def details(self) -> TargetDetails:
        """Return what was filled in."""
        said = self.cleaned_data
        aims = {
            int(name.removeprefix(_AIM)): value
            for name, value in said.items()
            if name.startswith(_AIM) and value is not None
        }
        names = ("code", "text", "measure", "direction", "figure", "host_name", "note")
        return TargetDetails(aims=aims, **{name: said[name] for name in names})


class CorrectTargetForm(TargetForm):
    """What should have been written, and why."""

    reason = reason_field()


class RemoveForm(RegisterForm):
    """Why something does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


class ProgressForm(RegisterForm):
    """What a unit reports of a target, and for which period."""

    year = forms.TypedChoiceField(label="Năm", coerce=int)
    part = forms.ChoiceField(label="Kỳ", choices=Part.choices)
    result = ResultField(
        label="Kết quả",
        max_length=_LONGEST_RESULT,
        help_text="Tử số/mẫu số, ví dụ 223/226; không phải tỷ lệ thì ghi số.",
    )
    note = _note()

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [year for year in years if year <= self.today.year]
        self.fields["year"].choices = [(year, str(year)) for year in reversed(known)]  # type: ignore[attr-defined]

    def details(self) -> ProgressDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return ProgressDetails(**said)


class CorrectProgressForm(ProgressForm):
    """What should have been written, and why."""

    reason = reason_field()


class _Doing(RegisterForm):
    """How far a work item is."""

    done_on = DayField(label="Ngày hoàn thành", required=False, help_text="Chưa xong thì để trống.")
    percent = forms.IntegerField(
        label="Tiến độ (%)",
        min_value=0,
        max_value=100,
        help_text="Có ngày hoàn thành thì là 100.",
    )


class ReportForm(_Doing):
    """How far a work item is by now."""


class ItemForm(_Doing):
    """What a unit has to do by when."""

    code = WordsField(label="Mã nhiệm vụ", max_length=_LONGEST_CODE, help_text="Ví dụ: NV01")
    text = _text("Nhiệm vụ")
    responsible_name = _host("Đơn vị thực hiện")
    due_on = day_field("Thời hạn")
    target: forms.ModelChoiceField[Target] = forms.ModelChoiceField(
        label="Chỉ tiêu liên quan",
        queryset=resolutions.targets().none(),
        required=False,
        empty_label="Không có",
    )
    note = _note()

    field_order = ["code", "text", "responsible_name", "due_on", "done_on", "percent", "target"]

    def __init__(self, *args: Any, resolution: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = resolutions.targets_of(resolution)  # type: ignore[attr-defined]

    def details(self) -> WorkItemDetails:
        """Return what was filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return WorkItemDetails(**said)


class CorrectItemForm(ItemForm):
    """What should have been written, and why."""

    reason = reason_field()


def years_of(resolution: Document, target: Target | None = None) -> list[int]:
    """Return the years in which a resolution may aim at something: its own, else five to come."""
    first = resolution.first_year or resolution.issued_on.year
    last = resolution.last_year or first + _YEARS_OF_A_TERM - 1
    aimed = () if target is None else resolutions.aims_of(target)
    return sorted({*range(first, last + 1), *aimed})


def initial_of_target(target: Target) -> dict[str, Any]:
    """Return what a form about a target begins with."""
    names = ("code", "text", "measure", "direction", "figure", "host_name", "note")
    aims = {f"{_AIM}{year}": value for year, value in resolutions.aims_of(target).items()}
    return {name: getattr(target, name) for name in names} | aims


def initial_of_progress(reported: Progress) -> dict[str, Any]:
    """Return what a form about a report begins with."""
    return {
        "year": reported.year,
        "part": reported.part,
        "result": resolutions.result_of(reported).text,
        "note": reported.note,
    }


def initial_of_item(item: WorkItem) -> dict[str, Any]:
    """Return what a form about a work item begins with."""
    names = ("code", "text", "responsible_name", "due_on", "done_on", "percent", "note")
    return {name: getattr(item, name) for name in names} | {"target": item.target_id}


def initial_of_report(item: WorkItem) -> dict[str, Any]:
    """Return what a form about how far a work item is begins with."""
    return {"done_on": item.done_on, "percent": item.percent}
