"""Fields of forms that read what the office writes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from coso.access import scoping
from coso.access.enums import Permission
from coso.core import dates, numbers, text
from coso.core.types import Actor
from coso.organizations import queries as organizations
from coso.organizations.enums import Tree
from coso.organizations.models import Unit

_LONGEST_UNIT = 400
_LONGEST_DATE = 20
_LONGEST_NUMBER = 10
# How a name is told from others of the kind.
_ABOVE = {
    Tree.PARTY: " kèm cấp trên (“Chi bộ …, Đảng bộ …”)",
    Tree.AREA: " kèm nơi trực thuộc (“Thôn …, Xã …”)",
    Tree.AGENCY: "",
}


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


class PartialDateField(forms.CharField):
    """A date of which only the month or the year may be known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ngày/tháng/năm; chỉ biết tháng/năm hoặc năm thì ghi vậy.")
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=_LONGEST_DATE, widget=widget, **kwargs)

    def clean(self, value: Any) -> dates.PartialDate | None:
        written = super().clean(value)
        try:
            return dates.parse_date(written) if written else None
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class WordsField(forms.CharField):
    """A text, kept in the one form in which texts are stored and compared."""

    def to_python(self, value: Any) -> Any:
        return text.normalize(super().to_python(value) or "")


class CountField(forms.IntegerField):
    """How many there are of something, within what a register holds."""

    def __init__(self, *, most: int = 99_999, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=most, **kwargs)


class ScoreField(forms.CharField):
    """Points of a hundred, with a comma before the fraction; nothing where nobody scored."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Từ 0 đến 100, ví dụ 86,5.")
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, max_length=_LONGEST_NUMBER, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        written = super().clean(value)
        try:
            return numbers.parse_number(written) if written else None
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class SuggestingInput(forms.TextInput):
    """A text field that suggests something while somebody types."""

    template_name = "shared/_suggesting_input.html"

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        choices = f"{name}-choices"
        context["choices"] = choices
        context["widget"]["attrs"] |= {
            "list": choices,
            "hx-get": self.address(name),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{choices}",
        }
        return context

    def address(self, name: str) -> str:
        """Return where suggestions for the field of a name are asked for."""
        raise NotImplementedError


class UnitInput(SuggestingInput):
    """A text field that suggests units."""

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self.tree = tree

    def address(self, name: str) -> str:
        return f"{reverse('organizations:suggest')}?{urlencode({'cay': self.tree, 'muc': name})}"


class DocumentInput(SuggestingInput):
    """A text field that suggests numbers of registered documents."""

    def address(self, name: str) -> str:
        return f"{reverse('documents:suggest')}?{urlencode({'muc': name})}"


class UnitField(WordsField):
    """A unit that the writer holds a permission on, by its code or its name."""

    def __init__(self, *, tree: Tree, permission: Permission, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"Ghi mã, hoặc tên{_ABOVE[tree]}; gõ để được gợi ý.")
        super().__init__(max_length=_LONGEST_UNIT, widget=UnitInput(tree), **kwargs)
        self.tree, self.permission = tree, permission

    def find(self, written: str, on: dt.date, today: dt.date, actor: Actor) -> Unit:
        """Return the unit that was written, by its name of a day, else by today's.

        Only what lies within reach is looked at.

        :raises ValidationError: if there is none, or more than one
        """
        called = _called(written, on, self.tree) or _called(written, today, self.tree)
        offered = [unit for unit in called if self.offers(unit, actor)]
        if len(offered) == 1:
            return offered[0]
        refusal = (
            organizations.AmbiguousUnit(written, on, offered)
            if offered
            else organizations.UnitNotFound(written, on)
        )
        raise forms.ValidationError(str(refusal), code=refusal.code)

    def offers(self, unit: Unit, actor: Actor) -> bool:
        """Tell whether the writer may choose a unit."""
        return scoping.reaches(actor, self.permission, unit)


class ParentField(UnitField):
    """A unit to place another one below, where the writer then still reaches it."""

    def offers(self, unit: Unit, actor: Actor) -> bool:
        return scoping.reaches_below(actor, self.permission, unit)


def reference_to(unit: Unit | None) -> str:
    """Return words by which a field finds the unit again: its code, else its name and parent's."""
    if unit is None:
        return ""
    return unit.code or ", ".join(str(each) for each in (unit, unit.parent) if each is not None)


def _called(written: str, on: dt.date, tree: Tree) -> tuple[Unit, ...]:
    try:
        return (organizations.find_unit(written, on, tree),)
    except organizations.AmbiguousUnit as several:
        return several.candidates
    except organizations.UnitNotFound:
        return ()
