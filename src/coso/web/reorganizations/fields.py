"""Fields that name a unit of a plan, and the form of where members go."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from coso.reorganizations.services import UnitDetails
from coso.web.reorganizations.planned import WORDS, PlanTree
from coso.web.shared.fields import UnitInput, WordsField

_LONGEST = 400


class PlannedUnitInput(UnitInput):
    """A text field that suggests units as the plan leaves them."""

    def __init__(self, plan: int, *, tree: PlanTree) -> None:
        super().__init__(tree.tree)
        self.plan = plan

    def address(self, name: str) -> str:
        asked = urlencode({"cay": WORDS[self.tree], "muc": name})
        return f"{reverse('reorganizations:suggest', args=[self.plan])}?{asked}"


class PlannedUnitField(WordsField):
    """A unit of the tree that a plan leaves, by its code or its name."""

    def __init__(self, *, tree: PlanTree, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ghi mã hoặc tên như trên cây; gõ để được gợi ý.")
        widget = PlannedUnitInput(tree.plan.pk, tree=tree)
        super().__init__(max_length=_LONGEST, widget=widget, **kwargs)


class PlaceForm(forms.Form):
    """Where members go: one of the units that the plan speaks of, or another one in words."""

    target = forms.ChoiceField(label="Chuyển về", required=False)

    def __init__(
        self, *args: Any, tree: PlanTree, targets: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        likely = cast("forms.ChoiceField", self.fields["target"])  # declared above
        likely.choices = [("", "Chọn nơi đến"), *targets]
        self.fields["other"] = PlannedUnitField(
            tree=tree, label="Hoặc nơi khác", required=False, help_text=""
        )

    def unit(self) -> UnitDetails:
        """Return the unit that is meant.

        :raises ValidationError: if none is named, or none that there is
        """
        if not self.is_valid():
            raise forms.ValidationError([error for each in self.errors.values() for error in each])
        if self.cleaned_data["other"]:
            return self.tree.find(self.cleaned_data["other"])
        if not self.cleaned_data["target"]:
            raise forms.ValidationError("Chưa chọn nơi đến. Hãy chọn một tổ chức đảng.")
        return self.tree.details(self.cleaned_data["target"])
