"""Forms of the yearly ratings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from django import forms
from django.forms import BoundField

from coso.access import scoping
from coso.access.enums import Permission
from coso.evaluations import queries as evaluations
from coso.evaluations import validators
from coso.evaluations.enums import Capacity, Rating
from coso.evaluations.models import Evaluation
from coso.evaluations.queries import Subject
from coso.evaluations.services import Given
from coso.organizations import queries as organizations
from coso.organizations.enums import Level
from coso.organizations.models import Unit
from coso.people.models import Person
from coso.web.shared.fields import WordsField
from coso.web.shared.forms import RegisterForm, reason_field

_NOT_RATED: Final = "NOT_RATED"
_NO_RATING: Final = (_NOT_RATED, evaluations.NOT_RATED)
_LONGEST_REASON: Final = 200
FIRST_YEAR: Final = 1945
_WHY_NOT: Final = "Lý do không xếp loại"


def _rating_field(levels: Iterable[Rating], **kwargs: Any) -> forms.ChoiceField:
    choices = [(level.value, level.label) for level in levels]
    return forms.ChoiceField(choices=[("", "Chưa xếp loại"), *choices, _NO_RATING], **kwargs)


def _reason_why_not(**kwargs: Any) -> WordsField:
    return WordsField(max_length=_LONGEST_REASON, required=False, **kwargs)


class OutcomeForm(RegisterForm):
    """What is said of one subject."""

    rating = _rating_field(Rating, label="Kết quả xếp loại")
    not_rated_reason = _reason_why_not(
        label=_WHY_NOT, help_text="Chỉ ghi khi chọn “Không xếp loại”, ví dụ: nghỉ thai sản."
    )
    level = forms.ChoiceField(
        label="Cấp xếp loại", choices=[("", "Theo nơi xếp loại"), *Level.choices], required=False
    )

    def given(self) -> Given:
        """Return what was filled in."""
        said = self.cleaned_data
        return Given(
            rating="" if said["rating"] == _NOT_RATED else said["rating"],
            not_rated_reason=said["not_rated_reason"],
            self_rating=said.get("self_rating"),
            level=said["level"] or None,
        )


class _YearForm(OutcomeForm):
    """What is said of somebody for a year that the writer names."""

    year = forms.IntegerField(label="Năm", min_value=FIRST_YEAR)
    subject: Subject

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if message := validators.year_refusal(year, self.today):
            raise forms.ValidationError(message, code="year_ahead")
        return year

    def found(self, subject: Subject | None, place: Unit | None, refusal: str) -> None:
        """Remember whom the form is about, or say why the year is not the one."""
        if subject is None or place is None:
            self.add_error("year", refusal)
        elif not scoping.reaches(self.actor, Permission.EVALUATIONS_KEEP, place):
            self.add_error("year", "Năm ấy thuộc đơn vị ngoài phạm vi bạn được ghi xếp loại.")
        else:
            self.subject = subject


def _self_rating_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Cá nhân tự xếp loại", choices=[("", "Chưa rõ"), *Rating.choices], required=False
    )


class RatePersonForm(_YearForm):
    """The rating of a person in one capacity for a year."""

    capacity = forms.ChoiceField(label="Xếp loại với tư cách", choices=Capacity.choices)
    self_rating = _self_rating_field()

    field_order = ["capacity", "year", "self_rating", "rating"]

    def __init__(self, *args: Any, record: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = record

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "year" in said and "capacity" in said:
            rated = _RATED[Capacity(said["capacity"])](self.person, said["year"])
            place = None if rated is None else organizations.units().get(pk=rated.place_id)
            self.found(rated, place, _NOWHERE[Capacity(said["capacity"])])
        return said


_RATED: Final = {
    Capacity.MEMBER: evaluations.member_rated,
    Capacity.EMPLOYEE: evaluations.employee_rated,
}
_NOWHERE: Final = {
    Capacity.MEMBER: "Năm ấy sổ không ghi đồng chí sinh hoạt ở chi bộ nào. Hãy kiểm tra lại năm.",
    Capacity.EMPLOYEE: "Năm ấy sổ không ghi đồng chí công tác ở đâu. Hãy kiểm tra lại năm.",
}


class RateUnitForm(_YearForm):
    """The rating of an organization for a year."""

    field_order = ["year"]

    def __init__(self, *args: Any, record: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = record

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "year" in said:
            day = min(evaluations.last_day(said["year"]), self.today)
            rated = evaluations.unit_rated(self.unit, day)
            self.found(rated, self.unit, "Năm ấy sổ không có tổ chức này. Hãy kiểm tra lại năm.")
        return said


class CorrectRatingForm(OutcomeForm):
    """What should have been written, and why."""

    self_rating = _self_rating_field()
    reason = reason_field()

    field_order = ["self_rating", "rating"]


class RemoveRatingForm(RegisterForm):
    """Why a rating does not belong in the register."""

    reason = reason_field("Vì sao bỏ?")


def initial_of(rating: Evaluation) -> dict[str, str]:
    """Return what a form about a rating begins with."""
    return {
        "rating": rating.rating or _NOT_RATED,
        "not_rated_reason": rating.not_rated_reason,
        "self_rating": rating.self_rating,
        "level": rating.level,
    }


@frozen
class Line:
    """One row of the sheet."""

    subject: Subject
    rating: BoundField
    why_not: BoundField


class SheetForm(RegisterForm):
    """A rating for each of the subjects of a page; those left alone stay as they are."""

    def __init__(
        self, *args: Any, subjects: Sequence[Subject], levels: Sequence[Rating], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        for subject in subjects:
            rating, why_not = _names(subject.pk)
            label = f"{_WHY_NOT}: {subject.name}"
            self.fields[rating] = _rating_field(levels, label=subject.name, required=False)
            self.fields[why_not] = _reason_why_not(label=label)
            self.fields[rating].widget.attrs["class"] = "form-select"
            self.fields[why_not].widget.attrs |= {"class": "form-control", "placeholder": _WHY_NOT}

    def lines(self) -> Iterator[Line]:
        """Yield the rows of the page."""
        for subject in self.subjects:
            rating, why_not = _names(subject.pk)
            yield Line(subject, self[rating], self[why_not])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for rating, _ in self._changed():
            if not said.get(rating) and self.get_initial_for_field(self.fields[rating], rating):
                self.add_error(rating, "Sổ đã ghi xếp loại: bỏ thì mở kết quả ấy, kèm lý do.")
        if not self._changed() and not self.errors:
            message = "Chưa có dòng nào được ghi hoặc sửa. Hãy chọn mức xếp loại rồi ghi."
            raise forms.ValidationError(message, code="unchanged")
        return said

    def given(self) -> Mapping[int, Given]:
        """Return what was filled in or changed, by subject."""
        changed = self._changed()
        return {
            subject.pk: self._given(*_names(subject.pk))
            for subject in self.subjects
            if _names(subject.pk) in changed
        }

    def refuse(self, lines: Mapping[int, str]) -> None:
        """Say at its row what is wrong with a rating."""
        for pk, message in lines.items():
            self.add_error(_names(pk)[0], message)

    def _changed(self) -> list[tuple[str, str]]:
        changed = set(self.changed_data)
        names = [_names(subject.pk) for subject in self.subjects]
        return [pair for pair in names if changed.intersection(pair)]

    def _given(self, rating: str, why_not: str) -> Given:
        said = self.cleaned_data
        level = "" if said[rating] == _NOT_RATED else said[rating]
        return Given(rating=level, not_rated_reason=said[why_not])


def initial_of_sheet(ratings: Iterable[Evaluation]) -> dict[str, str]:
    """Return what the sheet begins with."""
    initial: dict[str, str] = {}
    for rating in ratings:
        name, why_not = _names(rating.subject.pk)
        initial |= {name: rating.rating or _NOT_RATED, why_not: rating.not_rated_reason}
    return initial


def _names(pk: int) -> tuple[str, str]:
    return f"muc-{pk}", f"ly-do-{pk}"
