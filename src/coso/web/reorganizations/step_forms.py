"""What the forms of all steps of a plan have in common."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms

from coso.accounts.models import User
from coso.core import text
from coso.core.errors import DomainError
from coso.organizations.enums import Tree, UnitEvent
from coso.organizations.models import UnitType
from coso.reorganizations import queries, services
from coso.reorganizations.models import PlannedUnit
from coso.reorganizations.services import Node, StepDetails, UnableToReorganize, UnitDetails
from coso.reorganizations.validators import NEEDS, SHAPES
from coso.web.reorganizations.fields import PlannedUnitField
from coso.web.reorganizations.planned import PlanTree
from coso.web.shared.fields import CountField, DocumentInput, WordsField
from coso.web.shared.forms import day_field

LONGEST_NAME: Final = 200
_MOST_MEMBERS: Final = 9_999_999
LONGEST_CODE: Final = 30
_IF_OUTSIDE: Final = "Nếu đơn vị đó chưa có trong sổ (tỉnh, trung ương) thì đánh dấu ô bên dưới."


class StepForm(forms.Form):
    """What every step may say: on which paper it rests, how many members, a note."""

    decision = WordsField(
        label="Số quyết định của bước",
        max_length=60,
        required=False,
        help_text="Để trống nếu theo văn bản của phương án.",
        widget=DocumentInput(),
    )
    decided_on = day_field("Ngày quyết định", required=False)
    issuer = WordsField(label="Cơ quan ban hành", max_length=200, required=False)
    note = WordsField(label="Ghi chú", max_length=300, required=False)

    # Fields that stand at the end, after those of the event.
    ending = ("decision", "decided_on", "issuer", "expected_members", "note")

    def __init__(
        self,
        *args: Any,
        event: UnitEvent,
        tree: PlanTree,
        chosen: list[Node],
        leaves: list[PlannedUnit],
        actor: User,
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event, self.tree, self.chosen, self.leaves = event, tree, chosen, leaves
        self.add_fields()
        own = [name for name in self.fields if name not in self.ending]
        self.order_fields([*own, *self.ending])

    def add_fields(self) -> None:
        """Add the fields that depend on the units chosen."""

    def steps(self) -> list[StepDetails]:
        """Return what was filled in, as steps of the plan.

        :raises UnableToReorganize: if the name of a new unit does not say of which kind it is
        """
        raise NotImplementedError

    def step(self, sources: list[UnitDetails], targets: list[UnitDetails]) -> StepDetails:
        """Return a step with the facts that every step has.

        :raises UnableToReorganize: if the event is about more units, or fewer
        """
        if not SHAPES[self.event].fits(len(sources), len(targets)):
            message = f"“{self.event.label}” cần {NEEDS[self.event]}. Hãy chọn lại đơn vị."
            raise UnableToReorganize("wrong_units", message)
        said = self.cleaned_data
        return StepDetails(
            event=self.event,
            sources=tuple(sources),
            targets=tuple(targets),
            decision=said["decision"],
            decided_on=said["decided_on"],
            issuer=said["issuer"],
            note=said["note"],
            expected_members=said.get("expected_members"),
            keeps_positions=said.get("keeps_positions", False),
        )

    def sources(self) -> list[UnitDetails]:
        """Return the units chosen."""
        return self.tree.describe(node.key for node in self.chosen)

    def unit_in(self, name: str) -> UnitDetails | None:
        """Return the unit that a field names; one outside the registers where that is ticked.

        :raises ValidationError: if none, or more than one is meant
        """
        written = self.cleaned_data.get(name)
        if not written:
            return None
        try:
            return self.tree_of(name).find(written)
        except forms.ValidationError as error:
            if error.code != "unit_not_found" or "is_outside" not in self.fields:
                raise
            if not self.cleaned_data["is_outside"]:
                raise forms.ValidationError(f"{error.message} {_IF_OUTSIDE}") from error
        day = self.tree.plan.effective_on
        return services.older_unit(name=written, tree=self.tree_of(name).tree, day=day)

    def tree_of(self, name: str) -> PlanTree:
        """Return the tree in which the unit of a field is looked for."""
        return self.tree

    def clean(self) -> dict[str, Any]:
        """Look up the units that fields name, once."""
        self.found: dict[str, UnitDetails | None] = {}
        for name, field in self.fields.items():
            if isinstance(field, PlannedUnitField):
                try:
                    self.found[name] = self.unit_in(name)
                except forms.ValidationError as error:
                    self.add_error(name, error)
                except DomainError as error:
                    self.add_error(name, str(error))
        return self.cleaned_data

    def new(self, name: str, parent: UnitDetails | None, code: str = "") -> UnitDetails:
        """Return a unit to be founded, or one that the step founds already under another name."""
        details = services.new_unit(
            name=name,
            code=code,
            parent=parent,
            tree=self.tree.tree,
            day=self.tree.plan.effective_on,
            kind=self.cleaned_data.get("kind"),
        )
        details.planned = self._founded_as(name)
        return details

    def _founded_as(self, name: str) -> PlannedUnit | None:
        """Return the row of the unit of a name, else the next row that no name has claimed."""
        match = text.match_key(name)
        rows = [row for row in self.leaves if row.is_new]
        rows.sort(key=lambda row: text.match_key(row.name) != match)
        if rows:
            self.leaves.remove(rows[0])
        return rows[0] if rows else None

    def begin_at(self, name: str) -> None:
        """Let the cursor stand in a field when the form opens."""
        self.fields[name].widget.attrs["autofocus"] = True

    def add_parent(self, label: str = "Cấp trên trực tiếp", outside: str = "Cấp trên") -> None:
        self.fields["parent"] = PlannedUnitField(tree=self.tree, label=label)
        self.fields["is_outside"] = forms.BooleanField(
            label=f"{outside} chưa có trong sổ (tỉnh, trung ương)", required=False
        )

    def add_kind(self, *, is_required: bool = False) -> None:
        kinds = queries.kinds_on(self.tree.tree, self.tree.plan.effective_on)
        field: forms.ModelChoiceField[UnitType] = forms.ModelChoiceField(
            label="Loại hình",
            queryset=kinds,
            required=is_required,
            empty_label="Chọn loại hình" if is_required else "Theo tên và cấp trên",
        )
        self.fields["kind"] = field

    def add_code(self) -> None:
        self.fields["code"] = WordsField(label="Mã mới", max_length=LONGEST_CODE, required=False)

    @property
    def is_of_party(self) -> bool:
        """Whether the units have members and Party posts."""
        return self.tree.tree == Tree.PARTY

    def add_people(self) -> None:
        """Add what is said of members and of those who hold posts, where there are any."""
        if self.is_of_party:
            self.add_keeps()
            self.add_expected()

    def add_expected(self) -> None:
        self.fields["expected_members"] = CountField(
            label="Số đảng viên theo văn bản",
            most=_MOST_MEMBERS,
            required=False,
            help_text="Khi diễn tập được đối chiếu với sổ.",
        )

    def add_keeps(self) -> None:
        self.fields["keeps_positions"] = forms.BooleanField(
            label="Người giữ chức vụ đảng ở đơn vị kết thúc giữ chức vụ đó ở đơn vị tiếp nhận",
            required=False,
        )
